"""At any moment the old workbook or the new one is there, whole; what went wrong is a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pytest

from crmbook.books import Backups, create, open_file
from crmbook.books.closed import ClosedBook
from crmbook.books.foreign import UnreadableError
from crmbook.books.locks import BusyError, OpenElsewhereError
from crmbook.books.saving import (
    ChangedSinceReadError,
    Fingerprint,
    GoneSinceReadError,
    NoBackupError,
    NotWrittenError,
    commit,
    verify,
)
from crmbook.errors import CrmbookError, UsageError
from crmbook.sheet import Sheet

Author = Callable[..., Path]

MORNING = datetime(2026, 3, 31, 9, 15, 0, tzinfo=UTC)


def rename(book: ClosedBook, name: str = "Jonas") -> None:
    book.change("Clients", {"B2": name})


def name_in(path: Path) -> object:
    with open_file(path) as book:
        return book.read("Clients")[1][1]


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.tmp")]


def kept(workbook: Path) -> list[str]:
    """The folder beside the workbook and what is in it."""
    folder = workbook.with_suffix(".crmbook")
    return sorted(path.name for path in (*folder.parent.glob(folder.name), *folder.rglob("*")))


# What a write leaves


def test_a_write_is_on_disk_when_the_call_returns(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        rename(book)
        assert name_in(path) == "Jonas"
        assert book.read("Clients") == [["Number", "Name"], [1, "Jonas"]]
        assert leftovers(path.parent) == []


def test_a_book_may_be_written_again_and_again(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        for name in ("Jonas", "Ona", "Petras"):
            rename(book, name)
        assert book.fingerprint == Fingerprint.of(path).digest
    assert name_in(path) == "Petras"


@pytest.mark.parametrize(
    "name",
    [
        "with space & 100% #1.xlsx",
        "ąčęėįšųūž ĀČĒĢĪĶĻŅŠŪŽ.xlsx",
        "o'clock [1].xlsx",
        "š" * 100 + ".xlsx",
    ],
)
def test_names_people_give_their_files_are_fine(author: Author, name: str) -> None:
    path = author(name)
    with open_file(path) as book:
        rename(book)
    assert name_in(path) == "Jonas"


def test_a_path_may_be_text_and_need_not_be_absolute(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = author()
    monkeypatch.chdir(path.parent)
    with open_file("clients.xlsx") as book:
        rename(book)
    assert name_in(path) == "Jonas"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")
def test_the_rights_of_the_file_stay(author: Author) -> None:
    path = author()
    path.chmod(0o640)
    with open_file(path) as book:
        rename(book)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_its_file_is_written(author: Author, tmp_path: Path) -> None:
    path = author()
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "link.xlsx"
    link.symlink_to(path)
    with open_file(link) as book:
        rename(book)
    assert link.is_symlink()
    assert name_in(path) == "Jonas"
    assert path.with_suffix(".crmbook").is_dir()
    assert list(link.parent.iterdir()) == [link]


def test_a_write_that_changes_nothing_touches_nothing(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        rename(book)
    os.utime(path, (1, 1))
    with open_file(path) as book:
        rename(book)
    assert path.stat().st_mtime == 1


def test_a_new_workbook_is_written_and_the_old_one_stays(author: Author, tmp_path: Path) -> None:
    path, new = author(), tmp_path / "reports.xlsx"
    before = path.read_bytes()
    with open_file(path, output=new) as book:
        assert not new.exists()
        rename(book)
        assert name_in(new) == "Jonas"
        rename(book, "Ona")
        assert book.read("Clients")[1] == [1, "Ona"]
    assert path.read_bytes() == before
    assert name_in(new) == "Ona"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["clients.xlsx", "reports.xlsx"]


def test_an_output_that_is_the_workbook_itself_is_the_workbook(author: Author) -> None:
    path = author()
    with open_file(path, output=path.parent / "." / path.name) as book:
        rename(book)
    assert name_in(path) == "Jonas"


def test_an_output_that_is_there_is_backed_up_first_and_that_is_said(author: Author) -> None:
    path, new = author(), author("old.xlsx", Clients=[["Number"], [7]])
    before = new.read_bytes()
    with open_file(path, output=new, now=MORNING) as book:
        rename(book)
    [backup] = (new.parent / "old.crmbook" / "backups").iterdir()
    assert backup.read_bytes() == before
    assert name_in(new) == "Jonas"
    [remark] = book.remarks
    assert remark.kind == "output_replaced"
    assert str(backup) in remark.text


def test_the_workbook_can_be_written_after_it_was_read_row_by_row(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        rows = book.rows("Clients")
        next(rows)
        rename(book)
        assert next(rows) == [1, "Rasa"]  # what was begun is read to its end as it was


def test_a_new_workbook_takes_nobodys_place(author: Author, tmp_path: Path) -> None:
    there, new = author(), tmp_path / "new.xlsx"
    before = there.read_bytes()
    with pytest.raises(CrmbookError, match="is there already"):
        create(there, [Sheet("Clients", [["Ona"]])])
    create(new, [Sheet("Clients", [["Ona"]])])
    with open_file(new) as book:
        assert book.read("Clients") == [["Ona"]]
    assert there.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["clients.xlsx", "new.xlsx"]


def test_a_new_workbook_in_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match="there is no folder"):
        create(tmp_path / "nowhere" / "new.xlsx", [Sheet("Clients", [["Ona"]])])


# Backups


def test_the_first_write_keeps_a_copy_named_by_its_moment(author: Author) -> None:
    path = author()
    before = path.read_bytes()
    with open_file(path, now=MORNING) as book:
        rename(book)
        rename(book, "Ona")  # what we wrote ourselves a moment ago needs no copy
    [backup] = (path.parent / "clients.crmbook" / "backups").iterdir()
    assert backup.name == "clients 2026-03-31 091500.xlsx"
    assert backup.read_bytes() == before


def test_without_a_place_for_the_backup_nothing_is_written(author: Author) -> None:
    path = author()
    before = path.read_bytes()
    path.with_suffix(".crmbook").write_text("a file is in the way")
    with open_file(path) as book, pytest.raises(NoBackupError, match=r"clients\.crmbook"):
        rename(book)
    assert path.read_bytes() == before
    with open_file(path, backups=None) as book:
        rename(book)
    assert name_in(path) == "Jonas"


def test_backups_can_be_kept_otherwise_after_the_settings_were_read(author: Author) -> None:
    path = author()
    for day in range(1, 5):
        with open_file(path, now=MORNING.replace(day=day)) as book:
            book.backups = Backups(count=2)
            rename(book, f"Name {day}")
    assert sorted(one.name[8:18] for one in (path.parent / "clients.crmbook" / "backups").iterdir()) == [
        "2026-03-03",
        "2026-03-04",
    ]  # fmt: skip


# What is refused


def test_a_workbook_saved_by_someone_else_meanwhile_is_left_alone(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        book.read("Clients")
        with open_file(path) as other:
            rename(other, "Ona")
        with pytest.raises(ChangedSinceReadError) as refused:
            rename(book)
    assert str(refused.value) == (
        "clients.xlsx was saved by someone else since crmbook read it. Nothing was written; run again."
    )
    assert name_in(path) == "Ona"


def test_a_change_in_the_same_tick_of_the_clock_and_of_the_same_size_is_noticed(
    author: Author,
) -> None:
    path = author()
    with open_file(path) as book:
        status = path.stat()
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        with pytest.raises(ChangedSinceReadError):
            rename(book)
    assert path.read_bytes() == data


def test_a_workbook_that_was_only_touched_is_the_same(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        os.utime(path, (1, 1))
        rename(book)
    assert name_in(path) == "Jonas"


def test_a_workbook_taken_away_meanwhile_is_not_made_anew(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        path.unlink()
        with pytest.raises(GoneSinceReadError):
            rename(book)
    assert not path.exists()


def test_a_change_made_while_we_write_is_noticed_before_the_move(author: Author) -> None:
    path = author()
    with open_file(path) as book:

        def meddle(_package: object) -> None:
            path.write_bytes(path.read_bytes() + b"x")

        with pytest.raises(ChangedSinceReadError):
            book._step(meddle)
    assert path.read_bytes().endswith(b"x")
    assert leftovers(path.parent) == []
    assert kept(path) == []


def test_a_refused_write_leaves_the_folder_of_earlier_ones_as_it_was(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        rename(book)
    before = kept(path)
    with open_file(path) as book:
        path.write_bytes(path.read_bytes() + b"x")
        with pytest.raises(ChangedSinceReadError):
            rename(book, "Ona")
    assert kept(path) == before


def test_what_a_write_would_refuse_can_be_asked_beforehand(author: Author) -> None:
    path = author()
    with open_file(path) as book:
        book.expect_to_write()
        path.with_name("~$clients.xlsx").write_bytes(bytes(165))
        with pytest.raises(OpenElsewhereError):
            book.expect_to_write()
        assert not book.folder.path.exists()


@contextmanager
def as_nobody(*paths: Path) -> Iterator[None]:
    """Root may write anywhere; be someone who may not."""
    if sys.platform == "win32":
        pytest.skip("rights are of Unix")
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anyone may read, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [0o444, 0o644])
def test_a_folder_one_may_not_write_in_is_a_sentence(
    author: Author, open_folder: Path, mode: int
) -> None:
    path = open_folder / "clients.xlsx"
    shutil.copy(author(), path)
    with open_file(path) as book:  # once as we are, so that all is imported
        rename(book)
    shutil.rmtree(path.with_suffix(".crmbook"))
    path.chmod(mode if os.geteuid() else mode | 0o666)
    open_folder.chmod(0o555)
    before = path.read_bytes()
    with as_nobody(), open_file(path) as book, pytest.raises(NotWrittenError) as refused:
        rename(book, "Ona")
    assert "could not be written" in str(refused.value)
    assert path.read_bytes() == before
    assert list(open_folder.iterdir()) == [path]


def test_a_file_marked_read_only_is_a_sentence(author: Author, open_folder: Path) -> None:
    path = open_folder / "clients.xlsx"
    shutil.copy(author(), path)
    path.chmod(0o444)
    open_folder.chmod(0o777)
    with as_nobody(), open_file(path) as book, pytest.raises(NotWrittenError, match="read-only"):
        rename(book)
    assert name_in(path) == "Rasa"


def test_a_file_one_may_not_read_is_a_sentence(author: Author, open_folder: Path) -> None:
    path = open_folder / "clients.xlsx"
    shutil.copy(author(), path)
    path.chmod(0)
    with as_nobody(), pytest.raises(UnreadableError, match="you may not read it"):
        open_file(path)


def test_a_folder_that_is_not_there_is_a_sentence(author: Author, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        open_file(author(), output=tmp_path / "nowhere" / "new.xlsx")


def test_a_folder_that_went_away_is_a_sentence(author: Author, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    with open_file(author(), output=tmp_path / "usb" / "new.xlsx") as book:
        (tmp_path / "usb").rmdir()
        with pytest.raises(NotWrittenError):
            rename(book)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = shutil.which("mount") and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)],
        check=False, capture_output=True,
    ).returncode  # fmt: skip
    if not made:
        pytest.skip("a small disk can't be made here; it takes root on Linux")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("room", [0, 30_000, 90_000, 130_000])
def test_a_full_disk_is_a_sentence_and_the_old_file_is_whole(
    author: Author, small_disk: Path, room: int
) -> None:
    noise = [[os.urandom(40).hex(), "Rasa"] for _ in range(1500)]
    path = small_disk / "clients.xlsx"
    shutil.copy(author(Clients=noise), path)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "other").write_bytes(b"x" * (free - room))
    before = path.read_bytes()
    assert len(before) > 60_000
    with open_file(path) as book, pytest.raises(CrmbookError, match="no room left"):
        rename(book)
    assert path.read_bytes() == before
    assert leftovers(small_disk) == []
    assert kept(path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of Unix")
def test_a_limit_on_the_size_of_files_is_a_sentence(author: Author) -> None:
    path = author(Clients=[[os.urandom(40).hex(), "Rasa"] for _ in range(1500)])
    before = path.read_bytes()
    code = (
        "import resource, sys\nfrom crmbook.books import open_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "try: open_file(sys.argv[1]).change('Clients', {'B2': 'Jonas'})\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    ).stdout
    assert told.startswith(
        "NotWrittenError clients.xlsx could not be written: the file would be larger"
    )
    assert path.read_bytes() == before
    assert leftovers(path.parent) == []
    assert kept(path) == []


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_an_interruption_in_the_middle_leaves_the_old_file_and_nothing_else(
    author: Author, fault: type[BaseException]
) -> None:
    path = author()
    before = path.read_bytes()

    def interrupted(_package: object) -> None:
        raise fault

    with open_file(path) as book:
        with pytest.raises(fault):
            book._step(interrupted)
        assert path.read_bytes() == before
        assert leftovers(path.parent) == []
        assert kept(path) == []
        rename(book)  # and the book is as good as before
    assert name_in(path) == "Jonas"


def test_a_file_that_does_not_read_back_is_not_moved_over(author: Author) -> None:
    path = author()
    before = path.read_bytes()

    def broken(file: BinaryIO) -> None:
        file.write(before[: len(before) // 2])

    with pytest.raises(NotWrittenError, match="did not read back"):
        commit(path, broken, like=path, before=lambda: None)
    assert path.read_bytes() == before
    assert leftovers(path.parent) == []


def test_a_changed_part_with_a_wrong_sum_does_not_read_back(author: Author, tmp_path: Path) -> None:
    path, made = author(), tmp_path / "made.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    verify(made, path)
    made.write_bytes(made.read_bytes().replace(b"<sheetData>", b"<sheetDatA>"))
    with pytest.raises(NotWrittenError):
        verify(made, path)


def test_what_a_killed_run_left_is_taken_away_by_the_next(author: Author) -> None:
    path, other = author(), author("other.xlsx")
    with open_file(path) as book:
        rename(book, "Ona")
    from crmbook.books.saving import _beside

    left, of_another = _beside(path), _beside(other)
    left.write_bytes(b"half")
    of_another.write_bytes(b"half")
    with open_file(path) as book:
        rename(book)
    assert leftovers(path.parent) == [of_another.name]


def test_a_second_crmbook_waits_for_the_first_and_then_sees_its_work(author: Author) -> None:
    path = author()
    first, second = open_file(path), open_file(path)
    told: list[str] = []

    def run(book: ClosedBook) -> None:
        try:
            rename(book)
        except ChangedSinceReadError as error:
            told.append(str(error))

    threads = [Thread(target=run, args=(book,)) for book in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert name_in(path) == "Jonas"


def test_a_crmbook_that_waits_too_long_gives_up(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crmbook.books import folder

    monkeypatch.setattr(folder, "PATIENCE", 0.1)
    path = author()
    with open_file(path) as book, book.folder.locked():
        with open_file(path) as other, pytest.raises(BusyError):
            rename(other)
        assert name_in(path) == "Rasa"
