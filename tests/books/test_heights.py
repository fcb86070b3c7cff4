"""How tall rows are."""

from __future__ import annotations

from crmbook.books.heights import fitted
from crmbook.books.layout import Layout
from crmbook.sheet import Area, Cell, Column, Sheet

LONG = "Bought less than half of what was usual; last bought 94 days ago."


def test_a_row_that_fits_has_the_usual_height() -> None:
    assert fitted([("short", "wrapped", 20)]) is None


def test_a_text_that_wraps_makes_its_row_taller() -> None:
    height = fitted([(LONG, "wrapped", 20)])
    assert height is not None
    assert 45 <= height <= 75


def test_a_text_that_does_not_wrap_runs_on() -> None:
    assert fitted([(LONG, "text", 20)]) is None


def test_no_row_is_taller_than_excel_allows() -> None:
    assert fitted([(LONG * 100, "wrapped", 5)]) == 409


def test_large_letters_need_a_taller_row() -> None:
    layout = Layout(Sheet("Overview", [[Cell("Overview", "title")], ["text"]]))
    assert list(layout.heights) == [0]


def test_a_merged_area_counts_all_its_width() -> None:
    columns = [Column(20), Column(60)]
    narrow = Layout(Sheet("A", [[Cell(LONG, "wrapped")]], columns=columns))
    wide = Layout(Sheet("A", [[Cell(LONG, "wrapped")]], columns=columns, merges=[Area(0, 0, 0, 1)]))
    assert narrow.heights
    assert not wide.heights
