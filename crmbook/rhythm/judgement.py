"""Every client judged by the firm's model: chances, dates, status."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.rhythm import counts, renewal, status, waiting
from crmbook.rhythm.backtest import Inquiry, Question
from crmbook.rhythm.calibration import Calibration
from crmbook.rhythm.histories import Floats, dates_of
from crmbook.rhythm.horizons import SHORTEST
from crmbook.rhythm.model import Model
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import Belief

Columns = dict[str, NDArray[np.generic]]

_BATCH = 25_000  # clients at a time: memory stays flat
_OWN_EVIDENCE = 0.5  # of what is believed of a client's rhythm comes from the client's own gaps
WINDOWS = {"50": 0.50, "80": 0.80, "90": 0.90}


def judge(model: Model, calibration: Calibration, today: Inquiry) -> pd.DataFrame:
    """One row a client, in the order of the inquiry; missing where a client never bought."""
    bought = np.flatnonzero(today.now.count > 0)
    parts = [_judge(model, calibration, *today.of(some)) for some in _batches(bought)]
    # column by column, each let go as it is joined: a million clients fit
    columns = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    clients = pd.DataFrame(columns, index=bought)
    return clients if len(bought) == len(today.now) else clients.reindex(np.arange(len(today.now)))


def _batches(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    # nobody is a batch too: the columns are there, and of the right kind
    yield from (rows[start : start + _BATCH] for start in range(0, max(len(rows), 1), _BATCH))


def _judge(model: Model, calibration: Calibration, question: Question, belief: Belief) -> Columns:
    now = question.now
    once = now.count == 1
    gaps = waiting.gap_curve(model.parameters, now, belief)
    turns = turns_of(model, calibration, now, belief, gaps)
    turn = model.clock.day(model.clock.reading(now.last) + turns.silent)
    return {
        "days_since": model.day - now.last,
        **_usual(model, gaps, once),
        "lateness": 1 - belief.p_longer,
        "p_active": np.where(once, model.second.p_returns(now.since), belief.p_active),
        **_ahead(model, calibration, question, belief, once),
        **_next(model, calibration, now, belief, once),
        "silent_from": dates_of(np.ceil(turn)),
        "status": status.statuses(now, turns, _came_back(model, now)).astype(object),
        "rhythm": _rhythm(model, now, belief),
    }


def _usual(model: Model, gaps: waiting.Curve, once: NDArray[np.bool_]) -> Columns:
    shares = {"typical_gap": 0.5, "gap_low": 0.75, "gap_high": 0.25}
    return {
        name: np.where(once, model.second.late_after(1 - share), gaps.falls_to(share))
        for name, share in shares.items()
    }


def turns_of(
    model: Model, calibration: Calibration, now: Moment, belief: Belief, gaps: waiting.Curve
) -> status.Turns:
    once = now.count == 1
    p = model.parameters
    quiet = gaps.falls_to(status.QUIET_SHARE)
    silent = waiting.active_curve(p, now, gaps).falls_to(model.least_active)
    lost = waiting.year_curve(p, now, belief, gaps, calibration.stays_away).falls_to(
        status.LOST_CHANCE
    )
    return status.in_order(
        np.where(once, model.second.late_after(1 - status.QUIET_SHARE), quiet),
        np.where(once, model.second.late_after(1 - status.LATE_SHARE), silent),
        lost,
        patience=np.maximum(2 * gaps.falls_to(0.5), SHORTEST),
    )


def _came_back(model: Model, now: Moment) -> NDArray[np.bool_]:
    """Whether the newest gap was a silence by what was known before it."""
    before = now.before_last_gap()
    belief = renewal.believe(model.parameters, before)
    longer = renewal.gap_survival(model.parameters, before, belief, now.last_gap)
    active = renewal.p_active_after(model.parameters, before, longer[:, None])[:, 0]
    return (now.count >= 3) & (active < model.least_active)


def _ahead(
    model: Model,
    calibration: Calibration,
    question: Question,
    belief: Belief,
    once: NDArray[np.bool_],
) -> Columns:
    now = question.now
    by_curve = model.second.p_silent(now.since, question.horizon)
    silent = np.where(once, by_curve, calibration.p_silent(question))
    year, expected = _next_year(model, calibration, now, belief, once)
    # the year is judged by the model alone: it may not contradict what the firm's past says of the horizon
    longer = question.horizon >= waiting.YEAR
    return {
        "p_silent": silent,
        "p_silent_12m": np.where(longer, np.maximum(year, silent), np.minimum(year, silent)),
        "expected_purchases": calibration.expected(question, silent),
        "expected_12m": expected,
    }


def _next_year(
    model: Model,
    calibration: Calibration,
    now: Moment,
    belief: Belief,
    once: NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """P(nothing bought) and expected purchases in the next 365 days."""
    year = np.full(len(now), waiting.YEAR)
    staying, left = renewal.silence_parts(model.parameters, now, belief, year)
    if_any = counts.purchases_if_any(model.parameters, now, belief, year)
    question = Question(now, year, staying, left, if_any, np.zeros(len(now)))
    silent = np.where(once, model.second.p_silent(now.since, year), calibration.by_model(question))
    return silent, calibration.expected(question, silent)


def _next(
    model: Model,
    calibration: Calibration,
    now: Moment,
    belief: Belief,
    once: NDArray[np.bool_],
) -> Columns:
    ahead = waiting.next_curve(model.parameters, now, belief)
    today = model.clock.reading(np.array([float(model.day)]))

    def on(share: float, level: float) -> Floats:
        second = model.second.when(now.since, share) - now.since
        days = np.where(once, second, ahead.falls_to(1 - level))
        return np.maximum(model.clock.day(today + days), model.day + 1)

    def by(share: float) -> Floats:
        return on(share, calibration.waits.level(share))

    middle = np.round(on(0.5, 0.5))
    windows = {}
    for name, width in WINDOWS.items():
        # a purchase day is half a day to either side: with both ends rounded a window is a day too long
        low, high = np.round(by(0.5 - width / 2) + 0.5), np.round(by(0.5 + width / 2) - 0.5)
        windows[f"next_{name}_low"] = dates_of(np.minimum(low, middle))
        windows[f"next_{name}_high"] = dates_of(np.maximum(high, middle))
    return {"expected_next": dates_of(middle), **windows}


def _rhythm(model: Model, now: Moment, belief: Belief) -> NDArray[np.generic]:
    """Whose gaps the client is judged by: for the greater part their own, or the firm's."""
    own = (belief.rhythm @ model.parameters.shapes) * now.repeats
    mostly = own / (own + model.parameters.r) >= _OWN_EVIDENCE
    return np.where(model.fitted & mostly, "own", "firm").astype(object)
