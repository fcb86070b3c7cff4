"""The values of a workbook, sheet by sheet, every cell with its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import python_calamine as calamine

from crmbook.errors import SheetNotFoundError, WorkbookRefusedError
from crmbook.language import _
from crmbook.sheet import Area, Value

_LARGE = 1_000_000  # cells
# From here on neighbouring whole numbers are no longer told apart in Excel's 15 digits.
_LARGEST = 1e15  # a float: beside another it is compared three times faster than an int

_Cell = int | float | str | bool | time | date | datetime | timedelta


class Values:
    """What the cells of a workbook hold, as calamine reads them.

    One sheet is kept: whoever looks at the first rows of a sheet and then reads it pays once.
    A large one is let go when it has been read to its end: a million rows take 600 MB.
    """

    def __init__(self, source: Path | bytes, name: str) -> None:
        self._name = name
        self._book = _opened(source, name)
        self._titles = [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        self._kept: calamine.CalamineSheet | None = None
        self._merged: dict[str, list[Area]] = {}

    def sheets(self) -> list[str]:
        return list(self._titles)

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        """Rows from the first to the last used one, each as wide as the sheet, from column A."""
        return self._rows(self._sheet(sheet))

    def _rows(self, sheet: calamine.CalamineSheet) -> Iterator[list[Value]]:
        if sheet.start is None:
            return
        before: list[Value] = [None] * sheet.start[1]
        for row in sheet.iter_rows():
            yield before + _plain(row)
        if sheet.height * sheet.width > _LARGE and sheet is self._kept:
            self._kept = None

    def merged(self, sheet: str) -> list[Area]:
        if sheet not in self._merged:
            self._sheet(sheet)
        return list(self._merged[sheet])

    def close(self) -> None:
        self._kept = None
        self._book.close()

    def _sheet(self, title: str) -> calamine.CalamineSheet:
        if title not in self._titles:
            raise SheetNotFoundError(title, self._name)
        if self._kept is None or self._kept.name != title:
            self._kept = None  # before the next one is read: two large sheets may not fit
            try:
                self._kept = self._book.get_sheet_by_name(title)
                areas = self._kept.merged_cell_ranges or []
                self._merged[title] = [Area(*first, *last) for first, last in areas]
            except calamine.CalamineError as error:
                raise _unreadable(self._name, error) from error
        return self._kept


def _opened(source: Path | bytes, name: str) -> calamine.CalamineWorkbook:
    try:
        if isinstance(source, bytes):
            return calamine.CalamineWorkbook.from_filelike(BytesIO(source))
        return calamine.CalamineWorkbook.from_path(source)
    except (calamine.CalamineError, OSError) as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> WorkbookRefusedError:
    return WorkbookRefusedError(
        _(
            "{book} can't be read ({reason}). "
            "Open it in Excel, let Excel repair it, save it and run again."
        ).format(book=name, reason=error)
    )


def _plain(row: list[_Cell]) -> list[Value]:
    """Values as we speak of them: no empty texts, no 17.0, no bare times."""
    # A call for each of ten million cells takes three seconds; these words take one.
    # Excel hands 17 back as 17.0; a client numbered 17 is not "17.0"
    return [
        (value or None)
        if type(value) is str
        else (int(value) if value.is_integer() and -_LARGEST < value < _LARGEST else value)
        if type(value) is float
        else _clocked(value)
        if isinstance(value, (time, timedelta))
        else value
        for value in row
    ]


def _clocked(value: time | timedelta) -> str:
    """A time or a duration as its owner sees it: "14:30"; no day is invented for it."""
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second)
    text = _clock(round(abs(value).total_seconds()))
    return f"-{text}" if value < timedelta() else text


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
