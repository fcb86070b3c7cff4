"""How tall a row must be for its texts: not every program works it out when it opens a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from crmbook.books.looks import Look, properties

USUAL: Final = 15.0
_TALLEST: Final = 409.0
_USUAL_WIDTH: Final = 9.0
_BODY: Final = 11.0
_INDENT: Final = 1.3
_AIR: Final = 1.2  # a letter is narrower than the digit in which widths are counted


def fitted(texts: Sequence[tuple[str, Look, float]]) -> float | None:
    """The height that shows every (text, look, width) of a row; None when the usual one does."""
    needed = max((_height(*each) for each in texts), default=USUAL)
    return min(needed, _TALLEST) if needed > USUAL else None


def _height(text: str, look: Look, width: float) -> float:
    size, wraps, bold, indent = _lettering(look)
    line = USUAL if size <= _BODY else size * 1.33 + 1
    room = max(width * _BODY / size * (1.0 if bold else _AIR) - 1 - indent, 1.0)
    return line * (_lines(text, room) if wraps else 1)


def _lines(text: str, room: float) -> int:
    """Lines of a text broken between words."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        if len(paragraph) <= room:
            continue
        used = 0.0
        for word in paragraph.split():
            if used and used + len(word) > room:
                lines, used = lines + 1, 0.0
            lines += int(len(word) // room)
            used += len(word) + 1
    return lines


def wraps(look: Look) -> bool:
    return _lettering(look)[1]


def is_tall(look: Look) -> bool:
    return _lettering(look)[0] > _BODY


def width_of(width: float | None) -> float:
    return _USUAL_WIDTH if width is None else width


@cache
def _lettering(look: Look) -> tuple[float, bool, bool, float]:
    """Size, whether it wraps and is bold, and characters it keeps away from the left."""
    drawn = properties(look)
    size = drawn.get("font_size", _BODY)
    return (
        float(size) if isinstance(size, int | float) else _BODY,
        bool(drawn.get("text_wrap")),
        bool(drawn.get("bold")),
        _INDENT if drawn.get("indent") else 0.0,
    )
