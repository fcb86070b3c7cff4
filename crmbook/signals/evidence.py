"""Every signal of every client, with what it is seen from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from crmbook.schema.signs import SIGNAL_OPTIONS
from crmbook.signals.acts import first_seen
from crmbook.signals.answers import slower
from crmbook.signals.habits import habits
from crmbook.signals.notes import note_flags
from crmbook.signals.readings import read_by_owner
from crmbook.signals.unanswered import overdue_offers, unanswered

# From the strongest.
GRADES = ("absent", "more", "unanswered", "slower", "reduced", "noted")
SIGNALS = tuple(option.key for option in SIGNAL_OPTIONS if option.key != "silence")
NOTED_DAYS = 180  # a note is news for half a year; those of the client's own row always are
MOST_ROWS = 5
COLUMNS = {
    "client_id": "str", "signal": "str", "grade": "str", "now": "float64", "usual": "float64", "n": "int64",
    "since": "datetime64[us]", "began": "datetime64[us]", "chance": "float64", "words": "object",
    "rows": "object", "reading": "str",
}  # fmt: skip


def evidence(
    tables: Mapping[str, pd.DataFrame], done: pd.DataFrame, replies: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """One row a client and signal that holds on as_of, each client's weightiest first.

    done, replies  see acts and answers

    signal, grade   of SIGNALS and GRADES; "noted" are words found in texts
    now, usual, n   what is held against what: see habits, slower and unanswered
    since    the day it last happened
    began    the day since which the signal is as it is; missing where it has no day
    chance   how probable it is without any change; missing for words
    words    those found, "" elsewhere
    rows     the latest five (table, row) it is seen from, the earliest first
    reading  the owner's: "confirmed", "unsure" or "". Rejected ones are left out
    """
    offers, notes = overdue_offers(tables, as_of), _notes(tables, as_of)
    if not any(map(len, (done, replies, offers, notes))):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    found = [
        habits(done, first_seen(tables), as_of), slower(replies, as_of), unanswered(offers), _noted(notes),
    ]  # fmt: skip
    seen = [
        done.rename(columns={"measure": "signal"}),
        replies[replies["theirs"]].assign(signal="answers", table="contacts"),
        offers.assign(signal="offers", table="offers"),
        notes,
    ]
    whole = pd.concat([part for part in found if len(part)] or found[:1], ignore_index=True)
    return _ordered(tables, _with_rows(whole, seen))


def _notes(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """Flags that are still news, each text once."""
    flags = note_flags(tables, as_of=as_of)
    fresh = ~(flags["date"] <= pd.Timestamp(as_of) - pd.Timedelta(days=NOTED_DAYS))
    return flags[fresh].assign(signal="note_" + flags["flag"])


def _noted(notes: pd.DataFrame) -> pd.DataFrame:
    grouped = notes.groupby(["client_id", "signal"])
    found = grouped.agg(
        words=("words", _each_once), n=("row", "size"), since=("date", "max")
    ).reset_index()
    return found.assign(grade="noted", now=found["n"].astype(float), began=found["since"])


def _each_once(words: pd.Series) -> str:
    return ", ".join(dict.fromkeys(", ".join(words).split(", ")))


def _with_rows(whole: pd.DataFrame, seen: list[pd.DataFrame]) -> pd.DataFrame:
    """With the latest rows of the owner's sheets that each signal is seen from."""
    keys = ["client_id", "signal"]
    wanted = pd.MultiIndex.from_frame(whole[keys])
    some = [part[[*keys, "date", "table", "row"]] for part in seen]
    own = pd.concat([part[pd.MultiIndex.from_frame(part[keys]).isin(wanted)] for part in some])
    latest = (
        own.sort_values("date", kind="stable", na_position="first").groupby(keys).tail(MOST_ROWS)
    )
    places = pd.Series(
        list(zip(latest["table"], latest["row"].astype(int), strict=True)), latest.index
    )
    rows = places.groupby([latest[key] for key in keys]).agg(tuple).rename("rows")
    return whole.merge(rows, left_on=keys, right_index=True, how="left")


def _ordered(tables: Mapping[str, pd.DataFrame], whole: pd.DataFrame) -> pd.DataFrame:
    shaped = whole.reindex(columns=list(COLUMNS))
    words = shaped["words"].astype(object)
    kept = shaped.assign(
        words=words.where(words.notna(), ""), reading=read_by_owner(tables, shaped)
    )
    kept = kept[kept["reading"] != "rejected"]
    weight = kept["signal"].map({name: place for place, name in enumerate(SIGNALS)})
    ordered = kept.assign(weight=weight).sort_values(["client_id", "weight"], ignore_index=True)
    return ordered.drop(columns="weight")
