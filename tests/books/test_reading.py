"""Every value of a workbook comes back as its owner would say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.books import open_file
from crmbook.books.scanning import TooWideError
from crmbook.errors import SheetNotFoundError
from crmbook.sheet import Area, Value

SheetOf = Callable[..., Path]
Author = Callable[..., Path]


def read(path: Path, sheet: str = "Sheet") -> list[list[Value]]:
    with open_file(path) as book:
        return book.read(sheet)


def test_rows_and_columns_stand_where_the_owner_sees_them(author: Author) -> None:
    path = author(Sheet=[[], [None, None, "C2"], [], [None, "B4"]])
    assert read(path) == [
        [None, None, None],
        [None, None, "C2"],
        [None, None, None],
        [None, "B4", None],
    ]


def test_rows_come_one_by_one_as_read_gives_them(author: Author) -> None:
    path = author(Sheet=[[], [None, 1, "x"], [None, 2.5]])
    with open_file(path) as book:
        rows = book.rows("Sheet")
        assert next(rows) == [None, None, None]
        assert next(rows) == [None, 1, "x"]
        assert list(book.rows("Sheet")) == book.read("Sheet")


def test_an_empty_sheet_has_no_rows(author: Author) -> None:
    assert read(author(Sheet=[])) == []


def test_whole_numbers_are_whole(author: Author) -> None:
    [row] = read(author(Sheet=[[17, 17.5, -3, 0, 1.7e15, 999_999_999_999_999]]))
    assert [repr(value) for value in row] == [
        "17", "17.5", "-3", "0", "1700000000000000.0", "999999999999999",
    ]  # fmt: skip


def test_yes_and_no_are_not_numbers(author: Author) -> None:
    assert read(author(Sheet=[[True, False, 1, 0]]))[0][:2] == [True, False]
    assert [type(value) for value in read(author(Sheet=[[True, False, 1, 0]]))[0]] == [
        bool, bool, int, int,
    ]  # fmt: skip


def test_texts_keep_their_spaces_and_lines(author: Author) -> None:
    texts = ["  two  inner ", "a\nb", "trailing\xa0", "ąčęėįšųūž", "<b>&amp;", "_x000D_", "17"]
    assert read(author(Sheet=[texts])) == [texts]


def test_what_xml_cannot_say_comes_back_as_it_was(sheet_of: SheetOf) -> None:
    path = sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>one_x000D_two</t></is></c></row>')
    assert read(path) == [["one\rtwo"]]


def test_rich_text_is_one_text_without_its_reading_aid(sheet_of: SheetOf) -> None:
    path = sheet_of(
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t xml:space="preserve">Rasa </t></r><r><t>M.</t>'
        '</r><rPh sb="0" eb="1"><t>aid</t></rPh></is></c></row>'
    )
    assert read(path) == [["Rasa M."]]


@pytest.mark.parametrize(
    ("number", "look", "seen"),
    [
        (45000, "yyyy-mm-dd", date(2023, 3, 15)),
        (45000, "mmmm yyyy", date(2023, 3, 15)),
        (45000, 'yyyy" m. "mmmm d" d."', date(2023, 3, 15)),
        (45000.5, "yyyy-mm-dd", datetime(2023, 3, 15, 12)),  # noqa: DTZ001  # Excel knows no zones
        (45000.5, "yyyy-mm-dd hh:mm", datetime(2023, 3, 15, 12)),  # noqa: DTZ001
        (0.75, "hh:mm", "18:00"),
        (1.75, "[h]:mm", "42:00"),
        (0.5, "hh:mm:ss", "12:00"),
        (12.5, "[Red]#,##0.00", 12.5),
        (17, 'General "days"', 17),
    ],
)
def test_a_number_is_what_its_format_makes_of_it(
    tmp_path: Path, number: float, look: str, seen: Value
) -> None:
    path = tmp_path / "formats.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sheet").write_number(
            0, 0, number, book.add_format({"num_format": look})
        )
    [[value]] = read(path)
    assert (value, type(value)) == (seen, type(seen))


def test_dates_counted_from_1904_are_the_same_days(shared: Path) -> None:
    rows = read(shared / "corpus" / "122_1904.xlsx", "Sheet1")
    assert rows[0][:3] == [1, date(1904, 1, 2), "1904-01-02"]
    assert [row[1] for row in rows] == [
        date.fromisoformat(str(row[2])) for row in rows
    ]  # the column beside tells the day in words


def test_dates_as_the_standard_writes_them_are_dates(sheet_of: SheetOf) -> None:
    path = sheet_of('<row r="1"><c r="A1" t="d"><v>2024-02-03</v></c></row>')
    assert read(path) == [[date(2024, 2, 3)]]


def test_hidden_rows_and_columns_are_read_like_others(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet")
        sheet.write_column(0, 0, ["Name", "Rasa", "Jonas"])
        sheet.autofilter(0, 0, 2, 0)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.hide()
        book.add_worksheet("Other").activate()
    with open_file(path) as book:
        assert book.sheets() == ["Sheet", "Other"]
        assert book.read("Sheet") == [["Name"], ["Rasa"], ["Jonas"]]


def test_merged_areas_are_counted_from_0_and_their_value_stands_first(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sheet").merge_range("B2:D3", "Sales")
    with open_file(path) as book:
        assert book.merged("Sheet") == [Area(1, 1, 2, 3)]
        assert book.read("Sheet")[1] == [None, "Sales"]


def test_tables_say_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    columns = [{"header": "Date"}, {"header": "Amount\nEUR", "total_function": "sum"}]
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Sales")
        sheet.add_table("B3:C7", {"name": "Sales_1", "columns": columns, "total_row": True})
    with open_file(path) as book:
        [table] = book.tables()
    assert (table.name, table.sheet, table.has_totals) == ("Sales_1", "Sales", True)
    assert table.area == Area(2, 1, 6, 2)
    assert list(table.headings) == ["Date", "Amount\nEUR"]


def test_only_worksheets_are_sheets(shared: Path) -> None:
    with open_file(shared / "corpus" / "034_DialogSheet.xlsx") as book:
        assert book.sheets() == ["Pivot", "Data"]
        with pytest.raises(SheetNotFoundError, match="Dialog"):
            book.read("Dialog")
    with open_file(shared / "corpus" / "042_47813.xlsx") as book:
        assert "Chart1" not in book.sheets()


def test_a_sheet_that_is_not_there_is_named(author: Author) -> None:
    with open_file(author()) as book, pytest.raises(SheetNotFoundError, match="Sales"):
        book.rows("Sales")


def test_error_cells_are_empty_and_named(shared: Path) -> None:
    with open_file(shared / "corpus" / "106_errors.xlsx") as book:
        assert book.read("Feuil1")[0] == [None]
        assert book.errors("Feuil1") == {
            "A1": "#DIV/0!", "A2": "#NAME?", "A3": "#VALUE!", "A4": "#NULL!", "A5": "#REF!",
            "A6": "#NUM!", "A7": "#N/A",
        }  # fmt: skip


ROWS = (
    '<{p}row r="2"><{p}c r="A2"><{p}f>B2*2</{p}f></{p}c><{p}c r="B2"><{p}f>1</{p}f><{p}v>1</{p}v></{p}c>'
    '<{p}c r="C2" t="str"><{p}f>""</{p}f><{p}v></{p}v></{p}c><{p}c r="D2" s="0"><{p}f>2</{p}f><{p}v/></{p}c>'
    '<{p}c r="E2" t="e"><{p}f>1/0</{p}f><{p}v>#DIV/0!</{p}v></{p}c><{p}c r="F2"/></{p}row>'
)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas_that_nobody_calculated_are_named(sheet_of: SheetOf, prefix: str) -> None:
    with open_file(sheet_of(ROWS.format(p=prefix), prefix=prefix)) as book:
        assert book.uncached("Sheet") == ["A2", "D2"]
        assert book.errors("Sheet") == {"E2": "#DIV/0!"}


def test_cells_that_do_not_say_where_they_stand_are_counted(sheet_of: SheetOf) -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>1</v></c><c><f>A1</f></c></row>"
    with open_file(sheet_of(rows)) as book:
        assert book.uncached("Sheet") == ["B2"]


def test_faults_far_down_a_long_sheet_are_found(sheet_of: SheetOf) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_001))
    last = '<row r="60001"><c r="A60001" t="e"><v>#N/A</v></c><c r="B60001"><f>A1</f></c></row>'
    with open_file(sheet_of(rows + last)) as book:
        assert book.errors("Sheet") == {"A60001": "#N/A"}
        assert book.uncached("Sheet") == ["B60001"]


def test_a_stray_cell_in_the_far_corner_is_named_and_does_not_fill_memory(
    sheet_of: SheetOf,
) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with (
        open_file(sheet_of(rows)) as book,
        pytest.raises(TooWideError, match="XFD1048576"),
    ):
        book.read("Sheet")


def test_a_sheet_that_is_coloured_to_the_far_corner_is_read(sheet_of: SheetOf) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = sheet_of(rows, before='<dimension ref="A1:XFD1048576"/>')
    assert read(path) == [[1]]


def test_the_first_rows_and_then_all_cost_one_reading(author: Author) -> None:
    path = author(Sheet=[["a"], ["b"]])
    with open_file(path) as book:
        first = book.rows("Sheet")
        next(first)
        kept = book._values._kept
        book.read("Sheet")
        assert book._values._kept is kept


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20),
    st.integers(-(10**14), 10**14),
    st.integers(-(10**9), 10**9).map(lambda cents: cents / 100),  # XlsxWriter writes 16 digits
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
    st.none(),
)


@settings(max_examples=40, deadline=timedelta(seconds=2))
@given(rows=st.lists(st.lists(VALUES, max_size=4), max_size=5))
def test_what_another_program_wrote_is_what_we_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Value]]
) -> None:
    path = tmp_path_factory.mktemp("round") / "round.xlsx"
    with xlsxwriter.Workbook(
        path, {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    ) as book:
        sheet, day = book.add_worksheet("Sheet"), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value, day if isinstance(value, date) else None)
    assert _trimmed(read(path)) == _trimmed(rows)


def _trimmed(rows: list[list[Value]]) -> list[list[Value]]:
    """Without the empty ends, which no file keeps."""
    kept = [[None if value == "" else value for value in row] for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def test_reading_brings_no_pandas(author: Author) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from crmbook.books import open_file\n"
        f"book = open_file({str(author())!r}); book.read('Clients'); book.tables()\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_sheet_of_real_workbooks_is_a_rectangle(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.xls[xm]"))[:20]:
        with open_file(path) as book:
            for sheet in book.sheets():
                assert len({len(row) for row in book.read(sheet)}) <= 1, (path.name, sheet)
