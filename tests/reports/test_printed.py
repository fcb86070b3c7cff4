"""Where printed pages end: no heading alone at the foot, no short list torn."""

from __future__ import annotations

from crmbook.reports import printed
from crmbook.reports.layout import Field, Page


def page_of(*sections: int) -> Page:
    """A page with sections of so many rows each, 15 points a row and a little more for headings."""
    page = Page(across=2, wide={0: 50.0, 1: 50.0}, fixed=True)
    for number, rows in enumerate(sections):
        page.section(f"Section {number}")
        page.block([Field("A", ["x"] * rows), Field("B", ["y"] * rows)])
    return page


def test_what_fits_on_a_page_has_no_break() -> None:
    assert printed.breaks(page_of(10, 10)) == []


def test_a_short_section_that_would_be_torn_begins_a_page() -> None:
    page = page_of(33, 9)
    assert printed.breaks(page) == [page.sections[1]]


def test_a_long_section_begins_where_it_stands_if_its_first_rows_fit() -> None:
    assert printed.breaks(page_of(20, 60)) == []


def test_a_heading_does_not_stand_alone_at_the_foot() -> None:
    page = page_of(38, 60)
    assert printed.breaks(page) == [page.sections[1]]


def test_breaks_that_were_asked_for_stay() -> None:
    page = page_of(5)
    page.turn()
    page.section("More")
    page.block([Field("A", ["x"] * 3)])
    assert printed.breaks(page) == page.breaks


def test_a_section_longer_than_a_page_is_counted_over_its_pages() -> None:
    page = page_of(50, 10, 10)
    assert printed.breaks(page) == []


def test_a_section_that_only_just_does_not_fit_begins_a_page() -> None:
    page = page_of(20, 18)
    assert printed.breaks(page) == [page.sections[1]]
