"""Cells and ranges by their addresses, counted as Excel counts: A1 is row 1, column 1."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crmbook.sheet import letters

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})$")


class Range(NamedTuple):
    """A rectangle of cells; both ends are in it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def text(self) -> str:
        first, last = cell(self.top, self.left), cell(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def overlaps(self, other: Range) -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def joined(self, other: Range) -> Range:
        """The smallest range that holds both."""
        return Range(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def cell(row: int, column: int) -> str:
    """(7, 3) → "C7"."""
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    """28 → "AB"."""
    return letters(column - 1)


@cache
def column_number(name: str) -> int:
    """The number of a column by its letters: "A" → 1, "AB" → 28."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_cell(text: str) -> tuple[int, int] | None:
    """The row and column of an address; None when there is no such cell."""
    found = _CELL.match(text)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_range(text: str) -> Range | None:
    """The range of A1, A1:C3 or A:C; None for anything else."""
    first, _, last = text.partition(":")
    top_left, bottom_right = parse_cell(first), parse_cell(last or first)
    if top_left and bottom_right:
        return Range(*top_left, *bottom_right)
    left, right = _COLUMN.match(first), _COLUMN.match(last)
    if left and right:
        return Range(1, column_number(left[1]), LAST_ROW, column_number(right[1]))
    return None
