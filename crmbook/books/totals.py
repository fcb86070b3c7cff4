"""The totals row of a table, moved down when rows are put above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crmbook.books.formulas import Reference, grown, in_full, references
from crmbook.books.growth import Growth, chart_formulas
from crmbook.books.references import cell
from crmbook.books.row_text import CellText, RowText
from crmbook.books.rows import escaped
from crmbook.books.sheet_text import opened
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.destination import Destination
    from crmbook.books.package import Package
    from crmbook.books.table_parts import TablePart

_PLACE = re.compile(rb"""(\sr\s*=\s*["'])[A-Za-z]{1,3}\d+""")


class TotalsNamedError(WorkbookRefusedError):
    def __init__(self, table: str, row: int, formula: str) -> None:
        super().__init__(
            _(
                "The table “{table}” has a totals row (row {row}), and the formula “{formula}” names "
                "a cell of it by its address, which would point to another row once rows are added. "
                "Let the formula say {table}[#Totals], or take the totals row off, and run again."
            ).format(table=table, row=row, formula=formula)
        )


def moved_totals(place: Destination, growth: Growth) -> dict[int, bytes]:
    """The cells of the totals row, by column, as they stand below the new rows."""
    table = place.table
    if table is None:
        return {}
    row = next((row for row in place.survey.below if row.number == table.area.bottom), None)
    if row is None:
        return {}
    columns = range(table.area.left, table.area.right + 1)
    return {
        each.column: _moved(place, row, each, growth)
        for each in place.wording.cells(row)
        if each.column in columns
    }


def _moved(place: Destination, row: RowText, had: CellText, growth: Growth) -> bytes:
    text = row.body[had.start : had.end]
    new = cell(row.number + growth.rows, had.column).encode()
    if _PLACE.search(had.attributes):
        text = _PLACE.sub(rb"\g<1>" + new, text, count=1)
    else:
        start = len(place.wording.prefix) + 2
        text = text[:start] + b' r="' + new + b'"' + text[start:]
    if had.formula is not None and had.formula.text:
        old = had.formula.text

        def bottom(reference: Reference) -> int | None:
            own = (
                reference.sheet is None or reference.sheet.casefold() == place.sheet.name.casefold()
            )
            return growth.bottom(reference.range) if own else None

        # The old result would be shown as if it counted the new rows.
        text = place.wording.without_value(text)
        new_text = in_full(grown(old, bottom), place.table.name if place.table else "")
        text = place.wording.with_formula(text, escaped(new_text).encode())
    return text


def refuse_named(package: Package, table: TablePart) -> None:
    """Refuse when any formula, name or chart points at a cell of the totals row."""
    area = table.area._replace(top=table.last_row + 1)
    for sheet, formula in _formulas(package, area.top):
        for reference in references(formula):
            here = (reference.sheet or sheet).casefold() == table.sheet.name.casefold()
            if here and reference.range.top >= area.top and reference.range.overlaps(area):
                raise TotalsNamedError(table.name, area.top, f"={formula}")


def _formulas(package: Package, row: int) -> Iterator[tuple[str, str]]:
    """All formulas that may name a row, each with the sheet it stands on."""
    for name in package.workbook.names:
        yield "", name.refers_to
    for element in chart_formulas(package):
        yield "", element.text or ""
    wanted = b"%d" % row
    for sheet in package.workbook.sheets:
        if sheet.kind != "worksheet" or not package.has(sheet.part):
            continue
        with package.stream(sheet.part) as stream:
            text = opened(stream, package.name)
            for block in text.blocks():
                if wanted in block.data:
                    for formula in text.wording.all_formulas(block.data):
                        yield sheet.name, formula.text
