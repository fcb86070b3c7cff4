"""Clients who are likely to be dissatisfied: what they said, how they rated, what is not put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from crmbook.signals.notes import note_flags

RECENT = 90  # days in which complaints, notes and open complaints are looked at
OPINION = 180  # days an opinion holds
UNHAPPY = {"rating": 2, "recommend": 6}
FEW_DAYS = 14  # a complaint that is open longer was not settled quickly
# What is seen, the plainest first.
EVIDENCE = ("reopened", "unsettled", "complaints", "rating", "recommend", "words")
COLUMNS = ("client_id", "evidence", "date", "table", "row")


def likely_dissatisfied(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """One row a client and thing seen: client_id, evidence (of EVIDENCE), date, and table and row of the latest.

    reopened    a complaint of the last 90 days is open again
    unsettled   a complaint of the last 90 days has been open for more than 14 days
    complaints  two or more in 90 days
    rating, recommend  the latest answer of 180 days is 2 or less of 5, 6 or less of 10
    words       a note of the last 90 days has the words of a complaint; an owner's no takes it out
    """
    found = [
        made[list(COLUMNS)] for made in (*_complained(tables, as_of), *_rated(tables, as_of), *_noted(tables, as_of))
        if len(made)
    ]  # fmt: skip
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    order = {name: place for place, name in enumerate(EVIDENCE)}
    whole = pd.concat(found, ignore_index=True)
    whole = whole.assign(place=whole["evidence"].map(order))
    by = ["client_id", "place", "date"]
    each = whole.sort_values(by, ascending=[True, True, False], kind="stable")
    shown: pd.DataFrame = each.drop_duplicates(["client_id", "evidence"])[list(COLUMNS)]
    return shown.reset_index(drop=True)


def _recent(
    tables: Mapping[str, pd.DataFrame], name: str, as_of: date, days: int, *columns: str
) -> pd.DataFrame:
    """The rows of the last days, with these columns."""
    frame = tables.get(name)
    if frame is None or not {"client_id", "date"} <= set(frame):
        frame = pd.DataFrame({"client_id": pd.Series(dtype="str"), "date": pd.Series(dtype="datetime64[us]")})  # fmt: skip
    last = pd.Timestamp(as_of)
    day = frame["date"].dt.normalize()
    kept: pd.DataFrame = frame[(day <= last) & (day > last - pd.Timedelta(days=days))]
    return kept.reindex(columns=["client_id", "date", "row", *columns]).assign(table=name)


def _complained(tables: Mapping[str, pd.DataFrame], as_of: date) -> Iterator[pd.DataFrame]:
    complaints = _recent(tables, "complaints", as_of, RECENT, "status", "resolved_on")
    reopened = complaints["status"].eq("reopened").fillna(value=False).astype(bool)
    settled = complaints["resolved_on"].notna() | complaints["status"].eq("resolved").fillna(
        value=False
    ).astype(bool)
    waited = (pd.Timestamp(as_of) - complaints["date"]).dt.days
    yield complaints[reopened].assign(evidence="reopened")
    yield complaints[~settled & ~reopened & (waited > FEW_DAYS)].assign(evidence="unsettled")
    several = complaints.groupby("client_id")["date"].transform("size") > 1
    yield complaints[several.astype(bool)].assign(evidence="complaints")


def _rated(tables: Mapping[str, pd.DataFrame], as_of: date) -> Iterator[pd.DataFrame]:
    feedback = _recent(tables, "feedback", as_of, OPINION, *UNHAPPY)
    for question, limit in UNHAPPY.items():
        answers = feedback[feedback[question].notna()].sort_values("date", kind="stable")
        latest = answers.drop_duplicates("client_id", keep="last")
        yield latest[latest[question].astype("float64") <= limit].assign(evidence=question)


def _noted(tables: Mapping[str, pd.DataFrame], as_of: date) -> Iterator[pd.DataFrame]:
    """Only contacts: what is noted of a complaint or an opinion is one already."""
    words = {name: tables[name] for name in ("flag_words", "signal_readings") if name in tables}
    clients = tables["clients"].reindex(columns=["client_id", "language"])
    contacts = _recent(tables, "contacts", as_of, RECENT, "summary", "follow_up")
    notes = note_flags({**words, "clients": clients, "contacts": contacts})
    yield notes[notes["flag"] == "complaint"].assign(evidence="words")
