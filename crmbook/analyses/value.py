"""Revenue, margin and cost to serve of the last 12 months, and the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmbook.language import _
from crmbook.summaries.periods import months_upto

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

# Half as much again, or a third less, in eight purchases or more: less is chance.
UP, DOWN = 1.5, 1 / 1.5
ENOUGH_PURCHASES = 8


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:
    """One row a client, index client_id. 12 months are (as_of − 12 months, as_of] by the calendar.

    revenue_12m           net amount; 0 without purchases, missing when the firm keeps no amounts
    margin_12m            of the documents whose cost is known; missing when none is
    contact_minutes_12m   minutes noted in contacts; 0 for clients without, missing when nobody
                          notes minutes
    cost_to_serve_12m     minutes × hourly rate of the contact's owner (team), else of the settings;
                          missing when minutes are not noted, or some have no rate
    value_after_service   margin − cost to serve; missing when either is
    tenure_days           whole days from the first purchase to as_of; missing for who never bought
    trend                 revenue of the last 3 months ÷ that of the 3 months before them (purchases
                          when the firm keeps no amounts); missing when the earlier is 0 or less
    trend_n               purchases in the 6 months
    trend_word            "up" from 1.5, "down" to 1 ÷ 1.5, else "flat"; "" when trend is missing or
                          trend_n is below 8
    """
    clients = summaries.clients
    minutes = _minutes(summaries)
    cost = _cost_to_serve(summaries, settings).mask(minutes.isna())
    value = pd.DataFrame(
        {
            "revenue_12m": clients["spent_12m"],
            "margin_12m": clients["margin_12m"],
            "contact_minutes_12m": minutes,
            "cost_to_serve_12m": cost,
            "value_after_service": clients["margin_12m"] - cost,
            "tenure_days": clients["tenure_days"],
        }
    )
    return value.join(_trend(summaries))


def definitions() -> dict[str, str]:
    """Each column's meaning, in the spoken language."""
    return {
        "revenue_12m": _("Net amount of the last 12 months, returns taken off."),
        "margin_12m": _("Net amount minus cost, of the purchases whose cost is known."),
        "cost_to_serve_12m": _("Minutes of contact × the hourly rate of who was in contact."),
        "value_after_service": _("Margin minus cost to serve."),
        "trend": _(
            "Last 3 months ÷ the 3 months before. “Up” from 1.5, “down” from two thirds;"
            " a word only with 8 purchases or more."
        ),
    }


def _minutes(summaries: Summaries) -> pd.Series:
    minutes = summaries.clients["minutes_12m"]
    return minutes.fillna(0.0) if minutes.notna().any() else minutes


def _cost_to_serve(summaries: Summaries, settings: Settings) -> pd.Series:
    spent = summaries.minutes_by_owner()
    rate = spent["owner"].map(_rates(summaries)).astype(float)
    usual = settings.number("hourly_rate")
    cost = spent["minutes"] / 60 * (rate.fillna(usual) if usual else rate)
    # skipna=False: minutes of an unknown price are not free.
    by_client = cost.groupby(spent["client_id"]).agg(lambda costs: costs.sum(skipna=False))
    return by_client.reindex(summaries.clients.index, fill_value=0.0).astype(float)


def _rates(summaries: Summaries) -> pd.Series:
    """Employee → hourly rate."""
    team = summaries.tables.get("team")
    if team is None or not {"employee", "hourly_rate"} <= set(team):
        return pd.Series(dtype=float)
    return team.drop_duplicates("employee").set_index("employee")["hourly_rate"]


def _trend(summaries: Summaries) -> pd.DataFrame:
    before, now = months_upto(summaries.as_of, 3, skipped=3), months_upto(summaries.as_of, 3)
    totals = summaries.totals([before.first, now.first], summaries.as_of)
    measure = "revenue" if summaries.keeps_amounts else "purchases"
    parts = totals.pivot_table(measure, "client_id", "period", aggfunc="sum")
    parts = parts.reindex(summaries.clients.index).reindex(columns=[0, 1]).fillna(0.0)
    n = totals.groupby("client_id")["purchases"].sum()
    n = n.reindex(summaries.clients.index, fill_value=0).astype("int64")
    trend = (parts[1] / parts[0].where(parts[0] > 0)).astype(float)
    return pd.DataFrame({"trend": trend, "trend_n": n, "trend_word": _word(trend, n)})


def _word(trend: pd.Series, n: pd.Series) -> pd.Series:
    unsaid = trend.isna() | (n < ENOUGH_PURCHASES)
    words = np.select([unsaid, trend >= UP, trend <= DOWN], ["", "up", "down"], "flat")
    return pd.Series(words, trend.index, dtype="str")
