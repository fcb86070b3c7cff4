"""What goes through a workbook comes back equal, by every way to a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbook.book import Book
from crmbook.books import create, open_book
from crmbook.books.memory import MemoryBook
from crmbook.sheet import Cell, Sheet, Value

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
VALUES: st.SearchStrategy[Value] = st.one_of(
    TEXT,
    st.sampled_from(["=1+1", "_x0041_", "_x005F_", " x ", "a\r\nb", "<&>\"'", "17", "1e5", "#N/A", "\x0b"]),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda n: abs(n) < 1e300),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 3, 1, 0, 0, 1), datetime(9999, 12, 31))  # noqa: DTZ001  # Excel knows no zones
    .map(lambda moment: moment.replace(microsecond=0)),
    st.none(),
)  # fmt: skip
ROWS = st.lists(st.lists(VALUES, max_size=5), max_size=6)
quickly = settings(
    max_examples=40,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def book_of(way: str, folder: Path, *sheets: Sheet) -> Book:
    if way == "memory":
        return MemoryBook.of(sheets)
    path = folder / "clients.xlsx"
    path.unlink(missing_ok=True)
    create(path, sheets)
    return open_book(path)


def trimmed(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Without the empty ends, which no file keeps, and with dates as days: Excel has one kind."""
    kept = [[_as_read(value) for value in row] for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _as_read(value: Value) -> Value:
    if isinstance(value, datetime) and value == datetime.combine(value, datetime.min.time()):
        return value.date()  # midnight is a day
    return value


@pytest.mark.parametrize("way", ["memory", "closed"])
@given(rows=ROWS)
@quickly
def test_what_is_written_is_read(way: str, tmp_path: Path, rows: list[list[Value]]) -> None:
    with book_of(way, tmp_path, Sheet("Owner", [["Rasa"]], owned=False)) as book:
        book.write([Sheet("Report", rows, key="report")])
        assert trimmed(book.read("Report")) == trimmed(rows)
        assert book.read("Owner") == [["Rasa"]]


@pytest.mark.parametrize("way", ["memory", "closed"])
@given(first=ROWS, second=ROWS)
@quickly
def test_a_second_writing_leaves_nothing_of_the_first(
    way: str, tmp_path: Path, first: list[list[Value]], second: list[list[Value]]
) -> None:
    with book_of(way, tmp_path, Sheet("Owner", [["Rasa"]], owned=False)) as book:
        for rows in (first, second):
            book.write([Sheet("Report", rows, key="report")])
        assert trimmed(book.read("Report")) == trimmed(second)
        assert book.sheets() == ["Owner", "Report"]
        assert book.remarks == []


@pytest.mark.parametrize("way", ["memory", "closed"])
@given(row=st.lists(VALUES.filter(lambda value: value is not None), min_size=1, max_size=4))
@quickly
def test_what_is_appended_is_read(way: str, tmp_path: Path, row: list[Value]) -> None:
    with book_of(way, tmp_path, Sheet("Owner", [["Name"], ["Rasa"]], owned=False)) as book:
        book.append("Owner", [row])
        assert trimmed(book.read("Owner")) == [["Name"], ["Rasa"], *trimmed([row])]


@pytest.mark.parametrize("way", ["memory", "closed"])
@given(value=VALUES)
@quickly
def test_what_is_changed_is_read(way: str, tmp_path: Path, value: Value) -> None:
    with book_of(way, tmp_path, Sheet("Owner", [["Name"], ["Rasa", 1]], owned=False)) as book:
        book.change("Owner", {"A2": value})
        assert trimmed(book.read("Owner")) == trimmed([["Name"], [value, 1]])


def test_formulas_without_a_value_are_named_and_errors_too(make_book: Callable[..., Book]) -> None:
    cells = [[Cell(None, formula="=1+1"), Cell(2, formula="=1+1")]]
    book = make_book(Sheet("Sums", cells, owned=False))
    shown = zip(["A1", "B1"], book.read("Sums")[0], strict=True)
    assert book.uncached("Sums") == [place for place, value in shown if value is None]
    assert book.errors("Sums") == {}
