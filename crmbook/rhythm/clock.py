"""The business clock: days that count more when the whole firm is busy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from crmbook.rhythm.histories import Floats


class Clock(Protocol):
    """Turns day numbers into business days, and back. Both directions rise."""

    def reading(self, day: Floats) -> Floats: ...
    def day(self, reading: Floats) -> Floats: ...


@dataclass(frozen=True)
class PlainClock:
    """Every day counts the same."""

    def reading(self, day: Floats) -> Floats:
        return np.asarray(day, dtype=float)

    def day(self, reading: Floats) -> Floats:
        return np.asarray(reading, dtype=float)
