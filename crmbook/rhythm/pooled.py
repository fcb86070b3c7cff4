"""The firm's rhythm by simple rules, for when there are too few data to fit a model."""

from __future__ import annotations

import numpy as np

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Parameters, single

# What many firms' logs have in common; each weighs as much as the given number of the firm's own gaps.
_USUAL_K, _K_GAPS = 1.3, 10.0
_USUAL_GAP, _GAP_GAPS = 60.0, 0.5
_R, _A, _B = 1.5, 0.6, 3.0


def pooled(now: Moment) -> Parameters:
    """Parameters from the mean and the spread of all gaps, pulled towards what firms have in common.

    The regularity k is one over the squared coefficient of variation of the gaps around their own
    client's mean; how much clients differ (r) and how often they leave (a, b) are taken as usual.
    """
    k = _regularity(now)
    return single(k, _R, _R * _typical(now), _A, _B)


def _regularity(now: Moment) -> float:
    several = now.repeats >= 2
    free = now.repeats[several] - 1
    spread = now.squares[several] / now.repeats[several] - now.mean_gap[several] ** 2
    squared = np.maximum(spread, 0) / np.maximum(now.mean_gap[several], 1e-6) ** 2
    # n gaps around their own mean spread less than the truth by (n - 1) / n
    variation = squared * now.repeats[several] / free
    total = float(free.sum()) + _K_GAPS
    return float(np.clip(total / (float((variation * free).sum()) + _K_GAPS / _USUAL_K), 0.5, 12.0))


def _typical(now: Moment) -> float:
    """A client's mean gap, pooled on a logarithmic scale, one vote a client."""
    again = now.repeats >= 1
    votes = np.log(np.maximum(_own_gaps(now)[again], 0.5))
    return float(np.exp((votes.sum() + _GAP_GAPS * np.log(_USUAL_GAP)) / (len(votes) + _GAP_GAPS)))


def _own_gaps(now: Moment) -> Floats:
    return now.mean_gap
