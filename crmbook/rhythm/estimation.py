"""The firm's parameters, found in the histories of its clients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from crmbook.rhythm.climbing import lowest
from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.pooled import pooled
from crmbook.rhythm.renewal import Parameters, log_likelihoods, single

LEAST_GAPS = 30
_MOST_CLIENTS = 2_500  # enough for seven numbers; every client is scored
_SHAPES = np.array([0.4, 0.6, 0.9, 1.35, 2.0, 3.0, 4.5, 7.0, 11.0, 17.0, 26.0])

# Priors of: log r, log of alpha in usual gaps, logit of a/(a+b), log(a+b), log k; in that order.
# Drop-out is what a log shows least of, and what firms differ in least, so its prior is the strongest.
_EXPECTED = np.array([0.1, 0.0, -1.5, 1.2, 0.2])
_SPREAD = np.array([1.0, 3.0, 0.25, 0.3, 0.5])
_BOUNDS = [(-4.0, 5.0), (-5.0, 6.0), (-7.0, 4.0), (-3.0, 6.0), (np.log(0.3), np.log(40.0))]

# Priors of the mean and the log of the spread of log k between clients.
_K_EXPECTED = np.array([0.2, np.log(0.5)])
_K_SPREAD = np.array([0.5, 0.4])
_K_BOUNDS = [(-1.0, 3.0), (np.log(0.1), np.log(1.5))]


def estimate(now: Moment) -> Parameters | None:
    """Maximum a posteriori; nothing when there are too few gaps or no maximum was found.

    First the model with one k for all; then, the rest held, how k differs between clients.
    """
    bought = now.of(now.count > 0)
    if bought.repeats.sum() < LEAST_GAPS:
        return None
    distinct, copies = _distinct(_some(bought))
    common = fit_common_k(distinct, copies, _penalty)
    return None if common is None else _own_k(common, distinct, copies)


def fit_common_k(
    now: Moment,
    copies: Floats,
    penalty: Callable[[Floats], float],
    k: float | None = None,
    from_first: int = 1,
) -> Parameters | None:
    """One k for all clients: estimated, or given; penalty is taken off the log-likelihood."""
    start = pooled(now)
    gap = start.alpha / start.r

    def parameters(place: Floats) -> Parameters:
        total = float(np.exp(place[3]))
        a = total * float(special.expit(place[2]))
        shape = float(np.exp(place[4])) if k is None else k
        return single(
            shape, float(np.exp(place[0])), gap * float(np.exp(place[1])), a, total - a, from_first
        )

    def loss(place: Floats) -> float:
        each = np.logaddexp(*log_likelihoods(parameters(place), now))[:, 0]
        return penalty(place) - float(copies @ each)

    first = np.array([0.3, 0.3, -1.2, 1.0, np.log(start.shapes[0])])
    found = lowest(loss, first, _BOUNDS)
    return None if found is None else parameters(found)


def _own_k(common: Parameters, now: Moment, copies: Floats) -> Parameters:
    even = np.full(len(_SHAPES), 1 / len(_SHAPES))
    grid = Parameters(common.r, common.alpha, common.a, common.b, _SHAPES, even)
    each = np.logaddexp(*log_likelihoods(grid, now))

    def loss(place: Floats) -> float:
        mixed = special.logsumexp(each + np.log(_weights(place)), axis=1)
        off = (place - _K_EXPECTED) / _K_SPREAD
        return float(0.5 * (off**2).sum() - copies @ mixed)

    first = np.array([np.clip(np.log(common.shapes[0]), *_K_BOUNDS[0]), _K_EXPECTED[1]])
    found = lowest(loss, first, _K_BOUNDS)
    # without an answer every client has the firm's regularity
    place = first if found is None else found
    return Parameters(common.r, common.alpha, common.a, common.b, _SHAPES, _weights(place))


def _weights(place: Floats) -> Floats:
    """Log-normal weights on the grid; none is nothing, or its logarithm would be infinite."""
    off = (np.log(_SHAPES) - place[0]) / np.exp(place[1])
    raw = special.softmax(-0.5 * off**2) + 1e-12
    weights: Floats = raw / raw.sum()
    return weights


def _penalty(place: Floats) -> float:
    return float(0.5 * (((place - _EXPECTED) / _SPREAD) ** 2).sum())


def _some(now: Moment) -> Moment:
    if len(now) <= _MOST_CLIENTS:
        return now
    chosen = np.random.default_rng(0).choice(len(now), _MOST_CLIENTS, replace=False)
    return now.of(np.sort(chosen))


def _distinct(now: Moment) -> tuple[Moment, Floats]:
    """Equal histories once, and how often; half of many a firm's clients bought once."""
    facts = np.column_stack([now.repeats, now.span, now.since, np.round(now.log_gaps, 9)])
    _rows, first, copies = np.unique(facts, axis=0, return_index=True, return_counts=True)
    return now.of(first), copies.astype(float)
