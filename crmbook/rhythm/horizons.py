"""How far ahead each client is judged, today and in the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment

SHORTEST = 14.0


def own_horizons(now: Moment, usual_gap: float) -> Floats:
    """Twice the client's median gap, at least 14 days; of who has no gap, twice the firm's."""
    gap = np.where(np.isfinite(now.median), now.median, usual_gap)
    horizon: Floats = np.maximum(2 * gap, SHORTEST)
    return horizon


def wanted_horizons(
    wanted: float | pd.Series | None, clients: pd.Index, now: Moment, usual_gap: float
) -> Floats:
    own = own_horizons(now, usual_gap)
    if wanted is None:
        return own
    if isinstance(wanted, pd.Series):
        given = wanted[~wanted.index.duplicated()].reindex(clients).to_numpy(dtype=float)
        return np.where(given > 0, given, own)
    if not 0 < wanted < np.inf:
        raise UsageError(
            _("The horizon must be a number of days above 0, not {value}.").format(value=wanted)
        )
    return np.full(len(clients), float(wanted))


@dataclass(frozen=True)
class HorizonRule:
    """What horizons have to do with the client's own median gap: log horizon = level + slope · log gap.

    So an earlier day can be judged by the same question as today, without a look at today's gaps.
    """

    level: float
    slope: float
    low: float
    high: float
    usual: float

    def at(self, now: Moment) -> Floats:
        gap = np.maximum(np.where(np.isfinite(now.median), now.median, self.usual), 1)
        return np.clip(np.exp(self.level + self.slope * np.log(gap)), self.low, self.high)


def horizon_rule(horizon: Floats, now: Moment) -> HorizonRule:
    """Of the clients with a gap of their own."""
    known = np.isfinite(now.median)
    if not known.any():
        middle = float(np.median(horizon)) if len(horizon) else SHORTEST
        return HorizonRule(float(np.log(middle)), 0.0, middle, middle, 1.0)
    gap, asked = np.log(np.maximum(now.median[known], 1)), np.log(horizon[known])
    varied = float(gap.var())
    shared = float(((gap - gap.mean()) * (asked - asked.mean())).mean())
    slope = float(np.clip(shared / varied, 0, 1)) if varied > 1e-9 else 0.0
    level = float(asked.mean() - slope * gap.mean())
    low, high = float(np.exp(asked.min())), float(np.exp(asked.max()))
    return HorizonRule(level, slope, low, high, float(np.exp(gap.mean())))
