"""The points of the loyalty programme: what came in, what went out, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crmbook.summaries.kept import kept

if TYPE_CHECKING:
    from crmbook.summaries import Summaries

MOVEMENTS = ("earned", "spent", "expired", "adjusted")
_OUT = ("spent", "expired")


def movements(summaries: Summaries) -> pd.DataFrame | None:
    """One row an entry up to as_of: client_id, date, movement, points, row; None without such a table.

    Points spent and expired are below zero, however they are written. An entry of which nobody noted what
    it is was earned, or spent when it is below zero.
    """
    ledger = kept(summaries, "points")
    if ledger is None:
        return None
    points = ledger["points"].mask(ledger["movement"].isin(_OUT), -ledger["points"].abs())
    guessed = (points < 0).map({True: "spent", False: "earned"})
    moved = ledger.assign(points=points, movement=ledger["movement"].fillna(guessed))
    return moved[["client_id", "date", "movement", "points", "row"]]


def balances(summaries: Summaries) -> pd.Series:
    """Points left, by client; empty when the firm keeps none."""
    moved = movements(summaries)
    if moved is None:
        return pd.Series(dtype="float64")
    return moved.groupby("client_id")["points"].sum()
