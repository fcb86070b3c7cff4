"""What the owner says of signals: confirmed, rejected, not sure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

KEYS = ["client_id", "signal"]


def readings(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """client_id, signal, reading, seen_on: the latest of each client and signal.

    A reading without a day is taken for one of today: it holds until the owner changes it.
    """
    given = tables.get("signal_readings")
    if given is None:
        return pd.DataFrame(columns=[*KEYS, "reading", "seen_on"])
    whole = given.reindex(columns=[*KEYS, "reading", "date"]).dropna(subset=[*KEYS, "reading"])
    seen = (
        pd.to_datetime(whole["date"])
        .astype("datetime64[us]")
        .fillna(pd.Timestamp.max.as_unit("us"))
    )
    said = whole.assign(seen_on=seen).sort_values("seen_on", kind="stable")
    return said.drop_duplicates(KEYS, keep="last").drop(columns="date")


def read_by_owner(tables: Mapping[str, pd.DataFrame], signals: pd.DataFrame) -> pd.Series:
    """The reading of each row of signals, index kept; "" where there is none of it as it is now.

    signals  client_id, signal and began: the day since which the signal is as it is. What the owner
             said before that day was said of something else; without a day any reading holds
    """
    said = readings(tables)
    if said.empty:
        return pd.Series("", signals.index, dtype="str")
    joined = signals[[*KEYS, "began"]].merge(said, on=KEYS, how="left")
    stands = joined["began"].isna() | (joined["seen_on"] >= joined["began"])
    found = joined["reading"].where(stands).fillna("").astype("str")
    return found.set_axis(signals.index)


def without_rejected(tables: Mapping[str, pd.DataFrame], signals: pd.DataFrame) -> pd.DataFrame:
    """The signals that the owner has not rejected as they are now."""
    return signals[read_by_owner(tables, signals) != "rejected"]
