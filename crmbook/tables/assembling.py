"""Days whose year, month and day stand in columns of their own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from crmbook import cells as columns
from crmbook.cells import Cells, Floats, written
from crmbook.cleaning import months
from crmbook.sheet import Value

_BLANK = 0


def days(parts: Mapping[str, Cells]) -> Cells:
    """Texts such as 2025-07-03, or 2025-07 where no column holds the day.

    What is no number and no month's name stays as it was typed, to be named as such.
    """
    numbers = {key: _numbers(cells) for key, cells in parts.items()}
    length = len(parts["month"])
    rows, places = np.unique(np.column_stack(list(numbers.values())), axis=0, return_inverse=True)
    texts = [_text(dict(zip(numbers, row.tolist(), strict=True))) for row in rows]
    found = columns.of(texts).take(places.reshape(length))
    wrong = parts["month"].filled & (numbers["month"] == _BLANK)
    if not wrong.any():
        return found
    return columns.replaced(
        found, {int(n): parts["month"].at(int(n)) for n in np.flatnonzero(wrong)}
    )


def _numbers(cells: Cells) -> Floats:
    """Noughts where a cell holds no number; months by their names too."""
    named = [_number(value) for value in cells.distinct]
    told = cells.spread(named, fill=_BLANK, dtype=np.float64)
    numbers: Floats = np.where(cells.has_number, cells.numbers, told)
    return numbers


def _number(value: Value) -> int:
    text = written(value).strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else months.alone(text)  # a year


def _text(found: Mapping[str, float]) -> str | None:
    if not all(number and number.is_integer() for number in found.values()):
        return None
    text = f"{found['year']:04.0f}-{found['month']:02.0f}"
    return f"{text}-{found['day']:02.0f}" if "day" in found else text
