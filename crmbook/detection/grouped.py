"""Clients on lines of their own, each with its purchases beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmbook.cleaning import dates
from crmbook.detection.place import Region
from crmbook.detection.totals import begins_as_total, ends_as_total
from crmbook.folding import squeezed

Row = Sequence[object]

_FEWEST = 2  # groups


def column(region: Region, date: int) -> int | None:
    """The column in which a name stands above each group of dated rows; None when none does.

    date  the number of the column of days
    """
    rows = [row for row in (*region.above, *region.head) if not _again(region, row)]
    lines = list(_lines_above(rows, date))
    if len(lines) < _FEWEST:
        return None
    first = _first(lines[0])
    dated = [row for row in rows if _day(row, date)]
    stands_apart = first == date or not any(_cell(row, first) is not None for row in dated)
    named = all(_is_name(_cell(line, first)) for line in lines)
    return first if stands_apart and named else None


def _lines_above(rows: Sequence[Row], date: int) -> Iterator[Row]:
    """The lines without a day right above lines with one."""
    before: Row | None = None
    for row in rows:
        if all(cell is None for cell in row):
            continue
        if before is not None and _day(row, date) and not _day(before, date):
            yield before
        before = row


def _again(region: Region, row: Row) -> bool:
    """The headings once more, as each group may have them."""
    texts = [squeezed(str(cell)) for cell in row if cell is not None]
    return bool(texts) and texts == [squeezed(text) for text in region.headings if text]


def _first(row: Row) -> int:
    return next(place for place, cell in enumerate(row) if cell is not None)


def _cell(row: Row, place: int) -> object:
    return row[place] if place < len(row) else None


def _day(row: Row, date: int) -> bool:
    return dates.day(_cell(row, date)) is not None


def _is_name(cell: object) -> bool:
    if not isinstance(cell, str) or not any(map(str.isalpha, cell)):
        return False
    return not begins_as_total(cell) and not ends_as_total(cell)
