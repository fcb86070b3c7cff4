"""The same question asked on earlier days of the firm's own past, where the answer is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmbook.rhythm import counts
from crmbook.rhythm.clock import YEAR, Clock
from crmbook.rhythm.histories import Floats, Histories
from crmbook.rhythm.horizons import HorizonRule
from crmbook.rhythm.moment import Moment, moment
from crmbook.rhythm.renewal import Belief, Parameters, believe, silence_parts

_MOST_CLIENTS = 3_000
_MOST_DAYS = 8
_YOUNGEST = 0.25  # of the past must lie before a day that is judged
_FEWEST = 5
_HALF_LIFE = 400.0  # days; what the firm was like long ago counts less
_ONE_GAP = 0.3  # what a client with one gap teaches of those with more


@dataclass(frozen=True)
class Question:
    """Will these clients buy nothing in the days ahead? Everything known on the day itself.

    horizon   business days ahead
    staying   P(silent in the horizon and still a client); left: P(has left), by the model
    if_any    expected purchases if there is any
    last_year  share of up to three earlier years with a purchase in the same weeks, less what the
               client's own rhythm would give; 0 where no full year is known
    age       business days since the first purchase
    """

    now: Moment
    horizon: Floats
    staying: Floats
    left: Floats
    if_any: Floats
    last_year: Floats

    @property
    def age(self) -> Floats:
        return self.now.span + self.now.since


@dataclass(frozen=True)
class Answers:
    """Judgements of the past: the questions, what came of them, and how much each counts."""

    day: Floats
    questions: tuple[Question, ...]
    bought: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.bought)


def ask(
    parameters: Parameters,
    histories: Histories,
    clock: Clock,
    day: int,
    now: Moment,
    horizon: Floats,
    chosen: NDArray[np.int64],
) -> tuple[Question, Belief]:
    """The question of some clients on a day; now and horizon (in calendar days) are of all clients."""
    some, ahead = now.of(chosen), horizon[chosen]
    start = clock.reading(np.array([float(day)]))
    business = clock.reading(day + ahead) - start
    belief = believe(parameters, some)
    staying, left = silence_parts(parameters, some, belief, business)
    if_any = counts.purchases_if_any(parameters, some, belief, business)
    year = _last_years(histories, day, horizon, now)[chosen]
    return Question(some, business, staying, left, if_any, year), belief


def answers(
    parameters: Parameters, histories: Histories, clock: Clock, day: int, rule: HorizonRule
) -> Answers:
    """What was known on up to eight earlier days, and what was bought in the horizon after each."""
    again = _repeaters(histories)
    found = [
        _answer(parameters, again, clock, day, earlier, rule)
        for earlier in _earlier_days(again, day, clock, rule)
    ]
    kept = [answer for answer in found if len(answer) >= _FEWEST]
    # the same clients on several days tell less than as many other clients
    shared = max(len(kept), 1) ** -0.5
    return Answers(
        np.concatenate([answer.day for answer in kept]) if kept else np.zeros(0),
        tuple(question for answer in kept for question in answer.questions),
        np.concatenate([answer.bought for answer in kept]) if kept else np.zeros(0),
        shared * np.concatenate([answer.weight for answer in kept]) if kept else np.zeros(0),
    )


def _repeaters(histories: Histories) -> Histories:
    """Some of the clients who bought more than once, the same ones every time."""
    often = np.flatnonzero(np.bincount(histories.client, minlength=len(histories)) > 1)
    if len(often) > _MOST_CLIENTS:
        often = np.sort(np.random.default_rng(0).choice(often, _MOST_CLIENTS, replace=False))
    return histories.only(often)


def _earlier_days(histories: Histories, day: int, clock: Clock, rule: HorizonRule) -> list[int]:
    """Days that lie one, one and a half, two and three horizons back, for short and long horizons."""
    if len(histories.day) == 0:
        return []
    horizon = rule.at(moment(histories, day, clock))
    back = np.outer(np.quantile(horizon, [0.25, 0.5, 0.75, 0.95]), [1, 1.5, 2, 3])
    days = np.unique(day - np.ceil(back)).astype(int)
    first = int(histories.day.min())
    days = days[days - first >= _YOUNGEST * (day - first)]
    spread = np.unique(np.linspace(0, len(days) - 1, min(_MOST_DAYS, len(days))).round())
    return [int(earlier) for earlier in days[spread.astype(int)]]


def _answer(
    parameters: Parameters,
    histories: Histories,
    clock: Clock,
    day: int,
    earlier: int,
    rule: HorizonRule,
) -> Answers:
    now = moment(histories, earlier, clock)
    horizon = rule.at(now)
    known = np.flatnonzero((now.count >= 2) & (earlier + horizon <= day))
    question, _belief = ask(parameters, histories, clock, earlier, now, horizon, known)
    bought = histories.count_after(earlier, horizon)[known]
    weight = np.where(question.now.repeats > 1, 1.0, _ONE_GAP)
    fading = 0.5 ** ((day - earlier) / _HALF_LIFE)
    return Answers(np.full(len(known), float(earlier)), (question,), bought, weight * fading)


def _last_years(histories: Histories, day: int, horizon: Floats, now: Moment) -> Floats:
    shares, years = np.zeros(len(now)), np.zeros(len(now))
    for back in (1, 2, 3):
        then = day - round(YEAR * back)
        known = (now.first >= 0) & (now.first <= then)
        until = np.minimum(horizon, float(day - then))
        shares += known & (histories.count_after(then, until) > 0)
        years += known
    usual = -np.expm1(-horizon / np.maximum(now.mean_gap, 1))
    # most of a year is every season
    seasonal = (years > 0) & (horizon < 300)
    return np.where(seasonal, shares / np.maximum(years, 1) - usual, 0.0)
