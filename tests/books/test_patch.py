"""Single cells changed in the text of a sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from crmbook.books.cell_xml import ContentRefusedError
from crmbook.books.forbidden import CellRefusedError
from crmbook.books.package import Package
from crmbook.books.patch import change
from crmbook.errors import UsageError, WorkbookRefusedError
from crmbook.sheet import Value

Author = Callable[..., Path]
Edited = Callable[[Path, Callable[[Package], object]], Path]
WithParts = Callable[..., Path]
SHEET = "xl/worksheets/sheet1.xml"


def rows_of(path: Path) -> str:
    """The text of the first sheet's rows."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET).decode().split("sheetData>")[1].rpartition("</")[0]


def part_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def values_of(path: Path, sheet: str = "Sheet") -> list[list[object]]:
    return [list(row) for row in load_workbook(path).get_sheet_by_name(sheet).to_python()]


def set_cells(edited: Edited, path: Path, **cells: Value) -> Path:
    return edited(path, lambda package: change(package, "Sheet", cells))


def test_a_cell_keeps_its_look(sheet_of: Author, edited: Edited) -> None:
    path = sheet_of('<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    after = set_cells(edited, path, A1=5)
    assert rows_of(after) == '<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1"><v>2</v></c></row>'


def test_a_new_cell_takes_the_look_of_its_row_else_of_its_column(
    sheet_of: Author, edited: Edited
) -> None:
    columns = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    path = sheet_of('<row r="1" s="2" customFormat="1"><c r="A1"><v>1</v></c></row>', columns)
    after = set_cells(edited, path, B1=5, C4=6, D4=7)
    assert '<c r="B1" s="2"><v>5</v></c>' in rows_of(after)
    assert '<row r="4"><c r="C4" s="1"><v>6</v></c><c r="D4"><v>7</v></c></row>' in rows_of(after)


def test_rows_and_cells_are_put_in_their_order(sheet_of: Author, edited: Edited) -> None:
    path = sheet_of(
        '<row r="2" spans="2:3"><c r="B2"><v>1</v></c><c r="D2"><v>3</v></c></row>'
        '<row r="5" ht="20"/>'
    )
    after = set_cells(edited, path, C2=2, A1=0, A5=5, E2=4, A3=9, A9=1)
    assert rows_of(after) == (
        '<row r="1"><c r="A1"><v>0</v></c></row>'
        '<row r="2" spans="2:5"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c>'
        '<c r="D2"><v>3</v></c><c r="E2"><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>9</v></c></row>'
        '<row r="5" ht="20"><c r="A5"><v>5</v></c></row>'
        '<row r="9"><c r="A9"><v>1</v></c></row>'
    )


def test_rows_and_cells_without_addresses_are_counted(sheet_of: Author, edited: Edited) -> None:
    path = sheet_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    after = set_cells(edited, path, B1=20, A2=30, B2=40)
    assert values_of(after) == [[1, 20], [30, 40]]


def test_prefixed_rows_are_patched_in_their_own_spelling(sheet_of: Author, edited: Edited) -> None:
    path = sheet_of('<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>', prefix="x:")
    after = set_cells(edited, path, A1="Rasa", B2=2)
    assert values_of(after) == [["Rasa", ""], ["", 2]]
    assert "<x:is><x:t>Rasa</x:t></x:is>" in part_of(after, SHEET)


def test_what_excel_never_wrote_between_cells_is_put_in_order_first(
    sheet_of: Author, edited: Edited
) -> None:
    path = sheet_of(
        "<row r='1'><!-- <row r='9'> --><c r='A1' t='str'><v><![CDATA[<row>]]></v></c></row>"
    )
    after = set_cells(edited, path, B1=2)
    assert values_of(after) == [["<row>", 2]]


def test_an_empty_sheet_takes_its_first_cell(
    sheet_of: Author, edited: Edited, with_parts: WithParts
) -> None:
    path = with_parts(
        sheet_of(""), {SHEET: lambda xml: xml.replace(b"<sheetData></sheetData>", b"<sheetData />")}
    )
    assert values_of(set_cells(edited, path, B2="first"))[-1][-1] == "first"


def test_the_stated_extent_grows(sheet_of: Author, edited: Edited) -> None:
    path = sheet_of('<row r="2"><c r="B2"><v>1</v></c></row>', '<dimension ref="B2"/>')
    assert '<dimension ref="B2:D7"/>' in part_of(set_cells(edited, path, D7=1), SHEET)
    assert '<dimension ref="B2"/>' in part_of(set_cells(edited, path, B2=7), SHEET)


def test_texts_stand_in_the_cell_and_leave_the_shared_ones_alone(
    author: Author, edited: Edited
) -> None:
    path = author("texts.xlsx", Sheet=[["Rasa"]])
    after = set_cells(edited, path, A1="Rasa", A2="=1+1", A3=" two  spaces ", A4="a\nb")
    assert part_of(after, "xl/sharedStrings.xml") == part_of(path, "xl/sharedStrings.xml")
    assert "<f>" not in part_of(after, SHEET)
    assert values_of(after) == [["Rasa"], ["=1+1"], [" two  spaces "], ["a\nb"]]


def test_texts_that_look_escaped_and_control_characters_come_back(
    author: Author, edited: Edited
) -> None:
    after = set_cells(
        edited, author("t.xlsx", Sheet=[[1]]), A1="_x0041_", A2="bell\x07", A3="<&>\r"
    )
    assert values_of(after) == [["_x0041_"], ["bell\x07"], ["<&>\r"]]
    assert "_x005F_x0041_" in part_of(after, SHEET)
    assert "bell_x0007_" in part_of(after, SHEET)


def test_none_and_empty_text_empty_a_cell_and_keep_its_look(
    sheet_of: Author, edited: Edited
) -> None:
    path = sheet_of('<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
    after = set_cells(edited, path, A1=None, B1="")
    assert rows_of(after) == '<row r="1"><c r="A1" s="1"/><c r="B1"/></row>'


def test_a_date_takes_a_look_that_shows_it_only_where_there_is_none(
    author: Author, edited: Edited
) -> None:
    path = author("days.xlsx", Sheet=[[date(2024, 2, 29), 7]])
    after = set_cells(edited, path, A1=date(2026, 3, 31), B1=date(2026, 4, 1), C1=date(2026, 4, 2))
    assert values_of(after) == [[date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]]
    count = part_of(path, "xl/styles.xml").count("<xf ")
    assert part_of(after, "xl/styles.xml").count("<xf ") == count + 1
    only_known = set_cells(edited, path, A1=date(2026, 3, 31))
    assert part_of(only_known, "xl/styles.xml") == part_of(path, "xl/styles.xml")


def test_a_workbook_without_styles_shows_a_day_and_keeps_its_other_looks(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    def bare(_styles: bytes) -> bytes:
        return b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    path = with_parts(author("bare.xlsx", Sheet=[[7]]), {"xl/styles.xml": bare})
    after = set_cells(edited, path, B1=date(2026, 3, 31))
    assert values_of(after) == [[7, date(2026, 3, 31)]]
    styles = part_of(after, "xl/styles.xml")
    assert styles.index("<fonts") < styles.index("<fills") < styles.index("<cellXfs")
    assert styles.count("<xf ") == 2, "the first is the look of every cell that names none"


def test_a_time_of_day_is_shown(author: Author, edited: Edited) -> None:
    noon = datetime(2026, 3, 31, 12, 30)  # noqa: DTZ001  # Excel knows no time zones
    assert values_of(set_cells(edited, author("t.xlsx", Sheet=[[1]]), A1=noon)) == [[noon]]


def test_the_1904_calendar_is_kept(tmp_path: Path, edited: Edited) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.add_worksheet("Sheet").write(0, 0, 1)
    after = set_cells(edited, path, A1=date(2026, 3, 31))
    assert "<v>44650</v>" in rows_of(after)
    assert values_of(after) == [[date(2026, 3, 31)]]


def test_a_day_before_excels_first_stays_text(author: Author, edited: Edited) -> None:
    after = set_cells(edited, author("t.xlsx", Sheet=[[1]]), A1=date(1885, 5, 1))
    assert values_of(after) == [["1885-05-01"]]


def test_the_calculation_chain_goes_only_when_a_formula_does(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    def chain(package: Package) -> None:
        package.put("xl/calcChain.xml", b"<calcChain/>", "text/xml")
        package.relationships("xl/workbook.xml").add("calcChain", "xl/calcChain.xml")

    rows = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>3</v></c></row>'
    sheet = {SHEET: lambda xml: xml.partition(b"<row")[0] + rows + b"</sheetData></worksheet>"}
    path = edited(with_parts(author("f.xlsx", Sheet=[[1]]), sheet), chain)
    assert "xl/calcChain.xml" in zipfile.ZipFile(set_cells(edited, path, B1=1)).namelist()
    after = set_cells(edited, path, A1=1)
    assert "xl/calcChain.xml" not in zipfile.ZipFile(after).namelist()
    assert 'fullCalcOnLoad="1"' in part_of(after, "xl/workbook.xml")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("A1", "shared by the cells A1:A3"),
        ("C1", "shared by the cells C1:C2"),
        ("C2", "array formula or data table in C1:C2"),
        ("E2", "array formula or data table in E1:F2"),
        ("H1", "merged cells G1:H1"),
    ],
)
def test_cells_that_others_live_on_are_refused(
    sheet_of: Author, with_parts: WithParts, cell: str, reason: str
) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c>'
        '<c r="C1"><f t="array" ref="C1:C2">B1:B2</f><v>1</v></c>'
        '<c r="E1"><f t="dataTable" ref="E1:F2" dt2D="1" r1="A1" r2="A2"/><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="C2"><v>1</v></c></row>'
    )
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="G1:H1"/></mergeCells>'
    path = with_parts(sheet_of(rows), {SHEET: lambda xml: xml.replace(b"</sheetData>", merged)})
    with Package.open(path) as package:
        with pytest.raises(CellRefusedError, match=reason):
            change(package, "Sheet", {cell: 1})
        change(package, "Sheet", {"A2": 7, "G1": 1})


def test_headings_and_totals_of_a_table_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        columns = [{"header": "Client"}, {"header": "Amount", "total_function": "sum"}]
        options = {"name": "Sales", "columns": columns, "total_row": True}
        book.add_worksheet("Sheet").add_table("A1:B4", options)
    with Package.open(path) as package:
        with pytest.raises(CellRefusedError, match="heading of the table “Sales”"):
            change(package, "Sheet", {"B1": "Sum"})
        with pytest.raises(CellRefusedError, match="totals row"):
            change(package, "Sheet", {"B4": 1})
        change(package, "Sheet", {"B1": "Amount", "B2": 5})


def test_nothing_is_put_when_one_cell_is_refused(sheet_of: Author) -> None:
    path = sheet_of('<row r="1"><c r="A1"><f t="array" ref="A1:A2">1</f></c></row>')
    with Package.open(path) as package:
        before = package.crc(SHEET)
        with pytest.raises(CellRefusedError):
            change(package, "Sheet", {"B1": 1, "A1": 1})
        assert package.crc(SHEET) == before


def test_what_no_cell_can_hold_is_refused(author: Author) -> None:
    with Package.open(author("t.xlsx", Sheet=[[1]])) as package:
        for value in (float("inf"), "x" * 32_768, [1]):
            with pytest.raises(ContentRefusedError):
                change(package, "Sheet", {"A1": value})  # type: ignore[dict-item]  # on purpose
        with pytest.raises(UsageError, match="XFE1"):
            change(package, "Sheet", {"XFE1": 1})


def test_a_sheet_of_a_chart_holds_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Data").write(0, 0, 1)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$A$1"})
        book.add_chartsheet("Sheet").set_chart(chart)
    with Package.open(path) as package, pytest.raises(WorkbookRefusedError, match="no cells"):
        change(package, "Sheet", {"A1": 1})


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS.filter(bool) | NUMBERS | st.booleans() | DAYS, min_size=1, max_size=8))
def test_what_is_put_into_cells_comes_back_equal(
    author: Author, edited: Edited, values: list[Value]
) -> None:
    path = author("any.xlsx", Sheet=[[1]])
    cells = {f"A{number}": value for number, value in enumerate(values, 1)}
    after = edited(path, lambda package: change(package, "Sheet", cells))
    read = [row[0] for row in values_of(after)]
    assert read == values
    assert [isinstance(each, bool) for each in read] == [isinstance(v, bool) for v in values]
