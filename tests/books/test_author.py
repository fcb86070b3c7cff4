"""The shells of sheets: tables, charts, rules, lists, notes, links, paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from lxml import etree

from crmbook.books.author import Scratch, author
from crmbook.books.charts import ChartRefusedError
from crmbook.books.layout import Layout, SheetRefusedError
from crmbook.books.looks import properties
from crmbook.sheet import (
    Area,
    Cell,
    Chart,
    Check,
    Choice,
    Column,
    Format,
    Print,
    Rule,
    Series,
    Sheet,
    TableBlock,
    Value,
)

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ROWS: Sequence[Sequence[Value]] = [
    ["Client", "Revenue", "Share"],
    ["Rasa", 800.0, 0.8],
    ["Bērzs", 150.5, 0.95],
    ["Kopa", None, 1.0],
]
NAMES, REVENUE, SHARE = (Area(1, column, 3, column) for column in range(3))


def shell(sheet: Sheet) -> tuple[str, Scratch]:
    scratch = author([Layout(sheet)])
    return scratch.parts["xl/worksheets/sheet1.xml"].decode(), scratch


def chart(drawn: Chart, rows: Sequence[Sequence[Value]] = ROWS) -> etree._Element:
    _text, scratch = shell(Sheet("Report", rows, charts=[drawn]))
    return scratch.xml("xl/charts/chart1.xml")


def cached(root: etree._Element, kind: str) -> list[list[str]]:
    return [
        [value.text or "" for value in each.iter(f"{CHART}v")]
        for each in root.iter(f"{CHART}{kind}")
    ]


# Looks


@pytest.mark.parametrize("format_", get_args(Format))
def test_every_format_has_a_look(format_: Format) -> None:
    assert properties(format_)


@pytest.mark.parametrize("format_", get_args(Format))
def test_every_format_can_be_written(format_: Format) -> None:
    _text, scratch = shell(
        Sheet(
            "A",
            [[Cell(1, format_), Cell(date(2026, 3, 31), format_)]],
            columns=[Column(9, format_)],
        )
    )
    assert all(number > 0 for number in scratch.styles.values())


# Tables


def table(sheet: Sheet) -> etree._Element:
    return shell(sheet)[1].xml("xl/tables/table1.xml")


def headings(sheet: Sheet) -> list[str]:
    return [str(each.get("name")) for each in table(sheet).iter("{*}tableColumn")]


def test_a_tables_extent_is_true_however_long_it_is() -> None:
    sheet = Sheet("A", [["x", "y"]] + [[1, 2]] * 5_000, tables=[TableBlock("T", 0, 0, 5_000, 2)])
    assert table(sheet).get("ref") == "A1:B5001"
    assert [each.get("ref") for each in table(sheet).iter("{*}autoFilter")] == ["A1:B5001"]


def test_a_table_without_rows_has_one_blank_row() -> None:
    assert table(Sheet("A", [["x"]], tables=[TableBlock("T", 0, 0, 0, 1)])).get("ref") == "A1:A2"


def test_headings_are_unique_texts_in_the_table_and_in_the_cells() -> None:
    sheet = Sheet("A", [["Name", "name", None, 2026]], tables=[TableBlock("T", 0, 0, 1, 4)])
    assert headings(sheet) == ["Name", "name 2", "Column 3", "2026"]
    written = next(iter(Layout(sheet).rows()))
    assert [cell.value for cell in written if isinstance(cell, Cell)] == headings(sheet)


def test_a_calculated_column_is_a_formula_in_every_row_with_its_result() -> None:
    block = TableBlock("T", 0, 0, 2, 2, calculated={1: "=[@Price]*2"})
    sheet = Sheet("A", [["Price", "Double"], [5, 10], [7, 14]], tables=[block])
    assert [each.text for each in table(sheet).iter("{*}calculatedColumnFormula")] == [
        "T[[#This Row],[Price]]*2"
    ]
    cells = [row[1] for row in list(Layout(sheet).rows())[1:]]
    assert cells == [Cell(10, formula="=T[@Price]*2"), Cell(14, formula="=T[@Price]*2")]


def test_tables_that_overlap_are_refused() -> None:
    with pytest.raises(SheetRefusedError, match="overlap"):
        Layout(Sheet("A", tables=[TableBlock("T", 0, 0, 3, 2), TableBlock("U", 3, 1, 3, 2)]))


def test_a_table_over_a_merged_area_is_refused() -> None:
    with pytest.raises(SheetRefusedError, match="overlap"):
        Layout(Sheet("A", tables=[TableBlock("T", 0, 0, 3, 2)], merges=[Area(1, 0, 1, 1)]))


def test_more_rows_than_excel_has_are_refused() -> None:
    with pytest.raises(SheetRefusedError, match="too many for Excel"):
        Layout(Sheet("A", [()] * 1_048_577))


# Charts


def test_a_chart_shows_its_values_before_anything_is_calculated() -> None:
    drawn = chart(Chart("column", [Series("Revenue", REVENUE, NAMES)], 5, 0))
    assert cached(drawn, "strCache") == [["Rasa", "Bērzs", "Kopa"]]
    assert [value[:2] for value in cached(drawn, "numCache")] == [["800.0", "150.5"]]


def test_a_chart_may_show_another_sheet_of_the_same_write() -> None:
    data = Sheet("Scores", ROWS)
    area = Area(1, 1, 2, 1, "Scores")
    shown = Sheet("Overview", charts=[Chart("pie", [Series("Revenue", area, area)], 0, 0)])
    scratch = author([Layout(shown), Layout(data)])
    assert cached(scratch.xml("xl/charts/chart1.xml"), "numCache")[-1] == ["800.0", "150.5"]


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("column", "barChart"),
        ("bar", "barChart"),
        ("line", "lineChart"),
        ("pie", "pieChart"),
        ("doughnut", "doughnutChart"),
        ("stacked_column", "barChart"),
        ("stacked_bar", "barChart"),
    ],
)
def test_every_kind_of_chart_is_native(kind: str, drawn: str) -> None:
    root = chart(Chart(kind, [Series("Revenue", REVENUE, NAMES)], 5, 0, "Revenue"))  # type: ignore[arg-type]
    assert len(list(root.iter(f"{CHART}{drawn}"))) == 1
    assert "Revenue" in "".join(each.text or "" for each in root.iter("{*}t"))


def test_a_pareto_chart_has_its_line_on_a_second_axis_up_to_the_whole() -> None:
    series = [
        Series("Revenue", REVENUE, NAMES),
        Series("Cumulative", SHARE, NAMES, "line", second_axis=True),
    ]
    root = chart(Chart("column", series, 5, 0, second_y_format="percent"))
    assert (
        len(list(root.iter(f"{CHART}barChart"))) == len(list(root.iter(f"{CHART}lineChart"))) == 1
    )
    axes = list(root.iter(f"{CHART}valAx"))
    assert [each.get("val") for axis in axes for each in axis.iter(f"{CHART}max")] == ["1"]
    assert "0%" in [each.get("formatCode") for axis in axes for each in axis.iter(f"{CHART}numFmt")]


def test_months_below_a_chart_are_shown_as_months() -> None:
    rows: list[list[Value]] = [["Month", "Revenue"], [date(2026, 1, 1), 5], [date(2026, 2, 1), 7]]
    root = chart(Chart("line", [Series("Revenue", Area(1, 1, 2, 1), Area(1, 0, 2, 0))], 4, 0), rows)
    formats = [each.get("formatCode") for each in root.iter(f"{CHART}numFmt")]
    assert "yyyy-mm" in formats


def test_a_chart_of_three_kinds_is_refused() -> None:
    series = [
        Series("a", REVENUE, NAMES),
        Series("b", REVENUE, NAMES, "line"),
        Series("c", REVENUE, NAMES, "bar"),
    ]
    with pytest.raises(ChartRefusedError, match="more than two kinds"):
        chart(Chart("column", series, 5, 0, "Mixed"))


def test_a_title_that_begins_like_a_formula_stays_a_title() -> None:
    root = chart(Chart("column", [Series("=A1", REVENUE, NAMES)], 5, 0, "=Revenue"))
    assert "A1" not in "".join(each.text or "" for each in root.iter(f"{CHART}f"))


def test_a_chart_of_nothing_is_not_drawn() -> None:
    _text, scratch = shell(Sheet("A", charts=[Chart("column", [], 0, 0, "Nothing")]))
    assert not [name for name in scratch.parts if "chart" in name]


# The rest of the sheet


def test_rules_lists_and_checks_stand_on_their_areas() -> None:
    text, _scratch = shell(
        Sheet(
            "A",
            rules=[
                Rule(Area(1, 0, 9, 0), "less", 5, "bad"),
                Rule(Area(1, 1, 9, 1), "equal", "A", "good"),
            ],
            choices=[
                Choice(Area(1, 2, 9, 2), ["yes", "no"]),
                Choice(Area(1, 3, 9, 3), "=Lists!$A$2:$A$9"),
            ],
            checks=[Check(Area(1, 4, 9, 4), "share", "From 0 to 100 %")],
        )
    )
    assert 'sqref="A2:A10"' in text
    assert "<formula>5</formula>" in text
    assert '<formula>"A"</formula>' in text
    assert '<formula1>"yes,no"</formula1>' in text
    assert "<formula1>Lists!$A$2:$A$9</formula1>" in text
    assert 'error="From 0 to 100 %"' in text


def test_a_list_too_long_for_a_cell_is_left_out_with_a_remark() -> None:
    choices = [f"choice number {n}" for n in range(40)]
    text, scratch = shell(Sheet("A", choices=[Choice(Area(1, 0, 9, 0), choices)]))
    assert "dataValidation" not in text
    assert [(each.cell, each.kind) for each in scratch.remarks] == [("A2", "list_too_long")]


def test_a_long_message_is_cut_where_excel_cuts_it() -> None:
    text, _scratch = shell(Sheet("A", checks=[Check(Area(0, 0, 0, 0), "date", "x" * 300)]))
    said = re.search(r'error="([^"]*)"', text)
    assert said is not None
    assert len(said[1]) == 255


def test_links_lead_inside_and_outside() -> None:
    text, scratch = shell(
        Sheet(
            "A",
            [
                [Cell("a", link="#'To do'!A7", tip="The row")],
                [Cell("b", link="mailto:rasa@example.com")],
            ],
        )
    )
    assert 'location="\'To do\'!A7" tooltip="The row"' in text
    assert b"mailto:rasa@example.com" in scratch.parts["xl/worksheets/_rels/sheet1.xml.rels"]


def test_a_tip_without_a_link_is_a_note() -> None:
    _text, scratch = shell(Sheet("A", [[Cell("n", tip="How many clients")]]))
    assert b"How many clients" in scratch.parts["xl/comments1.xml"]


def test_the_paper_is_a4_one_page_wide_with_its_headings_on_every_page() -> None:
    text, scratch = shell(Sheet("A", [["x"]], print=Print(landscape=True, repeat_rows=2)))
    assert 'paperSize="9"' in text
    assert 'orientation="landscape"' in text
    assert 'fitToHeight="0"' in text
    assert scratch.names(0) == [("_xlnm.Print_Titles", "A!$1:$2")]


def test_a_row_in_the_middle_begins_a_page_and_headings_there_are_repeated() -> None:
    paper = Print(repeat_from=3, repeat_rows=1, breaks=[7])
    text, scratch = shell(Sheet("A", [["x"]] * 9, print=paper))
    assert '<brk id="7"' in text
    assert scratch.names(0) == [("_xlnm.Print_Titles", "A!$4:$4")]


def test_what_is_compared_with_is_pale_and_takes_no_colour_from_the_others() -> None:
    series = [
        Series("Before", REVENUE, NAMES, pale=True),
        Series("Now", REVENUE, NAMES),
    ]
    root = chart(Chart("column", series, 5, 0))
    fills = [each.get("val") for bar in root.iter(f"{CHART}ser") for each in bar.iter("{*}srgbClr")]
    assert fills == ["B9CFE4", "1F3F66"]


def test_texts_keep_away_from_the_numbers_before_them() -> None:
    assert {
        properties(look).get("indent") for look in ("text", "wrapped", "heading", "link", "date")
    } == {1}
    assert "indent" not in properties("money")


def test_panes_are_frozen_and_gridlines_hidden() -> None:
    text, _scratch = shell(Sheet("A", freeze=(3, 1), tab_color="#2E8B8B", zoom=90))
    assert 'xSplit="1" ySplit="3"' in text
    assert 'showGridLines="0"' in text
    assert 'zoomScale="90"' in text
    assert 'rgb="FF2E8B8B"' in text


def test_an_empty_column_shows_neither_fill_nor_border_below_its_cells() -> None:
    assert "bg_color" in properties("input_date")
    assert "bg_color" not in properties("input_date+column")
    assert properties("input_date+column")["num_format"] == properties("input_date")["num_format"]


def test_the_same_sheets_give_the_same_parts() -> None:
    sheet = Sheet("A", ROWS, tables=[TableBlock("T", 0, 0, 3, 3)], notes={"A1": "note"})
    assert author([Layout(sheet)]).parts == author([Layout(sheet)]).parts


def test_an_address_that_leads_nowhere_is_left_out_with_a_remark() -> None:
    text, scratch = shell(
        Sheet("A", [[Cell("a", link="#" + "x" * 300 + "!A1")], [Cell("b", link="no such thing")]])
    )
    assert [each.kind for each in scratch.remarks] == ["bad_link"]
    assert text.count("<hyperlink ") == 1


def test_a_rule_may_compare_with_a_day() -> None:
    text, _scratch = shell(
        Sheet("A", rules=[Rule(Area(0, 0, 9, 0), "less", date(2026, 3, 31), "bad")])
    )
    assert "<formula>46112</formula>" in text


def test_what_xlsxwriter_will_not_draw_is_refused_in_a_sentence() -> None:
    with pytest.raises(SheetRefusedError, match="can't be drawn as asked"):
        shell(Sheet("A", [["x"]], tables=[TableBlock("A1", 0, 0, 1, 1)]))
