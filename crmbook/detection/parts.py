"""Days whose year, month and day stand in columns of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from crmbook.cleaning import dates, months
from crmbook.detection.place import Found, Region
from crmbook.folding import squeezed
from crmbook.sheet import letters

_YEAR = frozenset(("year", "metai", "gads", "gadi"))
_DAY = frozenset(("day", "diena", "dienos"))
_MOST = 0.8
_LOOKED_AT = 80


def find(region: Region, date: Found | None) -> dict[str, Found]:
    """Where the "year", the "month" and, if any, the "day" stand; {} where days stand whole.

    date  the column that was taken for the day, and may hold months
    """
    if date is None or not _holds(region, date.number - region.first_column, _is_month):
        return {}
    found = {"month": replace(date, sure=1.0)}
    for key, called, test in (("year", _YEAR, _is_year), ("day", _DAY, _is_day)):
        for place, text in enumerate(region.headings, region.first_column):
            named = squeezed(text) in called and place != date.number
            if named and _holds(region, place - region.first_column, test):
                found[key] = Found(place, letters(place), text, 1.0, "heading")
    return found if "year" in found else {}


def _holds(region: Region, place: int, test: Callable[[object], bool]) -> bool:
    column = [_cell(row, place) for row in islice(region.head, _LOOKED_AT)]
    filled = [value for value in column if value is not None]
    return bool(filled) and sum(map(test, filled)) >= _MOST * len(filled)


def _cell(row: Sequence[object], place: int) -> object:
    return row[place] if 0 <= place < len(row) else None


def _is_month(value: object) -> bool:
    if isinstance(value, str) and months.alone(value):
        return True
    return _within(value, 1, 12) and dates.day(value) is None


def _is_year(value: object) -> bool:
    return _within(value, months.FIRST_YEAR, months.LAST_YEAR)


def _is_day(value: object) -> bool:
    return _within(value, 1, 31)


def _within(value: object, first: int, last: int) -> bool:
    text = str(value).strip()
    return text.isdecimal() and first <= int(text) <= last
