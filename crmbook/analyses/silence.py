"""Clients who are later than their own rhythm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmbook.day import Day, day_of
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.rhythm import reason
from crmbook.rhythm.backtest import inquire
from crmbook.rhythm.calibration import calibrate
from crmbook.rhythm.contacts import two_clocks
from crmbook.rhythm.histories import Floats, Histories, dates_of, day_number, read_histories
from crmbook.rhythm.horizons import wanted_horizons
from crmbook.rhythm.judgement import judge
from crmbook.rhythm.model import Model, ask_the_past, fit
from crmbook.rhythm.moment import Moment
from crmbook.rhythm.record import Record, record
from crmbook.rhythm.status import STATUSES, caption, definitions
from crmbook.rhythm.worth import usual_amount, worth

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

__all__ = ["STATUSES", "Record", "analyse", "calibration", "caption", "definitions", "silence"]


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # every analysis is called alike
    """One row a client of the workbook, index client_id; columns as of silence()."""
    day = pd.Timestamp(summaries.as_of).normalize()
    everyone = pd.Index(summaries.clients.index)
    histories = read_histories(summaries.purchases, day, everyone)
    return _silence(histories, day, summaries.tables.get("contacts"), None)


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
    p_silent            probability that the client buys nothing in (as_of, as_of + horizon_days]
    expected_purchases  in the same days; expected_12m in the next 365
    expected_next       if the client comes back, as likely before this day as after it; with windows
                        next_50_low, next_50_high, next_80_…, next_90_…
    silent_from         the day on which the client counts, or began to count, as silent
    status              new, active, returned, quiet, silent, lost or never; see definitions()
    reason              the above in a sentence, in the spoken language
    rhythm              whose gaps the client is judged by: "own", for the greater part; "firm", while the
                        own are few, or the firm has too few data for the model (the reason says so);
                        "none", nothing to judge
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
    return _silence(read_histories(purchases, day), day, contacts, horizon_days)


def calibration(purchases: pd.DataFrame, as_of: Day) -> Record | None:
    """How often chances of silence over the clients' own horizons were right on the firm's own past.

    Nothing when the past is too short to say. The firm's few parameters are those of today; the
    correction that every judgement got was learnt from other clients.
    """
    _need(purchases, ("client_id", "date"))
    day = pd.Timestamp(day_of(as_of))
    histories = read_histories(purchases, day)
    model, now = fit(histories, day_number(day))
    horizon = wanted_horizons(None, histories.clients, now, model.usual_gap)
    return record(ask_the_past(model, histories, now, horizon), usual_amount(now))


def _silence(
    histories: Histories,
    day: pd.Timestamp,
    contacts: pd.DataFrame | None,
    horizon_days: float | pd.Series | None,
) -> pd.DataFrame:
    model, now = fit(histories, day_number(day))
    horizon = wanted_horizons(horizon_days, histories.clients, now, model.usual_gap)
    correction = calibrate(ask_the_past(model, histories, now, horizon), usual_amount(now))
    today = inquire(model.parameters, model.clock, histories, now, horizon)
    clients = judge(model, correction, today).set_axis(histories.clients)
    last = pd.Series(dates_of(np.where(now.count > 0, now.last, np.nan)), histories.clients)
    clocks = two_clocks(contacts, last, day)
    return _complete(pd.concat([clients, clocks], axis=1), model, now, horizon)


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
_NEVER = {"p_active": 0.0, "p_silent": 1.0, "expected_purchases": 0.0, "expected_12m": 0.0}

_COLUMNS = (
    "purchases", "days_since", "typical_gap", "gap_low", "gap_high", "ratio", "lateness",
    "p_active", "p_silent", "expected_purchases", "horizon_days",
    "expected_next", "next_50_low", "next_50_high", "next_80_low", "next_80_high", "next_90_low", "next_90_high",
    "silent_from", "status", "rhythm", "expected_12m", "value_12m", "value_at_risk",
    "they_acted", "we_contacted", "reason",
)  # fmt: skip


def _need(purchases: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in purchases]
    if missing:
        raise UsageError(_("The purchases have no column “{column}”.").format(column=missing[0]))
