"""How long a client waits between purchases, and when the next one is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Belief, Parameters, days_away, p_active_after

_STEPS = np.geomspace(0.02, 60.0, 20)
_NEGLIGIBLE = 1e-3
_FLOOR = 1e-12
YEAR = 365.0
Stays = Callable[[Floats, float], Floats]


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
        fallen: Floats = np.exp(start + part * (end - start))
        return fallen


def gap_curve(p: Parameters, now: Moment, belief: Belief) -> Curve:
    """P(a gap of this client is longer than the days), of a client who goes on buying."""
    days = _scale(p, now, belief)[:, None] * _STEPS
    return Curve(days, _mixed(p, now, belief.rhythm, days))


def next_curve(p: Parameters, now: Moment, belief: Belief) -> Curve:
    """P(the next purchase is further ahead than the days), if the client has not left."""
    days = (_scale(p, now, belief) + 0.5 * now.since)[:, None] * _STEPS
    weight = belief.weight * belief.active
    whole = np.maximum(weight.sum(axis=1, keepdims=True), 1e-280)
    kept = weight / whole / belief.kept
    return Curve(days, np.minimum(_mixed(p, now, kept, now.since[:, None] + days), 1.0))


def active_curve(p: Parameters, now: Moment, gaps: Curve) -> Curve:
    """P(has not left) after so many days of silence."""
    return Curve(gaps.days, p_active_after(p, now, gaps.chance))


def year_curve(p: Parameters, now: Moment, belief: Belief, gaps: Curve, stays: Stays) -> Curve:
    """P(a purchase within the next 365 days) after so many days of silence, of one who has left too."""
    later = _mixed(p, now, belief.rhythm, gaps.days + YEAR) / np.maximum(gaps.chance, _FLOOR)
    active = p_active_after(p, now, gaps.chance)
    returns = 1 - stays(days_away(now, gaps.days.T).T, YEAR)
    chance = active * (1 - np.minimum(later, 1)) + (1 - active) * returns
    # a young silence may raise the chance of the year ahead; only the fall matters
    return Curve(gaps.days, np.minimum.accumulate(chance, axis=1))


def _mixed(p: Parameters, now: Moment, weight: Floats, days: Floats) -> Floats:
    """The weighted survivals of each client at each of its days; clients × steps.

    Only the few k that matter for a client are looked at: most of the time goes into the survivals.
    """
    largest = weight.max(axis=1, initial=0, keepdims=True)
    row, column = np.nonzero(weight > _NEGLIGIBLE * largest)
    k = p.shapes[column]
    shape = (p.r + k * now.repeats[row])[:, None]
    rate = (p.alpha + k * now.span[row])[:, None]
    part = rate / (rate + k[:, None] * days[row])
    longer = weight[row, column][:, None] * special.betainc(shape, k[:, None], part)
    first = np.searchsorted(row, np.arange(len(weight)))
    return np.add.reduceat(longer, first, axis=0) if len(row) else np.zeros_like(days)


def _scale(p: Parameters, now: Moment, belief: Belief) -> Floats:
    """About the length of the client's gaps."""
    k = belief.rhythm @ p.shapes
    scale: Floats = (p.alpha + k * now.span) / (p.r + k * now.repeats)
    return scale
