"""Shares that are said with their numbers, and not of too few."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Below ten a percentage says more than is known.
ENOUGH = 10
_Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Rate:
    """``count`` of ``n``: 61 of 86."""

    count: int
    n: int

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH

    @property
    def share(self) -> float | None:
        """0 to 1; None when n is below ten."""
        return self.count / self.n if self.is_enough else None

    @property
    def likely(self) -> tuple[float, float] | None:
        """The 95 % interval by Wilson (1927), score method; None when n is below ten."""
        if not self.is_enough:
            return None
        share, n = self.count / self.n, self.n
        middle = share + _Z**2 / (2 * n)
        spread = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
        scale = 1 + _Z**2 / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
