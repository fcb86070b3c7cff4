"""Blocks of cells that read well on a screen and on paper."""

from __future__ import annotations

from crmbook.reports.layout import Field, Page
from crmbook.sheet import Area, Cell


def test_a_column_is_as_wide_as_its_longest_cell_within_limits() -> None:
    page = Page()
    page.block(
        [Field("A", ["x" * 20]), Field("B", ["x" * 90], "wrapped", most=30), Field("C", [1])]
    )
    assert [column.width for column in page.sheet("T", "t").columns] == [22.5, 30, 6]


def test_fixed_widths_hold_whatever_a_block_wants() -> None:
    page = Page(across=2, wide={0: 20, 1: 9}, fixed=True)
    page.block([Field("A", ["x" * 34]), Field("B", ["x" * 34], "wrapped", 20, 30)])
    assert [column.width for column in page.sheet("T", "t").columns] == [20, 9]


def test_a_dense_page_gives_the_rows_of_a_list_no_air() -> None:
    for dense, rows in ((False, {1, 2}), (True, set())):
        page = Page(dense=dense)
        page.block([Field("A", ["x", "y"])])
        assert set(page.sheet("T", "t").row_heights) == rows


def test_a_number_is_as_wide_as_it_is_printed() -> None:
    page = Page()
    page.block([Field("N", [1_234_567.891], "money", most=40)])
    assert page.sheet("T", "t").columns[0].width == len("1,234,567.89") + 2


def test_a_heading_wraps_between_words_and_not_within() -> None:
    page = Page()
    page.block([Field("Responsible employee", ["Jo"])])
    assert page.sheet("T", "t").columns[0].width == len("Responsible") + 3.5


def test_a_sentence_spans_the_page_and_its_row_is_tall_enough() -> None:
    page = Page(across=2)
    page.block([Field("A", ["x"], least=10), Field("B", ["x"], least=10)])
    page.say("a word " * 12)
    sheet = page.sheet("T", "t")
    assert sheet.merges == [Area(2, 0, 2, 1)]
    assert sheet.row_heights[2] >= 4 * 15


def test_a_heading_over_numbers_stands_over_them() -> None:
    page = Page()
    page.block([Field("Client", ["Ona"]), Field("Revenue", [1], "integer")])
    assert page.rows[0] == [Cell("Client", "heading"), Cell("Revenue", "heading_right")]


def test_the_rest_of_a_page_belongs_to_the_last_field() -> None:
    page = Page(across=4)
    page.block([Field("A", ["x"]), Field("Meaning", ["long"], "note", rest=True)])
    assert page.sheet("T", "t").merges == [Area(0, 1, 0, 3), Area(1, 1, 1, 3)]


def test_a_block_without_rows_keeps_its_headings() -> None:
    page = Page()
    page.block([Field("A", [], bar=True)])
    sheet = page.sheet("T", "t")
    assert sheet.rows == [[Cell("A", "heading")]]
    assert sheet.rules == []


def test_a_word_beside_a_sentence_is_not_cut_off() -> None:
    page = Page(across=3)
    page.point(Cell("Cost to serve in a year", "label"), "What it means.")
    page.block([Field("A", ["x"], most=10)])
    assert page.sheet("T", "t").columns[0].width == len("Cost to serve in a year") + 3


def test_headings_in_the_middle_of_a_sheet_are_repeated_alone() -> None:
    page = Page()
    page.title("T", "s")
    page.block([Field("A", ["x"])], repeat=True)
    printed = page.sheet("T", "t").print
    assert (printed.repeat_from, printed.repeat_rows) == (3, 1)


def test_what_comes_after_a_turn_begins_a_new_page() -> None:
    page = Page()
    page.title("T", "s")
    page.turn()
    page.section("Next")
    assert page.sheet("T", "t").print.breaks == [3]


def test_of_two_texts_that_span_columns_the_longer_decides_the_height() -> None:
    page = Page(across=4, wide=dict.fromkeys(range(4), 10.0), fixed=True)
    page.block([
        Field("A", ["long " * 30], "wrapped", across=2), Field("", [None]), Field("B", ["short"], "wrapped", rest=True),
    ])  # fmt: skip
    assert page.sheet("T", "t").row_heights[1] > 5 * 15


def test_in_a_narrow_column_wide_letters_take_the_room_they_take() -> None:
    page = Page(across=1, wide={0: 12.0}, fixed=True)
    page.block([Field("Owner", ["Tom Reedham", "Nina Fairlie"], "wrapped")])
    heights = page.heights()
    assert heights[1] > heights[2]
