"""A workbook that is open in a program: its owner's work goes on around what we write."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import crmbook
from crmbook.books import create, open_book
from crmbook.books.live import LiveBook
from crmbook.books.live.finding import NotOpenError, OpenTwiceError
from crmbook.books.live.quiet import quietly
from crmbook.errors import UsageError
from crmbook.sheet import (
    Area,
    Cell,
    Chart,
    Column,
    Print,
    Rule,
    Series,
    Sheet,
    TableBlock,
)

if TYPE_CHECKING:
    from conftest import OpenInCalc

DAY = date(2026, 3, 31)
CLIENTS = Sheet(
    "Clients",
    [["Number", "Name"], [1, "Rasa"], [2, "Tomas"]],
    owned=False,
    tables=[TableBlock("tblClients", 0, 0, 2, 2)],
)
SILENCE = Sheet("Silence", [["Client", "Value"], ["Rasa", 10], ["Tomas", 20]], key="silence")
Opened = Callable[..., LiveBook]
pytestmark = pytest.mark.libreoffice


@pytest.fixture
def opened(calc: OpenInCalc, tmp_path: Path) -> Iterator[Opened]:
    """A workbook of these sheets, open in LibreOffice: ``opened(CLIENTS, …)``."""

    def make(*sheets: Sheet, name: str = "clients.xlsx") -> LiveBook:
        create(tmp_path / name, sheets or [CLIENTS])
        return calc(tmp_path / name)

    yield make
    calc.close_all()


def saved(book: LiveBook, path: Path) -> Path:
    """Saved under another name and closed, as its owner would."""
    book._book.save(str(path))
    book._book.close()
    return path


# The same sheet, closed and live

REPORT = Sheet(
    "Sutrikę klientai",
    [
        [Cell("Silence", "title")],
        [Cell("As of 31 March 2026", "subtitle")],
        [],
        ["Client", "Value", "Part", "Last", "Why", "Write"],
        ["Rasa", 1200.5, 0.25, DAY, "late", Cell("rasa@example.lt", link="mailto:rasa@example.lt")],
        ["Tomas", -3, 1, date(2026, 1, 5), "=not a formula", Cell("Clients", link="#'Clients'!A1")],
        [Cell("one", "good"), Cell(2, "kpi_money"), Cell(0.5, "bad"), Cell("tip", tip="A note")],
    ],
    key="report",
    columns=[
        Column(22, "text"), Column(12, "money"), Column(9, "percent"), Column(12, "date"),
        Column(30, "wrapped"), Column(18, "link"), Column(hidden=True),
    ],
    row_heights={0: 30},
    tables=[TableBlock("Silence", 3, 0, 2, 6)],
    charts=[Chart("column", [Series("Value", Area(4, 1, 5, 1), Area(4, 0, 5, 0))], 8, 0, "Value")],
    rules=[Rule(Area(4, 1, 5, 1), "bar"), Rule(Area(4, 0, 5, 5), "formula", "=$B5<0", "bad")],
    merges=[Area(1, 0, 1, 5)],
    notes={"A5": "Bought last in March."},
    freeze=(4, 1),
    print=Print(landscape=True, repeat_rows=1, repeat_from=3),
    tab_color="#A23B2A",
)  # fmt: skip


def told(sheet: Any) -> dict[str, Any]:  # noqa: ANN401  # openpyxl's types know less than it does
    """What another library reads of a sheet."""
    cells = {cell.coordinate: cell for row in sheet["A1:F7"] for cell in row}
    filled = {place: cell for place, cell in cells.items() if cell.value is not None}
    return {
        "values": {place: cell.value for place, cell in filled.items()},
        "formats": {place: cell.number_format.replace("\\", "") for place, cell in filled.items()},
        "fonts": {
            place: (cell.font.b, cell.font.i, cell.font.sz, cell.font.name)
            for place, cell in filled.items()
        },
        "fills": {place: cell.fill.fill_type for place, cell in cells.items()},
        "wraps": {place: bool(cell.alignment.wrap_text) for place, cell in filled.items()},
        "links": {
            place: cell.hyperlink.target or cell.hyperlink.location
            for place, cell in cells.items()
            if cell.hyperlink
        },
        "notes": {place: cell.comment.text for place, cell in cells.items() if cell.comment},
        "merged": {str(area) for area in sheet.merged_cells.ranges},
        "widths": [round(sheet.column_dimensions[letter].width) for letter in "ABCDEF"],
        "hidden": sheet.column_dimensions["G"].hidden,
        "tables": dict(sheet.tables.items()),
        "rules": {str(area.sqref) for area in sheet.conditional_formatting},
        "charts": len(sheet._charts),
        "landscape": sheet.page_setup.orientation,
        "repeated": sheet.print_title_rows,
        "footer": sheet.oddFooter.center.text,
        "tab": sheet.sheet_properties.tabColor.rgb[-6:],
    }


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_sheet_is_the_same_written_closed_and_live(
    opened: Opened, soffice: Callable[..., Path], tmp_path: Path
) -> None:
    book = opened(CLIENTS)
    book.write([REPORT])
    create(tmp_path / "closed.xlsx", [CLIENTS])
    with open_book(tmp_path / "closed.xlsx") as closed:
        closed.write([REPORT])
        assert book.read(REPORT.name) == closed.read(REPORT.name)
    live = openpyxl.load_workbook(saved(book, tmp_path / "live.xlsx"))
    # Saved by the same program: it has words of its own for some looks.
    same = openpyxl.load_workbook(soffice(tmp_path / "closed.xlsx", "xlsx"))
    assert told(live[REPORT.name]) == told(same[REPORT.name])
    # Without a window it forgets how the sheet was viewed.
    viewed = openpyxl.load_workbook(tmp_path / "closed.xlsx")[REPORT.name]
    assert live[REPORT.name].freeze_panes == viewed.freeze_panes == "B5"
    assert live[REPORT.name].sheet_view.showGridLines is viewed.sheet_view.showGridLines is False


# Closed after live, and live after closed


def test_a_closed_book_knows_the_sheets_of_a_live_one(opened: Opened, tmp_path: Path) -> None:
    book = opened(CLIENTS)
    book.write([SILENCE, REPORT])
    owned = book.owned()
    with open_book(saved(book, tmp_path / "later.xlsx")) as closed:
        assert closed.owned() == owned == {"silence": "Silence", "report": REPORT.name}
        closed.write([SILENCE])
        assert closed.remarks == []
        assert closed.read("Silence")[2] == ["Tomas", 20]


def test_a_live_book_knows_the_sheets_of_a_closed_one(opened: Opened, tmp_path: Path) -> None:
    book = opened(CLIENTS, SILENCE, REPORT)
    assert book.owned() == {"silence": "Silence", "report": REPORT.name}
    book.write([SILENCE, REPORT])
    assert book.remarks == []


def test_what_was_typed_on_a_live_sheet_is_kept_by_a_closed_book(
    opened: Opened, tmp_path: Path
) -> None:
    book = opened(CLIENTS)
    book.write([SILENCE])
    book.change("Silence", {"C9": "call her!"})
    with open_book(saved(book, tmp_path / "later.xlsx")) as closed:
        closed.write([SILENCE])
        assert [remark.kind for remark in closed.remarks] == ["sheet_kept"]


# What is the owner's


def test_formulas_and_names_that_speak_of_a_report_go_on_speaking(opened: Opened) -> None:
    formula = Cell(0, formula="=SUM(Silence!B2:B3)")
    book = opened(CLIENTS, Sheet("Mine", [[formula, "Silence!"], [Cell(0, formula="=A1*2")]], owned=False), SILENCE)  # fmt: skip
    book._book.names.add("worth", "=Silence!$B$2:$B$3")
    richer = Sheet("Silence", [["Client", "Value"], ["Rasa", 30], ["Tomas", 40]], key="silence")
    book.write([richer])
    assert book.read("Mine") == [[70, "Silence!"], [140, None]]
    assert book._book.names["worth"].refers_to == "=Silence!$B$2:$B$3"


def test_a_report_the_owner_renamed_keeps_its_new_title(opened: Opened) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Silence"].name = "Tylūs"
    book.write([SILENCE])
    assert book.sheets() == ["Clients", "Tylūs"]


def test_a_report_the_owner_hid_stays_hidden(opened: Opened) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Silence"].visible = False
    book.write([SILENCE])
    assert book._book.sheets["Silence"].visible is False


def test_the_chosen_cells_and_the_sheet_in_front_stay(opened: Opened) -> None:
    book = opened(CLIENTS, SILENCE)
    silence = book._book.sheets["Silence"]
    silence.activate()
    silence.range("A2:B3").select()
    book.write([SILENCE])
    assert book._book.sheets.active.name == "Silence"
    assert book._book.selection.address == "$A$2:$B$3"


def test_the_program_is_as_it_was_whatever_happens(opened: Opened) -> None:
    book = opened(CLIENTS)
    app = book._book.app
    app.calculation = "manual"
    with quietly(book._book):
        still = app.screen_updating is False

    def fail() -> None:
        with quietly(book._book):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert still
    assert app.screen_updating is True
    assert app.calculation == "manual"
    app.calculation = "automatic"


def test_a_totals_row_moves_down_below_new_rows(opened: Opened) -> None:
    book = opened(CLIENTS)
    table = book._book.sheets["Clients"].tables["tblClients"]
    book.change("Clients", {"A4": "Total"})
    table.api.DataArea = book._book.sheets["Clients"].range("A1:B4").api.RangeAddress
    table.api.TotalsRow = True
    book.append("tblClients", [[3, "Ona"], [4, "Jonas"]])
    assert [row[0] for row in book.read("Clients")] == ["Number", 1, 2, 3, 4, "Total"]
    assert book.tables()[0].area == Area(0, 0, 5, 1)


def test_an_error_is_told_by_its_cell(opened: Opened) -> None:
    book = opened(CLIENTS)
    book._book.sheets["Clients"].range("C2").formula = "=1/0"
    assert book.errors("Clients") == {"C2": "#DIV/0!"}
    assert book.read("Clients")[1] == [1, "Rasa"]


def test_a_text_that_looks_like_an_error_is_none(opened: Opened) -> None:
    book = opened(CLIENTS)
    book._book.sheets["Clients"].range("C2:C3").value = [["#1 in town"], ["'#N/A"]]
    assert book.errors("Clients") == {}


# Finding the workbook that is meant


def test_an_open_workbook_is_found_by_name_and_by_path(opened: Opened, tmp_path: Path) -> None:
    opened(CLIENTS)
    for name in ("live:clients.xlsx", "live:CLIENTS.xlsx", f"live:{tmp_path / 'clients.xlsx'}"):
        with open_book(name) as book:
            assert book.sheets() == ["Clients"]


def test_a_workbook_that_is_not_open_is_told_with_those_that_are(opened: Opened) -> None:
    opened(CLIENTS)
    with pytest.raises(NotOpenError, match=r"“sales\.xlsx” is not open .* open are: clients\.xlsx"):
        open_book("live:sales.xlsx")
    with pytest.raises(NotOpenError):
        open_book("live:/elsewhere/clients.xlsx")


def test_two_open_workbooks_of_one_name_are_told_apart_by_path(
    opened: Opened, calc: OpenInCalc, tmp_path: Path
) -> None:
    opened(CLIENTS)
    (tmp_path / "old").mkdir()
    create(tmp_path / "old" / "clients.xlsx", [Sheet("Old", owned=False)])
    calc(tmp_path / "old" / "clients.xlsx")
    with pytest.raises(OpenTwiceError):
        open_book("live:clients.xlsx")
    assert open_book(f"live:{tmp_path}/old/clients.xlsx").sheets() == ["Old"]


def test_a_program_that_has_ended_has_nothing_open_and_does_not_stand_in_the_way(
    opened: Opened, calc: OpenInCalc, tmp_path: Path
) -> None:
    opened(CLIENTS)
    calc.end()
    with pytest.raises(NotOpenError):
        open_book("live:clients.xlsx")
    calc(tmp_path / "clients.xlsx")
    assert open_book("live:clients.xlsx").sheets() == ["Clients"]


def test_a_workbook_that_is_open_is_written_where_it_is() -> None:
    with pytest.raises(UsageError, match="Leave the output out"):
        open_book("live:clients.xlsx", output="other.xlsx")


# What is imported, and what never is


def test_crmbook_does_not_import_xlwings() -> None:
    code = "import sys, crmbook, crmbook.books; sys.exit('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_of_xlwings_pro_is_imported() -> None:
    for path in Path(crmbook.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "xlwings" in text:
            names = {
                name
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in (getattr(node, "module", None), *(a.name for a in node.names))
            }
            assert not any("pro" in str(name).split(".") for name in names), path
