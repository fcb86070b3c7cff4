"""Every client judged by the firm's model: chances, dates, status."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.rhythm import counts, renewal, status, waiting
from crmbook.rhythm.histories import Floats, dates_of
from crmbook.rhythm.model import Model
from crmbook.rhythm.moment import Moment

_BATCH = 50_000  # clients at a time: memory stays flat
_YEAR = 365.0
WINDOWS = {"50": 0.50, "80": 0.80, "90": 0.90}


def judge(model: Model, now: Moment, horizon: Floats) -> pd.DataFrame:
    """One row a client of the moment, in its order; missing where a client never bought.

    horizon  calendar days ahead, one a client
    """
    bought = np.flatnonzero(now.count > 0)
    parts = [_judge_some(model, now.of(some), horizon[some]) for some in _batches(bought)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return pd.DataFrame(columns, index=bought).reindex(np.arange(len(now)))


def _batches(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    # nobody is a batch too: the columns are there, and of the right kind
    yield from (rows[start : start + _BATCH] for start in range(0, max(len(rows), 1), _BATCH))


def _judge_some(model: Model, now: Moment, horizon: Floats) -> dict[str, NDArray[np.generic]]:
    belief = renewal.believe(model.parameters, now)
    days_since = model.day - now.last
    turns, usual = _turns(model, now, belief)
    came_back = _came_back(model, now)
    return {
        "days_since": days_since,
        **usual,
        "p_active": belief.p_active,
        **_ahead(model, now, belief, horizon),
        **_next(model, now, belief),
        **_standing(now, days_since, turns, came_back),
    }


def _turns(
    model: Model, now: Moment, belief: renewal.Belief
) -> tuple[status.Turns, dict[str, Floats]]:
    gaps = waiting.gap_curve(model.parameters, now, belief)
    usual = {
        "typical_gap": gaps.falls_to(0.5),
        "gap_low": gaps.falls_to(0.75),
        "gap_high": gaps.falls_to(0.25),
    }
    lost = waiting.years_end(model.parameters, now, belief, gaps.days).falls_to(status.LOST_CHANCE)
    turns = status.in_order(
        gaps.falls_to(status.QUIET_SHARE), gaps.falls_to(model.silent_share), lost
    )
    return turns, usual


def _came_back(model: Model, now: Moment) -> NDArray[np.bool_]:
    """Whether the newest gap was a silence by what was known before it."""
    before = now.before_last_gap()
    belief = renewal.believe(model.parameters, before)
    tail = (belief.rhythm * renewal.survival(model.parameters, before, now.last_gap)).sum(axis=1)
    return (now.count >= 3) & (tail < model.silent_share)


def _ahead(model: Model, now: Moment, belief: renewal.Belief, horizon: Floats) -> dict[str, Floats]:
    silent = renewal.p_silent(model.parameters, now, belief, horizon)
    if_any = counts.purchases_if_any(model.parameters, now, belief, horizon)
    year = np.full(len(now), _YEAR)
    yearly = 1 - renewal.p_silent(model.parameters, now, belief, year)
    return {
        "p_silent": silent,
        "expected_purchases": (1 - silent) * if_any,
        "expected_12m": yearly * counts.purchases_if_any(model.parameters, now, belief, year),
    }


def _next(model: Model, now: Moment, belief: renewal.Belief) -> dict[str, NDArray[np.generic]]:
    ahead = waiting.next_curve(model.parameters, now, belief)

    def on(share: float) -> NDArray[np.datetime64]:
        return dates_of(model.day + np.maximum(np.round(ahead.falls_to(1 - share)), 1))

    windows = {
        f"next_{name}_{side}": on(0.5 + sign * width / 2)
        for name, width in WINDOWS.items()
        for side, sign in (("low", -1), ("high", 1))
    }
    return {"expected_next": on(0.5), **windows}


def _standing(
    now: Moment, days_since: Floats, turns: status.Turns, came_back: NDArray[np.bool_]
) -> dict[str, NDArray[np.generic]]:
    return {
        "silent_from": dates_of(now.last + np.ceil(turns.silent)),
        "status": status.statuses(now, days_since, turns, came_back).astype(object),
    }
