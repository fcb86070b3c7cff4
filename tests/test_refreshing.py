"""A refresh of workbooks of every size, and two at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from shutil import copy

import pytest

import crmbook
from crmbook.books import create
from crmbook.sheet import Sheet, Value

SMALL = Path(__file__).parent.parent / "sample_workbooks" / "small.xlsx"
AS_OF = date(2026, 3, 31)


def sales(path: Path, rows: list[list[Value]]) -> Path:
    create(path, [Sheet("Sales", [["Client", "Date", "Amount"], *rows], owned=False)])
    return path


def test_two_who_refresh_at_once_leave_a_whole_workbook(tmp_path: Path) -> None:
    both, alone = (
        Path(copy(SMALL, tmp_path / "both.xlsx")),
        Path(copy(SMALL, tmp_path / "alone.xlsx")),
    )
    command = [sys.executable, "-m", "crmbook", "refresh", str(both), "--as-of", str(AS_OF)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _run in range(2)
    ]
    ends = [(run.communicate(timeout=120)[1], run.returncode) for run in runs]
    # Who comes second starts from what the first wrote, or is told that it changed meanwhile.
    assert {code for _said, code in ends} in ({0}, {0, 1}), ends
    assert all("Nothing was" in said for said, code in ends if code)
    crmbook.refresh(alone, AS_OF)
    with crmbook.open_book(both) as found, crmbook.open_book(alone) as wanted:
        assert found.sheets() == wanted.sheets()
        assert found.read("Scores") == wanted.read("Scores")


def test_a_workbook_without_a_cell_gets_its_quality_sheet(tmp_path: Path) -> None:
    create(tmp_path / "empty.xlsx", [Sheet("Sheet1", owned=False)])
    summary = crmbook.refresh(tmp_path / "empty.xlsx", AS_OF)
    assert (summary.clients, summary.written) == (0, True)
    assert "Quality" in summary.sheets


def test_one_client_with_one_purchase_is_a_report(tmp_path: Path) -> None:
    path = sales(tmp_path / "one.xlsx", [["Ona Pavyzdienė", date(2026, 3, 1), 12.5]])
    summary = crmbook.refresh(path, AS_OF)
    assert (summary.clients, summary.purchases, summary.revenue_12m) == (1, 1, 12.5)
    with crmbook.open_book(path) as book:
        assert book.read("Scores")[1][1] == "Ona Pavyzdienė"


@pytest.mark.slow
def test_a_hundred_thousand_rows_add_up(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        [f"Client {n % 997:03}", AS_OF - timedelta(n % 365), float(n % 50 + 1)]
        for n in range(100_000)
    ]
    summary = crmbook.refresh(sales(tmp_path / "many.xlsx", rows), AS_OF)
    assert summary.clients == 997
    assert summary.purchases == len({(name, day) for name, day, _amount in rows})
    assert summary.revenue_12m == sum(n % 50 + 1 for n in range(100_000))


def test_the_quality_sheet_looks_back_on_the_workbooks_own_past(tmp_path: Path) -> None:
    path = Path(copy(SMALL, tmp_path / "small.xlsx"))
    crmbook.refresh(path, AS_OF)
    with crmbook.open_book(path) as book:
        rows = {str(row[0]): row for row in book.read("Quality") if row[0] is not None}
    assert "How often the probability of silence was right" in rows
    flags, *came_of_it = rows["Together"][1:7]
    assert flags == sum(int(str(n)) for n in came_of_it)
    assert int(str(flags)) > 0
