"""Sheets of ours that take another title when the report speaks another language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.sheet import Area, Cell, Chart, Print, Series, Sheet

CLIENTS = Sheet("Clients", [["Number", "Name"], [1, "Rasa"]], owned=False)
SILENCE = Sheet("Silence", [["Client"], ["Rasa"]], key="silence", print=Print(repeat_rows=1))
TYLA = replace(SILENCE, name="Tylintys")
AREA = Area(0, 0, 1, 0, "Silence")
OVERVIEW = Sheet(
    "Overview",
    [[Cell(1, formula="=ROWS(Silence!A:A)"), Cell("Silence", link="#'Silence'!A1")]],
    key="overview",
    charts=[Chart("column", [Series("n", AREA, AREA)], 2, 0)],
)


def book(*owners: Sheet) -> MemoryBook:
    made = MemoryBook.of([CLIENTS, *owners])
    made.write([SILENCE])
    return made


def workbook_edited(made: MemoryBook, change: Callable[[str], str]) -> MemoryBook:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.data)) as before, zipfile.ZipFile(saved, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            if each == "xl/workbook.xml":
                text = change(text.decode()).encode()
            after.writestr(each, text)
    return MemoryBook(saved.getvalue())


def test_a_title_we_gave_follows_the_language() -> None:
    made = book()
    assert made.titles({"silence": "Tylintys"}) == {"silence": "Tylintys"}
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Tylintys"]
    assert made.owned() == {"silence": "Tylintys"}
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        assert "Silence" not in file.read("xl/workbook.xml").decode()


def test_there_and_back_gives_the_same_bytes() -> None:
    made = book()
    made.write([TYLA])
    made.write([SILENCE])
    data = made.data
    made.write([TYLA])
    made.write([SILENCE])
    assert made.data == data


def test_a_title_its_owner_gave_stays_for_ever() -> None:
    made = workbook_edited(
        book(),
        lambda text: text.replace('name="Silence"', 'name="Quiet"').replace("Silence", "Quiet"),
    )
    for sheet in (TYLA, SILENCE, TYLA):
        made.write([sheet])
        assert made.sheets() == ["Clients", "Quiet"]


@pytest.mark.parametrize(
    "cell",
    [
        Cell(1, formula="=COUNTA(Silence!A:A)"),
        Cell(1, formula="=COUNTA('Silence'!A:A)"),
        Cell("x", link="#'Silence'!A1"),
    ],
)
def test_a_title_that_a_sheet_of_the_owners_names_stays(cell: Cell) -> None:
    made = book(Sheet("Mine", [[cell]], owned=False))
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Mine", "Silence"]


def test_a_title_that_the_owners_chart_shows_stays() -> None:
    shown = Sheet("Mine", charts=[Chart("column", [Series("n", AREA, AREA)], 0, 0)], owned=False)
    made = book(shown)
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Mine", "Silence"]


def test_a_title_that_a_defined_name_of_the_owners_means_stays() -> None:
    name = '<definedName name="quiet">Silence!$A$2</definedName>'
    made = workbook_edited(
        book(), lambda text: text.replace("<definedNames>", "<definedNames>" + name)
    )
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Silence"]


def test_sheets_of_ours_that_are_written_anew_may_name_it() -> None:
    made = MemoryBook.of([CLIENTS])
    made.write([SILENCE, OVERVIEW])
    made.write([TYLA, replace(OVERVIEW, name="Apžvalga")])
    assert made.sheets() == ["Clients", "Tylintys", "Apžvalga"]


def test_a_sheet_of_ours_that_is_not_written_anew_goes_on_naming_it() -> None:
    made = MemoryBook.of([CLIENTS])
    made.write([SILENCE, OVERVIEW])
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Tylintys", "Overview"]
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        texts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    assert not [text for text in texts if "Silence!" in text or "Silence'!" in text]
    assert [text for text in texts if "ROWS('Tylintys'!A:A)" in text]
    made.write([TYLA, OVERVIEW])
    assert made.sheets() == ["Clients", "Tylintys", "Overview"]


def test_a_title_the_owner_has_is_not_taken() -> None:
    made = book(Sheet("Tylintys", [["mine"]], owned=False))
    assert made.titles({"silence": "Tylintys"}) == {"silence": "Silence"}
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Tylintys", "Silence"]


def test_a_kept_sheet_keeps_its_old_title_and_the_new_one_speaks_the_new_language() -> None:
    made = book()
    made.change("Silence", {"A9": "phoned"})
    made.write([TYLA])
    assert made.sheets() == ["Clients", "Tylintys", "Silence (kept)"]
