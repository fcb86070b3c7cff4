"""A workbook that is open in a program: its owner's work goes on around what we write."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import crmbook
from crmbook.books import create, open_book
from crmbook.books.live import LiveBook
from crmbook.books.live.finding import NotOpenError, OpenTwiceError
from crmbook.books.live.protection import SheetProtectedError, StructureProtectedError
from crmbook.books.live.quiet import quietly
from crmbook.books.package import Package
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
    print=Print(landscape=True, repeat_rows=1, repeat_from=3, breaks=[6]),
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
        "breaks": [each.id for each in sheet.row_breaks.brk],
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


# Stopped in the middle


class Killed(BaseException):
    """As if the program that writes had ended there: nobody tidies up."""


STEPS = ("planting._Planting._lead_over", "marks.mark", "planting._finish", "xlwings.Sheet.delete")


@pytest.mark.parametrize("step", STEPS)
def test_a_write_that_was_stopped_leaves_no_second_sheet_and_no_broken_formula(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    formula = Cell(0, formula="=SUM(Silence!B2:B3)")
    book = opened(CLIENTS, Sheet("Mine", [[formula]], owned=False), SILENCE)
    book._book.names.add("worth", "=Silence!$B$2:$B$3")

    def killed(*_given: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        place = step if step.startswith("xlwings") else f"crmbook.books.live.{step}"
        patch.setattr(place, killed)
        patch.setattr("crmbook.books.live.planting.sweep", lambda *_given: None)
        with pytest.raises(Killed):
            book.write([SILENCE])
    assert set(book.sheets()) - set(book.owned().values()) == {"Clients", "Mine"}
    book.write([SILENCE])
    assert [str(sheet.name) for sheet in book._book.sheets] == ["Clients", "Mine", "Silence"]
    assert book.read("Mine") == [[30]]
    assert book._book.names["worth"].refers_to == "=Silence!$B$2:$B$3"
    assert book.owned() == {"silence": "Silence"}
    assert book.remarks == []


def test_a_write_that_fails_tidies_up_after_itself(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(CLIENTS, SILENCE)
    with monkeypatch.context() as patch:
        patch.setattr("crmbook.books.live.marks.mark", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            book.write([SILENCE, REPORT])
    assert len(book._book.sheets) == 2
    book.write([SILENCE, REPORT])
    assert book.sheets() == ["Clients", "Silence", REPORT.name]
    assert book.remarks == []


# What its owner has protected


def test_a_workbook_whose_structure_is_protected_is_refused_before_anything_is_computed(
    opened: Opened,
) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.api.protect("")
    with pytest.raises(StructureProtectedError):
        book.expect_to_write()
    with pytest.raises(StructureProtectedError):
        book.write([SILENCE])


def test_a_protected_sheet_that_speaks_of_a_report_is_named_and_nothing_is_written(
    opened: Opened,
) -> None:
    formula = Cell(0, formula="=SUM(Silence!B2:B3)")
    book = opened(CLIENTS, Sheet("Mine", [[formula]], owned=False), SILENCE)
    book._book.sheets["Mine"].api.protect("")
    with pytest.raises(SheetProtectedError, match="“Mine”"):
        book.write([SILENCE])
    assert len(book._book.sheets) == 3
    assert book.read("Mine") == [[30]]


def test_rows_and_cells_for_a_protected_sheet_are_refused_by_its_name(opened: Opened) -> None:
    book = opened(CLIENTS)
    book._book.sheets["Clients"].api.protect("")
    with pytest.raises(SheetProtectedError, match="“Clients”"):
        book.append("tblClients", [[3, "Ona"]])
    with pytest.raises(SheetProtectedError, match="“Clients”"):
        book.change("Clients", {"B2": "Ona"})
    assert book.read("Clients") == [["Number", "Name"], [1, "Rasa"], [2, "Tomas"]]


def test_a_report_its_owner_protected_is_replaced(opened: Opened) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Silence"].api.protect("")
    book.write([replace(SILENCE, rows=[["Client"], ["Ona"]])])
    assert book.read("Silence") == [["Client"], ["Ona"]]


# The title follows the language, as in a closed book


@pytest.fixture
def tyla() -> Sheet:
    return replace(SILENCE, name="Tyla")


def test_a_title_we_gave_follows_the_language(opened: Opened, tyla: Sheet, tmp_path: Path) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Silence"].activate()
    assert book.titles({"silence": "Tyla"}) == {"silence": "Tyla"}
    book.write([tyla])
    assert book.sheets() == ["Clients", "Tyla"]
    assert book._book.sheets.active.name == "Tyla"
    with open_book(saved(book, tmp_path / "later.xlsx")) as closed:
        assert closed.titles({"silence": "Silence"}) == {"silence": "Silence"}


def test_a_title_its_owner_gave_stays(opened: Opened, tyla: Sheet) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Silence"].name = "Quiet"
    book.write([tyla])
    assert book.sheets() == ["Clients", "Quiet"]


@pytest.mark.parametrize(
    "cell", [Cell(1, formula="=ROWS(Silence!A:A)"), Cell("see", link="#'Silence'!A1")]
)
def test_a_title_that_a_sheet_of_the_owners_names_stays(
    opened: Opened, tyla: Sheet, cell: Cell
) -> None:
    book = opened(CLIENTS, Sheet("Mine", [[cell]], owned=False), SILENCE)
    book.write([tyla])
    assert book.sheets() == ["Clients", "Mine", "Silence"]


def test_a_title_that_a_formula_names_since_the_workbook_was_saved_stays(
    opened: Opened, tyla: Sheet
) -> None:
    book = opened(CLIENTS, SILENCE)
    book._book.sheets["Clients"].range("D1").formula = "=Silence!B2"
    book.write([tyla])
    assert book.sheets() == ["Clients", "Silence"]


# What its owner laid over a report


@pytest.mark.parametrize("kind", ["GraphicObjectShape", "TextShape", "LineShape"])
def test_a_sheet_on_which_its_owner_drew_is_kept_beside_the_new_one(
    opened: Opened, kind: str
) -> None:
    book = opened(CLIENTS, SILENCE, REPORT)
    report = book._book.sheets[REPORT.name]
    drawn = book._book.api.createInstance(f"com.sun.star.drawing.{kind}")
    report.api.DrawPage.add(drawn)
    book.write([SILENCE, REPORT])
    assert [remark.kind for remark in book.remarks] == ["sheet_kept"]
    kept = book._book.sheets[book.remarks[0].sheet]
    assert kind in {shape.api.ShapeType.rpartition(".")[2] for shape in kept.shapes}


def test_a_sheet_on_which_its_owner_put_a_chart_is_kept_beside_the_new_one(opened: Opened) -> None:
    import uno

    book = opened(CLIENTS, SILENCE)
    sheet = book._book.sheets["Silence"].api
    place = uno.createUnoStruct("com.sun.star.awt.Rectangle", 0, 0, 9000, 5000)
    cells = sheet.getCellRangeByName("A1:B3").RangeAddress
    sheet.Charts.addNewByName("mine", place, (cells,), True, True)  # UNO takes no names
    book.write([SILENCE])
    assert [remark.kind for remark in book.remarks] == ["sheet_kept"]


# The file as it was saved last


def test_before_the_first_change_the_file_is_kept_as_it_was_saved_last(
    opened: Opened, tmp_path: Path
) -> None:
    opened(CLIENTS)
    before = (tmp_path / "clients.xlsx").read_bytes()
    with open_book("live:clients.xlsx") as book:
        book.write([SILENCE])
        book.change("Clients", {"B2": "Ona"})
    (copy,) = (tmp_path / "clients.crmbook" / "backups").iterdir()
    assert copy.read_bytes() == before


def test_damaged_buttons_are_said_since_only_a_closed_workbook_can_be_mended(
    opened: Opened, tmp_path: Path
) -> None:
    book = opened(CLIENTS, SILENCE, name="clients.xlsm")
    book.write([SILENCE])
    assert book.remarks == []
    with Package.open(tmp_path / "clients.xlsm") as package, (tmp_path / "new").open("wb") as new:
        package.put("customUI/customUI.xml", b"<customUI/>")
        package.save(new)
    (tmp_path / "new").replace(tmp_path / "clients.xlsm")
    book.write([SILENCE])
    assert [remark.kind for remark in book.remarks] == ["buttons_damaged"]


def test_reading_keeps_no_copy(opened: Opened, tmp_path: Path) -> None:
    opened(CLIENTS)
    with open_book("live:clients.xlsx") as book:
        book.read("Clients")
    assert not (tmp_path / "clients.crmbook").exists()


def test_a_copy_that_can_not_be_kept_stops_nobody_and_is_said(
    opened: Opened, tmp_path: Path
) -> None:
    opened(CLIENTS)
    (tmp_path / "clients.crmbook").write_text("a file where the folder should be")
    with open_book("live:clients.xlsx") as book:
        book.write([SILENCE])
        assert [remark.kind for remark in book.remarks] == ["no_backup"]
        assert book.sheets() == ["Clients", "Silence"]


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
