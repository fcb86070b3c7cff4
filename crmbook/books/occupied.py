"""Whether rows can be put somewhere without harm to what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.books.filling import Filling
from crmbook.books.forbidden import is_single, merged_areas, pivot_areas
from crmbook.books.formulas import references
from crmbook.books.references import Range, cell
from crmbook.books.table_parts import tables_of
from crmbook.books.totals import refuse_named
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.destination import Destination
    from crmbook.books.package import Package

_FILLED_BY_OTHERS = ("queryTable", "xml")


class OccupiedError(WorkbookRefusedError):
    """reason is a whole sentence."""

    def __init__(self, place: Destination, reason: str) -> None:
        rows = (
            f"{place.start}:{place.area.bottom}" if place.start < place.area.bottom else place.start
        )
        super().__init__(
            _("Rows can't be put into row {rows} of the sheet “{sheet}”: {reason}").format(
                rows=rows, sheet=place.sheet.name, reason=reason
            )
        )


def refuse_harm(package: Package, place: Destination) -> None:
    """Raise OccupiedError unless the rows can be put there."""
    reason = _fed(place) or _cell_in_way(place) or _area_in_way(package, place) or _sum_above(place)
    if reason:
        raise OccupiedError(place, reason)
    if place.table is not None and place.totals and place.stretch:
        refuse_named(package, place.table)


def _fed(place: Destination) -> str | None:
    if place.table is None or place.table.filled_by not in _FILLED_BY_OTHERS:
        return None
    return _(
        "the table “{table}” is filled by a query, and its next refresh would wipe them."
    ).format(table=place.table.name)


def _cell_in_way(place: Destination) -> str | None:
    """A filled cell below the list, in the columns that are written."""
    last = place.table.area.bottom if place.table else place.bottom
    for row in place.survey.below:
        if not last < row.number <= place.area.bottom:
            continue
        for each in place.wording.cells(row):
            if each.filled and each.column in place.columns:
                return _("{cell} is not empty. Move what stands below, or make room.").format(
                    cell=cell(row.number, each.column)
                )
    return None


def _area_in_way(package: Package, place: Destination) -> str | None:
    area = place.area
    if any(each.overlaps(area) for each in merged_areas(place.root)):
        return _("cells are merged there.")
    for table in tables_of(package, place.sheet):
        own = place.table is not None and table.part == place.table.part
        if not own and table.area.overlaps(area):
            return _("the table “{table}” stands there.").format(table=table.name)
    if any(each.overlaps(area) for each in pivot_areas(package, place.sheet)):
        return _("a pivot table stands there.")
    array = place.survey.array_over(area)
    if array is not None and not is_single(array):
        return _("the array formula in {area} stands there.").format(area=array.text)
    return None


def _sum_above(place: Destination) -> str | None:
    """A last row that adds up the rows above it: below it new rows would not be counted."""
    last = place.survey.last
    if place.table is not None or last is None:
        return None
    fills = Filling(place).fills
    for each in place.wording.cells(last):
        formula = each.formula
        if formula is None or each.column in fills:
            continue
        for reference in references(formula.text):
            if reference.sheet is None and _adds_up(reference.range, last.number, each.column):
                return _(
                    "row {row} seems to be a total of the rows above. Make an Excel table of them "
                    "(Insert, Table), with a totals row if you like; crmbook adds rows to it."
                ).format(row=last.number)
    return None


def _adds_up(area: Range, row: int, column: int) -> bool:
    return (
        area.top < area.bottom
        and row - 2 <= area.bottom < row
        and area.left <= column <= area.right
    )
