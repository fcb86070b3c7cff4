"""How many purchases to expect of a client who buys at all within the horizon."""

from __future__ import annotations

import numpy as np
from scipy import special

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Belief, Parameters

_SLICES = 10
# three nodes that keep the mean, the variance and the skew of a normal distribution
_NODES = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
_SHARES = np.array([1.0, 4.0, 1.0]) / 6
_PARTS = (np.arange(4) + 0.5) / 4


def purchases_if_any(p: Parameters, now: Moment, belief: Belief, horizon: Floats) -> Floats:
    """E(purchases within the horizon, given at least one); never below 1.

    The first purchase falls into one of ten slices of the horizon with the model's probability. After
    it the client's rate is Gamma(A + k, B + k·gap), and the purchases in what is left of the horizon
    follow the renewal function of gamma-k gaps, m(z) = z - (k-1)/(2k)·(1 - exp(-2kz)), exact for k = 1
    and 2, thinned by the drop-out: (1-p)/p·(1 - exp(-p·m)).
    """
    k = np.exp((belief.weight * np.log(p.shapes)).sum(axis=1))
    shape, rate = p.r + k * now.repeats, p.alpha + k * now.span
    chance, first = _first_purchase(k, shape, rate, now.since, horizon)
    leaving = _leaving(p, now.repeats)
    more = np.zeros_like(chance)
    for step, ahead in enumerate(first.T):
        buying = (shape + k) / (rate + k * (now.since + ahead))
        spread = buying / np.sqrt(shape + k)
        for node, share in zip(_NODES, _SHARES, strict=True):
            left = np.maximum(buying + node * spread, 0.05 * buying) * (horizon - ahead)
            more[:, step] += share * _after(k, left, leaving)
    following: Floats = (chance * more).sum(axis=1)
    return 1 + following


def _first_purchase(
    k: Floats, shape: Floats, rate: Floats, since: Floats, horizon: Floats
) -> tuple[Floats, Floats]:
    """The chance of each slice of the horizon, and the slices' middles."""
    ends = horizon[:, None] * np.linspace(0, 1, _SLICES + 1)
    part = rate[:, None] / (rate[:, None] + k[:, None] * (since[:, None] + ends))
    kept = special.betainc(shape[:, None], k[:, None], part)
    # far beyond the rhythm every slice is as likely as any other
    chance = np.maximum(kept[:, :-1] - kept[:, 1:], 1e-290)
    return chance / chance.sum(axis=1, keepdims=True), (ends[:, :-1] + ends[:, 1:]) / 2


def _leaving(p: Parameters, repeats: Floats) -> Floats:
    """Four equally likely drop-out probabilities of each client: quartile middles of the Beta."""
    count, where = np.unique(repeats, return_inverse=True)
    middles = special.betaincinv(p.a, p.b + count[:, None] + 1, _PARTS)
    each: Floats = np.maximum(middles, 1e-6)[where].astype(float)
    return each


def _after(k: Floats, left: Floats, leaving: Floats) -> Floats:
    renewals = np.maximum(left + (1 - k) / (2 * k) * -np.expm1(-2 * k * left), 0)
    thinned = (1 - leaving) / leaving * -np.expm1(-leaving * renewals[:, None])
    middle: Floats = thinned.mean(axis=1)
    return middle
