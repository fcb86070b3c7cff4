"""The stretches of time an owner compares: a month with its neighbours, a year with the one before."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmbook.summaries.periods import Period, earlier, midnight, month_to_date, months_upto

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.settings import Settings


@dataclass(frozen=True)
class Compared:
    """A stretch of time, the one before, and the same a year earlier."""

    now: Period
    before: Period
    year_ago: Period


def length(settings: Settings) -> int:
    """Months of the window that revenue, ABC and value are looked at in."""
    return max(1, int(settings.number("window_months") or 12))


def is_covered(findings: Findings, period: Period) -> bool:
    """Whether the firm's purchases go back far enough; a tenth of the period may be missing."""
    first = findings.summaries.documents["date"].min()
    return bool(first <= midnight(period.first) + timedelta(days=period.days // 10))


def last_full_month(as_of: date) -> Period:
    """The month that is over: an unfinished one would look like a bad one."""
    this = month_to_date(as_of)
    return this if is_whole_month(this) else month_to_date(this.before)


def whole_month(day: date) -> Period:
    """The month of a day, from its first to its last."""
    days = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=days))


def is_whole_month(period: Period) -> bool:
    return period == whole_month(period.last)


def months(as_of: date) -> Compared:
    now = last_full_month(as_of)
    return Compared(now, month_to_date(now.before), earlier(now, 12))


def windows(as_of: date, months: int, *, preceding: bool = False) -> Compared:
    """The last months; the same seen a month ago; the same seen a year ago.

    preceding  the windows that end where those begin
    """
    back = months if preceding else 0
    return Compared(*(months_upto(as_of, months, skipped=back + n) for n in (0, 1, 12)))
