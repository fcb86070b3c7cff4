"""When each client buys each product again, by their own gaps, the list's word or other clients' gaps."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from crmbook.summaries import Summaries
    from crmbook.summaries.products import ProductHistory

OWN_GAPS = 3  # with fewer a client has no rhythm of their own
LATEST_GAPS = 10  # how a client bought years ago says little of today
REPEATERS = 5  # clients who bought a product again, before it says anything of others
REPEAT_SHARE = 1 / 2  # and so many of its buyers: a grinder bought twice by few has no clock
WIDEST = 4.0  # a middle half of the gaps from a week to a month is no rhythm
WINDOW = 0.25  # of the gap, before and after: people are no clocks
STOPPED = 3.0  # gaps after which it is not late any more, but given up
STATES = ("overdue", "due", "not_yet", "stopped")
_PAIR = ["client_id", "product"]


@lru_cache(maxsize=1)  # the same for every sheet and command of a run
def clocks(summaries: Summaries) -> pd.DataFrame:
    """One row a client and product that has a clock; the most pressing of each client first.

    No clock: a product hardly anybody buys again, or gaps whose middle half is so wide that they
    are no rhythm.

    product       its name; category is missing where none is listed
    purchases     days on which the client bought it, last_bought the latest, amount the usual one
    gap           days: the median gap; gap_low and gap_high hold its middle half, and a quarter of
                  the gap at least to each side
    basis         whose gaps: "own", from OWN_GAPS on (of the latest ten); "listed", as the list of
                  products says it lasts; "others", each client who bought it again counting once
    n             gaps behind it: the client's, or those of clients_behind others; 0 when listed
    due           last_bought + gap; overdue_days are whole days after it, 0 before
    state         "not_yet" before the window of last_bought + gap_low … gap_high, "due" in it,
                  "overdue" after it, "stopped" after three times gap_high
    visits_since  days on which the client has bought other products since
    """
    history = summaries.products
    if history.days.empty:
        return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in COLUMNS.items()})
    rhythms = _rhythms(history)
    bought = _bought(history).join(rhythms, on=_PAIR)
    bought = bought.join(_of_others(history, rhythms), on="product").join(
        history.products["lasts_days"], on="product"
    )
    timed = _with_gap(bought)
    regular = timed["gap_high"] <= WIDEST * timed["gap_low"]
    return _ordered(_with_state(timed[regular], summaries), history)


def _bought(history: ProductHistory) -> pd.DataFrame:
    days = history.days
    bought = days.groupby(_PAIR, as_index=False).agg(
        purchases=("date", "size"), last_bought=("date", "max"), amount=("amount", "median")
    )
    visits = days[["client_id", "date"]].drop_duplicates().sort_values(["client_id", "date"])
    later = visits.groupby("client_id").cumcount(ascending=False)
    counted = visits.assign(visits_since=later).rename(columns={"date": "last_bought"})
    return bought.merge(counted, on=["client_id", "last_bought"], how="left")


def _gaps(history: ProductHistory) -> pd.DataFrame:
    """Days between purchases of a product by one client, the latest ten of each."""
    days = history.days
    before = days.groupby(_PAIR)["date"].shift(1)
    gaps = days[_PAIR].assign(gap=(days["date"] - before).dt.days.astype("float64"))
    return gaps[before.notna()].groupby(_PAIR).tail(LATEST_GAPS)


def _quarters(gaps: pd.Series, by: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """The median and the quartiles, and of how many."""
    grouped = gaps.groupby([by[key] for key in by])
    return pd.DataFrame({
        f"{prefix}_low": grouped.quantile(0.25), f"{prefix}_gap": grouped.median(),
        f"{prefix}_high": grouped.quantile(0.75), f"{prefix}_n": grouped.size(),
    })  # fmt: skip


def _rhythms(history: ProductHistory) -> pd.DataFrame:
    gaps = _gaps(history)
    return _quarters(gaps["gap"], gaps[_PAIR], "own")


def _of_others(history: ProductHistory, own: pd.DataFrame) -> pd.DataFrame:
    """Of each product bought again by enough of its buyers: gaps, each client counting once."""
    rhythms = own.reset_index()
    usual = _quarters(rhythms["own_gap"], rhythms[["product"]], "others")
    usual = usual.rename(columns={"others_n": "clients_behind"})
    usual["others_n"] = rhythms.groupby("product")["own_n"].sum()
    buyers = history.days.groupby("product")["client_id"].nunique().reindex(usual.index)
    repeaters = usual["clients_behind"]
    return usual[(repeaters >= REPEATERS) & (repeaters >= REPEAT_SHARE * buyers)]


def _with_gap(bought: pd.DataFrame) -> pd.DataFrame:
    """The first of own, listed and others' gaps that there is."""
    lasts = bought["lasts_days"].where(bought["lasts_days"] > 0)
    own, listed = bought["own_n"] >= OWN_GAPS, lasts.notna()
    basis = np.select([own, listed], ["own", "listed"], "others")

    def chosen(name: str, otherwise: pd.Series | float) -> np.ndarray:
        return np.select(
            [own, listed], [bought[f"own_{name}"], otherwise], bought[f"others_{name}"]
        )

    gap, n = chosen("gap", lasts), pd.Series(chosen("n", 0.0), bought.index)
    return bought.assign(
        gap=gap,
        gap_low=np.minimum(chosen("low", lasts), gap * (1 - WINDOW)),
        gap_high=np.maximum(chosen("high", lasts), gap * (1 + WINDOW)),
        basis=pd.Series(basis, bought.index, dtype="str"),
        n=n.fillna(0).astype("int64"),
        clients_behind=bought["clients_behind"].where(basis == "others").fillna(0).astype("int64"),
    )


def _with_state(timed: pd.DataFrame, summaries: Summaries) -> pd.DataFrame:
    today = pd.Timestamp(summaries.as_of)
    since = (today - timed["last_bought"]).dt.days
    rules = [
        since > STOPPED * timed["gap_high"], since > timed["gap_high"], since >= timed["gap_low"]
    ]  # fmt: skip
    state = np.select(rules, ["stopped", "overdue", "due"], "not_yet")
    due = timed["last_bought"] + pd.to_timedelta(timed["gap"].round(), unit="D")
    return timed.assign(
        due=due,
        overdue_days=(today - due).dt.days.clip(lower=0).astype("int64"),
        state=pd.Series(state, timed.index, dtype="str"),
    )


def _ordered(timed: pd.DataFrame, history: ProductHistory) -> pd.DataFrame:
    """What is overdue and due first, by the client's own gaps before others', the oftenest bought first."""
    order = timed.assign(
        urgent=timed["state"].map({state: n for n, state in enumerate(STATES)}).clip(1),
        sure=timed["basis"] != "own",
    )
    order = order.sort_values(
        ["client_id", "urgent", "sure", "purchases", "due"],
        ascending=[True, True, True, False, True],
        kind="stable",
    )
    named = order.join(history.products[["name", "category"]], on="product")
    wanted = named.drop(columns="product").rename(columns={"name": "product"})
    return wanted[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


COLUMNS = {
    "client_id": "str", "product": "str", "category": "str", "purchases": "int64",
    "last_bought": "datetime64[us]", "amount": "float64", "gap": "float64", "gap_low": "float64",
    "gap_high": "float64", "basis": "str", "n": "int64", "clients_behind": "int64",
    "due": "datetime64[us]", "overdue_days": "int64", "state": "str", "visits_since": "int64",
}  # fmt: skip
