"""Texts beside which the sum of other rows stands: Iš viso · Kopā · Grand Total · UAB Rytas Total."""

from __future__ import annotations

import re

from crmbook.folding import fold

_WORDS = (
    "is viso|viso|bendra suma|bendroji suma|suma is viso|tarpine suma|kopa|kopsumma|gala summa"
    "|gala kopsumma|summa kopa|pavisam|starpsumma|(?:grand |sub)?total|totals|sum"
)
_BEGINS = re.compile(rf"(?:{_WORDS})\b[\s:.]*")
_AVERAGES = "vidurkis|vidutiniskai|videji|videjais|average|mean|mediana|median"
_WHOLE = re.compile(rf"(?:{_WORDS}|{_AVERAGES})[\s:.,(]*(?:eur|€)?[\s:.)]*")
_ENDS = re.compile(rf".*\b(?:{_WORDS}|suma|summa|rezultatas|rezultats)[\s:.]*")
_LONGEST = 40


def begins_as_total(text: str) -> bool:
    """A short text that begins so, as the first cell of a row of sums does."""
    return len(text) < _LONGEST and _BEGINS.match(fold(text)) is not None


def is_total(text: str) -> bool:
    """A sum or an average, and nothing else in the cell: Total Energies is a client."""
    return _WHOLE.fullmatch(fold(text)) is not None


def ends_as_total(text: str) -> bool:
    """The sum of a group, named after it as Excel does."""
    return _ENDS.fullmatch(fold(text)) is not None
