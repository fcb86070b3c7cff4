"""When to speak up: how unusual a silence must be, learnt from the gaps that clients did end."""

from __future__ import annotations

import numpy as np

from crmbook.rhythm.clock import Clock
from crmbook.rhythm.histories import Floats, Histories
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Parameters, believe, gap_survival

FALSE_ALARMS = 0.10  # of the gaps from which clients came back by themselves
_LEAST, _MOST = 0.02, 0.25
_USUAL_GAPS = 100.0  # how many gaps hold the share at FALSE_ALARMS
_MOST_CLIENTS = 2_000


def silent_share(p: Parameters, histories: Histories, clock: Clock) -> float:
    """The flag goes up when fewer than this share of the client's own gaps are as long.

    Every past gap is judged by what was known before it. Were the model perfect, a share of 0.10 would
    flag one of ten of them; the share is set so that it did.
    """
    unusual = _shares_of_past_gaps(p, histories, clock)
    if len(unusual) == 0:
        return FALSE_ALARMS
    own = float(np.quantile(unusual, FALSE_ALARMS))
    trust = len(unusual) / (len(unusual) + _USUAL_GAPS)
    return float(np.clip(own**trust * FALSE_ALARMS ** (1 - trust), _LEAST, _MOST))


def _shares_of_past_gaps(p: Parameters, histories: Histories, clock: Clock) -> Floats:
    """Of every gap after a client's first: the share of the client's gaps expected to be as long."""
    often = np.flatnonzero(np.bincount(histories.client, minlength=len(histories)) >= 3)
    if len(often) > _MOST_CLIENTS:
        often = np.sort(np.random.default_rng(0).choice(often, _MOST_CLIENTS, replace=False))
    before = _before_each_gap(histories.only(often), clock)
    return gap_survival(p, before, believe(p, before), before.since)


def _before_each_gap(histories: Histories, clock: Clock) -> Moment:
    """One row a gap but the client's first: the gaps before it, and the gap itself as the silence."""
    reading = clock.reading(histories.day.astype(float))
    first = histories.is_first
    gap = np.where(first, 0.0, np.maximum(np.diff(reading, prepend=reading[:1]), 1e-6))
    start = np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
    order = (np.arange(len(first)) - start).astype(float)
    logs = np.cumsum(np.where(first, 0.0, np.log(np.where(first, 1.0, gap))))
    later = np.flatnonzero(order >= 2)
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
    )
