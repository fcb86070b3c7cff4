"""What goes into a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from crmbook.books.rows import RowWriter, ValueRefusedError, plain
from crmbook.sheet import Cell, Column, Value


def written(
    rows: Sequence[Sequence[Value | Cell]],
    columns: Sequence[Column] = (),
    styles: dict[str, int] | None = None,
    *,
    date1904: bool = False,
) -> str:
    writer = RowWriter("Report", columns, styles or {}, date1904=date1904)
    return b"".join(writer.blocks(rows)).decode()


def test_numbers_are_written_by_every_digit() -> None:
    assert "<v>0.30000000000000004</v>" in written([[0.1 + 0.2]])


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    cell = written([["=1+1"]])
    assert "<t>=1+1</t>" in cell
    assert "<f>" not in cell


def test_yes_and_no_are_no_numbers() -> None:
    assert '<c r="A1" t="b"><v>1</v></c>' in written([[True]])


def test_nothing_and_a_missing_number_leave_no_cell() -> None:
    assert written([[None, float("nan"), ""]]) == ""


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), object(), {1}])
def test_what_no_cell_can_hold_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(ValueRefusedError, match="Report!B1"):
        written([["", value]])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a & b < c > d", "<t>a &amp; b &lt; c &gt; d</t>"),
        ("bell \x07", "<t>bell _x0007_</t>"),
        ("return \r end", "<t>return _x000D_ end</t>"),
        ("spelled _x0007_ out", "<t>spelled _x005F_x0007_ out</t>"),
        ("half \ud83d face", "<t>half \ufffd face</t>"),
        ("  indented", '<t xml:space="preserve">  indented</t>'),
        ("two\nlines", '<t xml:space="preserve">two\nlines</t>'),
    ],
)
def test_texts_are_spelled_as_excel_spells_them(text: str, stored: str) -> None:
    assert stored in written([[text]])


def test_a_text_is_cut_where_excel_would_refuse_the_file() -> None:
    cell = written([["🙂" * 20_000]])
    text = cell.partition("<t>")[2].partition("</t>")[0]
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("🙂…")


def test_dates_are_serial_numbers_of_the_workbooks_calendar() -> None:
    day = date(2026, 3, 31)
    assert "<v>46112</v>" in written([[day]])
    assert "<v>44650</v>" in written([[day]], date1904=True)


def test_a_moment_is_a_day_and_its_part() -> None:
    assert "<v>46112.75</v>" in written([[datetime(2026, 3, 31, 18, 0)]])  # noqa: DTZ001  # as Excel's


def test_a_moment_with_a_time_zone_is_written_as_its_clock_shows() -> None:
    assert plain(datetime(2026, 3, 31, 12, 0, tzinfo=UTC)) == 46112.5


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(1900, 2, 28)])
def test_days_before_excels_calendar_are_texts(day: date) -> None:
    assert f"<t>{day.isoformat()}</t>" in written([[day]])


def test_a_code_longer_than_excels_digits_keeps_them_all() -> None:
    assert "<t>4770012345678901</t>" in written([[4770012345678901]])


def test_a_date_shows_as_a_date_whatever_its_columns_format() -> None:
    cell = written([[date(2026, 3, 31)]], [Column(format="money")], {"money": 4, "money+date": 7})
    assert cell == '<row r="1"><c r="A1" s="7"><v>46112</v></c></row>'


def test_a_formula_is_written_with_its_result() -> None:
    cell = written([[Cell(5, formula="=2+3"), Cell("A&B", formula='=A1&"&"')]])
    assert '<c r="A1"><f>2+3</f><v>5</v></c>' in cell
    assert 't="str"><f>A1&amp;"&amp;"</f><v>A&amp;B</v></c>' in cell


def test_young_functions_are_marked_as_files_want_them() -> None:
    cell = written([[Cell(0, formula='=IFNA(STDEV.S(A1:A9),"IFNA(")')]])
    assert '<f>_xlfn.IFNA(_xlfn.STDEV.S(A1:A9),"IFNA(")</f>' in cell


def test_an_empty_cell_whose_fill_is_seen_is_written() -> None:
    columns = [Column(format="input"), Column(format="text")]
    row = written([[None, None, 1]], columns, {"input": 3, "text": 4})
    assert row == '<row r="1"><c r="A1" s="3"/><c r="C1"><v>1</v></c></row>'


def test_a_row_may_be_tall_and_empty() -> None:
    writer = RowWriter("Report", [], {}, heights={2: 30.0})
    assert b"".join(writer.blocks([["a"]])).endswith(b'<row r="3" ht="30" customHeight="1"></row>')


def test_many_rows_come_in_blocks_that_together_are_well_formed() -> None:
    rows: list[list[Value]] = [[n, f"client {n}", n / 7] for n in range(2_000)]
    blocks = list(RowWriter("Report", [], {}).blocks(rows))
    assert len(blocks) > 2
    data = etree.fromstring(b"<sheetData>" + b"".join(blocks) + b"</sheetData>")
    assert [row.get("r") for row in data] == [str(n) for n in range(1, 2_001)]
