"""Killed at any moment of a save, the workbook is the old one or the new one."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from crmbook.books import open_file
from crmbook.books.locks import BusyError, OpenElsewhereError
from crmbook.books.saving import ChangedSinceReadError

Author = Callable[..., Path]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")


def in_a_child(work: Callable[[], None]) -> int:
    """Do it in a process of its own; 0 for its parent to wait for."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001  # whatever it is, pytest must not go on in the child
        os._exit(1)
    os._exit(0)


def rename(path: Path, name: str) -> None:
    with open_file(path) as book:
        book.change("Clients", {"B2": name})


def name_in(path: Path) -> object:
    """The name, of a file that is whole to its last byte."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    with open_file(path) as book:
        rows = book.read("Clients")
    assert len(rows) == 1500
    return rows[1][1]


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_a_save_killed_at_a_random_moment_leaves_a_whole_file(author: Author, kills: int) -> None:
    path = author(Clients=[[os.urandom(20).hex(), "Rasa", n] for n in range(1500)])
    started = time.monotonic()
    rename(path, "Ona")
    lasts = time.monotonic() - started
    there, ends = "Ona", Counter[str]()
    for number in range(kills):
        new = f"Name {number}"
        child = in_a_child(lambda: rename(path, new))  # noqa: B023  # forked at once
        time.sleep(random.uniform(0, lasts * 1.5))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        found = name_in(path)
        assert found in {there, new}
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
        ends["new" if found == new else "old"] += 1
        there = str(found)
        lasts *= 0.95 if found == new else 1.05  # other work on the machine comes and goes
    assert set(ends) == {"old", "new"}  # the kills came before the move and after it
    rename(path, "Petras")
    assert name_in(path) == "Petras"
    assert list(path.parent.rglob("*.tmp")) == []
    backups = list((path.parent / "clients.crmbook" / "backups").iterdir())
    assert backups
    for backup in backups:
        with zipfile.ZipFile(backup) as archive:
            assert archive.testzip() is None


def test_several_crmbooks_writing_at_once_lose_nothing(author: Author) -> None:
    path = author(Clients=[["Number", "Name"], [0, "Rasa"]])

    def add(number: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with open_file(path) as book:
                    book.append("Clients", [[number, f"Name {number}"]])
            except (ChangedSinceReadError, BusyError, OpenElsewhereError):
                continue
            return
        raise TimeoutError

    children = [in_a_child(lambda: add(number)) for number in range(1, 6)]  # noqa: B023
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 5
    with open_file(path) as book:
        rows = book.read("Clients")
    assert {row[0] for row in rows[1:]} == {0, 1, 2, 3, 4, 5}
    assert len(rows) == 7


def test_control_c_in_the_middle_of_a_save_leaves_the_old_file(author: Author) -> None:
    path = author(Clients=[["Number", "Name"], [0, "Rasa"]])

    def interrupted() -> None:
        # a shell starts what runs in its background deaf to Ctrl-C
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with open_file(path) as book:
            book._step(lambda _package: os.kill(os.getpid(), signal.SIGINT))

    child = in_a_child(interrupted)
    assert os.waitpid(child, 0)[1]
    with open_file(path) as book:
        assert book.read("Clients") == [["Number", "Name"], [0, "Rasa"]]
    assert list(path.parent.rglob("*.tmp")) == []
