"""What a book does, however the workbook is reached: a file, memory, an open program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from crmbook.book import Book
from crmbook.books.cell_xml import ContentRefusedError
from crmbook.books.grafting import SheetExistsError
from crmbook.errors import SheetNotFoundError, UsageError
from crmbook.sheet import Area, Cell, Sheet, TableBlock, Value

MakeBook = Callable[..., Book]
DAY = date(2026, 3, 31)
HOSTILE: list[Value] = [
    "=1+1", "'quoted", "''", "+37060000000", "-5", "@here", "1,5", "2026-01-01", "007", "TRUE", "1e5",
    "#N/A", "March 5", "12:30", "50%", " x ", "two\nlines", "<b>&amp;", "ąčęėįšųūž", "Ķīļņš", "😀",
]  # fmt: skip
CLIENTS = Sheet(
    "Clients",
    [["Number", "Name", "Since"], [1, "Rasa", DAY], [2, "Tomas", date(2026, 1, 5)]],
    owned=False,
    tables=[TableBlock("tblClients", 0, 0, 2, 3)],
)


def test_values_written_are_read(make_book: MakeBook) -> None:
    moment = datetime(2026, 3, 31, 14, 30)  # noqa: DTZ001  # Excel knows no zones
    values = [*HOSTILE, 17, 1.5, -0.25, True, False, DAY, moment]
    book = make_book(Clients=[["Rasa"]])
    book.write([Sheet("Report", [[value] for value in values], key="report")])
    read = [row[0] for row in book.read("Report")]
    assert read == values
    assert list(map(type, read)) == list(map(type, values))


def test_a_text_that_begins_like_a_formula_stays_a_text(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Name"], ["Rasa"]])
    book.append("Clients", [[value] for value in HOSTILE])
    book.change("Clients", {"A2": "=1+1"})
    assert [row[0] for row in book.read("Clients")] == ["Name", "=1+1", *HOSTILE]


def test_a_table_is_told_with_its_place_and_headings(make_book: MakeBook) -> None:
    (table,) = make_book(CLIENTS).tables()
    assert (table.name, table.sheet) == ("tblClients", "Clients")
    assert table.headings == ["Number", "Name", "Since"]
    assert table.area == Area(0, 0, 2, 2)


def test_merged_cells_are_told(make_book: MakeBook) -> None:
    rows: list[list[Value]] = [
        ["wide", None, None],
        ["a", "b", "c"],
        ["tall", "d", "e"],
        [None, "f", "g"],
    ]
    merges = [Area(0, 0, 0, 2), Area(2, 0, 3, 0)]
    assert make_book(Sheet("Notes", rows, merges=merges, owned=False)).merged("Notes") == merges


def test_what_is_appended_to_a_table_makes_it_longer(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    book.append("tblClients", [[3, "Ona", date(2026, 2, 2)], [4, None, None]])
    assert book.tables()[0].area == Area(0, 0, 4, 2)
    assert book.read("Clients")[3:] == [[3, "Ona", date(2026, 2, 2)], [4, None, None]]


def test_a_sheet_that_ends_in_a_table_is_appended_to_it(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    book.append("Clients", [[3, "Ona"]])
    assert book.tables()[0].area == Area(0, 0, 3, 2)


def test_blank_rows_at_the_end_of_a_table_are_filled_first(make_book: MakeBook) -> None:
    table = TableBlock("tblContacts", 0, 0, 3, 2)
    book = make_book(
        Sheet("Contacts", [["Client", "Day"], ["Rasa", DAY]], owned=False, tables=[table])
    )
    book.append("tblContacts", [["Ona", DAY], ["Tomas", DAY]])
    assert [row[0] for row in book.read("Contacts")] == ["Client", "Rasa", "Ona", "Tomas"]
    assert book.tables()[0].area == Area(0, 0, 3, 1)


def test_a_formula_of_a_column_goes_on_where_nothing_is_given(make_book: MakeBook) -> None:
    rows: list[list[Value | Cell]] = [
        ["Quantity", "Double"],
        [2, Cell(4, formula="=A2*2")],
        [3, Cell(6, formula="=A3*2")],
    ]
    book = make_book(Sheet("Sales", rows, owned=False))
    book.append("Sales", [[5], [6, "none"]])
    told = book.read("Sales")[3:]
    assert [row[0] for row in told] == [5, 6]
    # Where no program calculates, the new formula has no value yet.
    assert told[0][1] == 10 or book.uncached("Sales") == ["B4"]
    assert told[1][1] == "none"


def test_a_number_below_days_is_no_day(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    book.append("tblClients", [[3, "Ona", 12.5]])
    assert book.read("Clients")[3][2] == 12.5


def test_a_day_below_numbers_is_a_day(make_book: MakeBook) -> None:
    book = make_book(Clients=[["Number"], [1], [2]])
    book.append("Clients", [[DAY]])
    assert book.read("Clients")[3] == [DAY]


def test_a_row_too_long_for_its_table_is_refused(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    with pytest.raises(UsageError, match="tblClients"):
        book.append("tblClients", [[3, "Ona", DAY, "more"]])
    assert len(book.read("Clients")) == 3


def test_what_no_cell_can_hold_is_refused_and_nothing_is_appended(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    with pytest.raises(ContentRefusedError):
        book.append("tblClients", [[3, "Ona"], [4, "x" * 40_000]])
    assert len(book.read("Clients")) == 3


def test_nothing_to_append_is_nothing_done(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    book.append("tblClients", [])
    assert book.tables()[0].area == Area(0, 0, 2, 2)


def test_a_list_that_is_not_there_is_refused_by_name(make_book: MakeBook) -> None:
    with pytest.raises(SheetNotFoundError, match="Kontaktai"):
        make_book(CLIENTS).append("Kontaktai", [[1]])


def test_a_changed_cell_keeps_its_neighbours(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    book.change("Clients", {"B2": "Rasa Petraitienė", "C3": DAY})
    assert book.read("Clients")[1:] == [[1, "Rasa Petraitienė", DAY], [2, "Tomas", DAY]]


def test_the_owners_sheets_and_tables_stay_through_two_writings(make_book: MakeBook) -> None:
    book = make_book(CLIENTS, Notes=[["=mine", 1.5]])
    writings: list[list[list[Value]]] = [[["Client", "Due"], ["Rasa", DAY]], [["Client"]]]
    for rows in writings:
        report = Sheet("Scores", rows, key="scores", tables=[TableBlock("Scores", 0, 0, 1, 1)])
        book.write([report, Sheet("Silence", rows, key="silence")])
    assert book.sheets() == ["Clients", "Notes", "Scores", "Silence"]
    assert book.read("Clients") == [["Number", "Name", "Since"], *map(list, CLIENTS.rows[1:])]
    assert book.read("Notes") == [["=mine", 1.5]]
    assert [table.name for table in book.tables()] == ["tblClients", "Scores"]
    assert book.remarks == []


def test_a_table_whose_name_is_taken_gets_a_number(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    table = TableBlock("tblClients", 0, 0, 1, 1)
    book.write([Sheet("Scores", [["Client"], ["Rasa"]], key="scores", tables=[table])])
    assert [table.name for table in book.tables()] == ["tblClients", "tblClients_2"]


def test_a_formula_of_ours_is_written(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    cells = [[Cell(3, formula="=SUM(Clients!A2:A3)")], [Cell(2, formula="=COUNTA(Clients!B2:B3)")]]
    book.write([Sheet("Sums", cells, key="sums")])
    assert book.read("Sums") == [[3], [2]]


def test_a_sheet_on_which_somebody_typed_is_kept(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    table = TableBlock("Scores", 0, 0, 1, 1)
    report = Sheet("Scores", [["Client"], ["Rasa"]], key="scores", tables=[table])
    book.write([report])
    book.change("Scores", {"C4": "call her!"})
    book.write([report])
    assert book.sheets() == ["Clients", "Scores", "Scores (kept)"]
    assert book.read("Scores (kept)")[3][2] == "call her!"
    assert book.read("Scores") == [["Client"], ["Rasa"]]
    assert [remark.kind for remark in book.remarks] == ["sheet_kept"]
    assert [table.name for table in book.tables()] == ["tblClients", "Scores", "Scores_kept"]


def test_a_sheet_of_the_owners_is_never_written_over(make_book: MakeBook) -> None:
    book = make_book(CLIENTS)
    with pytest.raises(SheetExistsError, match="Clients"):
        book.write([Sheet("Clients", [["ours"]], owned=False)])
    assert book.read("Clients")[0][0] == "Number"
