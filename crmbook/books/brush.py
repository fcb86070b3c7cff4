"""Cells written in the look of the place they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from crmbook.books.cell_xml import Formula, cell_xml, has_time, is_date, plain
from crmbook.books.date_styles import DateStyles
from crmbook.books.names import main
from crmbook.books.references import cell
from crmbook.books.row_text import CellText, RowText, Wording
from crmbook.books.rows import Plain
from crmbook.sheet import Value

if TYPE_CHECKING:
    from lxml import etree

    from crmbook.books.package import Package


class Brush:
    def __init__(self, package: Package, wording: Wording, columns: Mapping[range, int]) -> None:
        self.wording = wording
        self._prefix = wording.prefix.decode()
        self._columns = columns
        self._date1904 = package.workbook.date1904
        self._dates = DateStyles(package)

    def empty_row(self, number: int) -> RowText:
        return RowText(number, 0, 0, b' r="%d"' % number, b"")

    def style(self, row: RowText, had: CellText | None, column: int) -> int:
        """The look of a cell: its own, else its row's, else its column's."""
        if had is not None:
            return had.style
        if row.style is not None:
            return row.style
        return next((style for span, style in self._columns.items() if column in span), 0)

    def value(self, row: RowText, had: CellText | None, column: int, value: Value) -> bytes:
        style = self.style(row, had, column)
        return self.content(row.number, column, self.styled(style, value), self.plain(value))

    def styled(self, style: int, value: Value) -> int:
        """The style, or one like it that shows dates when the value is one."""
        if is_date(value) and not isinstance(self.plain(value), str):
            return self._dates.dated(style, time=has_time(value))
        return style

    def inherited(self, style: int, value: Value) -> int:
        """The look handed down to a cell: a number does not become a day by its neighbour's look."""
        if isinstance(self.plain(value), float | int) and not isinstance(value, bool | date):
            return self._dates.undated(style)
        return self.styled(style, value)

    def plain(self, value: Value) -> Plain:
        return plain(value, date1904=self._date1904)

    def content(self, row: int, column: int, style: int, content: Plain | Formula) -> bytes:
        return cell_xml(self._prefix, cell(row, column), style, content).encode()


def column_styles(root: etree._Element) -> dict[range, int]:
    """The looks of whole columns."""
    return {
        range(int(each.get("min", "1")), int(each.get("max", "1")) + 1): int(each.get("style", "0"))
        for each in root.iterfind(f"{main('cols')}/{main('col')}")
        if each.get("style", "0") != "0"
    }
