"""The day to look from, or the month to tell of, however it was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from crmbook.errors import UsageError
from crmbook.language import _

Day: TypeAlias = "date | str"  # "2026-03-31"
Month: TypeAlias = "date | str"  # "2026-03", or any day in it


def day_of(given: Day) -> date:
    """A date of a date, a moment, a numpy or pandas day, or a text such as 2026-03-31.

    Raises UsageError.
    """
    found: object = given
    try:
        if hasattr(found, "astype"):
            found = found.astype("datetime64[D]").item()
        if isinstance(found, str):
            found = datetime.fromisoformat(found.strip())
        if isinstance(found, datetime):
            found = found.date()
    except (TypeError, ValueError):
        found = None
    if not isinstance(found, date) or found != found:  # noqa: PLR0124  # NaT differs from itself
        raise UsageError(
            _("The day must be a date, such as 2026-03-31, not “{value}”.").format(value=given)
        )
    return found


def month_of(given: Month) -> date:
    """The first day of a month given as 2026-03, or as a day in it. Raises UsageError."""
    if isinstance(given, str):
        try:
            return datetime.strptime(given.strip(), "%Y-%m").date()  # noqa: DTZ007  # a day, no moment
        except ValueError:
            raise UsageError(
                _("The month must be a year and a month, such as 2026-03, not “{value}”.").format(
                    value=given
                )
            ) from None
    return day_of(given).replace(day=1)
