"""What came of the flags of the past: which silences were flagged, on what day, and how each ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.rhythm import waiting
from crmbook.rhythm.calibration import Calibration
from crmbook.rhythm.clock import Clock
from crmbook.rhythm.contacts import from_them
from crmbook.rhythm.histories import Floats, Histories, Integers, dates_of, day_number, moments
from crmbook.rhythm.horizons import SHORTEST
from crmbook.rhythm.judgement import turns_of
from crmbook.rhythm.model import Model
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.renewal import believe, p_active_after

OUTCOMES = ("false_alarm", "by_itself", "after_contact", "lost", "open")

_BATCH = 100_000  # silences at a time: memory stays flat


@dataclass(frozen=True)
class _Silences:
    """The days from a purchase to the next one of the client, or to today.

    now    the client as known from the purchases up to the first of the two; since, to the end of it
    who    position of the client; start, end: day numbers; ended: a purchase ended it
    """

    now: Moment
    who: Integers
    start: Floats
    end: Floats
    ended: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_] | slice) -> _Silences:
        return _Silences(
            self.now.of(chosen),
            self.who[chosen],
            self.start[chosen],
            self.end[chosen],
            self.ended[chosen],
        )


def outcomes(
    model: Model,
    calibration: Calibration,
    histories: Histories,
    contacts: pd.DataFrame | None,
    since: pd.Timestamp,
) -> pd.DataFrame:
    """Flags of silences that had not ended before a day; one row a flag, in the order of the days.

    Every silence is judged by the client's purchases before it; the firm's few parameters are today's.

    client_id
    raised    the day on which the client began to count as silent
    until     the flag said: nothing before this day; twice the client's usual gap later, at least 14 days
    returned  the day of the next purchase; missing while there is none
    contacted  the day of our first contact between the two; missing when there was none
    lost_on   the day on which the client began, or would have begun, to count as lost
    outcome   of OUTCOMES
    right     nothing was bought before until; missing while until is ahead, and for ever when the client
              came back earlier, but after we had got in touch: nobody knows what would have been
    """
    whole = _silences(histories, model.clock, model.day)
    whole = whole.of(whole.end >= day_number(since))
    parts = [
        _flagged(model, calibration, whole.of(slice(start, start + _BATCH)))
        for start in range(0, max(len(whole.who), 1), _BATCH)
    ]
    flags = pd.concat(parts, ignore_index=True)
    flags = flags.assign(client_id=histories.clients[flags["who"].to_numpy()]).sort_values(
        ["raised", "who"], ignore_index=True
    )
    today = pd.Timestamp(dates_of(np.array([float(model.day)]))[0])
    return _judged(flags.assign(contacted=_contacted(flags, contacts, today)), today)


def _silences(histories: Histories, clock: Clock, today: int) -> _Silences:
    past = histories.upto(today)
    place = np.arange(len(past.client))
    first = past.is_first
    start = np.maximum.accumulate(np.where(first, place, 0))
    ended = np.append(~first[1:], False)[: len(place)]  # numpy
    end = np.where(ended, np.append(past.day[1:], today)[: len(place)], today).astype(float)
    reading, ends = clock.reading(past.day.astype(float)), clock.reading(end)
    gap = np.where(first, 1.0, np.maximum(np.diff(reading, prepend=reading[:1]), 1e-6))
    logs = np.cumsum(np.log(gap))
    nothing = np.zeros(len(place))
    now = Moment(
        count=(place - start + 1).astype(float),
        span=reading - reading[start],
        since=np.maximum(ends - reading, 0),
        log_gaps=logs - logs[start],
        squares=nothing,
        longest=nothing,
        last_gap=nothing,
        last_three=nothing,
        median=nothing,
        spent=nothing,
        first=nothing,
        last=past.day.astype(float),
        day=today,
    )
    return _Silences(now, past.client, past.day.astype(float), end, ended)


def _flagged(model: Model, calibration: Calibration, silences: _Silences) -> pd.DataFrame:
    """The silences that were flagged before they ended, with the days of it."""
    doubtful = silences.of(_is_doubtful(model, silences.now))
    now = doubtful.now
    belief = believe(model.parameters, now)
    gaps = waiting.gap_curve(model.parameters, now, belief)
    turns = turns_of(model, calibration, now, belief, gaps)
    reading = model.clock.reading(doubtful.start)
    raised = np.ceil(model.clock.day(reading + turns.silent))
    usual = np.where(now.count == 1, model.second.late_after(0.5), gaps.falls_to(0.5))
    flags = pd.DataFrame({
        "who": doubtful.who,
        "raised": dates_of(raised),
        "until": dates_of(np.ceil(raised + np.maximum(2 * usual, SHORTEST))),
        "returned": dates_of(np.where(doubtful.ended, doubtful.end, np.nan)),
        "lost_on": dates_of(
            np.where(now.count > 1, np.ceil(model.clock.day(reading + turns.lost)), np.nan)
        ),
    })  # fmt: skip
    was_raised = np.where(doubtful.ended, raised < doubtful.end, raised <= doubtful.end)
    return flags[was_raised]


def _is_doubtful(model: Model, now: Moment) -> NDArray[np.bool_]:
    """So late at the end that a flag may have gone up; the day of it takes longer to find."""
    once = now.count == 1
    longer = believe(model.parameters, now).p_longer
    active = p_active_after(model.parameters, now, longer[:, None])[:, 0]
    return np.where(once, now.since > model.second.late_after(0.5), active <= model.least_active)


def _contacted(
    flags: pd.DataFrame, contacts: pd.DataFrame | None, today: pd.Timestamp
) -> pd.Series:
    """The day of our first contact after the flag and before the return; missing when there was none."""
    if contacts is None or not {"client_id", "date"} <= set(contacts):
        return pd.Series(pd.NaT, flags.index, dtype="datetime64[us]")
    ours = contacts[~from_them(contacts)]
    ours = pd.DataFrame({"client_id": ours["client_id"], "contacted": moments(ours["date"])})
    both = flags.assign(flag=flags.index)[["flag", "client_id", "raised", "returned"]].merge(
        ours[ours["contacted"] < today + pd.Timedelta(days=1)], on="client_id"
    )
    before = both["returned"].isna() | (both["contacted"] < both["returned"])
    between = both[before & (both["contacted"] >= both["raised"])]
    found = between.groupby("flag")["contacted"].min().reindex(flags.index)
    return found.astype("datetime64[us]")


def _judged(flags: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    back, asked = flags["returned"].notna(), flags["contacted"].notna()
    early = back & (flags["returned"] < flags["until"])
    rules = [back & asked, early, back, ~back & (flags["lost_on"] <= today)]
    outcome = np.select(rules, ["after_contact", "false_alarm", "by_itself", "lost"], "open")
    # while the time of a flag runs only its false alarms are known: to count them would be unfair
    known = (flags["until"] <= today) & ~(early & asked)
    right = (~early).astype("boolean").where(known)
    columns = ["client_id", "raised", "until", "returned", "contacted", "lost_on"]
    return flags[columns].assign(outcome=outcome, right=right)


def silent_on(flags: pd.DataFrame, day: pd.Timestamp) -> int:
    """Clients who counted as silent, and not yet as lost, on the evening of a day."""
    begun = flags["raised"] <= day
    over = (flags["returned"] <= day) | (flags["lost_on"] <= day)
    return int((begun & ~over).sum())
