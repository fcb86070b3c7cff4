"""Rows and cells entered into a workbook that is open, as its owner would type them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from crmbook.books.cell_xml import ContentRefusedError, plain
from crmbook.books.date_styles import is_date_format
from crmbook.books.destination import SheetFullError
from crmbook.books.live import protection, reading
from crmbook.books.live.quiet import quietly
from crmbook.books.native import native
from crmbook.books.references import LAST_ROW
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.sheet import Value, address

if TYPE_CHECKING:
    import xlwings

Rows = Sequence[Sequence[Value]]
_DAY: Final = "yyyy-mm-dd"
_MOMENT: Final = "yyyy-mm-dd hh:mm"


def change(sheet: xlwings.Sheet, cells: Mapping[str, Value]) -> None:
    """Set the cells named, keeping their looks."""
    protection.refuse_sheets(sheet.book, [str(sheet.name)])
    typed = {place: typed_in(value, str(sheet.name), place) for place, value in cells.items()}
    with quietly(sheet.book):
        for place, value in typed.items():
            sheet.range(place).value = value


def append(book: xlwings.Book, name: str, rows: Rows) -> None:
    """Put rows below the Excel table of that name, else below the sheet of that title."""
    if not any(len(row) for row in rows):
        return
    table = _table(book, name)
    place = _Below.table(table, rows) if table else _Below.sheet(book, name, rows)
    place.refuse()
    typed = place.typed()
    with quietly(book):
        place.make_room()
        place.enter(typed)


def typed_in(value: Value, sheet: str, place: str) -> Any:  # noqa: ANN401  # as xlwings takes it
    """A value as it is typed in; a text stays one, whatever a program would make of it."""
    try:
        content = plain(value, date1904=False)
    except ContentRefusedError as error:
        raise ContentRefusedError(f"{sheet}!{place}: {error}") from error
    if isinstance(content, str):
        return f"'{content}"
    day = native(value)
    if isinstance(day, date) and not isinstance(day, datetime):
        return datetime.combine(day, time())
    return day if isinstance(day, datetime) else content


def _table(book: xlwings.Book, name: str) -> xlwings.main.Table | None:
    for sheet in book.sheets:
        for table in sheet.tables:
            if str(table.name).casefold() == name.casefold():
                return table
    return None


class _Below:
    """The rows below a list: where they begin, and how many more rows the list needs."""

    def __init__(
        self,
        sheet: xlwings.Sheet,
        rows: Rows,
        first: int,
        left: int,
        table: xlwings.main.Table | None = None,
    ) -> None:
        self._sheet = sheet
        self._rows = rows
        self._first = first
        self._left = left
        self._table = table
        self._width = max(map(len, rows))
        if table is not None:
            self._width = int(table.range.shape[1])

    @classmethod
    def table(cls, table: xlwings.main.Table, rows: Rows) -> _Below:
        """Blank rows at the end of a table are filled first; its formulas make no row used."""
        columns = table.range.shape[1]
        if max(map(len, rows)) > columns:
            raise UsageError(
                _(
                    "The table “{table}” has {columns} columns; a row of {values} values is too long."
                ).format(table=table.name, columns=columns, values=max(map(len, rows)))
            )
        body = table.data_body_range
        if body is None:
            return cls(table.parent, rows, table.range.row + 1, table.range.column, table)
        used = [
            number
            for number, (constants, _formulas) in enumerate(reading.constants(body), 1)
            if any(value is not None for value in constants)
        ]
        first = body.row + max(used, default=0)
        return cls(table.parent, rows, first, table.range.column, table)

    @classmethod
    def sheet(cls, book: xlwings.Book, title: str, rows: Rows) -> _Below:
        sheet = reading.sheet_of(book, title)
        last = len(reading.values(sheet))
        for table in sheet.tables:
            top, left = table.range.row, table.range.column
            if left == 1 and top <= last < top + table.range.shape[0]:
                return cls.table(table, rows)
        return cls(sheet, rows, last + 1, 1)

    @property
    def _last(self) -> int:
        return self._first + len(self._rows) - 1

    @property
    def _bottom(self) -> int:
        """The last row of the list as it was."""
        body = self._table.data_body_range if self._table else None
        if body is None:
            return self._first - 1
        return int(body.row + body.shape[0] - 1)

    def refuse(self) -> None:
        if self._last > LAST_ROW:
            raise SheetFullError(str(self._sheet.name), len(self._rows))
        protection.refuse_sheets(self._sheet.book, [str(self._sheet.name)])

    def typed(self) -> list[list[Any]]:
        """Every value as it will be typed: what no cell can hold is refused before we begin."""
        title = str(self._sheet.name)
        return [
            [
                typed_in(value, title, address(row - 1, column - 1))
                for column, value in enumerate(values, self._left)
            ]
            for row, values in enumerate(self._rows, self._first)
        ]

    def make_room(self) -> None:
        """Let the table grow over the new rows, and what stands below it move down."""
        more = self._last - self._bottom
        if self._table is None or more <= 0:
            return
        table, whole = self._table, self._table.range
        if table.data_body_range is not None and self._bottom > whole.row:
            self._cells(self._bottom + 1, more).insert("down")
        rows = self._last - whole.row + 1 + bool(table.show_totals)
        table.resize(self._sheet.range((whole.row, whole.column, rows, self._width)))

    def enter(self, typed: Sequence[Sequence[Any]]) -> None:
        """The looks and formulas of the row above, and the values over them, in one call each."""
        cells = self._cells(self._first, len(typed))
        if self._first - 1 > self._headings:
            self._cells(self._first - 1, 1).copy(cells)
        whole = [
            [_entered(value, text) for value, text in zip_longest(row, formulas)]
            for row, formulas in zip(typed, reading.formulas(cells), strict=True)
        ]
        self._dress(cells, typed)
        cells.value = whole

    def _dress(self, cells: xlwings.Range, typed: Sequence[Sequence[Any]]) -> None:
        """A number below days is no day, nor the reverse."""
        for column in range(self._width):
            values = [row[column] if column < len(row) else None for row in typed]
            shows_days = is_date_format(str(cells[0, column].number_format or ""))
            for row, value in enumerate(values):
                if isinstance(value, datetime) and not shows_days:
                    cells[row, column].number_format = _DAY if value.time() == time() else _MOMENT
                elif isinstance(value, int | float) and shows_days:
                    cells[row, column].number_format = "General"

    @property
    def _headings(self) -> int:
        """The last row whose looks no new row takes over: the headings."""
        return int(self._table.range.row) if self._table else 1

    def _cells(self, row: int, rows: int) -> xlwings.Range:
        return self._sheet.range((row, self._left, rows, self._width))


def _entered(value: Any, formula: str) -> Any:  # noqa: ANN401  # as xlwings takes it
    """A value; where there is none, the formula of its column, and not what stood above."""
    return formula if value is None else value
