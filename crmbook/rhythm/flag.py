"""When to speak up: how unusual a silence must be, learnt from the gaps that clients did end."""

from __future__ import annotations

import numpy as np
from scipy import special

from crmbook.rhythm.clock import Clock
from crmbook.rhythm.histories import Floats, Histories, Integers
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Parameters, believe, p_active_after

FALSE_ALARMS = 0.10  # of the gaps from which clients came back by themselves
_USUAL, _LEAST, _MOST = 0.5, 0.1, 0.9
_USUAL_GAPS = 100.0  # how many gaps hold the limit at the usual one
_MOST_CLIENTS = 2_000
_MOST_GAPS = 5_000  # place a limit of one in ten to half a percent


def least_active(p: Parameters, histories: Histories, clock: Clock) -> float:
    """The flag goes up when the chance that the client is still active is below this.

    Every past gap that a purchase ended is judged by what was known before it; the limit is what one of
    ten of them fell below. A limit on this chance is even across fast and slow clients; a limit in days
    warns of the fast ones too late and of the slow ones too often.
    """
    chances = _chances_of_past_gaps(p, histories, clock)
    if len(chances) == 0:
        return _USUAL
    own = special.logit(np.clip(np.quantile(chances, FALSE_ALARMS), 0.01, 0.99))
    trust = len(chances) / (len(chances) + _USUAL_GAPS)
    return float(
        np.clip(special.expit(trust * own + (1 - trust) * special.logit(_USUAL)), _LEAST, _MOST)
    )


def _chances_of_past_gaps(p: Parameters, histories: Histories, clock: Clock) -> Floats:
    """P(active) on the last day of every gap after a client's first."""
    often = np.flatnonzero(np.bincount(histories.client, minlength=len(histories)) >= 3)
    before = _before_each_gap(histories.only(_some(often, _MOST_CLIENTS)), clock)
    longer = believe(p, before).p_longer
    return p_active_after(p, before, longer[:, None])[:, 0]


def _some(places: Integers, most: int) -> Integers:
    """The same ones every time."""
    if len(places) <= most:
        return places
    return np.sort(np.random.default_rng(0).choice(places, most, replace=False))


def _before_each_gap(histories: Histories, clock: Clock) -> Moment:
    """One row a gap but the client's first, of some of them: the gaps before it, and the gap itself as the silence."""
    reading = clock.reading(histories.day.astype(float))
    first = histories.is_first
    gap = np.where(first, 0.0, np.maximum(np.diff(reading, prepend=reading[:1]), 1e-6))
    start = np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
    order = (np.arange(len(first)) - start).astype(float)
    logs = np.cumsum(np.where(first, 0.0, np.log(np.where(first, 1.0, gap))))
    later = _some(np.flatnonzero(order >= 2), _MOST_GAPS)
    nothing = np.zeros(len(later))
    return Moment(
        count=order[later],
        span=reading[later - 1] - reading[start[later]],
        since=gap[later],
        log_gaps=logs[later - 1] - logs[start[later]],
        squares=nothing,
        longest=nothing,
        last_gap=nothing,
        last_three=nothing,
        median=nothing,
        spent=nothing,
        first=nothing,
        last=nothing,
        day=0,
    )
