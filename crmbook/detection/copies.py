"""Sheets that were reports of crmbook's: kept or copied by their owner, they are no list of clients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from crmbook.folding import fold
from crmbook.language import LANGUAGES, Language, _, speaking
from crmbook.sheet import Value

_WITHIN = 10  # rows down to the headings of a report
_YEAR = re.compile(r"\d{4}")


def is_report(rows: Sequence[Sequence[Value]]) -> bool:
    """Whether the first rows are those of a report, in any language."""
    first = [row[0] if row else None for row in rows[:2]]
    return any(_titled(first, tongue) or _scored(rows, tongue) for tongue in LANGUAGES)


def _titled(first: Sequence[Value], language: Language) -> bool:
    """The title of a report, and the day it looks from under it."""
    if len(first) < 2 or not all(isinstance(cell, str) for cell in first):
        return False
    title, told = map(str, first)
    return fold(title) in _titles(language) and any(
        part.startswith(_as_of(language)) and _YEAR.search(part) for part in told.split(" · ")
    )


def _scored(rows: Sequence[Sequence[Value]], language: Language) -> bool:
    """Headings that nobody but crmbook gives."""
    return any(
        _tell_tale(language) <= {fold(cell) for cell in row if isinstance(cell, str)}
        for row in islice(rows, _WITHIN)
    )


@cache
def _titles(language: Language) -> frozenset[str]:
    with speaking(language):
        titles = (
            _("Overview"), _("To do"), _("Silence"), _("Segments"), _("ABC"),
            _("Satisfied × loyal"), _("Quality"),
        )  # fmt: skip
    return frozenset(map(fold, titles))


@cache
def _as_of(language: Language) -> str:
    with speaking(language):
        return _("As of {day}").partition("{day}")[0]


@cache
def _tell_tale(language: Language) -> frozenset[str]:
    with speaking(language):
        return frozenset(map(fold, (_("Probability of silence"), _("Probability of buying again"))))
