"""A sheet that is nearly full says so while there is still room."""

from __future__ import annotations

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.sheet import Sheet, Value
from crmbook.tables import Source, read
from crmbook.tables.capacity import nearly_full


def ending(row: int, sheet: str = "Sales", *also: Source) -> Source:
    return Source(sheet, 1, 2, row, {}, {}, row - 1, 0, also)


def test_a_sheet_in_the_last_tenth_of_excels_rows_is_named_with_what_is_left() -> None:
    (problem,) = nearly_full({"purchases": ending(943_719)})
    assert problem.place == "Sales!A943719"
    assert "104,857 rows are left" in problem.text
    assert problem.weight == "warning"


def test_a_sheet_with_room_says_nothing() -> None:
    assert nearly_full({"purchases": ending(943_718), "clients": ending(2)}) == []


def test_the_second_sheet_of_a_table_is_looked_at_too() -> None:
    source = ending(10, "2025", ending(1_048_576, "2026"))
    assert [problem.sheet for problem in nearly_full({"purchases": source})] == ["2026"]


@pytest.mark.slow
def test_a_workbook_with_a_nearly_full_sheet_says_so() -> None:
    row: list[Value] = ["A", "2026-03-31", 5]
    rows: list[list[Value]] = [["Client", "Date", "Amount"], *[row] * 950_000]
    with MemoryBook.of([Sheet("Sales", rows, owned=False)]) as book:
        crm = read(book)
    assert [problem.place for problem in crm.problems if problem.kind == "nearly_full"] == [
        "Sales!A950001"
    ]
