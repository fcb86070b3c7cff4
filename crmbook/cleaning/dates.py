"""Dates as people type them: 31.03.2026 · 2026 m. kovo 31 d. · 2026. gada 31. marts · 2026-03."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from crmbook.cells import Cells, Mask
from crmbook.cleaning import months
from crmbook.cleaning.cleaned import Cleaned, Conventions, Slip, errors, slips
from crmbook.folding import fold

Days = npt.NDArray[np.datetime64]

# Words around a date that say nothing more: "m.", "d.", "gada", "d.", weekdays' "st", "nd".
_PASSED = re.compile(r"(?:m|d|g|gada|metu|diena|st|nd|rd|th|of|the|men)$")
_WEEKDAY = re.compile(
    r"(?:pirmad|antrad|treciad|ketvirtad|penktad|sestad|sekmad|pirmd|otrd|tresd|ceturtd|piektd"
    r"|sestd|svetd|mon|tue|wed|thu|fri|sat|sun)\w*$"
)
_CLOCK = re.compile(
    r"[ tT,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[apAP]\.?[mM]\.?)?\s*(?:[zZ]|[+-]\d\d:?\d\d)?$"
)
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-./ ])\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})\.?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")

_SERIAL_FROM, _SERIAL_TO = 7_306, 80_000  # 1920 and 2119: other numbers are no dates
_YEARS_APART = timedelta(days=1462)  # between Excel's two beginnings of time
_BASE = date(1899, 12, 30)
_MANY_YEARS = 8  # “Jul 3”, “Jul 25”: so many different numbers are days, not years


@dataclass(frozen=True)
class _Typed:
    """One text read as a date: certain, or one of two readings."""

    day: date | None = None
    day_first: date | None = None
    month_first: date | None = None

    @property
    def doubtful(self) -> bool:
        if self.day or self.day_first == self.month_first:
            return False
        return self.day_first is not None and self.month_first is not None

    def settled(self, *, month_first: bool) -> date | None:
        if self.day is not None:
            return self.day
        if self.doubtful:
            return self.month_first if month_first else self.day_first
        return self.day_first or self.month_first


def clean(
    cells: Cells, conventions: Conventions, *, century: int = 60, whole_months: bool = False
) -> Cleaned:
    """Days. A two-digit year from century on is of the 1900s.

    whole_months  a cell that says no day, such as 2026-03, is the first day of its month
    """
    typed = [_typed(value, century) for value in cells.distinct]
    month_first, unsure = _order(typed, conventions)
    found = [np.datetime64(one.settled(month_first=month_first) or "NaT", "D") for one in typed]
    days = _spread(cells, found)
    serial = cells.has_number
    days = np.where(serial, _from_numbers(cells, conventions), days)
    doubtful = _where(cells, [one.doubtful and unsure for one in typed])
    no_day = np.zeros(len(cells), dtype=bool)
    if whole_months and (cells.filled & np.isnat(days)).any():
        first_days, either = _without_day(cells)
        no_day = np.isnat(days) & ~np.isnat(first_days)
        days = np.where(no_day, first_days, days)
        doubtful |= either
    wrong = errors(cells)
    read = ~np.isnat(days) & ~no_day
    is_text = _where(cells, [isinstance(value, str) for value in cells.distinct])
    return Cleaned(
        pd.Series(days.astype("datetime64[us]")),
        slips(
            Slip("error_cell", wrong),
            Slip("not_a_date", cells.filled & np.isnat(days) & ~wrong),
            Slip("serial_date", serial & read, bad=False),
            Slip("text_date", is_text & read, bad=False),
            Slip("no_day", no_day, bad=False),
            Slip("unsure_date", doubtful & ~np.isnat(days), bad=False),
        ),
    )


def _without_day(cells: Cells) -> tuple[Days, Mask]:
    """The first days of the months that cells name, and which of them may be days of some year."""
    named = [months.typed(value) if isinstance(value, str) else None for value in cells.distinct]
    if len({one.first.year for one in named if one and one.doubtful}) >= _MANY_YEARS:
        named = [one if one and not one.doubtful else None for one in named]
    first = [np.datetime64(one.first if one else "NaT", "D") for one in named]
    days = np.where(cells.has_number, _months_in_numbers(cells), _spread(cells, first))
    return days, _where(cells, [bool(one and one.doubtful) for one in named])


def _months_in_numbers(cells: Cells) -> Days:
    """Months run together as 202603."""
    whole = np.nan_to_num(cells.numbers, nan=0.0)
    year, month = np.divmod(whole, 100)
    found = (year >= months.FIRST_YEAR) & (year <= months.LAST_YEAR) & np.isin(month, range(1, 13))
    since_1970 = np.where(found, (year - 1970) * 12 + month - 1, 0).astype("timedelta64[M]")
    first: Days = (np.datetime64("1970-01", "M") + since_1970).astype("datetime64[D]")
    return np.where(found, first, np.datetime64("NaT", "D"))


def is_date(value: object) -> bool:
    """Whether a cell would be read as a date; numbers are not, for they may be anything."""
    return day(value) is not None or (isinstance(value, str) and months.typed(value) is not None)


def day(value: object) -> date | None:
    """The day that a cell alone says, days before months; None when it says none."""
    return _typed(value, 60).settled(month_first=False)


def _spread(cells: Cells, found: Sequence[np.datetime64]) -> Days:
    days: Days = cells.spread(found, fill=np.datetime64("NaT"), dtype="datetime64[D]")
    return days


def _where(cells: Cells, found: Sequence[bool]) -> Mask:
    mask: Mask = cells.spread(found, fill=False, dtype=bool)
    return mask


def _from_numbers(cells: Cells, conventions: Conventions) -> Days:
    """Serial numbers of days, and days run together as 20260331."""
    numbers = cells.numbers
    whole = np.floor(np.nan_to_num(numbers, nan=0.0))
    serial = (whole >= _SERIAL_FROM) & (whole <= _SERIAL_TO)
    base = _BASE + (_YEARS_APART if conventions.from_1904 else timedelta(0))
    steps = np.where(serial, whole, 0).astype("timedelta64[D]")
    days: Days = np.where(serial, np.datetime64(base, "D") + steps, np.datetime64("NaT", "D"))
    compact = (whole >= 19_000_101) & (whole <= 21_991_231) & (whole == numbers)
    for place in np.flatnonzero(compact):
        found = _typed(str(int(whole[place])), 60).day
        days[place] = np.datetime64(found or "NaT", "D")
    return days


def _order(typed: Sequence[_Typed], conventions: Conventions) -> tuple[bool, bool]:
    """Whether months come first, and whether that is a guess."""
    if conventions.month_first is not None:
        return conventions.month_first, False
    days = any(one.day_first and not one.month_first for one in typed)
    months = any(one.month_first and not one.day_first and not one.day for one in typed)
    return (months, False) if days != months else (False, True)


def _typed(value: object, century: int) -> _Typed:
    if isinstance(value, datetime):
        return _Typed(value.date())
    if isinstance(value, date):
        return _Typed(value)
    if not isinstance(value, str):
        return _Typed()
    text = value.replace("\xa0", " ").strip()
    if ":" in text:
        text = _CLOCK.sub("", text)
    if found := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return _Typed(_day(*map(int, found.groups())))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found, century)
    return _Typed(_spelled(text, century))


def _year_last(found: re.Match[str], century: int) -> _Typed:
    first, sign, second, last = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[4]) == 4:
        day_first = _day(last, second, first)
        # with dots nobody writes the month first
        certain = day_first if sign == "." else None
        return _Typed(certain, day_first, _day(last, first, second))
    year = _year(last, century)
    if first > 31 or (sign == "-" and last <= 31):
        return _Typed(_day(_year(first, century), second, last))
    return _Typed(None, _day(year, second, first), _day(year, first, second))


def _year(two_digits: int, century: int) -> int:
    return two_digits + (1900 if two_digits >= century else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spelled(text: str, century: int) -> date | None:
    """A date with the month in letters, in any order and language."""
    numbers, named = [], []
    for part in _PARTS.findall(fold(text)):
        if part.isdigit():
            numbers.append(part)
        elif month := months.name(part):
            named.append(month)
        elif not _PASSED.match(part) and not _WEEKDAY.match(part):
            return None
    if len(named) != 1 or len(numbers) != 2:
        return None
    return _around_month(numbers, named[0], century)


def _around_month(numbers: Sequence[str], month: int, century: int) -> date | None:
    first, second = numbers
    if len(first) == 4:
        return _day(int(first), month, int(second))
    if len(second) == 4:
        return _day(int(second), month, int(first))
    if len(second) == 2:
        return _day(_year(int(second), century), month, int(first))
    return None
