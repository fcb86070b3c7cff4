"""Cells of a sheet that must not be changed one by one, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crmbook.books.names import local, main
from crmbook.books.references import Range, parse_range
from crmbook.books.row_text import CellText
from crmbook.books.table_parts import TablePart, tables_of
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _
from crmbook.sheet import Value

if TYPE_CHECKING:
    from lxml import etree

    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry


class CellRefusedError(WorkbookRefusedError):
    """A cell that can't be changed without harm to others; reason is a whole sentence."""

    def __init__(self, sheet: str, place: str, reason: str) -> None:
        super().__init__(
            _("{sheet}!{cell} can't be changed: {reason}").format(
                sheet=sheet, cell=place, reason=reason
            )
        )


class Forbidden:
    """areas are those of array formulas and data tables, whose cells stand or fall together."""

    def __init__(
        self, package: Package, sheet: SheetEntry, root: etree._Element, areas: Sequence[Range]
    ) -> None:
        self._arrays = [area for area in areas if not is_single(area)]
        self._merged = list(merged_areas(root))
        self._tables = tables_of(package, sheet)
        self._pivots = list(pivot_areas(package, sheet))

    def reason(self, row: int, column: int, had: CellText | None, value: Value) -> str | None:
        """Why the cell can't be given the value; None when it can."""
        shared = shared_by(had)
        if shared:
            return shared
        for area in self._arrays:
            if area.holds(row, column):
                return _("it belongs to the array formula or data table in {area}.").format(
                    area=area.text
                )
        for area in self._merged:
            if area.holds(row, column) and (row, column) != (area.top, area.left):
                return _("it is hidden under the merged cells {area}.").format(area=area.text)
        for area in self._pivots:
            if area.holds(row, column):
                return _("it belongs to the pivot table in {area}.").format(area=area.text)
        return next(filter(None, (_in_table(t, row, column, value) for t in self._tables)), None)


def is_single(area: Range) -> bool:
    return (area.top, area.left) == (area.bottom, area.right)


def merged_areas(root: etree._Element) -> Iterator[Range]:
    for element in root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"):
        area = parse_range(element.get("ref", ""))
        if area is not None:
            yield area


def pivot_areas(package: Package, sheet: SheetEntry) -> Iterator[Range]:
    """Where the pivot tables of a sheet stand."""
    for each in package.relationships(sheet.part).of("pivotTable"):
        if not package.has(each.target):
            continue
        for element in package.xml(each.target):
            area = parse_range(element.get("ref", "")) if local(element.tag) == "location" else None
            if area is not None:
                yield area


def shared_by(had: CellText | None) -> str | None:
    """Why a cell whose formula other cells live on can't be changed; None when none do."""
    area = had.formula.area if had is not None and had.formula else None
    if area is None or is_single(area):
        return None
    return _("its formula is shared by the cells {area}.").format(area=area.text)


def _in_table(table: TablePart, row: int, column: int, value: Value) -> str | None:
    if not table.area.holds(row, column):
        return None
    if row < table.first_row and value != table.heading(column):
        # The table's part repeats its headings; Excel calls the file damaged when they differ.
        return _("it is a heading of the table “{table}”.").format(table=table.name)
    if row > table.last_row:
        return _("it is in the totals row of the table “{table}”.").format(table=table.name)
    return None
