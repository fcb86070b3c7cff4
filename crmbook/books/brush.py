"""Cells written in the look of the place they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmbook.books.cell_xml import Formula, Kind, cell_xml, kind_of, plain
from crmbook.books.date_styles import DateStyles
from crmbook.books.names import main
from crmbook.books.references import column_letters
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
        self.date1904 = package.workbook.date1904
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
        """A value in the look of its place; a day is shown as one, all else as the place wants."""
        content = self.plain(value)
        style, kind = self.style(row, had, column), kind_of(value, content)
        if kind != "number":
            style = self.look(style, kind)
        return self.content(row.number, column, style, content).encode()

    def look(self, style: int, kind: Kind) -> int:
        """The style, or one like it for the kind of value: a day is no number, nor the reverse."""
        if kind == "number":
            return self._dates.undated(style)
        return self._dates.dated(style, time=kind == "moment") if kind else style

    def plain(self, value: Value) -> Plain:
        return plain(value, date1904=self.date1904)

    def content(self, row: int, column: int, style: int, content: Plain | Formula) -> str:
        return cell_xml(self._prefix, f"{column_letters(column)}{row}", style, content)


def column_styles(root: etree._Element) -> dict[range, int]:
    """The looks of whole columns."""
    return {
        range(int(each.get("min", "1")), int(each.get("max", "1")) + 1): int(each.get("style", "0"))
        for each in root.iterfind(f"{main('cols')}/{main('col')}")
        if each.get("style", "0") != "0"
    }
