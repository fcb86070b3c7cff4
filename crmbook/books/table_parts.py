"""The Excel tables of a package, each a part of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.books.names import local, main
from crmbook.books.references import Range, parse_range

if TYPE_CHECKING:
    from lxml import etree

    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry


@dataclass(frozen=True)
class TablePart:
    """area holds headings, rows and totals; filled_by is "queryTable" or "xml" for rows from outside."""

    package: Package
    part: str
    sheet: SheetEntry
    area: Range

    @property
    def root(self) -> etree._Element:
        return self.package.xml(self.part)

    @property
    def name(self) -> str:
        return self.root.get("displayName", self.root.get("name", ""))

    @property
    def filled_by(self) -> str:
        return self.root.get("tableType", "worksheet")

    @property
    def heading_rows(self) -> int:
        return int(self.root.get("headerRowCount", "1"))

    @property
    def totals_rows(self) -> int:
        return int(self.root.get("totalsRowCount", "0"))

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.area.top + self.heading_rows

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.area.bottom - self.totals_rows

    @property
    def columns(self) -> list[etree._Element]:
        parent = self.root.find(main("tableColumns"))
        return [] if parent is None else [e for e in parent if local(e.tag) == "tableColumn"]

    def heading(self, column: int) -> str:
        """The heading of a sheet's column; line breaks as a cell has them."""
        name = self.columns[column - self.area.left].get("name", "")
        return name.replace("_x000a_", "\n").replace("_x000A_", "\n")

    def calculated(self) -> dict[int, tuple[str, bool]]:
        """Column of the sheet → its calculated formula, and whether it was entered as an array."""
        found = {}
        for column, element in enumerate(self.columns, self.area.left):
            formula = element.find(main("calculatedColumnFormula"))
            if formula is not None and formula.text:
                found[column] = (formula.text, formula.get("array") in {"1", "true"})
        return found

    def stretch(self, rows: int) -> None:
        """Let the table end some rows further down, with its filter and its sorting."""
        if not rows and "insertRow" not in self.root.attrib:
            return
        root = self.package.touch(self.part)
        old = self.area
        root.set("ref", old._replace(bottom=old.bottom + rows).text)
        if "insertRow" in root.attrib:
            del root.attrib["insertRow"]
        for element in root.iter(main("autoFilter"), main("sortState"), main("sortCondition")):
            area = parse_range(element.get("ref", ""))
            if area is not None and area.bottom == self.last_row:
                element.set("ref", area._replace(bottom=area.bottom + rows).text)


def tables_of(package: Package, sheet: SheetEntry) -> list[TablePart]:
    found = []
    for each in package.relationships(sheet.part).of("table"):
        if package.has(each.target):
            area = parse_range(package.xml(each.target).get("ref", ""))
            if area is not None:
                found.append(TablePart(package, package.spelled(each.target), sheet, area))
    return found


def find_table(package: Package, name: str) -> TablePart | None:
    for sheet in package.workbook.sheets:
        for table in tables_of(package, sheet) if sheet.part else []:
            if table.name.casefold() == name.casefold():
                return table
    return None
