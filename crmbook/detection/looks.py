"""What the first cells of a column look like, whatever stands above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from crmbook import cells as columns
from crmbook.cleaning import Conventions, dates, numbers
from crmbook.schema import Kind
from crmbook.sheet import Value


@dataclass(frozen=True)
class Look:
    """Shares of the filled cells, 0 to 1.

    codelike  a number, or a text of one word with a digit in it
    serial    a number that could be an Excel day of our times
    steps     the whole numbers go up by one from cell to cell: a count of rows
    """

    filled: int = 0
    dates: float = 0.0
    numbers: float = 0.0
    texts: float = 0.0
    emails: float = 0.0
    codelike: float = 0.0
    serial: float = 0.0
    distinct: float = 0.0
    steps: bool = False


def look(values: Sequence[Value]) -> Look:
    """The look of a column's first cells."""
    filled = [value for value in values if value is not None]
    if not filled:
        return Look()
    n = len(filled)
    found = numbers.clean(columns.of(filled), Conventions()).series.notna()
    days = [dates.is_date(value) for value in filled]
    plain = [value for value in filled if isinstance(value, (int, float))]
    return Look(
        filled=n,
        dates=sum(days) / n,
        numbers=sum(found.to_numpy() & [not day for day in days]) / n,
        texts=sum(map(_is_text, filled)) / n,
        emails=sum("@" in str(value) for value in filled) / n,
        codelike=sum(map(_is_code, filled)) / n,
        serial=sum(20_000 <= value <= 60_000 for value in plain) / n,
        distinct=len(set(map(str, filled))) / n,
        steps=len(plain) == n and _steps(plain),
    )


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and sum(map(str.isalpha, value)) > len(value) / 2


def _is_code(value: Value) -> bool:
    if isinstance(value, str):
        return " " not in value.strip() and any(map(str.isdigit, value))
    return not isinstance(value, date)


def _steps(found: Sequence[float]) -> bool:
    return len(found) > 2 and all(b - a == 1 for a, b in pairwise(found))


def agrees(kind: Kind, seen: Look) -> bool:
    """Whether cells of that look can be a column of that kind; few cells agree with anything."""
    if seen.filled < 3:
        return True
    if kind == "date":
        return seen.dates + seen.serial >= 0.3
    if kind in {"money", "number", "integer"}:
        return seen.numbers >= 0.3
    return not (kind == "email" and seen.emails < 0.3)
