"""How long past waits for the next purchase were by the model's measure: windows that hold what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crmbook.rhythm.backtest import Answers
from crmbook.rhythm.histories import Floats

_LEVELS = np.linspace(0, 1, 101)
_USUAL_WAITS = 30.0  # how many waits of the past hold the model's windows as they are


@dataclass(frozen=True)
class Waits:
    """The share of past waits that were over by each level of the model; both rise from 0 to 1."""

    levels: Floats
    shares: Floats

    def level(self, share: float) -> float:
        """The level of the model by which that share of the waits is over."""
        return float(np.interp(share, self.shares, self.levels))


def learn_waits(answers: Answers) -> Waits:
    """The levels that past waits reached, pulled towards the model's own."""
    over = np.isfinite(answers.waited)
    counted = np.histogram(answers.waited[over], _LEVELS, weights=answers.weight[over])[0]
    shares = np.concatenate([[0.0], np.cumsum(counted + _USUAL_WAITS * np.diff(_LEVELS))])
    return Waits(_LEVELS, shares / shares[-1])
