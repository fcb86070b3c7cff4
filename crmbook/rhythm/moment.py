"""What every client's history looked like on one day."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from crmbook.rhythm.clock import Clock
from crmbook.rhythm.histories import Floats, Histories, Integers


@dataclass(frozen=True)
class Moment:
    """One value a client, in days of the clock it was read by; first, last and median in calendar days.

    count      purchase days; repeats: those after the first
    span       from the first purchase to the last
    since      from the last purchase to the day
    log_gaps   sum of the logarithms of the gaps
    squares    sum of the squared gaps
    longest    the longest gap
    last_gap   the newest gap; last_three: the mean of the newest three, or of as many as there are
    median     the median gap; missing below two purchases
    spent      sum of the amounts, 0 where none are kept
    first, last  day numbers; -1 before the first purchase
    day        number of the day itself
    """

    count: Floats
    span: Floats
    since: Floats
    log_gaps: Floats
    squares: Floats
    longest: Floats
    last_gap: Floats
    last_three: Floats
    median: Floats
    spent: Floats
    first: Floats
    last: Floats
    day: int

    def of(self, chosen: NDArray[np.bool_] | Integers | slice) -> Moment:
        columns = (field.name for field in fields(self) if field.name != "day")
        return replace(self, **{name: getattr(self, name)[chosen] for name in columns})

    @property
    def repeats(self) -> Floats:
        return np.maximum(self.count - 1, 0)

    @property
    def mean_gap(self) -> Floats:
        return self.span / np.maximum(self.repeats, 1)

    def before_last_gap(self) -> Moment:
        """The rhythm as it was on the day before the newest purchase; only the gaps are rewound."""
        again = self.count >= 2
        gap = np.where(again, np.maximum(self.last_gap, 1e-6), 0)
        return replace(
            self,
            count=self.count - again,
            span=np.maximum(self.span - gap, 0),
            since=gap,
            log_gaps=self.log_gaps - np.log(np.where(again, gap, 1)),
            squares=np.maximum(self.squares - gap**2, 0),
        )

    def __len__(self) -> int:
        return len(self.count)


def moment(histories: Histories, day: int, clock: Clock) -> Moment:
    """The state of every client on the evening of a day, from purchases up to it."""
    past = histories.upto(day)
    clients, who = len(past), past.client
    reading = clock.reading(past.day.astype(float))
    first, last = _ends(who)
    later = np.flatnonzero(~first)
    gap = np.maximum(reading[later] - reading[later - 1], 1e-6)
    owner = who[later]
    days = np.full((2, clients), -1.0)
    days[0, who[first]], days[1, who[last]] = past.day[first], past.day[last]
    ends = np.full((2, clients), np.nan)
    ends[0, who[first]], ends[1, who[last]] = reading[first], reading[last]
    now = float(clock.reading(np.array([float(day)]))[0])
    count = np.bincount(who, minlength=clients).astype(float)
    longest, newest, newest_three = _extremes(owner, gap, clients)
    return Moment(
        count=count,
        span=np.nan_to_num(ends[1] - ends[0]),
        since=np.nan_to_num(now - ends[1]),
        log_gaps=np.bincount(owner, np.log(gap), minlength=clients).astype(float),
        squares=np.bincount(owner, gap**2, minlength=clients).astype(float),
        longest=longest,
        last_gap=newest,
        last_three=newest_three,
        median=_medians(owner, past.day[later] - past.day[later - 1], clients),
        spent=np.bincount(who, np.nan_to_num(past.money), minlength=clients).astype(float),
        first=days[0],
        last=days[1],
        day=day,
    )


def _ends(who: Integers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    change = who[1:] != who[:-1]
    edge = np.ones(min(len(who), 1), dtype=bool)
    return np.concatenate([edge, change]), np.concatenate([change, edge])


def _extremes(owner: Integers, gap: Floats, clients: int) -> tuple[Floats, Floats, Floats]:
    """The longest gap, the newest, and the mean of the newest three."""
    longest, newest, three = np.zeros(clients), np.zeros(clients), np.zeros(clients)
    if len(owner) == 0:
        return longest, newest, three
    start, end = (np.flatnonzero(edge) for edge in _ends(owner))
    longest[owner[start]] = np.maximum.reduceat(gap, start)
    newest[owner[end]] = gap[end]
    total = np.concatenate([[0.0], np.cumsum(gap)])
    back = np.maximum(end - 2, start)
    three[owner[end]] = (total[end + 1] - total[back]) / (end + 1 - back)
    return longest, newest, three


def _medians(owner: Integers, gap: Integers, clients: int) -> Floats:
    median = np.full(clients, np.nan)
    if len(owner) == 0:
        return median
    # one sort of one key: a sort by two columns takes three times as long
    key = np.sort((owner << 20) | gap)
    sorted_owner, sorted_gap = key >> 20, (key & 0xFFFFF).astype(float)
    start, end = (np.flatnonzero(edge) for edge in _ends(sorted_owner))
    size = end - start + 1
    middle = (sorted_gap[start + (size - 1) // 2] + sorted_gap[start + size // 2]) / 2
    median[sorted_owner[start]] = middle
    return median
