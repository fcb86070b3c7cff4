"""What stands on a sheet that is open, read a whole sheet at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from crmbook.book import TablePlace
from crmbook.errors import SheetNotFoundError
from crmbook.sheet import Area, Value, address

if TYPE_CHECKING:
    import xlwings

_LARGEST: Final = 10.0**15
_MIDNIGHT: Final = time()
_FAULTS: Final = ("#", "Err:")  # as Excel and LibreOffice begin the names of errors


def sheet_of(book: xlwings.Book, title: str) -> xlwings.Sheet:
    for sheet in book.sheets:
        if sheet.name == title:
            return sheet
    raise SheetNotFoundError(title, book.name)


def used(sheet: xlwings.Sheet) -> xlwings.Range:
    """From A1, which the program's own used range may leave out."""
    last = sheet.used_range.last_cell
    return sheet.range((1, 1), (last.row, last.column))


def values(sheet: xlwings.Sheet) -> list[list[Value]]:
    return trimmed([[_plain(value) for value in row] for row in _raw(used(sheet))])


def _raw(cells: xlwings.Range, **options: object) -> list[list[Any]]:
    rows: list[list[Any]] = cells.options(ndim=2, **options).value
    return rows


def _plain(value: Any) -> Value:  # noqa: ANN401  # whatever the program hands over
    """A value as we speak of it: no empty texts, no 17.0, no midnights."""
    kind = type(value)
    if kind is float:
        whole = value.is_integer() and -_LARGEST < value < _LARGEST
        return int(value) if whole else float(value)
    if kind is str:
        return str(value) or None
    if kind is datetime and value.time() == _MIDNIGHT:
        day: date = value.date()
        return day
    kept: Value = value
    return kept


def trimmed(rows: list[list[Value]]) -> list[list[Value]]:
    """Without the rows and columns at the end that are empty, though they may have looks."""
    height = max((n for n, row in enumerate(rows, 1) if any(v is not None for v in row)), default=0)
    width = max((_filled(row) for row in rows[:height]), default=0)
    return [row[:width] for row in rows[:height]]


def _filled(row: Sequence[Value]) -> int:
    """How many cells there are up to the last one that holds something."""
    number = len(row)
    while number and row[number - 1] is None:
        number -= 1
    return number


def constants(cells: xlwings.Range) -> Iterator[tuple[list[Value], int]]:
    """Of each row what is no formula, and how many formulas there are."""
    for values_, told in zip(_raw(cells, err_to_str=True), _told(cells), strict=True):
        row = [
            _plain(value)
            for value, text in zip(values_, told, strict=True)
            if not _is_formula(text, value)
        ]
        yield row, len(values_) - len(row)


def formulas(cells: xlwings.Range) -> list[list[str]]:
    """The formula of each cell, "" where none stands."""
    return [
        [
            text if _is_formula(text, value) else ""
            for value, text in zip(values_, told, strict=True)
        ]
        for values_, told in zip(_raw(cells), _told(cells), strict=True)
    ]


def formulas_that(
    wanted: Callable[[str], object], cells: xlwings.Range
) -> list[tuple[int, int, str]]:
    """Row, column and text of the formulas wanted; where there are none, values are not read."""
    found = [
        (row, column, text)
        for row, told in enumerate(_told(cells))
        for column, text in enumerate(told)
        if isinstance(text, str) and text.startswith("=") and wanted(text)
    ]
    values_ = _raw(cells) if found else []
    return [
        (row + 1, column + 1, text)
        for row, column, text in found
        if _is_formula(text, values_[row][column])
    ]


def _is_formula(text: object, value: object) -> bool:
    """A text that begins with "=" is told as a formula is, but it is its own value."""
    return isinstance(text, str) and text.startswith("=") and text != value


def _told(cells: xlwings.Range) -> list[list[Any]]:
    """What one would type into each cell, as rows; one cell or one row comes flat."""
    found = cells.formula
    if not isinstance(found, list | tuple):
        return [[found]]
    if found and not isinstance(found[0], list | tuple):
        return [list(found)] if cells.shape[0] == 1 else [[each] for each in found]
    return [list(row) for row in found]


def errors(sheet: xlwings.Sheet) -> dict[str, str]:
    """Place → what it shows: an error is a text when asked for, and nothing otherwise."""
    cells = used(sheet)
    like = [
        (row, column, told)
        for row, named in enumerate(_raw(cells, err_to_str=True))
        for column, told in enumerate(named)
        if isinstance(told, str) and told.startswith(_FAULTS)
    ]
    plain = _raw(cells) if like else []
    return {address(row, column): told for row, column, told in like if plain[row][column] is None}


def tables(sheet: xlwings.Sheet) -> list[TablePlace]:
    return [_table(table, sheet) for table in sheet.tables]


def _table(table: xlwings.main.Table, sheet: xlwings.Sheet) -> TablePlace:
    head = table.header_row_range
    headings = ["" if each is None else str(each) for each in _raw(head)[0]] if head else []
    return TablePlace(
        str(table.name), str(sheet.name), _area(table.range), headings, bool(table.show_totals)
    )


def _area(cells: xlwings.Range) -> Area:
    rows, columns = cells.shape
    top, left = cells.row - 1, cells.column - 1
    return Area(top, left, top + rows - 1, left + columns - 1)


def merged(sheet: xlwings.Sheet) -> list[Area]:
    """Halves are looked at until they are merged or not: no program gives a list of them."""
    found: set[Area] = set()
    waiting = [used(sheet)]
    while waiting:
        cells = waiting.pop()
        state = cells.merge_cells
        if state is False:
            continue
        area = _area(cells[0, 0].merge_area)
        if state and _holds(area, _area(cells)):
            found.add(area)
        elif cells.size > 1:
            waiting += _halves(cells)
    return sorted(found, key=lambda area: (area.first_row, area.first_column))


def _holds(area: Area, other: Area) -> bool:
    return (
        area.first_row <= other.first_row
        and area.first_column <= other.first_column
        and area.last_row >= other.last_row
        and area.last_column >= other.last_column
    )


def _halves(cells: xlwings.Range) -> list[xlwings.Range]:
    rows, columns = cells.shape
    if rows >= columns:
        return [cells[: rows // 2, :], cells[rows // 2 :, :]]
    return [cells[:, : columns // 2], cells[:, columns // 2 :]]
