"""The folder beside a workbook: a log that a crash can't spoil, backups."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from crmbook.books.backups import Backups, back_up, list_backups, prune
from crmbook.books.folder import Folder

NOON = datetime(2026, 3, 31, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "clients.xlsx")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(b"first")
    return path


def test_nothing_is_made_until_it_is_needed(folder: Folder) -> None:
    assert folder.runs() == []
    assert not folder.path.exists()


def test_it_is_called_by_the_workbook(folder: Folder) -> None:
    assert folder.path.name == "clients.crmbook"


def test_a_run_is_a_line_that_people_can_read(folder: Folder) -> None:
    folder.log({"day": date(2026, 3, 31), "clients": 12, "remark": "Žąsytė"})
    folder.log({"day": date(2026, 4, 30), "clients": 13})
    lines = folder.run_log.read_text(encoding="utf-8").splitlines()
    assert lines[0] == '{"day": "2026-03-31", "clients": 12, "remark": "Žąsytė"}'
    assert [run["clients"] for run in folder.runs()] == [12, 13]


def test_half_a_line_left_by_a_crash_spoils_no_other(folder: Folder) -> None:
    folder.log({"run": 1})
    with folder.run_log.open("ab") as file:
        file.write(b'{"run": 2, "rema')
    folder.log({"run": 3})
    assert folder.runs() == [{"run": 1}, {"run": 3}]


def test_runs_logged_at_once_are_all_there(folder: Folder) -> None:
    threads = [Thread(target=folder.log, args=({"run": n, "text": "x" * 500},)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(str(run["run"])) for run in folder.runs()) == list(range(20))


def test_a_backup_is_a_copy_of_its_own(workbook: Path, folder: Folder) -> None:
    copy = back_up(workbook, folder.backups, NOON, Backups())
    with workbook.open("r+b") as file:  # as LibreOffice saves: in place
        file.write(b"later")
    assert copy.read_bytes() == b"first"


def test_the_same_content_is_not_backed_up_twice(workbook: Path, folder: Folder) -> None:
    first = back_up(workbook, folder.backups, NOON, Backups())
    again = back_up(workbook, folder.backups, NOON + timedelta(days=1), Backups())
    assert first == again
    assert len(list(folder.backups.iterdir())) == 1


def test_two_backups_of_one_second_have_two_names(workbook: Path, folder: Folder) -> None:
    for content in (b"first", b"second", b"third"):
        workbook.write_bytes(content)
        back_up(workbook, folder.backups, NOON, Backups())
    assert [(one.path.name, one.path.read_bytes()) for one in list_backups(workbook, folder.backups)] == [
        ("clients 2026-03-31 120000.xlsx", b"first"),
        ("clients 2026-03-31 120000 (2).xlsx", b"second"),
        ("clients 2026-03-31 120000 (3).xlsx", b"third"),
    ]  # fmt: skip


@pytest.fixture
def backed_up(workbook: Path, folder: Folder) -> Callable[[int], list[int]]:
    """Backups of so many days, made day after day; says which ages are left."""

    def days(number: int) -> list[int]:
        for age in reversed(range(number)):
            workbook.write_text(str(age))
            back_up(workbook, folder.backups, NOON - timedelta(days=age), Backups(1000, 1000))
        return [int(one.path.read_text()) for one in list_backups(workbook, folder.backups)]

    return days


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (Backups(count=3, days=90), [2, 1, 0]),
        (Backups(count=10, days=1), [1, 0]),
        (Backups(count=0, days=0), [0]),
        (Backups(count=10, days=90), [4, 3, 2, 1, 0]),
    ],
)
def test_backups_go_by_count_and_by_age_and_the_newest_stays(
    workbook: Path,
    folder: Folder,
    backed_up: Callable[[int], list[int]],
    keep: Backups,
    left: list[int],
) -> None:
    assert backed_up(5) == [4, 3, 2, 1, 0]
    prune(workbook, folder.backups, NOON, keep)
    assert [int(one.path.read_text()) for one in list_backups(workbook, folder.backups)] == left


def test_the_newest_backup_stays_however_old_it_is(workbook: Path, folder: Folder) -> None:
    copy = back_up(workbook, folder.backups, NOON - timedelta(days=4000), Backups())
    prune(workbook, folder.backups, NOON, Backups())
    assert copy.exists()


def test_files_of_others_in_the_folder_are_left_alone(workbook: Path, folder: Folder) -> None:
    folder.backups.mkdir(parents=True)
    others = [
        "notes.txt",
        "clients.xlsx",
        "clients 2020-99-99 120000.xlsx",
        "b 2020-01-01 120000.xlsx",
    ]
    for name in others:
        (folder.backups / name).write_text("mine")
    back_up(workbook, folder.backups, NOON, Backups(count=0, days=0))
    assert {*others} < {one.name for one in folder.backups.iterdir()}


def test_a_backup_half_made_by_a_killed_run_is_taken_away(workbook: Path, folder: Folder) -> None:
    folder.backups.mkdir(parents=True)
    (folder.backups / ".clients 2026-03-30 120000.xlsx.tmp").write_bytes(b"ha")
    back_up(workbook, folder.backups, NOON, Backups())
    assert [one.name for one in folder.backups.iterdir()] == ["clients 2026-03-31 120000.xlsx"]


def test_a_backup_keeps_the_time_of_the_file(workbook: Path, folder: Folder) -> None:
    os.utime(workbook, (1000, 1000))
    copy = back_up(workbook, folder.backups, NOON, Backups())
    assert copy.stat().st_mtime == 1000
