"""A workbook saved after a write into the open one was stopped: the next closed write tidies up."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from crmbook.books import create, open_book
from crmbook.books.leftovers import coming, going
from crmbook.books.package import Package
from crmbook.books.retitling import rename
from crmbook.books.sweeping import lead_over
from crmbook.sheet import Cell, Sheet, TableBlock

CLIENTS = Sheet("Clients", [["Number", "Name"], [1, "Rasa"]], owned=False)
SILENCE = Sheet("Silence", [["Client", "Value"], ["Rasa", 10]], key="silence")
NEW, OLD = coming("silence"), going("silence")
LEFT = Sheet(
    NEW,
    [["Client", "Value"], ["Rasa", 10]],
    owned=False,
    tables=[TableBlock("tblLeft", 0, 0, 1, 2)],
)
MINE = Sheet("Mine", [[Cell(10, formula=f"=SUM('{NEW}'!B2:B3)")]], owned=False)


def formula(path: Path) -> object:
    return openpyxl.load_workbook(path)["Mine"]["A1"].value


def test_a_sheet_left_behind_goes_and_formulas_speak_of_the_old_one_again(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [CLIENTS, MINE, LEFT, SILENCE])
    with open_book(path) as book:
        book.write([SILENCE])
        assert book.sheets() == ["Clients", "Mine", "Silence"]
        assert book.remarks == []
    assert formula(path) == "=SUM('Silence'!B2:B3)"


def test_a_sheet_left_behind_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [CLIENTS, LEFT, SILENCE])
    with open_book(path) as book:
        assert book.sheets() == ["Clients", "Silence"]
        assert book.tables() == []


def test_an_old_sheet_that_was_not_deleted_any_more_goes(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [CLIENTS, Sheet(OLD, owned=False), SILENCE])
    with open_book(path) as book:
        book.write([SILENCE])
        assert book.sheets() == ["Clients", "Silence"]


def test_a_sheet_that_had_no_title_of_its_own_yet_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [CLIENTS, Sheet("Mine", [[Cell(10, formula="=SUM(Silence!B2:B3)")]], owned=False), SILENCE])  # fmt: skip
    with Package.open(path) as package, path.with_suffix(".new").open("wb") as saved:
        rename(package, "Silence", NEW)
        lead_over(package, "Silence", NEW)
        package.save(saved)
    path.with_suffix(".new").replace(path)
    assert formula(path) == f"=SUM('{NEW}'!B2:B3)"
    with open_book(path) as book:
        assert book.titles({"silence": "Silence"}) == {"silence": "Silence"}
        book.write([SILENCE])
        assert book.sheets() == ["Clients", "Mine", "Silence"]
        assert book.remarks == []
    assert formula(path) == "=SUM('Silence'!B2:B3)"
