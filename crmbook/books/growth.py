"""What ends at the last row of a list, and ends lower when rows are put below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crmbook.books.formulas import Reference, grown, is_bare
from crmbook.books.names import EXCEL_MAIN, local
from crmbook.books.references import Range, parse_range

if TYPE_CHECKING:
    from lxml import etree

    from crmbook.books.package import Package

_BY_SQREF = frozenset({"conditionalFormatting", "dataValidation", "ignoredError"})
_CHART_TYPES = ("drawingml.chart+xml", "ms-office.chartex+xml")


@dataclass(frozen=True)
class Growth:
    """A list on a sheet that gets longer.

    area       its rows of data until now, without headings and totals
    begins_by  a range that begins above this row, or in it, is over the whole list
    rows       how many rows are put below
    totals     whether a totals row below moves down with the end
    """

    sheet: str
    area: Range
    begins_by: int
    rows: int
    totals: bool = False

    def bottom(self, area: Range) -> int | None:
        """The row at which a range that ended with the list ends now; None for other ranges."""
        if area.right < self.area.left or area.left > self.area.right:
            return None
        ends = area.bottom == self.area.bottom or (
            self.totals and area.bottom == self.area.bottom + 1 and area.top <= self.area.bottom
        )
        one_row = area.top == area.bottom and self.area.top != self.area.bottom
        return area.bottom + self.rows if ends and not one_row else None

    def covers(self, reference: Reference) -> int | None:
        """The same for a name's or a chart's range, which must hold the whole list."""
        here = (reference.sheet or "").casefold() == self.sheet.casefold()
        whole = reference.fixed and reference.range.top <= self.begins_by
        return self.bottom(reference.range) if here and whole else None


def grow_frame(root: etree._Element, growth: Growth) -> bool:
    """Conditional formats, validations and the filter of the sheet; whether any of them changed."""
    changed = False
    for element in root.iter():
        kind = local(element.tag)
        if kind in _BY_SQREF and "sqref" in element.attrib and element.get("pivot") != "1":
            changed |= _grow_attribute(element, "sqref", growth)
        elif kind == "sqref" and _owner(element) in _BY_SQREF:
            changed |= _grow_text(element, growth)
        elif kind in {"autoFilter", "sortState", "sortCondition"}:
            changed |= _grow_attribute(element, "ref", growth)
    return changed


def _owner(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent.tag) if parent is not None and EXCEL_MAIN in str(element.tag) else ""


def _grow_attribute(element: etree._Element, name: str, growth: Growth) -> bool:
    old = str(element.get(name, ""))
    new = _grown_ranges(old, growth)
    element.set(name, new)
    return new != old


def _grow_text(element: etree._Element, growth: Growth) -> bool:
    old = element.text or ""
    element.text = _grown_ranges(old, growth)
    return element.text != old


def _grown_ranges(text: str, growth: Growth) -> str:
    return " ".join(_grown_range(each, growth) for each in text.split(" "))


def _grown_range(text: str, growth: Growth) -> str:
    area = parse_range(text)
    bottom = growth.bottom(area) if area is not None else None
    return text if area is None or bottom is None else area._replace(bottom=bottom).text


def grow_names(package: Package, growth: Growth) -> None:
    """Defined names that are ranges over the list: print areas and the filter's own name, too."""
    for name in list(package.workbook.names):
        refers_to = name.refers_to
        if is_bare(refers_to):
            refers_to = grown(refers_to, growth.covers)
        if refers_to != name.refers_to:
            package.workbook.names.set(replace(name, refers_to=refers_to))


def grow_charts(package: Package, growth: Growth) -> None:
    """Series that show the whole list; Excel draws their points anew when it opens the file."""
    for part in _charts(package):
        for element in _formulas_of(package, part):
            formula = grown(element.text or "", growth.covers)
            if formula != element.text:
                package.touch(part)
                element.text = formula


def chart_formulas(package: Package) -> Iterator[etree._Element]:
    """What the charts of the workbook refer to."""
    for part in _charts(package):
        yield from _formulas_of(package, part)


def _formulas_of(package: Package, part: str) -> list[etree._Element]:
    return [e for e in package.xml(part).iter() if local(e.tag) == "f" and e.text]


def _charts(package: Package) -> Iterable[str]:
    for part in package.names():
        if (package.content_types.of(part) or "").endswith(_CHART_TYPES):
            yield part
