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
from crmbook.rhythm.renewal import Belief, Parameters, believe, silence_parts, waits_longer

_MOST_CLIENTS = 3_000
_MOST_DAYS = 8
_YOUNGEST = 0.25  # of the past must lie before a day that is judged
_FEWEST = 5
_HALF_LIFE = 400.0  # days; what the firm was like long ago counts less
_STILL_TO_COME = (
    0.05  # of the waits; with more, the short waits would be counted before the long ones
)
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

    def of(self, chosen: NDArray[np.bool_]) -> Question:
        columns = (self.horizon, self.staying, self.left, self.if_any, self.last_year)
        return Question(self.now.of(chosen), *(column[chosen] for column in columns))

    @property
    def age(self) -> Floats:
        return self.now.span + self.now.since


@dataclass(frozen=True)
class Answers:
    """Judgements of the past, by day: the questions, what came of them, how much each counts.

    client  a number that is the same for one client on every day
    bought  purchase days in the horizon
    waited  the model's chance, on the day, of a wait no longer than the one that ended with the next
            purchase; missing where none came, and where even now a longer wait may be to come
    """

    client: NDArray[np.int64]
    day: Floats
    questions: tuple[Question, ...]
    bought: Floats
    weight: Floats
    waited: Floats

    def of(self, chosen: NDArray[np.bool_]) -> Answers:
        ends = np.cumsum([0, *(len(question.now) for question in self.questions)])
        parts = zip(self.questions, ends[:-1], ends[1:], strict=True)
        questions = tuple(question.of(chosen[start:end]) for question, start, end in parts)
        columns = (self.bought, self.weight, self.waited)
        return Answers(
            self.client[chosen],
            self.day[chosen],
            questions,
            *(column[chosen] for column in columns),
        )

    def __len__(self) -> int:
        return len(self.bought)


@dataclass(frozen=True)
class Inquiry:
    """A day, and what is asked of every client on it.

    now, horizon  of all clients; the horizon in calendar days
    """

    parameters: Parameters
    clock: Clock
    day: int
    now: Moment
    horizon: Floats
    last_year: Floats

    def of(self, chosen: NDArray[np.int64]) -> tuple[Question, Belief]:
        """The question of some clients, and what is believed of them."""
        some = self.now.of(chosen)
        today = self.clock.reading(np.array([float(self.day)]))
        ahead = self.clock.reading(self.day + self.horizon[chosen]) - today
        belief = believe(self.parameters, some)
        staying, left = silence_parts(self.parameters, some, belief, ahead)
        if_any = counts.purchases_if_any(self.parameters, some, belief, ahead)
        return Question(some, ahead, staying, left, if_any, self.last_year[chosen]), belief


def inquire(
    parameters: Parameters, clock: Clock, histories: Histories, now: Moment, horizon: Floats
) -> Inquiry:
    year = _last_years(histories, now.day, horizon, now)
    return Inquiry(parameters, clock, now.day, now, horizon, year)


def answers(
    parameters: Parameters, clock: Clock, histories: Histories, today: int, rule: HorizonRule
) -> Answers:
    """What was known on up to eight earlier days, and what was bought in the horizon after each."""
    again = _repeaters(histories)
    found = []
    for earlier in _earlier_days(again, today, clock, rule):
        now = moment(again, earlier, clock)
        asked = inquire(parameters, clock, again, now, rule.at(now))
        found.append(_answer(asked, again, today))
    kept = [answer for answer in found if len(answer) >= _FEWEST]
    # the same clients on several days tell less than as many other clients
    shared = max(len(kept), 1) ** -0.5
    if not kept:
        nothing = np.zeros(0)
        return Answers(nothing.astype(np.int64), nothing, (), nothing, nothing, nothing)
    return Answers(
        np.concatenate([answer.client for answer in kept]),
        np.concatenate([answer.day for answer in kept]),
        tuple(question for answer in kept for question in answer.questions),
        np.concatenate([answer.bought for answer in kept]),
        shared * np.concatenate([answer.weight for answer in kept]),
        np.concatenate([answer.waited for answer in kept]),
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


def _answer(asked: Inquiry, histories: Histories, today: int) -> Answers:
    """What came of it, of the clients whose horizon is over."""
    known = np.flatnonzero((asked.now.count >= 2) & (asked.day + asked.horizon <= today))
    question, belief = asked.of(known)
    bought = histories.count_after(asked.day, asked.horizon)[known]
    weight = np.where(question.now.repeats > 1, 1.0, _ONE_GAP)
    fading = 0.5 ** ((today - asked.day) / _HALF_LIFE)
    day = np.full(len(known), float(asked.day))
    waited = _waited(asked, question, belief, histories.next_after(asked.day)[known], today)
    return Answers(known, day, (question,), bought, weight * fading, waited)


def _waited(
    asked: Inquiry, question: Question, belief: Belief, following: Floats, today: int
) -> Floats:
    ends = asked.clock.reading(np.array([float(asked.day), float(today)]))
    all_of_it = np.full(len(following), ends[1] - ends[0])
    longest = waits_longer(asked.parameters, question.now, belief, all_of_it)
    known = (following <= today) & (longest <= _STILL_TO_COME)
    days = asked.clock.reading(np.where(known, following, today)) - ends[0]
    waited = 1 - waits_longer(asked.parameters, question.now, belief, days)
    return np.where(known, waited, np.nan)


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
