"""How long a client waits between purchases, and when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Belief, Parameters, survival

_STEPS = np.geomspace(0.02, 60.0, 30)
_FLOOR = 1e-12
_YEAR = 365.0


@dataclass(frozen=True)
class Curve:
    """A falling probability on a rising grid of days, one row a client."""

    days: Floats
    chance: Floats

    def falls_to(self, level: Floats | float) -> Floats:
        """The days after which the chance is the level; the last day of the grid when it never falls so low."""
        level = np.broadcast_to(np.asarray(level, dtype=float), self.days.shape[:1])
        below = np.clip((self.chance > level[:, None]).sum(axis=1), 1, self.days.shape[1] - 1)
        row = np.arange(len(level))
        days = np.log(self.days)
        chance = special.logit(np.clip(self.chance, _FLOOR, 1 - _FLOOR))
        left, right = chance[row, below - 1], chance[row, below]
        wanted = special.logit(np.clip(level, _FLOOR, 1 - _FLOOR))
        part = np.clip((left - wanted) / np.maximum(left - right, 1e-9), 0, 1)
        start, end = days[row, below - 1], days[row, below]
        return np.exp(start + part * (end - start))


def gap_curve(p: Parameters, now: Moment, belief: Belief) -> Curve:
    """P(a gap of this client is longer than the days), of a client who goes on buying."""
    days = _scale(p, now, belief)[:, None] * _STEPS
    chance = np.stack(
        [(belief.rhythm * survival(p, now, step)).sum(axis=1) for step in days.T], axis=1
    )
    return Curve(days, chance)


def next_curve(p: Parameters, now: Moment, belief: Belief) -> Curve:
    """P(the next purchase is further ahead than the days), if the client comes back at all."""
    scale = _scale(p, now, belief) + 0.5 * now.since
    days = scale[:, None] * _STEPS
    weight = belief.weight * belief.active / survival(p, now, now.since)
    whole = np.maximum((belief.weight * belief.active).sum(axis=1), 1e-280)
    chance = np.stack(
        [(weight * survival(p, now, now.since + step)).sum(axis=1) / whole for step in days.T],
        axis=1,
    )
    return Curve(days, np.minimum(chance, 1.0))


def years_end(p: Parameters, now: Moment, belief: Belief, days: Floats) -> Curve:
    """P(a purchase within the next 365 days) after so many days of silence.

    Days later than the last purchase; the client's regularity is taken from the gaps, not the silence.
    """
    leaving = (p.a / (p.a + p.b + now.repeats + 1))[:, None]
    chance = np.empty_like(days)
    for step, silence in enumerate(days.T):
        kept = survival(p, now, silence)
        within = kept - survival(p, now, silence + _YEAR)
        buying = (1 - leaving) * belief.rhythm * within
        chance[:, step] = buying.sum(axis=1) / (
            leaving[:, 0] + ((1 - leaving) * belief.rhythm * kept).sum(axis=1)
        )
    # a young silence may raise the chance of the year ahead; only the fall matters
    return Curve(days, np.minimum.accumulate(chance, axis=1))


def _scale(p: Parameters, now: Moment, belief: Belief) -> Floats:
    """About the length of the client's gaps."""
    k = (belief.rhythm * p.shapes).sum(axis=1)
    return (p.alpha + k * now.span) / (p.r + k * now.repeats)
