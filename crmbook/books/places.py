"""Where the Excel tables and the pivot tables of a workbook stand."""

from __future__ import annotations

import re

from lxml import etree

from crmbook.book import TablePlace
from crmbook.books.names import local
from crmbook.books.package import Package
from crmbook.books.references import parse_range
from crmbook.sheet import Area


def tables(package: Package) -> list[TablePlace]:
    """The tables of all worksheets, in the workbook's order."""
    return [
        place
        for sheet in package.workbook.sheets
        if sheet.part and sheet.kind == "worksheet"
        for relationship in package.relationships(sheet.part).of("table")
        if package.has(relationship.target)
        for place in _table(package.xml(relationship.target), sheet.name)
    ]


def _table(table: etree._Element, sheet: str) -> list[TablePlace]:
    place = parse_range(table.get("ref") or "")
    if place is None:
        return []
    area = Area(place.top - 1, place.left - 1, place.bottom - 1, place.right - 1)
    headings = [
        _heading(column)
        for column in table.iter(etree.Element)
        if local(column.tag) == "tableColumn"
    ]
    name = table.get("displayName") or table.get("name") or ""
    has_totals = int(table.get("totalsRowCount", "0")) > 0
    return [TablePlace(name, sheet, area, headings, has_totals)]


def pivots(package: Package) -> list[Area]:
    """The pivot tables of all worksheets, with the filters above them."""
    return [
        area
        for sheet in package.workbook.sheets
        if sheet.part and sheet.kind == "worksheet"
        for relationship in package.relationships(sheet.part).of("pivotTable")
        if package.has(relationship.target)
        for element in package.xml(relationship.target)
        if local(element.tag) == "location"
        for area in _pivot(element, sheet.name)
    ]


def _pivot(location: etree._Element, sheet: str) -> list[Area]:
    place = parse_range(location.get("ref") or "")
    if place is None:
        return []
    filters = int(location.get("rowPageCount", "0"))
    above = filters + 1 if filters else 0  # a blank row stands between
    return [
        Area(
            max(place.top - 1 - above, 0), place.left - 1, place.bottom - 1, place.right - 1, sheet
        )
    ]


def _heading(column: etree._Element) -> str:
    """Excel writes a line break in a heading as _x000a_."""
    return re.sub(
        r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), column.get("name", "")
    )
