"""Months across: the columns of a sheet whose headings are months, with amounts under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from crmbook.cleaning import dates, months
from crmbook.detection.looks import look
from crmbook.detection.matching import fits_any
from crmbook.folding import fold
from crmbook.sheet import Value

Rows = Sequence[Sequence[Value]]
Why = Literal[
    "no_year", "twice", "no_amount", "too_long", "sums", "whose", "gone", "turned", "pivot"
]

_WITHIN = 50  # headings stand in one of the first rows
_FEWEST = 2
MOSTLY = 0.8
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_QUARTER = re.compile(r"q[1-4]|[1-4] ?q|(?:[1-4]|i{1,3}|iv)\W*(?:ketv|cet|quarter)\w*")
_NOTHING = frozenset(("-", "–", "—", "0", ""))


@dataclass(frozen=True)
class Unclear:
    """Why a sheet with months across is not read; seen: what stands there, for the sentence."""

    why: Why
    row: int
    column: int
    seen: Sequence[str] = ()


@dataclass(frozen=True)
class Across:
    """Where months stand across. Rows and columns count from 0.

    row   of the headings right above the data
    days  column → the first day of its month; or its day, where days stand across
    """

    row: int
    days: Mapping[int, date]

    @property
    def columns(self) -> list[int]:
        return list(self.days)


def find(rows: Rows, said: Iterable[str]) -> Across | Unclear | None:
    """The months across; None when nothing looks like it.

    said  texts that may tell the year where the headings do not: the sheet's title, the file's name
    """
    best = max(range(min(len(rows), _WITHIN)), key=lambda row: len(_marks(rows[row])), default=None)
    if best is None or len(_marks(rows[best])) < _FEWEST:
        return _too_long(rows)
    marks = _marks(rows[best])
    under = best + 1 if _has_words_under(rows, best, marks) else best
    if under > best:
        marks = _spread(rows[best], marks, rows[under])
        kept = _amounts_among(rows[under], marks)
        if not kept:
            return Unclear("no_amount", under, min(marks), _distinct(rows[under], marks))
        marks = kept
    if not _amounts_under(rows[under + 1 :], marks):
        return None
    return _dated(rows, best, under, marks, said)


def is_nothing(value: Value) -> bool:
    """A cell of a client who bought nothing that month."""
    return value is None or value == 0 or (isinstance(value, str) and value.strip() in _NOTHING)


def turned(rows: Rows) -> tuple[int, Sequence[Value]] | None:
    """Months below one another in the first column, amounts beside: the row and texts above them."""
    marked = [number for number, row in enumerate(rows) if row and _mark(row[0])]
    if len(marked) < _FEWEST or not marked[0]:
        return None
    above = rows[marked[0] - 1]
    places = [place for place, cell in enumerate(above) if place and isinstance(cell, str)]
    under = [rows[number] for number in marked]
    if len(places) < _FEWEST or not all(_amounts_under(under, [place]) for place in places):
        return None
    return marked[0] - 1, [above[place] for place in places]


# ── the headings ─────────────────────────────────────────────────────────────────────────────

_Mark = date | int  # a month with its year, or its number alone


def _marks(row: Sequence[Value]) -> dict[int, _Mark]:
    found = ((place, _mark(cell)) for place, cell in enumerate(row))
    return {place: mark for place, mark in found if mark}


def _mark(cell: Value) -> _Mark | None:
    day = dates.day(cell)
    if day is not None:
        return day
    if isinstance(cell, int) and not isinstance(cell, bool):
        cell = str(cell)  # 202507
    if not isinstance(cell, str):
        return None
    month = months.typed(cell)
    return month.first if month else months.alone(cell) or None


def _has_words_under(rows: Rows, row: int, marks: Mapping[int, _Mark]) -> bool:
    """A second row of headings: Quantity and Amount under each month."""
    below = rows[row + 1] if row + 1 < len(rows) else ()
    there = [cell for cell in below[min(marks) :] if cell is not None]
    words = [cell for cell in there if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return len(words) >= len(marks) and len(words) > MOSTLY * len(there)


def _spread(
    row: Sequence[Value], marks: Mapping[int, _Mark], below: Sequence[Value]
) -> dict[int, _Mark]:
    """Each month for all the columns up to the next heading beside it."""
    spread: dict[int, _Mark] = {}
    current: _Mark | None = None
    for place in range(min(marks), len(below)):
        if place < len(row) and row[place] is not None:
            current = marks.get(place)
        if current and below[place] is not None:
            spread[place] = current
    return spread


def _amounts_among(below: Sequence[Value], marks: Mapping[int, _Mark]) -> dict[int, _Mark]:
    """The columns that say that they are amounts."""
    return {
        place: mark
        for place, mark in marks.items()
        if fits_any([str(below[place])], "purchases", "amount")
    }


def _distinct(row: Sequence[Value], places: Iterable[int]) -> list[str]:
    return list(dict.fromkeys(str(row[place]) for place in places if row[place] is not None))


def _amounts_under(rows: Rows, places: Iterable[int]) -> bool:
    there = [
        row[place]
        for row in rows
        for place in places
        if place < len(row) and not is_nothing(row[place])
    ]
    return bool(there) and look(there).numbers >= MOSTLY


# ── their years ──────────────────────────────────────────────────────────────────────────────


def _dated(
    rows: Rows, row: int, under: int, marks: Mapping[int, _Mark], said: Iterable[str]
) -> Across | Unclear | None:
    first = min(marks)
    above = rows[row - 1] if row else ()
    years = _years_above(above, marks) or dict.fromkeys(marks, _only_year(rows[:row], said))
    days: dict[int, date] = {}
    for place, mark in marks.items():
        year = years.get(place)
        if isinstance(mark, date):
            days[place] = mark
        elif year is None:
            return Unclear("no_year", row, first, _ends(rows[row], marks))
        else:
            days[place] = date(year, mark, 1)
    if len(set(days.values())) < len(days):
        return Unclear("twice", row, first, _ends(rows[row], marks))
    return Across(under, days)


def _years_above(above: Sequence[Value], places: Iterable[int]) -> dict[int, int | None]:
    """Column → the year that stands above it or to the left of that; {} when none does."""
    found = [_years_in(cell) for cell in above]
    known = [years[0] if len(years) == 1 else None for years in found]
    if not any(known):
        return {}
    filled: list[int | None] = list(known)
    for place in range(1, len(filled)):
        filled[place] = filled[place] or filled[place - 1]
    return {place: filled[min(place, len(filled) - 1)] for place in places}


def _only_year(above: Rows, said: Iterable[str]) -> int | None:
    """The year that the title says, or what stands above the headings; None when they say several."""
    for texts in ([*said][:1], [cell for row in above for cell in row], [*said][1:]):
        years = {year for text in texts for year in _years_in(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _years_in(cell: Value) -> list[int]:
    if isinstance(cell, (str, int)) and not isinstance(cell, bool):
        return [int(year) for year in _YEAR.findall(str(cell))]
    return []


def _ends(row: Sequence[Value], places: Iterable[int]) -> list[str]:
    ordered = sorted(place for place in places if place < len(row) and row[place] is not None)
    return [str(row[ordered[0]]), str(row[ordered[-1]])]


# ── what is too rough ────────────────────────────────────────────────────────────────────────


def _too_long(rows: Rows) -> Unclear | None:
    """Quarters or years across tell no rhythm."""
    for number, row in enumerate(rows[:_WITHIN]):
        places = [place for place, cell in enumerate(row) if _is_quarter(cell)] or _years(row)
        if len(places) >= _FEWEST and _amounts_under(rows[number + 1 :], places):
            return Unclear("too_long", number, places[0], _ends(row, places))
    return None


def _is_quarter(cell: Value) -> bool:
    text = _YEAR.sub("", fold(cell)) if isinstance(cell, str) else ""
    return _QUARTER.fullmatch(text.strip(" .-/'m")) is not None


def _years(row: Sequence[Value]) -> list[int]:
    """The columns of years that follow one another, where no other number stands in the row."""
    found = {
        place: (_years_in(cell) or [0])[0]
        for place, cell in enumerate(row)
        if any(map(str.isdigit, str(cell)))
    }
    steps = pairwise(found.values())
    return list(found) if all(abs(after - before) == 1 for before, after in steps) else []
