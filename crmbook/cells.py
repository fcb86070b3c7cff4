"""A column of cells as it was read: numbers apart, everything else by its distinct values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from crmbook.sheet import Value

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]

# Rows turned into columns at once: enough that numpy pays, few enough that the rows' own
# Python objects are gone before the next ones come.
CHUNK = 20_000
# The first rows alone: with its heading among them no column is one of numbers only.
_TOP = 50

_NUMBERS = ({int}, {float}, {int, float})


@dataclass(frozen=True)
class Cells:
    """The cells of one column, top to bottom.

    numbers   the cell's number, NaN when it holds none
    codes     the cell's place in distinct, -1 when it is empty or a number
    distinct  the distinct texts, dates and yes/no values of the column
    """

    numbers: Floats
    codes: Codes
    distinct: Sequence[Value]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def has_number(self) -> Mask:
        return ~np.isnan(self.numbers)

    @property
    def filled(self) -> Mask:
        return (self.codes >= 0) | self.has_number

    def take(self, rows: npt.NDArray[Any]) -> Cells:
        """Some of the cells, by a mask or by places."""
        return Cells(self.numbers[rows], self.codes[rows], self.distinct)

    def spread(self, found: Sequence[Any], fill: Any, dtype: Any = object) -> npt.NDArray[Any]:  # noqa: ANN401  # what numpy holds
        """For every cell what was found for its value; fill where the cell holds none."""
        table = np.empty(len(found) + 1, dtype=dtype)
        table[:-1] = found
        table[-1] = fill
        return table[self.codes]  # code -1 is the last place

    def at(self, place: int) -> Value:
        """One cell's value."""
        code = int(self.codes[place])
        if code >= 0:
            return self.distinct[code]
        number = float(self.numbers[place])
        return None if np.isnan(number) else int(number) if number.is_integer() else number


def of(values: Iterable[Value]) -> Cells:
    """A column from values at hand."""
    part = _Intake()
    part.add(list(values))
    return part.cells()


def joined(parts: Sequence[Cells]) -> Cells:
    """Columns of several sheets, one under the other."""
    if len(parts) == 1:
        return parts[0]
    index = _Index()
    codes = []
    for part in parts:
        places = np.array([*(index[value] for value in part.distinct), -1], dtype=np.int32)
        codes.append(places[part.codes])
    numbers = np.concatenate([part.numbers for part in parts])
    return Cells(numbers, np.concatenate(codes), index.seen)


def empty(length: int) -> Cells:
    return Cells(np.full(length, np.nan), np.full(length, -1, dtype=np.int32), ())


def columns(rows: Iterable[Sequence[Value]], wanted: Sequence[int]) -> dict[int, Cells]:
    """The wanted columns (counted from 0) of rows, without ever holding all the rows."""
    intakes = {column: _Intake() for column in wanted}
    rows = iter(rows)
    sizes = chain([_TOP], repeat(CHUNK))
    while chunk := list(islice(rows, next(sizes))):
        for column, values in _turned(chunk, wanted):
            intakes[column].add(values)
    return {column: intake.cells() for column, intake in intakes.items()}


def _turned(
    rows: Sequence[Sequence[Value]], wanted: Sequence[int]
) -> Iterable[tuple[int, Sequence[Value]]]:
    width = min(len(row) for row in rows)
    for column in wanted:
        if column < width:
            yield column, list(map(itemgetter(column), rows))
        else:
            yield column, [row[column] if column < len(row) else None for row in rows]


class _Index(dict[Value, int]):
    """Value → code, given when it is first seen. True is not 1: numbers never come in here."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Value] = []

    def __missing__(self, value: Value) -> int:
        code = self[value] = len(self.seen)
        self.seen.append(value)
        return code


class _Intake:
    """Takes a column in, chunk by chunk."""

    def __init__(self) -> None:
        self._index = _Index()
        self._index[None] = -1
        self._numbers: list[Floats] = []
        self._codes: list[Codes] = []

    def add(self, values: Sequence[Value]) -> None:
        types = set(map(type, values))
        if types in _NUMBERS:
            numbers, codes = np.array(values, dtype=np.float64), _none(len(values))
        elif types.isdisjoint((int, float)):
            numbers, codes = np.full(len(values), np.nan), self._coded(values)
        elif types <= {int, float, type(None)}:
            numbers, codes = np.array(values, dtype=np.float64), _none(len(values))
        else:
            numbers, codes = self._mixed(values)
        self._numbers.append(numbers)
        self._codes.append(codes)

    def _coded(self, values: Sequence[Value]) -> Codes:
        return np.fromiter(map(self._index.__getitem__, values), np.int32, len(values))

    def _mixed(self, values: Sequence[Value]) -> tuple[Floats, Codes]:
        numbers = [value if type(value) in (int, float) else None for value in values]
        others = [None if type(value) in (int, float) else value for value in values]
        return np.array(numbers, dtype=np.float64), self._coded(others)

    def cells(self) -> Cells:
        if not self._codes:
            return empty(0)
        return Cells(np.concatenate(self._numbers), np.concatenate(self._codes), self._index.seen)


def _none(length: int) -> Codes:
    return np.full(length, -1, dtype=np.int32)


def written(value: Value) -> str:
    """A value as its owner sees it in the cell."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return "" if value is None else str(value)


def replaced(cells: Cells, changes: Mapping[int, Value]) -> Cells:
    """The column with some cells set to other values."""
    if not changes:
        return cells
    new = of(changes.values())
    places = np.fromiter(changes, np.int64, len(changes))
    numbers, codes = cells.numbers.copy(), cells.codes.copy()
    numbers[places] = new.numbers
    codes[places] = np.where(new.codes >= 0, new.codes + len(cells.distinct), -1)
    return Cells(numbers, codes, list(chain(cells.distinct, new.distinct)))
