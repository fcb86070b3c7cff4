"""Rows put below a table or a sheet, as Excel would."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from crmbook.books.append import append
from crmbook.books.cell_xml import ContentRefusedError
from crmbook.books.destination import SheetFullError
from crmbook.books.occupied import OccupiedError
from crmbook.books.package import Package
from crmbook.books.totals import TotalsNamedError
from crmbook.errors import SheetNotFoundError, UsageError
from crmbook.sheet import Value

Author = Callable[..., Path]
Edited = Callable[[Path, Callable[[Package], object]], Path]
WithParts = Callable[..., Path]
Sales = Callable[..., Path]
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
AMOUNT = "=Sales[[#This Row],[Quantity]]*Sales[[#This Row],[Price]]"
COLUMNS = [
    {"header": "Client"},
    {"header": "Day"},
    {"header": "Quantity"},
    {"header": "Price"},
    {"header": "Amount", "formula": AMOUNT},
]
DATA: list[list[Any]] = [["Rasa", date(2026, 1, 5), 2, 10.5], ["Tomas", date(2026, 2, 6), 1, 30]]


@pytest.fixture
def sales(tmp_path: Path) -> Sales:
    """A workbook with the table Sales in A3:E5 of its first sheet, “List”."""

    def write(
        more: Callable[[Workbook, Worksheet], object] | None = None,
        data: Sequence[Sequence[Any]] = DATA,
        **options: object,
    ) -> Path:
        path = tmp_path / "sales.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("List")
            day = book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFEECC"})
            sheet.write("A1", "Our sales")
            last = 6 if options.get("total_row") else 5
            table = {"name": "Sales", "columns": COLUMNS, "data": data, **options}
            sheet.add_table(f"A3:E{last}", table)
            for row, values in enumerate(data, 3):
                sheet.write_datetime(row, 1, values[1], day)
                sheet.write_formula(row, 4, AMOUNT, None, values[2] * values[3])
            if more:
                more(book, sheet)
        return path

    return write


def part_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def row_of(path: Path, number: int) -> str:
    found = re.search(rf'<row r="{number}".*?(?:</row>|/>)', part_of(path, SHEET))
    return found[0] if found else ""


def values_of(path: Path, sheet: str = "List") -> list[list[object]]:
    return [list(row) for row in load_workbook(path).get_sheet_by_name(sheet).to_python()]


def added(edited: Edited, path: Path, name: str, *rows: Sequence[Value]) -> Path:
    return edited(path, lambda package: append(package, name, rows))


NEW = ("Eglė", date(2026, 3, 31), 3, 4.5)


def test_a_table_grows_over_the_new_rows_with_its_filter(sales: Sales, edited: Edited) -> None:
    after = added(edited, sales(), "sales", NEW, ("Jonas",))
    assert 'ref="A3:E7"' in part_of(after, TABLE)
    assert '<autoFilter ref="A3:E7"' in part_of(after, TABLE)
    assert values_of(after)[5][:4] == ["Eglė", date(2026, 3, 31), 3, 4.5]
    assert values_of(after)[6][0] == "Jonas"


def test_new_rows_look_like_the_last_one(sales: Sales, edited: Edited) -> None:
    path = sales()
    after = added(edited, path, "Sales", NEW)
    style = re.search(r'r="B5" s="(\d+)"', row_of(path, 5))
    assert style
    assert f'<c r="B6" s="{style[1]}"><v>46112</v></c>' in row_of(after, 6)
    assert part_of(after, "xl/styles.xml") == part_of(path, "xl/styles.xml")


def test_a_number_below_days_is_no_day(sales: Sales, edited: Edited) -> None:
    after = added(edited, sales(), "Sales", ("Eglė", 12.5), ("Jonas", True))
    assert [row[1] for row in values_of(after)[5:]] == [12.5, True]


def test_calculated_columns_are_filled_where_nothing_is_given(sales: Sales, edited: Edited) -> None:
    after = added(edited, sales(), "Sales", NEW, (*NEW, None), (*NEW, 99))
    formula = "<f>Sales[[#This Row],[Quantity]]*Sales[[#This Row],[Price]]</f>"
    assert formula in row_of(after, 6)
    assert formula in row_of(after, 7)
    assert '<c r="E8"><v>99</v></c>' in row_of(after, 8)
    assert 'fullCalcOnLoad="1"' in part_of(after, "xl/workbook.xml")


def test_a_calculated_formula_that_names_cells_is_moved_down(
    sales: Sales, edited: Edited, with_parts: WithParts
) -> None:
    def by_address(xml: bytes) -> bytes:
        return re.sub(rb"<f>Sales.*?</f>", b"<f>C5*D5+$C$5</f>", xml)

    def calculated(xml: bytes) -> bytes:
        return re.sub(rb"(<calculatedColumnFormula>).*?<", rb"\g<1>C4*D4+$C$5<", xml)

    path = with_parts(sales(), {SHEET: by_address, TABLE: calculated})
    assert "<f>C7*D7+$C$5</f>" in row_of(added(edited, path, "Sales", NEW, NEW), 7)


def test_blank_rows_at_the_end_of_a_table_are_filled_first(sales: Sales, edited: Edited) -> None:
    def blank(_book: object, sheet: Worksheet) -> None:
        for row in (3, 4):
            for column in range(4):
                sheet.write_blank(row, column, None)

    path = sales(blank, data=[])
    after = added(edited, path, "Sales", NEW)
    assert values_of(after)[3][0] == "Eglė"
    assert part_of(after, TABLE) == part_of(path, TABLE)
    twice = added(edited, path, "Sales", NEW, NEW, NEW)
    assert 'ref="A3:E6"' in part_of(twice, TABLE)


def test_validations_and_formats_that_end_with_the_table_grow_with_it(
    sales: Sales, edited: Edited
) -> None:
    def rules(book: Workbook, sheet: Worksheet) -> None:
        red = book.add_format({"bg_color": "#FF0000"})
        above = {"type": "cell", "criteria": ">", "value": 5, "format": red}
        sheet.conditional_format("C4:C5", above)
        sheet.conditional_format("D5", above)
        sheet.conditional_format("G4:G5", above)
        sheet.conditional_format("D4:D5", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("A4:A5", {"validate": "list", "source": ["Rasa", "Tomas"]})

    xml = part_of(added(edited, sales(rules), "Sales", NEW, NEW), SHEET)
    assert '<conditionalFormatting sqref="C4:C7"' in xml
    assert '<conditionalFormatting sqref="D5"' in xml, "one cell is an exception, not a rule"
    assert '<conditionalFormatting sqref="G4:G5"' in xml, "not a column of the table"
    assert '<conditionalFormatting sqref="D4:D7"' in xml
    assert "<xm:sqref>D4:D7</xm:sqref>" in xml
    assert 'sqref="A4:A7"' in xml


def test_validations_with_lists_on_other_sheets_grow_too(
    sales: Sales, edited: Edited, with_parts: WithParts
) -> None:
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" '
        b'count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Other!$A$1:$A$5</xm:f>'
        b"</x14:formula1><xm:sqref>A4:A5 H4:H5</xm:sqref></x14:dataValidation>"
        b"</x14:dataValidations></ext></extLst></worksheet>"
    )
    path = with_parts(sales(), {SHEET: lambda xml: xml.replace(b"</worksheet>", extension)})
    xml = part_of(added(edited, path, "Sales", NEW), SHEET)
    assert "<xm:sqref>A4:A6 H4:H5</xm:sqref>" in xml
    assert "<xm:f>Other!$A$1:$A$5</xm:f>" in xml


def test_names_of_whole_columns_grow_and_others_do_not(sales: Sales, edited: Edited) -> None:
    def names(book: Workbook, _sheet: object) -> None:
        book.define_name("amounts", "=List!$E$4:$E$5")
        book.define_name("List!all", "=List!$A$3:$E$5")
        book.define_name("latest", "=List!$E$5")
        book.define_name("elsewhere", "=Other!$E$4:$E$5")
        book.define_name("counted", "=COUNTA(List!$A$4:$A$5)")
        book.add_worksheet("Other")

    with Package.open(added(edited, sales(names), "Sales", NEW)) as package:
        names_now = {each.name: each.refers_to for each in package.workbook.names}
    assert names_now == {
        "amounts": "List!$E$4:$E$6",
        "all": "List!$A$3:$E$6",
        "latest": "List!$E$5",
        "elsewhere": "Other!$E$4:$E$5",
        "counted": "COUNTA(List!$A$4:$A$5)",
    }


def test_charts_of_the_whole_table_grow_with_it(sales: Sales, edited: Edited) -> None:
    def chart(book: Workbook, sheet: Worksheet) -> None:
        drawn = book.add_chart({"type": "column"})
        drawn.add_series({"categories": "=List!$A$4:$A$5", "values": "=List!$D$4:$D$5"})
        drawn.add_series({"values": "=List!$C$5:$C$5"})
        sheet.insert_chart("H2", drawn)

    xml = part_of(added(edited, sales(chart), "Sales", NEW), "xl/charts/chart1.xml")
    assert "<c:f>List!$A$4:$A$6</c:f>" in xml
    assert "<c:f>List!$D$4:$D$6</c:f>" in xml
    assert "<c:f>List!$C$5:$C$5</c:f>" in xml


TOTALS = [
    {**COLUMNS[0], "total_string": "Total"},
    *COLUMNS[1:4],
    {**COLUMNS[4], "total_function": "sum"},
]


def test_a_totals_row_moves_down(sales: Sales, edited: Edited) -> None:
    path = sales(total_row=True, columns=TOTALS)
    after = added(edited, path, "Sales", NEW, NEW)
    assert 'ref="A3:E8"' in part_of(after, TABLE)
    assert '<autoFilter ref="A3:E7"' in part_of(after, TABLE)
    assert [row[0] for row in values_of(after)[3:]] == ["Rasa", "Tomas", "Eglė", "Eglė", "Total"]
    assert "<f>SUBTOTAL(109,Sales[Amount])</f></c>" in row_of(after, 8)
    assert "SUBTOTAL" not in row_of(after, 6)


def test_a_totals_row_stays_while_blank_rows_are_filled(sales: Sales, edited: Edited) -> None:
    path = sales(total_row=True, columns=TOTALS, data=[DATA[0]])
    after = added(
        edited,
        edited(path, lambda package: _emptied(package, b"B5")),
        "Sales",
        ("Jonas", date(2026, 3, 1)),
    )
    assert part_of(after, TABLE) == part_of(path, TABLE)
    assert [row[0] for row in values_of(after)[3:]] == ["Rasa", "Jonas", "Total"]


def _emptied(package: Package, cell: bytes) -> None:
    xml = package.read(SHEET)
    package.put(SHEET, re.sub(rb'(<c r="%s"[^>]*)><v>.*?</v></c>' % cell, rb"\g<1>/>", xml))


def test_a_totals_row_that_a_formula_names_by_address_is_refused(sales: Sales) -> None:
    def formula(_book: object, sheet: Worksheet) -> None:
        sheet.write_formula("H1", "=E6/2")

    with (
        Package.open(sales(formula, total_row=True, columns=TOTALS)) as package,
        pytest.raises(TotalsNamedError, match="E6/2"),
    ):
        append(package, "Sales", [NEW])


def test_rows_below_the_table_in_the_way_are_refused(sales: Sales) -> None:
    def below(_book: object, sheet: Worksheet) -> None:
        sheet.write("C7", "made by Rasa")

    with Package.open(sales(below)) as package:
        before = package.crc(SHEET)
        with pytest.raises(OccupiedError, match="C7 is not empty"):
            append(package, "Sales", [NEW, NEW])
        assert package.crc(SHEET) == before
        append(package, "Sales", [NEW])


def test_what_stands_beside_the_table_stays(sales: Sales, edited: Edited) -> None:
    def beside(_book: object, sheet: Worksheet) -> None:
        sheet.write("G6", "note")

    after = added(edited, sales(beside), "Sales", NEW)
    assert values_of(after)[5][0] == "Eglė"
    assert values_of(after)[5][6] == "note"


def test_merged_cells_in_the_way_are_refused(sales: Sales) -> None:
    def merge(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("B6:C6", "", book.add_format())

    with Package.open(sales(merge)) as package, pytest.raises(OccupiedError, match="merged"):
        append(package, "Sales", [NEW])


def test_a_neighbouring_table_in_the_way_is_refused(sales: Sales) -> None:
    def neighbour(_book: object, sheet: Worksheet) -> None:
        sheet.add_table("D7:F9", {"name": "Other", "header_row": False})

    with Package.open(sales(neighbour)) as package:
        append(package, "Sales", [NEW])
    with (
        Package.open(sales(neighbour)) as package,
        pytest.raises(OccupiedError, match="the table “Other”"),
    ):
        append(package, "Sales", [NEW, NEW])


def test_a_table_filled_by_a_query_is_refused(sales: Sales, with_parts: WithParts) -> None:
    path = with_parts(
        sales(), {TABLE: lambda xml: xml.replace(b"<table ", b'<table tableType="queryTable" ')}
    )
    with Package.open(path) as package, pytest.raises(OccupiedError, match="filled by a query"):
        append(package, "Sales", [NEW])


def test_the_last_row_of_excel_is_the_last(sheet_of: Author) -> None:
    path = sheet_of('<row r="1048575"><c r="A1048575"><v>1</v></c></row>')
    with Package.open(path) as package:
        with pytest.raises(SheetFullError, match="1048576"):
            append(package, "Sheet", [[1], [2]])
        append(package, "Sheet", [[1]])


def test_a_row_wider_than_the_table_is_refused(sales: Sales) -> None:
    with Package.open(sales()) as package, pytest.raises(UsageError, match="5 columns"):
        append(package, "Sales", [(*NEW, 1, 2)])


def test_an_unknown_place_is_told(sales: Sales) -> None:
    with Package.open(sales()) as package, pytest.raises(SheetNotFoundError, match="Purchases"):
        append(package, "Purchases", [NEW])


def test_a_value_no_cell_can_hold_is_told_with_its_place(sales: Sales) -> None:
    with Package.open(sales()) as package, pytest.raises(ContentRefusedError, match="List!D7"):
        append(package, "Sales", [NEW, ("Rasa", None, 1, float("inf"))])


def test_no_rows_change_nothing(sales: Sales, edited: Edited) -> None:
    path = sales()
    assert part_of(added(edited, path, "Sales"), SHEET) == part_of(path, SHEET)
    assert part_of(added(edited, path, "Sales", ()), SHEET) == part_of(path, SHEET)


def test_a_sheet_whose_table_ends_it_lets_the_table_grow(sales: Sales, edited: Edited) -> None:
    after = added(edited, sales(), "List", NEW)
    assert 'ref="A3:E6"' in part_of(after, TABLE)


def test_a_sheet_without_a_table_takes_rows_below_its_last_used_one(
    sheet_of: Author, edited: Edited
) -> None:
    path = sheet_of(
        '<row r="1"><c r="A1" s="1" t="str"><v>Name</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Rasa</v></c><c r="B2" s="1"><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="1"/></row><row r="4" ht="30" customHeight="1"/>',
        '<dimension ref="A1:B4"/>',
    )
    after = added(edited, path, "Sheet", ["Tomas", 2], ["Eglė", 3, 4])
    assert row_of(after, 3) == (
        '<row r="3"><c r="A3" s="1" t="inlineStr"><is><t>Tomas</t></is></c>'
        '<c r="B3" s="1"><v>2</v></c></row>'
    )
    assert row_of(after, 4).startswith('<row r="4" ht="30" customHeight="1"><c r="A4"')
    assert '<dimension ref="A1:C4"/>' in part_of(after, SHEET)


def test_a_lone_heading_does_not_give_its_look_to_the_first_row(
    sheet_of: Author, edited: Edited
) -> None:
    path = sheet_of('<row r="1"><c r="A1" s="1" t="str"><v>Name</v></c></row>')
    assert '<c r="A2" t="inlineStr">' in row_of(added(edited, path, "Sheet", ["Rasa"]), 2)


def test_an_empty_sheet_begins_at_its_first_row(sheet_of: Author, edited: Edited) -> None:
    assert values_of(added(edited, sheet_of(""), "Sheet", ["Rasa", 1]), "Sheet") == [["Rasa", 1]]


def test_the_filter_of_a_sheet_grows_with_its_hidden_name(author: Author, edited: Edited) -> None:
    path = author("list.xlsx", List=[["Name"], ["Rasa"], ["Tomas"]])

    def with_filter(package: Package) -> None:
        xml = package.read(SHEET)
        end = b"</sheetData>"
        package.put(SHEET, xml.replace(end, end + b'<autoFilter ref="A1:A3"/>'))

    after = added(edited, edited(path, with_filter), "List", ["Eglė"])
    assert '<autoFilter ref="A1:A4"/>' in part_of(after, SHEET)


def test_formulas_that_the_last_rows_have_alike_are_filled_down(
    sheet_of: Author, edited: Edited
) -> None:
    path = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" ref="B2:B3" si="4">A2*2</f>'
        '<v>4</v></c><c r="C2"><f>SUM(A$2:A2)</f><v>2</v></c><c r="D2"><v>9</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="4"/><v>6</v></c>'
        '<c r="C3"><f>SUM(A$2:A3)</f><v>5</v></c><c r="D3"><f>A3+1</f><v>4</v></c></row>'
    )
    row = row_of(added(edited, path, "Sheet", [4]), 4)
    assert '<c r="B4"><f>A4*2</f></c><c r="C4"><f>SUM(A$2:A4)</f></c>' in row
    assert "D4" not in row, "only one row had it"


def test_a_bare_sum_below_a_list_is_refused(sheet_of: Author) -> None:
    path = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="4"><c r="A4"><f>SUM(A1:A3)</f><v>3</v></c></row>'
    )
    with (
        Package.open(path) as package,
        pytest.raises(OccupiedError, match="row 4 seems to be a total"),
    ):
        append(package, "Sheet", [[4]])


def test_text_stays_text_and_shared_strings_stay(sales: Sales, edited: Edited) -> None:
    path = sales()
    after = added(edited, path, "Sales", ("=HYPERLINK(1)", None, None, None, "+1"))
    assert part_of(after, "xl/sharedStrings.xml") == part_of(path, "xl/sharedStrings.xml")
    assert "<f>" not in row_of(after, 6)
    assert values_of(after)[5][0] == "=HYPERLINK(1)"


def test_pivot_tables_over_the_list_are_told_of(
    sales: Sales, edited: Edited, with_parts: WithParts
) -> None:
    cache = (
        b'<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cacheSource type="worksheet"><worksheetSource name="Sales"/></cacheSource>'
        b"</pivotCacheDefinition>"
    )

    def give(package: Package) -> None:
        package.put("xl/pivotCache/pivotCacheDefinition1.xml", cache, "text/xml")
        package.relationships("xl/workbook.xml").add(
            "pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml"
        )

    with Package.open(edited(sales(), give)) as package:
        problems = append(package, "Sales", [NEW])
    assert [problem.kind for problem in problems] == ["pivot_is_stale"]


def test_a_large_sheet_passes_by_in_blocks(
    sheet_of: Author, edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crmbook.books import archive, sheet_text

    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><f>A{n}+1</f><v>{n + 1}</v></c></row>'
        for n in range(1, 3001)
    )
    path = sheet_of(rows)
    whole = added(edited, path, "Sheet", [1], [2])
    expected = values_of(whole, "Sheet")
    for size in (61, 4_099, 100_000):
        monkeypatch.setattr(sheet_text, "SMALL", 0)
        monkeypatch.setattr(sheet_text, "BLOCK", size)
        after = added(edited, path, "Sheet", [1], [2])
        assert values_of(after, "Sheet") == expected
        assert "<f>A3002+1</f>" in row_of(after, 3002)
    assert archive.BLOCK == 1 << 20


def test_appending_twice_is_appending_both(sales: Sales, edited: Edited) -> None:
    path = sales()
    once = added(edited, path, "Sales", NEW, ("Jonas",))
    texts = {part: part_of(once, part) for part in (SHEET, TABLE)}
    twice = edited(
        path,
        lambda package: [append(package, "Sales", [NEW]), append(package, "Sales", [["Jonas"]])],
    )
    assert {part: part_of(twice, part) for part in (SHEET, TABLE)} == texts


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = TEXTS | NUMBERS | st.booleans() | st.dates(date(1900, 3, 1), date(2199, 12, 31))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=6))
def test_rows_appended_come_back_equal(
    author: Author, edited: Edited, rows: list[tuple[Value, ...]]
) -> None:
    path = author("any.xlsx", List=[["a", "b", "c"], [1, 2, 3]])
    read = values_of(added(edited, path, "List", *rows))[2:]
    assert [tuple(row) for row in read] == rows


@pytest.mark.libreoffice
def test_another_program_works_out_the_new_rows_and_the_moved_total(
    sales: Sales, edited: Edited, soffice: Callable[..., Path]
) -> None:
    after = added(
        edited, sales(total_row=True, columns=TOTALS), "Sales", NEW, ("Jonas", None, 2, 8)
    )
    utf8 = "Text - txt - csv (StarCalc):44,34,76"
    lines = soffice(after, "csv", utf8).read_text(encoding="utf-8").splitlines()
    assert lines[5:] == ["Eglė,2026-03-31,3,4.5,13.5", "Jonas,,2,8,16", "Total,,,,80.5"]


@pytest.mark.slow
def test_a_large_sheet_is_never_in_memory(tmp_path: Path, sheet_of: Author) -> None:
    path = sheet_of(
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    )
    program = (
        "import resource, sys\n"
        "import crmbook\n"
        "from crmbook.books.append import append\n"
        "from crmbook.books.package import Package\n"
        "with Package.open(sys.argv[1]) as package, open(sys.argv[2], 'wb') as file:\n"
        "    assert package.size('xl/worksheets/sheet1.xml') > 40_000_000\n"
        "    append(package, 'Sheet', [['Rasa']])\n"
        "    package.save(file)\n"
    )
    target = tmp_path / "after.xlsx"
    # A process counts as its own peak what the one that started it had; so a small one starts it.
    starter = (
        "import os, subprocess, sys\n"
        "process = subprocess.Popen([sys.executable, '-c', *sys.argv[1:]])\n"
        "_, status, usage = os.wait4(process.pid, 0)\n"
        "print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", starter, program, str(path), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, kilobytes = map(int, run.stdout.split())
    assert code == 0
    assert kilobytes < 60_000
    assert values_of(target, "Sheet")[-1] == ["Rasa"]
