"""Excel's tables, which LibreOffice calls database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from crmbook.excel.calc.collection import Collection

if TYPE_CHECKING:
    from crmbook.excel.calc.ranges import Range
    from crmbook.excel.calc.sheets import Sheet

_UNNAMED: Final = "__Anonymous"


class Tables(Collection, base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.ranges = sheet.book.document.DatabaseRanges

    @property
    def api(self) -> Any:
        return self.ranges

    def members(self) -> list[Table]:
        found = [self.ranges.getByName(name) for name in self.ranges.ElementNames]
        here = self.sheet.index - 1
        return [
            Table(self.sheet, each)
            for each in found
            if each.DataArea.Sheet == here and not each.Name.startswith(_UNNAMED)
        ]


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, range_: Any) -> None:
        self._sheet = sheet
        self._range = range_

    @property
    def api(self) -> Any:
        return self._range

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property
    def name(self) -> str:
        return str(self._range.Name)

    @name.setter
    def name(self, name: str) -> None:
        self._range.setName(name)

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def show_headers(self) -> bool:
        return bool(self._range.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        return bool(self._range.TotalsRow)

    @property
    def range(self) -> Range:
        area = self._range.DataArea
        return self._sheet.box(
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        )

    @property
    def header_row_range(self) -> Range | None:
        whole = self.range
        if not self.show_headers:
            return None
        return self._sheet.box(whole.row, whole.column, 1, whole.shape[1])

    @property
    def data_body_range(self) -> Range | None:
        whole = self.range
        rows = whole.shape[0] - self.show_headers - self.show_totals
        if rows < 1:
            return None
        return self._sheet.box(whole.row + self.show_headers, whole.column, rows, whole.shape[1])

    def resize(self, range: Any) -> None:  # noqa: A002  # xlwings' own name
        target = range.impl if hasattr(range, "impl") else range
        self._range.DataArea = target.cells.RangeAddress


@dataclass(frozen=True)
class Kept:
    """A table as it was, to be made anew: LibreOffice 7.4 loses some when a sheet goes or comes."""

    name: str
    area: Any
    headings: bool
    totals: bool
    filtered: bool

    @classmethod
    def of(cls, range_: Any) -> Kept:
        return cls(
            range_.Name,
            range_.DataArea,
            bool(range_.ContainsHeader),
            bool(range_.TotalsRow),
            bool(range_.AutoFilter),
        )

    def restore(self, document: Any, sheet: int) -> None:
        """Make it on the sheet of that number, if LibreOffice has lost it."""
        if not document.DatabaseRanges.hasByName(self.name):
            self.make(document, sheet)

    def make(self, document: Any, sheet: int) -> None:
        """Make it, under a name with a number when there is one of its name."""
        ranges = document.DatabaseRanges
        name = next(each for each in _names(self.name) if not ranges.hasByName(each))
        self.area.Sheet = sheet
        ranges.addNewByName(name, self.area)
        made = ranges.getByName(name)
        made.ContainsHeader, made.TotalsRow = self.headings, self.totals
        made.AutoFilter = self.filtered


def _names(name: str) -> Iterator[str]:
    return chain([name], (f"{name}_{number}" for number in count(2)))


def all_kept(document: Any) -> list[Kept]:
    ranges = document.DatabaseRanges
    found = [ranges.getByName(name) for name in ranges.ElementNames]
    return [Kept.of(each) for each in found if not each.Name.startswith(_UNNAMED)]
