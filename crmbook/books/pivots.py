"""Pivot tables that show a list: they tell of new rows only once they are refreshed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.books.names import local
from crmbook.errors import Problem
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.destination import Destination
    from crmbook.books.package import Package


def stale_pivots(package: Package, place: Destination) -> list[Problem]:
    """A word to the owner when pivot tables show the list; refreshing them is hers to do."""
    names = {place.table.name.casefold()} if place.table else set()
    title = place.sheet.name.casefold()
    for each in package.relationships(package.workbook.part).of("pivotCacheDefinition"):
        if not package.has(each.target):
            continue
        for element in package.xml(each.target).iter():
            if local(element.tag) != "worksheetSource":
                continue
            named = element.get("name", "").casefold() in names
            if named or element.get("sheet", "").casefold() == title:
                return [_stale(place)]
    return []


def _stale(place: Destination) -> Problem:
    text = _(
        "Pivot tables that show “{list}” will count the new rows once you refresh them "
        "(Data, Refresh All)."
    ).format(list=place.table.name if place.table else place.sheet.name)
    return Problem(place.sheet.name, "", text, "pivot_is_stale", "note")
