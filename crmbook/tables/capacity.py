"""How near a sheet is to the last row that Excel has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from crmbook.errors import Problem
from crmbook.language import _, many

if TYPE_CHECKING:
    from crmbook.tables import Source

MOST_ROWS = 1_048_576
NEARLY_FULL = 0.9


def nearly_full(sources: Mapping[str, Source]) -> list[Problem]:
    """A note for each sheet whose rows reach into the last tenth of what Excel has."""
    return [
        Problem(each.sheet, f"A{each.last_row}", _said(each.last_row), "nearly_full", "warning")
        for each in _all(sources.values())
        if each.last_row > NEARLY_FULL * MOST_ROWS
    ]


def _all(sources: Iterable[Source]) -> Iterable[Source]:
    return (each for first in sources for each in (first, *first.also))


def _said(last_row: int) -> str:
    left = many("{n} row is left", "{n} rows are left", MOST_ROWS - last_row)
    return _(
        "The sheet is nearly full: {left} of the {most} that Excel has. Begin a new sheet with the same "
        "headings, for example one for each year: crmbook reads them as one table."
    ).format(left=left, most=f"{MOST_ROWS:,}".replace(",", " "))
