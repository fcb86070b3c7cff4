"""When, and whether, those who bought once buy again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from crmbook.rhythm.clock import Clock
from crmbook.rhythm.histories import Floats, Histories
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Parameters

_MODEL_CLIENTS = 10.0  # the model's hazard weighs as much as ten clients at risk
_TWO_YEARS = 730.0
_EDGES = np.concatenate([[0.0], np.geomspace(1, 7300, 60)])


@dataclass(frozen=True)
class SecondPurchase:
    """The firm's second-purchase curve.

    days    business days after the first purchase, rising from 0
    single  P(no second purchase by then), from 1 down; its last value never come back
    """

    days: Floats
    single: Floats

    def still_single(self, since: Floats) -> Floats:
        return np.interp(since, self.days, self.single)

    def p_silent(self, since: Floats, horizon: Floats) -> Floats:
        return np.minimum(self.still_single(since + horizon) / self.still_single(since), 1)

    def p_returns(self, since: Floats) -> Floats:
        """P(a second purchase, ever): the share of the curve still to come."""
        chance: Floats = 1 - self.single[-1] / self.still_single(since)
        return chance

    def late_after(self, share: float) -> Floats:
        """Days by which that share of the second purchases of the first two years have come.

        The curve goes on for twenty years; whoever bought once long ago is new no more.
        """
        come = share * (1 - self.still_single(np.array([_TWO_YEARS])))
        days: Floats = np.interp(come - 1, -self.single, self.days)
        return days

    def when(self, since: Floats, share: float) -> Floats:
        """Days after the first purchase by which that share of those still to come have come."""
        now, end = self.still_single(since), self.single[-1]
        level = now - share * (now - end)
        days: Floats = np.interp(-level, -self.single, self.days)
        return days


def second_purchase(
    p: Parameters, histories: Histories, clock: Clock, now: Moment
) -> SecondPurchase:
    """Life table of first gaps, which a purchase ended, and of waits, which nothing has ended yet.

    In every step the share that buys is the firm's own, pulled towards the model's by ten clients; where
    nobody has waited so long yet it is the model's alone.
    """
    gaps, waits = _first_gaps(histories, clock), now.since[now.count == 1]
    bought = np.histogram(gaps, _EDGES)[0]
    waiting = np.histogram(waits, _EDGES)[0]
    reached = np.sort(np.concatenate([gaps, waits]))
    at_risk = len(reached) - np.searchsorted(reached, _EDGES[:-1]) - waiting / 2
    by_model = _by_model(p)
    usual = 1 - by_model[1:] / by_model[:-1]
    share = (bought + _MODEL_CLIENTS * usual) / (at_risk + _MODEL_CLIENTS)
    single = np.cumprod(1 - np.clip(share, 1e-9, 0.99))
    return SecondPurchase(_EDGES, np.concatenate([[1.0], single]))


def _first_gaps(histories: Histories, clock: Clock) -> Floats:
    first = np.flatnonzero(histories.is_first)
    followed = first[np.append(histories.is_first, True)[first + 1] == 0]  # numpy
    days = histories.day.astype(float)
    return clock.reading(days[followed + 1]) - clock.reading(days[followed])


def _by_model(p: Parameters) -> Floats:
    """P(no second purchase by each edge) of the fitted model."""
    leaves = p.a / (p.a + p.b)
    part = p.alpha / (p.alpha + np.outer(_EDGES, p.shapes))
    return leaves + (1 - leaves) * (special.betainc(p.r, p.shapes, part) @ p.weights)
