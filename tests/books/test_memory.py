"""What goes into a workbook comes back equal."""

from __future__ import annotations

import io
import string
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.book import Book
from crmbook.books import open_book
from crmbook.books.creating import WorkbookExistsError, create, workbook
from crmbook.books.memory import MemoryBook
from crmbook.books.rows import ValueRefusedError
from crmbook.errors import SheetNotFoundError
from crmbook.sheet import Cell, Sheet, Value

MakeBook = Callable[..., Book]

# Excel's days; XML's letters, half characters aside; numbers that a cell holds by every digit.
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(2199, 12, 31)).map(  # noqa: DTZ001  # as Excel's
    lambda moment: moment.replace(microsecond=0)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["=1+1", "_x0041_", "_x005F_x0041_", " padded ", "two\nlines", "tab\tstop", "\r\n", "'quoted", "1,5", "<b>&amp;"]
)  # fmt: skip
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15) + 1, 10**15 - 1)
VALUES = st.none() | st.booleans() | NUMBERS | TEXTS | DAYS | MOMENTS
ROWS = st.lists(st.lists(VALUES, max_size=6), max_size=8)
TITLES = st.text(string.ascii_letters + "ąčęėįšųūžāēīņŗ '&.-", min_size=1, max_size=31).filter(
    lambda title: title.strip(" '") == title
)


def expected(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Rectangular up to the last used cell; an empty text is an empty cell; a midnight is a day."""
    plain = [[_plain(value) for value in row] for row in rows]
    width = max(
        (n + 1 for row in plain for n, each in enumerate(row) if each is not None), default=0
    )
    height = max(
        (n + 1 for n, row in enumerate(plain) if any(e is not None for e in row)), default=0
    )
    return [[*row, *[None] * width][:width] for row in plain[:height]]


def _plain(value: Value) -> Value:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return None if value == "" else value


def same(one: Sequence[Sequence[Value]], other: Sequence[Sequence[Value]]) -> bool:
    """Equal in value, and a yes is no 1, a day no moment."""
    pairs = [
        (a, b)
        for left, right in zip(one, other, strict=True)
        for a, b in zip(left, right, strict=True)
    ]
    return all(a == b and _kind(a) is _kind(b) for a, b in pairs)


def _kind(value: Value) -> type:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


@given(rows=ROWS)
@settings(deadline=None, max_examples=60)
def test_what_goes_in_comes_back_equal(rows: list[list[Value]]) -> None:
    book = MemoryBook.of([Sheet("Clients", rows, owned=False)])
    assert same(book.read("Clients"), expected(rows))


@given(rows=ROWS)
@settings(deadline=None, max_examples=15)
def test_results_of_formulas_come_back_equal(rows: list[list[Value]]) -> None:
    cells = [[Cell(value, formula="=1") for value in row] for row in rows]
    read = MemoryBook.of([Sheet("Clients", cells)]).read("Clients")
    for row, wanted in zip(read, expected(rows), strict=False):
        for value, want in zip(row, wanted, strict=False):
            if want is not None and not isinstance(want, date):
                assert value == want


@given(title=TITLES)
@settings(deadline=None, max_examples=25)
def test_a_title_comes_back_equal(title: str) -> None:
    book = MemoryBook.of([Sheet("Clients", owned=False)])
    book.write([Sheet(title, [[1]], key="report")])
    written = book.owned()["report"]
    assert written in {title, f"{title[:21].rstrip()} (crmbook)"}
    assert book.read(written) == [[1]]


@given(rows=ROWS)
@settings(deadline=None, max_examples=15)
def test_what_is_written_over_comes_back_equal_too(rows: list[list[Value]]) -> None:
    book = MemoryBook.of([Sheet("Clients", [["kept"]], owned=False)])
    book.write([Sheet("Report", [["longer"] * 9] * 9, key="report")])
    book.write([Sheet("Report", rows, key="report")])
    assert same(book.read("Report"), expected(rows))
    assert book.read("Clients") == [["kept"]]
    assert book.remarks == []


# By every way


def test_a_sheet_written_is_listed_and_read(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Number", "Name"], [1, "Rasa"]])
    book.write([Sheet("Silence", [["Client"], ["Rasa"]], key="silence")])
    assert book.sheets() == ["Clients", "Silence"]
    assert book.read("Silence") == [["Client"], ["Rasa"]]
    assert book.owned() == {"silence": "Silence"}


def test_a_shorter_sheet_leaves_nothing_of_the_longer(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Rasa"]])
    book.write([Sheet("Silence", [["a", "b"]] * 50, key="silence")])
    book.write([Sheet("Silence", [["c"]], key="silence")])
    assert book.read("Silence") == [["c"]]


def test_a_sheet_that_is_not_there_is_refused_by_name(make_book: MakeBook) -> None:
    with pytest.raises(SheetNotFoundError, match="Silence"):
        make_book(Clients=[["Rasa"]]).read("Silence")


def test_the_title_that_is_promised_is_the_title_that_is_given(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Rasa"]], Silence=[["mine"]])
    wanted = {"silence": "Silence", "todo": "To do"}
    promised = book.titles(wanted)
    book.write([Sheet(title, [["ours"]], key=key) for key, title in wanted.items()])
    assert book.owned() == promised
    assert book.read("Silence") == [["mine"]]


def test_a_refused_write_changes_nothing(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Rasa"]])
    with pytest.raises(ValueRefusedError):
        book.write([Sheet("Silence", [[object()]], key="silence")])  # type: ignore[list-item]
    assert book.sheets() == ["Clients"]


# New workbooks


def test_a_new_workbook_holds_its_sheets_in_order_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    create(path, [Sheet("Start", [["Hello"]]), Sheet("Clients", [["Name"]], owned=False)])
    with open_book(path) as book:
        assert book.sheets() == ["Start", "Clients"]


def test_a_new_workbook_may_have_a_sheet_called_like_excels_own() -> None:
    assert MemoryBook.of([Sheet("Sheet1", [[1]])]).sheets() == ["Sheet1"]


def test_the_same_new_workbook_on_the_same_day_has_the_same_bytes() -> None:
    sheets = [Sheet("Start", [["Hello", 1.5, date(2026, 3, 31)]])]
    day = date(2026, 3, 31)
    assert workbook(sheets, created=day) == workbook(sheets, created=day)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(WorkbookExistsError, match=r"clients\.xlsx is there already"):
        create(path, [Sheet("Start")])
    assert path.read_bytes() == b"mine"


def test_a_new_workbook_may_go_into_an_open_file() -> None:
    file = io.BytesIO()
    create(file, [Sheet("Start", [[1]])])
    assert MemoryBook(file.getvalue()).read("Start") == [[1]]


def test_a_workbook_of_nothing_still_opens() -> None:
    assert MemoryBook.of([]).sheets() == ["Sheet1"]


def test_a_new_workbook_opens_at_its_first_sheet_that_is_seen() -> None:
    book = MemoryBook.of([Sheet("Lists", [[1]], hidden=True), Sheet("Start", [[2]])])
    with zipfile.ZipFile(io.BytesIO(book.data)) as file:
        texts = [file.read(name).decode() for name in file.namelist() if "sheets/sheet" in name]
        assert 'activeTab="1"' in file.read("xl/workbook.xml").decode()
        assert 'name="Lists" sheetId="2" state="hidden"' in file.read("xl/workbook.xml").decode()
    assert ['tabSelected="1"' in text for text in texts] == [False, True]


def test_hidden_sheets_alone_are_no_workbook_so_an_empty_one_is_seen() -> None:
    assert MemoryBook.of([Sheet("Lists", hidden=True)]).sheets() == ["Sheet1", "Lists"]
