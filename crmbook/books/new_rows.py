"""The rows to append as XML: new ones made as they are wanted, standing ones filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crmbook.books.brush import Brush, column_styles
from crmbook.books.cell_xml import ContentRefusedError, Kind, kind_of, plain
from crmbook.books.filling import Filling
from crmbook.books.forbidden import CellRefusedError, shared_by
from crmbook.books.growth import Growth
from crmbook.books.references import cell as address
from crmbook.books.row_text import CellText, RowText
from crmbook.books.rows import Plain
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
        self._contents: list[list[Plain]] = []
        self._kinds: list[list[Kind]] = []
        self._take_values()
        self._looks = self._settle_looks()
        self._moves_totals = growth is not None and place.totals > 0
        totals = moved_totals(place, growth) if growth is not None and self._moves_totals else {}
        self._standing = {row.number: row for row in place.survey.below}
        self._settled = {
            number: self._filled(row, number - place.start)
            for number, row in self._standing.items()
            if number <= place.end
        }
        if totals:
            self._settled[place.end + 1] = self._totals_row(totals)
        self.has_formulas = bool(totals) or self._has_gaps()

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Each row with its number, from the top."""
        place = self._place
        for index, number in enumerate(range(place.start, place.end + 1)):
            settled = self._settled.get(number)
            yield number, settled if settled is not None else self._made(number, index)
        if place.end + 1 in self._settled:
            yield place.end + 1, self._settled[place.end + 1]

    def _take_values(self) -> None:
        """Try every value, so that nothing is refused once we write."""
        date1904 = self._brush.date1904
        for number, values in enumerate(self._values, self._place.start):
            try:
                contents = [plain(value, date1904=date1904) for value in values]
            except ContentRefusedError as error:
                raise self._placed(number, values) from error
            self._contents.append(contents)
            self._kinds.append(list(map(kind_of, values, contents)))

    def _placed(self, number: int, values: Sequence[Value]) -> ContentRefusedError:
        """The refusal of the first value of a row that no cell can hold, with its place."""
        for column, value in enumerate(values, self._place.left):
            try:
                self._brush.plain(value)
            except ContentRefusedError as error:
                place = f"{self._place.sheet.name}!{address(number, column)}"
                return ContentRefusedError(f"{place}: {error}")
        raise AssertionError(number)

    def _settle_looks(self) -> dict[int, dict[Kind, int]]:
        """Column → the look of each kind of value that goes into it."""
        kinds: dict[int, set[Kind]] = {column: {""} for column in self._columns}
        for row in self._kinds:
            for column, kind in enumerate(row, self._place.left):
                kinds[column].add(kind)
        return {
            column: {kind: self._brush.look(self._style(column), kind) for kind in sorted(found)}
            for column, found in kinds.items()
        }

    def _style(self, column: int) -> int:
        """The look handed down to a new cell."""
        if column in self._filling.styles:
            return self._filling.styles[column]
        return self._brush.style(self._brush.empty_row(0), None, column)

    def _has_gaps(self) -> bool:
        """Whether a formula is filled in somewhere."""
        return any(
            self._content(index, column)[0] is None
            for column in self._filling.fills
            for index in range(len(self._contents))
        )

    def _content(self, index: int, column: int) -> tuple[Plain, Kind]:
        """What a row of ours holds in a column of the sheet."""
        at = column - self._place.left
        row = self._contents[index]
        return (row[at], self._kinds[index][at]) if 0 <= at < len(row) else (None, "")

    def _made(self, number: int, index: int) -> bytes:
        """A row where none stood."""
        cells = [self._cell(number, column, None, index) for column in self._columns]
        attributes = b' r="%d"' % number + self._filling.row_attributes
        return self._place.wording.written(attributes, "".join(filter(None, cells)).encode())

    def _filled(self, row: RowText, index: int) -> bytes:
        """A row that stands there already, blank but for its looks or calculated columns."""
        had = {cell.column: cell for cell in self._place.wording.cells(row)}
        gone = self._totals_columns() if self._is_totals(row) else range(0)
        cells = {}
        for column in self._columns:
            old = None if column in gone else had.get(column)
            self._refuse_shared(row, old, index)
            written = self._cell(row.number, column, old, index)
            if written is None and column in gone and column in had:
                written = self._brush.content(row.number, column, 0, None)
            if written is not None:
                cells[column] = written.encode()
        return self._place.wording.rebuilt(row, cells)

    def _cell(self, number: int, column: int, had: CellText | None, index: int) -> str | None:
        """The cell's XML; None when there is nothing to write, or what stands there stays."""
        content, kind = self._content(index, column)
        if content is None and had is not None:
            return None
        style = self._looks[column][kind]
        if had is not None and had.style:
            style = self._brush.look(had.style, kind)
        if content is None and column in self._filling.fills:
            return self._brush.content(
                number, column, style, self._filling.fills[column].at(number)
            )
        if content is None and not style:
            return None
        return self._brush.content(number, column, style, content)

    def _refuse_shared(self, row: RowText, had: CellText | None, index: int) -> None:
        reason = shared_by(had)
        if had is not None and reason and self._content(index, had.column)[0] is not None:
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
