"""Nobody's open workbook is written; a lock left by a crash does not stop anyone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from crmbook.books import open_book
from crmbook.books.locks import BusyError, OpenElsewhereError, excel_user, hold, who_has_open

Author = Callable[..., Path]

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


def excel_lock(user: str) -> bytes:
    """The 165 bytes Excel writes: the name in the code page, then in UTF-16LE."""
    ansi = user.encode("cp1252", "replace").ljust(54)
    return bytes([len(user)]) + ansi + bytes([len(user), 0]) + user.ljust(54).encode("utf-16-le")


def libreoffice_lock(user: str = "Rasa M.", host: str | None = None) -> str:
    return f"{user},rasa,{host or socket.gethostname()},21.11.2026 09:15,file:///home/rasa/profile;"


@contextmanager
def held(path: Path, mode: str = "r+b") -> Iterator[None]:
    """Another program has the file open."""
    code = f"import sys; f = open(sys.argv[1], {mode!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        try:
            yield
        finally:
            program.communicate()


def test_an_excel_lock_is_165_bytes_and_names_its_user() -> None:
    assert len(excel_lock("Živilė Žąsytė")) == 165
    assert excel_user(excel_lock("Živilė Žąsytė")) == "Živilė Žąsytė"


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x04Rasa", b"\xff" * 165, b"\x00" * 165])
def test_a_lock_cut_short_or_strange_is_still_read(data: bytes) -> None:
    assert excel_user(data) in {"", "Rasa", "\xff" * 164}


def test_a_workbook_nobody_has_open_is_free(author: Author) -> None:
    assert who_has_open(author()) is None


@linux
def test_a_workbook_open_in_libreoffice_here_is_refused_with_the_name(author: Author) -> None:
    path = author("klientų sąrašas.xlsx")
    path.with_name(".~lock.klientų sąrašas.xlsx#").write_text(libreoffice_lock("Rasa M\\, jr."))
    with (
        held(path),
        open_book(path) as book,
        pytest.raises(OpenElsewhereError, match=re.escape("LibreOffice (Rasa M, jr.)")) as refused,
    ):
        book.change("Clients", {"B2": "Jonas"})
    assert refused.value.holder.sure


@linux
def test_a_libreoffice_lock_left_by_a_crash_stops_nobody(author: Author) -> None:
    path = author()
    path.with_name(".~lock.clients.xlsx#").write_text(libreoffice_lock())
    assert who_has_open(path) is None
    with open_book(path) as book:
        book.change("Clients", {"B2": "Jonas"})
        assert book.read("Clients")[1] == [1, "Jonas"]


def test_a_libreoffice_lock_of_another_computer_counts_as_live(author: Author) -> None:
    path = author()
    lock = path.with_name(".~lock.clients.xlsx#")
    lock.write_text(libreoffice_lock(host="office-pc"))
    with (
        open_book(path) as book,
        pytest.raises(OpenElsewhereError, match="on office-pc") as refused,
    ):
        book.change("Clients", {"B2": "Jonas"})
    assert not refused.value.holder.sure
    assert str(lock) in str(refused.value)  # the way out, when it was a crash


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can tell")
def test_an_excel_lock_that_cannot_be_judged_counts_as_live(author: Author) -> None:
    path = author()
    path.with_name("~$clients.xlsx").write_bytes(excel_lock("Ona"))
    with open_book(path) as book, pytest.raises(OpenElsewhereError, match=r"Excel \(Ona\)"):
        book.change("Clients", {"B2": "Jonas"})


@linux
def test_a_program_that_writes_without_a_lock_file_is_noticed(author: Author) -> None:
    path = author()
    with held(path), open_book(path) as book:
        with pytest.raises(OpenElsewhereError, match="another program"):
            book.change("Clients", {"B2": "Jonas"})
        assert not book.folder.path.exists()


@linux
def test_a_program_that_only_reads_does_no_harm(author: Author) -> None:
    path = author()
    with held(path, "rb"):
        assert who_has_open(path) is None


@linux
@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_itself_is_noticed_while_it_has_the_file_open_and_after_a_crash(
    author: Author, tmp_path: Path, soffice: Callable[..., Path]
) -> None:
    import shutil
    import time

    program = shutil.which("soffice") or "libreoffice"
    path = author()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    with subprocess.Popen(
        [program, profile, "--headless", "--norestore", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as office:
        try:
            deadline = time.monotonic() + 60
            holder = None  # LibreOffice opens the file a moment before it makes its lock
            while not (holder and holder.program) and time.monotonic() < deadline:
                time.sleep(0.2)
                holder = who_has_open(path)
            assert holder is not None
            assert (holder.program, holder.sure) == ("LibreOffice", True)
        finally:
            os.killpg(office.pid, 9)
    while who_has_open(path) and time.monotonic() < deadline:
        time.sleep(0.1)  # its processes die one after another
    assert path.with_name(".~lock.clients.xlsx#").exists()
    assert who_has_open(path) is None


def test_a_link_is_locked_where_the_file_is(author: Author, tmp_path: Path) -> None:
    path = author()
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    path.with_name(".~lock.clients.xlsx#").write_text(libreoffice_lock(host="office-pc"))
    with open_book(link) as book, pytest.raises(OpenElsewhereError):
        book.change("Clients", {"B2": "Jonas"})


def test_two_crmbooks_do_not_hold_the_lock_together(tmp_path: Path) -> None:
    with (
        hold(tmp_path / "lock", 0),
        pytest.raises(BusyError),
        hold(tmp_path / "lock", 0.1),
    ):
        pass


def test_the_lock_is_free_again_afterwards_and_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path / "lock", 0):
        raise ZeroDivisionError
    with hold(tmp_path / "lock", 0):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from crmbook.books.locks import hold\n"
        "with hold(pathlib.Path(sys.argv[1]), 0): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        with pytest.raises(BusyError), hold(tmp_path / "lock", 0):
            pass
        program.kill()
    with hold(tmp_path / "lock", 1):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="no open file can be taken away there")
def test_who_waits_for_a_lock_that_is_taken_away_holds_the_one_in_its_place(tmp_path: Path) -> None:
    lock = tmp_path / "folder" / "lock"
    held, done = Event(), Event()

    def waiting() -> None:
        with hold(lock, 5):
            held.set()
            done.wait(5)

    with hold(lock, 0):
        second = Thread(target=waiting)
        second.start()
        time.sleep(0.1)  # it has the file open by now
        lock.unlink()
        lock.parent.rmdir()
    assert held.wait(5)
    with pytest.raises(BusyError), hold(lock, 0):
        pass
    done.set()
    second.join()
