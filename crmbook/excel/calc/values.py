"""Values of a rectangle of cells, in one call each way; days are numbers that are shown as days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final, Protocol

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # as spreadsheets count, without zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
# com.sun.star.util.NumberFormat
_DATE: Final = 2
_TIME: Final = 4
_LOGICAL: Final = 1024
_ERRORS: Final = 4  # com.sun.star.sheet.FormulaResult
_DAY: Final = "yyyy-mm-dd"
_MOMENT: Final = "yyyy-mm-dd hh:mm"
_YES_NO: Final = "BOOLEAN"


class Fault(str):
    """The error a cell shows."""

    __slots__ = ()


class Formats(Protocol):
    """Number formats of a workbook."""

    document: Any

    def number_format(self, key: int) -> Any: ...

    def format_key(self, code: str) -> int: ...


def read(cells: Any, formats: Formats) -> list[list[Any]]:
    """Texts, numbers, days, yes or no, errors; "" for an empty cell."""
    rows = [list(row) for row in cells.getDataArray()]
    place = cells.RangeAddress
    epoch = _epoch(formats)
    for key, areas in _formatted(cells):
        kind = formats.number_format(key).Type
        if not kind & (_DATE | _TIME | _LOGICAL):
            continue
        for area in areas:
            columns = slice(
                area.StartColumn - place.StartColumn, area.EndColumn - place.StartColumn + 1
            )
            for row in rows[area.StartRow - place.StartRow : area.EndRow - place.StartRow + 1]:
                row[columns] = [_shown(value, kind, epoch) for value in row[columns]]
    for down, across, text in _faults(cells):
        rows[down - place.StartRow][across - place.StartColumn] = Fault(text)
    return rows


def _epoch(formats: Formats) -> datetime:
    start = formats.document.NullDate
    return _EPOCH_1904 if start.Year == _EPOCH_1904.year else _EPOCH


def _shown(value: Any, kind: int, epoch: datetime) -> Any:
    """A number as its format shows it."""
    if type(value) is not float:
        return value
    if kind & _LOGICAL:
        return bool(value)
    if not kind & _DATE:
        return value  # as Excel does: a time without a day is a part of one
    try:
        return epoch + timedelta(milliseconds=round(value * 86_400_000))
    except OverflowError:
        return value


def _formatted(cells: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Number format → the areas that have it."""
    if _is_one(cells):
        yield cells.NumberFormat, [cells.RangeAddress]
        return
    groups = cells.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        yield group.NumberFormat, group.RangeAddresses


def _is_one(cells: Any) -> bool:
    place = cells.RangeAddress
    return bool(place.StartRow == place.EndRow and place.StartColumn == place.EndColumn)


def _faults(cells: Any) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of the formulas that show an error."""
    sheet = cells.Spreadsheet
    for area in cells.queryFormulaCells(_ERRORS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column, sheet.getCellByPosition(column, row).String


class Written:
    """Values as LibreOffice takes them, and what must be done besides.

    formulas  (row, column, text), counted from the first cell
    """

    def __init__(self, rows: Sequence[Sequence[Any]], formats: Formats) -> None:
        self._formats = formats
        self._epoch = _epoch(formats)
        self._wanted: dict[tuple[int, str], list[int]] = {}
        self.formulas: list[tuple[int, int, str]] = []
        self.rows = tuple(
            tuple(self._plain(value, row, column) for column, value in enumerate(values))
            for row, values in enumerate(rows)
        )

    def _plain(self, value: Any, row: int, column: int) -> float | str:
        kind = type(value)
        if kind is str:
            return self._text(value, row, column)
        if kind is bool:
            self._wanted.setdefault((column, _YES_NO), []).append(row)
        elif kind is datetime:
            code = _DAY if value.time() == time() else _MOMENT
            self._wanted.setdefault((column, code), []).append(row)
            return float((value.replace(tzinfo=None) - self._epoch) / timedelta(days=1))
        return "" if value is None else float(value)

    def _text(self, text: str, row: int, column: int) -> str:
        """As Excel reads what is typed: "=" begins a formula, "'" a text, whatever follows."""
        if text.startswith("=") and len(text) > 1:
            self.formulas.append((row, column, text))
            return ""
        return text.removeprefix("'")

    def put(self, cells: Any) -> None:
        cells.setDataArray(self.rows)
        for (column, code), rows in self._wanted.items():
            kinds = _LOGICAL if code == _YES_NO else _DATE
            for first, last in _runs(rows):
                self._dress(cells.getCellRangeByPosition(column, first, column, last), code, kinds)

    def _dress(self, cells: Any, code: str, kinds: int) -> None:
        """Give a format, unless the cells have one of their own that shows such values."""
        key = cells.NumberFormat  # None when they differ
        if key is None or not self._formats.number_format(key).Type & kinds:
            cells.NumberFormat = self._formats.format_key(code)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours: 1, 2, 3, 7 → (1, 3), (7, 7)."""
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
