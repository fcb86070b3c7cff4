"""Offers that a client leaves without an answer, who used to answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import betaln

from crmbook.signals.habits import UNLIKELY

ANSWERED = frozenset({"won", "lost"})
DAYS_TO_ANSWER = 30  # for an offer without a last day
FEWEST = 2  # unanswered ones in a row
FEWEST_EARLIER = 3
FIRM_OFFERS = 2.0  # offers at the firm's rate of answers, beside the client's own

OFFERS = {
    "client_id": "str", "date": "datetime64[us]", "row": "int64", "overdue_on": "datetime64[us]",
}  # fmt: skip


def overdue_offers(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """Offers up to as_of: client_id, date, row, overdue_on (missing when answered).

    An offer is unanswered when it expired, or is still open after its last day.
    """
    offers = tables.get("offers")
    if offers is None or not {"client_id", "date", "status"} <= set(offers):
        return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in OFFERS.items()})
    made = offers.reindex(columns=["client_id", "date", "row", "status", "valid_until"])
    today, day = pd.Timestamp(as_of), made["date"].astype("datetime64[us]")
    last = made["valid_until"].astype("datetime64[us]")
    ends = last.fillna(day + pd.Timedelta(days=DAYS_TO_ANSWER))
    answered = made["status"].isin(ANSWERED)
    waiting = made["status"].eq("open") & (ends >= today)
    known = made["status"].notna() & ~waiting & (day <= today)
    over = ends.where(~made["status"].eq("expired") | (ends < today), today)
    whole = made.assign(date=day, overdue_on=over.mask(answered))[known]
    columns: pd.DataFrame = whole[list(OFFERS)]
    return columns.sort_values(["client_id", "date"], kind="stable", ignore_index=True)


def unanswered(offers: pd.DataFrame) -> pd.DataFrame:
    """One row a client with more unanswered offers in a row than chance would leave.

    Answers are taken to come by chance at the client's own rate, a beta distribution of the earlier
    offers and two at the firm's rate.

    now    unanswered offers since the last answer
    usual  share of the earlier offers that were answered; n of how many, three or more
    began  the day the latest of them was overdue; columns else as of habits
    """
    silent = offers["overdue_on"].notna()
    answers_after = (~silent)[::-1].groupby(offers["client_id"][::-1]).cumsum()[::-1]
    in_a_row = silent & (answers_after == 0)
    marked = offers.assign(now=in_a_row, n=~in_a_row, answered=~silent)
    marked["run_overdue"] = offers["overdue_on"].where(in_a_row)
    clients = marked.groupby("client_id").agg(
        now=("now", "sum"), n=("n", "sum"), answered=("answered", "sum"), since=("date", "max"),
        began=("run_overdue", "max"),
    )  # fmt: skip
    rate = (clients["answered"].sum() + 1) / (clients["n"].sum() + 2)
    yes = clients["answered"] + FIRM_OFFERS * rate
    no = clients["n"] - clients["answered"] + FIRM_OFFERS * (1 - rate)
    # the chance of so many without an answer: E[(1 − p)^now] over the beta distribution
    chance = np.exp(betaln(yes, no + clients["now"]) - betaln(yes, no))
    usual = clients["answered"] / clients["n"].where(clients["n"] > 0)
    few = (clients["now"] < FEWEST) | (clients["n"] < FEWEST_EARLIER)
    found = clients.assign(chance=chance, usual=usual)[~few & (chance <= UNLIKELY)]
    shown: pd.DataFrame = found.reset_index()
    return shown.assign(signal="offers", grade="unanswered")
