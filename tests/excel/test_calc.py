"""LibreOffice as xlwings knows a program: what Excel does, it does too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwings

from crmbook.books import create
from crmbook.excel.calc import connect
from crmbook.excel.calc.application import Engine
from crmbook.excel.calc.bridge import NoAnswerError
from crmbook.excel.calc.front import in_front
from crmbook.sheet import Cell, Print, Sheet, TableBlock

if TYPE_CHECKING:
    from conftest import OpenInCalc

pytestmark = pytest.mark.libreoffice
CLIENTS = Sheet(
    "Clients",
    [["Number", "Name"], [1, Cell("Rasa", link="https://example.lt/")], [2, "Tomas"]],
    owned=False,
    tables=[TableBlock("tblClients", 0, 0, 2, 2)],
    notes={"B3": "Prefers tea."},
)


@pytest.fixture
def book(calc: OpenInCalc, tmp_path: Path) -> Iterator[xlwings.Book]:
    """An xlwings book with the sheets “Clients” and “To do”."""
    create(tmp_path / "clients.xlsx", [CLIENTS, Sheet("To do", [["a", "b"]], owned=False)])
    yield calc(tmp_path / "clients.xlsx")._book
    calc.close_all()


def test_values_go_in_and_come_out_in_one_call(book: xlwings.Book) -> None:
    rows = [["text", 1.5, True], [datetime(2026, 3, 31), None, -2.0], ["'=1+1", "''q", "007"]]  # noqa: DTZ001
    cells = book.sheets["To do"].range("D1:F3")
    cells.value = rows
    assert cells.value == [*rows[:2], ["=1+1", "'q", "007"]]


def test_a_day_is_a_day_by_its_number_format(book: xlwings.Book) -> None:
    cell = book.sheets["To do"].range("A1")
    cell.value = date(2026, 3, 31)
    assert cell.value == datetime(2026, 3, 31)  # noqa: DTZ001
    cell.number_format = "0"
    assert cell.value == 46112


def test_a_formula_is_given_and_told_in_excels_words(book: xlwings.Book) -> None:
    cell = book.sheets["To do"].range("A1")
    for formula in (
        '=IF(Clients!A2>1.5,"a;b",SUM(Clients!$A$2:$A$3))',
        "=SUM('To do'!B1,2)",
        '=IF(B1="x",1,2)',
    ):
        cell.formula = formula
        assert cell.formula == formula


def test_an_error_is_none_or_its_text(book: xlwings.Book) -> None:
    cell = book.sheets["To do"].range("A1")
    cell.formula = "=1/0"
    assert cell.value is None
    assert cell.options(err_to_str=True).value == "#DIV/0!"


def test_a_name_may_have_points_and_means_a_sheet_with_a_space(book: xlwings.Book) -> None:
    book.names.add("_crmbook.todo", "='To do'!$A$1")
    assert book.names["_crmbook.todo"].refers_to == "='To do'!$A$1"
    assert book.names["_crmbook.todo"].refers_to_range.address == "$A$1"
    book.names["_crmbook.todo"].delete()
    assert "_crmbook.todo" not in book.names


def test_a_table_of_another_sheet_survives_the_end_of_one(book: xlwings.Book) -> None:
    book.sheets["To do"].copy(before=book.sheets["Clients"], name="Before")
    book.sheets["Before"].delete()
    (table,) = book.sheets["Clients"].tables
    assert (table.name, table.range.address) == ("tblClients", "$A$1:$B$3")


def test_a_copy_in_the_same_workbook_gets_a_number(book: xlwings.Book) -> None:
    assert book.sheets["To do"].copy().name == "To do (2)"


def test_copies_that_are_printed_alike_share_a_style_of_page(
    book: xlwings.Book, calc: OpenInCalc, tmp_path: Path
) -> None:
    wide = Print(landscape=True)
    create(tmp_path / "reports.xlsx", [
        Sheet(title, [["a"]], owned=False, print=wide) for title in ("ABC", "Silence")
    ])  # fmt: skip
    reports = calc(tmp_path / "reports.xlsx")._book
    for _press in range(2):
        for sheet in reports.sheets:
            sheet.copy(after=book.sheets[-1])
    styles = {copy.api.PageStyle for copy in list(book.sheets)[2:]}
    assert len(styles) == 1
    pages = book.api.StyleFamilies.getByName("PageStyles")
    assert [pages.getByName(style).IsLandscape for style in styles] == [True]


def test_links_and_notes_are_told(book: xlwings.Book) -> None:
    clients = book.sheets["Clients"]
    assert clients.range("B2").hyperlink == "https://example.lt/"
    assert clients.range("B3").note.text == "Prefers tea."
    assert [note.text for note in clients.notes] == ["Prefers tea."]


def test_merged_cells_are_all_some_or_none(book: xlwings.Book) -> None:
    sheet = book.sheets["To do"]
    sheet.range("C3:D4").api.merge(True)
    assert sheet.range("C3:D4").merge_cells is True
    assert sheet.range("A1:B2").merge_cells is False
    assert sheet.range("A1:D4").merge_cells is None
    assert sheet.range("D4").merge_area.address == "$C$3:$D$4"


def test_work_in_front_is_done_when_the_call_returns_and_raises_what_it_raises(
    book: xlwings.Book,
) -> None:
    context, done = book.impl.app.engine.context, list[str]()
    in_front(context, lambda: done.append(book.sheets[0].name))
    assert done == ["Clients"]
    with pytest.raises(KeyError):
        in_front(context, lambda: book.sheets["none"].impl)


def test_what_is_not_here_says_so(book: xlwings.Book) -> None:
    with pytest.raises(NotImplementedError):
        book.sheets["To do"].range("A1").remove_duplicates([1])


def test_a_program_that_does_not_listen_is_told_in_a_sentence(calc: OpenInCalc) -> None:
    with pytest.raises(NoAnswerError, match="press the button once more"):
        connect("crmbook_nobody", 0.2)


def test_days_are_midnights_on_their_way_to_a_cell() -> None:
    assert Engine.prepare_xl_data_element(date(2026, 3, 31)) == datetime(2026, 3, 31)  # noqa: DTZ001
    assert Engine.prepare_xl_data_element(None) == ""
    assert Engine.prepare_xl_data_element(float("nan")) == ""
