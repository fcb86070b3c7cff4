"""The day to look from, however it was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from crmbook.errors import UsageError
from crmbook.language import _

Day: TypeAlias = "date | str"  # "2026-03-31"


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
