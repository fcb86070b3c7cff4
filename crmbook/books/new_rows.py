"""The rows to append as XML: new ones made as they are wanted, standing ones filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crmbook.books.brush import Brush, column_styles
from crmbook.books.cell_xml import ContentRefusedError
from crmbook.books.filling import Filling
from crmbook.books.forbidden import CellRefusedError, shared_by
from crmbook.books.growth import Growth
from crmbook.books.references import cell as address
from crmbook.books.row_text import CellText, RowText
from crmbook.books.totals import moved_totals
from crmbook.sheet import Value

if TYPE_CHECKING:
    from crmbook.books.destination import Destination
    from crmbook.books.package import Package

Rows = Sequence[Sequence[Value]]


class NewRows:
    """Everything that can be refused, or needs a look added, is settled when it is made."""

    def __init__(
        self, package: Package, place: Destination, values: Rows, growth: Growth | None
    ) -> None:
        self._place = place
        self._values = values
        self._brush = Brush(package, place.wording, column_styles(place.root))
        self._filling = Filling(place)
        self._columns = sorted({*place.columns, *self._filling.styles})
        self._try_values()
        self._moves_totals = growth is not None and place.totals > 0
        totals = moved_totals(place, growth) if growth is not None and self._moves_totals else {}
        self._standing = {row.number: row for row in place.survey.below}
        self._settled = {
            number: self._filled(row, self._of(number))
            for number, row in self._standing.items()
            if number <= place.end
        }
        if totals:
            self._settled[place.end + 1] = self._totals_row(totals)
        self.has_formulas = bool(totals) or any(map(self._has_gap, values))

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Each row with its number, from the top."""
        place = self._place
        for number, values in enumerate(self._values, place.start):
            settled = self._settled.get(number)
            yield number, settled if settled is not None else self._made(number, values)
        if place.end + 1 in self._settled:
            yield place.end + 1, self._settled[place.end + 1]

    def _try_values(self) -> None:
        for number, values in enumerate(self._values, self._place.start):
            for column, value in enumerate(values, self._place.left):
                try:
                    self._brush.inherited(self._style(None, column), value)
                    self._brush.plain(value)
                except ContentRefusedError as error:
                    place = address(number, column)
                    told = f"{self._place.sheet.name}!{place}: {error}"
                    raise ContentRefusedError(told) from error

    def _has_gap(self, values: Sequence[Value]) -> bool:
        """Whether a formula is filled in somewhere in the row."""
        return any(self._value(values, column) is None for column in self._filling.fills)

    def _of(self, number: int) -> Sequence[Value]:
        return self._values[number - self._place.start]

    def _value(self, values: Sequence[Value], column: int) -> Value:
        index = column - self._place.left
        return values[index] if 0 <= index < len(values) else None

    def _style(self, had: CellText | None, column: int) -> int:
        if had is not None and had.style:
            return had.style
        if column in self._filling.styles:
            return self._filling.styles[column]
        return self._brush.style(self._brush.empty_row(0), had, column)

    def _made(self, number: int, values: Sequence[Value]) -> bytes:
        """A row where none stood."""
        cells = [self._cell(number, column, None, values) for column in self._columns]
        attributes = b' r="%d"' % number + self._filling.row_attributes
        return self._place.wording.written(attributes, b"".join(filter(None, cells)))

    def _filled(self, row: RowText, values: Sequence[Value]) -> bytes:
        """A row that stands there already, blank but for its looks or calculated columns."""
        had = {cell.column: cell for cell in self._place.wording.cells(row)}
        gone = self._totals_columns() if self._is_totals(row) else range(0)
        cells = {}
        for column in self._columns:
            old = None if column in gone else had.get(column)
            self._refuse_shared(row, old, values)
            written = self._cell(row.number, column, old, values)
            if written is not None or (column in gone and column in had):
                blank = self._brush.content(row.number, column, self._style(None, column), None)
                cells[column] = written or blank
        return self._place.wording.rebuilt(row, cells)

    def _cell(
        self, number: int, column: int, had: CellText | None, values: Sequence[Value]
    ) -> bytes | None:
        """The cell's XML; None when there is nothing to write, or what stands there stays."""
        value = self._value(values, column)
        content = self._brush.plain(value)
        style = self._brush.inherited(self._style(had, column), value)
        if content is None and had is not None:
            return None
        if content is None and column in self._filling.fills:
            filled = self._filling.fills[column].at(number)
            return self._brush.content(number, column, style, filled)
        if content is None and not style:
            return None
        return self._brush.content(number, column, style, content)

    def _refuse_shared(self, row: RowText, had: CellText | None, values: Sequence[Value]) -> None:
        reason = shared_by(had)
        if had is not None and reason and self._value(values, had.column) is not None:
            raise CellRefusedError(self._place.sheet.name, address(row.number, had.column), reason)

    def _is_totals(self, row: RowText) -> bool:
        table = self._place.table
        return self._moves_totals and table is not None and row.number == table.area.bottom

    def _totals_columns(self) -> range:
        table = self._place.table
        return range(table.area.left, table.area.right + 1) if table else range(0)

    def _totals_row(self, totals: Mapping[int, bytes]) -> bytes:
        number = self._place.end + 1
        row = self._standing.get(number) or self._brush.empty_row(number)
        return self._place.wording.rebuilt(row, totals)
