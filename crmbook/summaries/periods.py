"""Stretches of days, counted back from a day by the calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Period:
    """Days from first to last; both ends count."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> date:
        """The last day that does not count any more."""
        return self.first - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of that month: 31 March − 1 → 28 February."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_upto(as_of: date, months: int, *, skipped: int = 0) -> Period:
    """(as_of − months, as_of], or the same stretch ``skipped`` months earlier."""
    start = months_before(as_of, months + skipped)
    return Period(start + timedelta(days=1), months_before(as_of, skipped))


def month_to_date(as_of: date) -> Period:
    """From the first of the month to as_of."""
    return Period(as_of.replace(day=1), as_of)


def earlier(period: Period, months: int) -> Period:
    """The same days of the month some months earlier, for "last month" and "a year ago".

    A period that ends with a month's last day is held against whole months: 1–28 February
    against 1–31 January.
    """
    last = months_before(period.last, months)
    if _ends_a_month(period.last):
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return Period(months_before(period.first, months), last)


def midnight(day: date) -> datetime:
    """The moment a day begins, as frames hold it."""
    return datetime.combine(day, time.min)


def _ends_a_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
