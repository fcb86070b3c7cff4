"""Clients who are later than their own rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from crmbook.day import Day, day_of
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.rhythm import reason
from crmbook.rhythm.backtest import Answers, inquire
from crmbook.rhythm.calibration import Calibration, calibrate
from crmbook.rhythm.contacts import over_all_channels, two_clocks
from crmbook.rhythm.histories import Floats, Histories, dates_of, day_number, read_histories
from crmbook.rhythm.horizons import wanted_horizons
from crmbook.rhythm.judgement import judge
from crmbook.rhythm.model import Model, ask_the_past, fit
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.outcomes import OUTCOMES, outcomes, silent_on
from crmbook.rhythm.record import RULE_DAYS, Record, record
from crmbook.rhythm.status import STATUSES, caption, definitions
from crmbook.rhythm.worth import usual_amount, worth

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

__all__ = [
    "OUTCOMES", "RULE_DAYS", "STATUSES", "LookBack", "Record", "analyse", "calibration", "caption", "definitions",
    "look_back", "silence",
]  # fmt: skip


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # every analysis is called alike
    """One row a client of the workbook, index client_id; columns as of silence()."""
    return _silence(_learnt_from(summaries), over_all_channels(summaries.tables))


@dataclass(frozen=True)
class LookBack:
    """How often we were right on the firm's own past.

    record  of the chances of silence; nothing when the past is too short to say
    flags   of silences that had not ended 13 months ago: see rhythm.outcomes
    """

    record: Record | None
    flags: pd.DataFrame

    def silent_on(self, day: date) -> int:
        """Clients who counted as silent on the evening of a day of the last 13 months."""
        return silent_on(self.flags, pd.Timestamp(day))


def look_back(summaries: Summaries) -> LookBack:
    """From what analyse() has learnt of the same summaries already."""
    learnt = _learnt_from(summaries)
    since = pd.Timestamp(summaries.as_of) - pd.DateOffset(months=13)
    contacts = summaries.tables.get("contacts")
    return LookBack(
        record(learnt.past, usual_amount(learnt.now)),
        outcomes(learnt.model, learnt.correction, learnt.histories, contacts, since),
    )


def silence(
    purchases: pd.DataFrame,
    as_of: Day,
    contacts: pd.DataFrame | None = None,
    horizon_days: float | pd.Series | None = None,
) -> pd.DataFrame:
    """Who has gone quiet for their own rhythm. One row a client, index client_id.

    purchases     client_id, date[, amount]; purchases of one day are one, returns are netted, rows after
                  as_of are not looked at
    contacts      client_id, date[, direction, kind]; they set the two clocks, and never hide that a
                  client buys nothing
    horizon_days  None: the client's own, twice the median gap, at least 14 days; or a number of days;
                  or a Series by client_id

    purchases           purchase days up to as_of
    days_since          whole days from the last purchase to as_of
    typical_gap         half of the client's gaps are shorter, pooled towards the firm's; gap_low and
                        gap_high hold the middle half of the gaps
    p_active            probability that the client has not left for good
    p_silent            probability that the client buys nothing in (as_of, as_of + horizon_days];
                        p_silent_12m: in the next 365 days, for every client alike
    expected_purchases  in the same days; expected_12m in the next 365
    expected_next       if the client comes back, as likely before this day as after it; with windows
                        next_50_low, next_50_high, next_80_…, next_90_…, which hold as many next purchases as
                        they say by the firm's own past
    silent_from         the day on which the client counts, or began to count, as silent
    status              new, active, returned, quiet, silent, lost or never; see definitions()
    reason              the above in a sentence, in the spoken language
    rhythm              whose gaps the client is judged by: "own", for the greater part; "firm", while the
                        own are few, or the firm has too few data for the model (the reason says so);
                        "none", nothing to judge. There is none of a segment: segments are made from the same
                        recency and frequency, so their rhythm would be the client's own, counted twice
    ratio               days_since by typical_gap
    lateness            share of the client's gaps that are shorter than the silence is by now
    value_12m           expected purchases of 12 months times the client's usual amount; missing
                        without amounts
    value_at_risk       p_silent times value_12m: largest where much is still to be kept
    they_acted          day of the client's latest purchase or contact of their own
    we_contacted        day of our latest contact with the client; missing when there is none
    """
    _need(purchases, ("client_id", "date"))
    day = pd.Timestamp(day_of(as_of))
    return _silence(_learn(read_histories(purchases, day), day, horizon_days), contacts)


def calibration(purchases: pd.DataFrame, as_of: Day) -> Record | None:
    """How often chances of silence over the clients' own horizons were right on the firm's own past.

    Nothing when the past is too short to say. The firm's few parameters are those of today; the
    correction that every judgement got was learnt from other clients.
    """
    _need(purchases, ("client_id", "date"))
    day = pd.Timestamp(day_of(as_of))
    learnt = _learn(read_histories(purchases, day), day, None)
    return record(learnt.past, usual_amount(learnt.now))


@dataclass(frozen=True)
class _Learnt:
    """What the firm's past tells, and its clients as they stand on the day."""

    day: pd.Timestamp
    histories: Histories
    model: Model
    now: Moment
    horizon: Floats
    past: Answers
    correction: Calibration


# The sheets look back on what the analysis has learnt; it is forgotten with the summaries.
_LEARNT: WeakKeyDictionary[Summaries, _Learnt] = WeakKeyDictionary()


def _learnt_from(summaries: Summaries) -> _Learnt:
    if summaries not in _LEARNT:
        day = pd.Timestamp(summaries.as_of).normalize()
        everyone = pd.Index(summaries.clients.index)
        histories = read_histories(summaries.purchases, day, everyone)
        _LEARNT[summaries] = _learn(histories, day, None)
    return _LEARNT[summaries]


def _learn(
    histories: Histories, day: pd.Timestamp, horizon_days: float | pd.Series | None
) -> _Learnt:
    model, now = fit(histories, day_number(day))
    horizon = wanted_horizons(horizon_days, histories.clients, now, model.usual_gap)
    past = ask_the_past(model, histories, now, horizon)
    correction = calibrate(past, usual_amount(now))
    return _Learnt(day, histories, model, now, horizon, past, correction)


def _silence(learnt: _Learnt, contacts: pd.DataFrame | None) -> pd.DataFrame:
    model, now, histories = learnt.model, learnt.now, learnt.histories
    today = inquire(model.parameters, model.clock, histories, now, learnt.horizon)
    clients = judge(model, learnt.correction, today).set_axis(histories.clients)
    last = pd.Series(dates_of(np.where(now.count > 0, now.last, np.nan)), histories.clients)
    clocks = two_clocks(contacts, last, learnt.day)
    return _complete(pd.concat([clients, clocks], axis=1), model, now, learnt.horizon)


def _complete(clients: pd.DataFrame, model: Model, now: Moment, horizon: Floats) -> pd.DataFrame:
    clients = clients.assign(
        purchases=now.count.astype(int),
        horizon_days=horizon,
        ratio=clients["days_since"] / clients["typical_gap"],
        rhythm=clients["rhythm"].fillna("none"),
        status=clients["status"].fillna("never"),
        **{name: clients[name].fillna(value) for name, value in _NEVER.items()},
    )
    clients = clients.assign(**worth(clients, now))
    said = reason.reasons(clients, dates_of(np.array([float(now.day)]))[0], fitted=model.fitted)
    return clients.assign(reason=said)[list(_COLUMNS)]


# Who never bought is not expected to.
_NEVER = {
    "p_active": 0.0,
    "p_silent": 1.0,
    "p_silent_12m": 1.0,
    "expected_purchases": 0.0,
    "expected_12m": 0.0,
}

_COLUMNS = (
    "purchases", "days_since", "typical_gap", "gap_low", "gap_high", "ratio", "lateness",
    "p_active", "p_silent", "p_silent_12m", "expected_purchases", "horizon_days",
    "expected_next", "next_50_low", "next_50_high", "next_80_low", "next_80_high", "next_90_low", "next_90_high",
    "silent_from", "status", "rhythm", "expected_12m", "value_12m", "value_at_risk",
    "they_acted", "we_contacted", "reason",
)  # fmt: skip


def _need(purchases: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in purchases]
    if missing:
        raise UsageError(_("The purchases have no column “{column}”.").format(column=missing[0]))
