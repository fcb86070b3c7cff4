"""Chance that falls the same way in every Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Only Random.random() is promised to stay the same from one Python to the next."""

    def __init__(self, *seed: object) -> None:
        self._chance = Random("|".join(map(str, seed))).random  # noqa: S311  # invented data

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._chance()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._chance() * (high - low + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self._chance() * len(things))]

    def happens(self, share: float) -> bool:
        return self._chance() < share

    def about(self, mean: float, spread: float) -> float:
        """Around the mean; the standard deviation is spread × mean, never beyond 3 of them."""
        bell = sum(self._chance() for _ in range(12)) - 6
        return mean * (1 + spread * max(-3.0, min(3.0, bell)))

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        drawn = [(self._chance(), place) for place in range(len(things))]
        return [things[place] for _chance, place in sorted(drawn)]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.whole(0, max(0, (last - first).days)))
