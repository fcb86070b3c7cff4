"""Rows put below a table or a sheet's last row, as Excel would: what ended there grows with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.books import destination
from crmbook.books.destination import Destination
from crmbook.books.growth import Growth, grow_charts, grow_frame, grow_names
from crmbook.books.new_rows import NewRows
from crmbook.books.occupied import refuse_harm
from crmbook.books.pivots import stale_pivots
from crmbook.books.references import Range
from crmbook.books.sheet_text import framed, put_rows, widen_dimension
from crmbook.errors import Problem
from crmbook.sheet import Value

if TYPE_CHECKING:
    from crmbook.books.package import Package

Rows = Sequence[Sequence[Value]]


def append(package: Package, table: str, rows: Rows) -> list[Problem]:
    """Put rows below the Excel table of that name, else below the sheet of that title.

    A value of None, or a row that ends before, leaves a calculated column its formula.
    Returns what the owner should hear. Raises WorkbookRefusedError when it can't be done
    without harm: then nothing has changed.
    """
    if not any(len(row) for row in rows):
        return []
    place = destination.find(package, table, rows)
    refuse_harm(package, place)
    growth = _growth(place)
    written = NewRows(package, place, rows, growth)
    source = package.source(place.sheet.part)
    put_rows(package, place.sheet.part, source, _ends(place, growth), written.rows)
    if growth is not None:
        grow_names(package, growth)
    if growth is not None and place.table is not None:
        # Excel lets a chart follow a table, but not what is typed below a bare list.
        grow_charts(package, growth)
    if place.table is not None:
        place.table.stretch(place.stretch)
    _calculate(package, place, written.has_formulas)
    return stale_pivots(package, place)


def _ends(place: Destination, growth: Growth | None) -> tuple[bytes, bytes]:
    """What stands before and after the rows, grown."""
    wider = widen_dimension(place.root, place.area)
    grown = growth is not None and grow_frame(place.root, growth)
    return framed(place.root, place.wording.prefix) if wider or grown else (place.head, place.tail)


def _growth(place: Destination) -> Growth | None:
    """What the list was, if it gets longer."""
    survey, table = place.survey, place.table
    if not place.stretch or not place.bottom:
        return None
    if table is not None:
        area = table.area._replace(top=table.first_row, bottom=place.bottom)
        begins_by = table.first_row
    else:
        area = Range(survey.first, place.columns[0], place.bottom, place.columns[-1])
        # Headings may stand anywhere above; a range over half of the rows is over the list.
        begins_by = survey.first + (place.bottom - survey.first) // 2
    return Growth(place.sheet.name, area, begins_by, place.stretch, bool(place.totals))


def _calculate(package: Package, place: Destination, new_formulas: bool) -> None:
    """Formulas over the list have old results now; new ones have none."""
    chained = package.relationships(package.workbook.part).first("calcChain") is not None
    if new_formulas:
        package.workbook.drop_calc_chain()
    if chained or place.survey.has_formulas or new_formulas:
        package.workbook.calculate_on_load()
