"""How long answers take: ours to clients, theirs to us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from crmbook.rhythm.contacts import from_them

# What waits for an answer; a call or a meeting answers itself.
WRITTEN = frozenset({"email", "letter", "message", "enquiry"})
LONGEST = 60  # days; what comes later is a new conversation
LAST = 5  # answers that are held against those before them
FEWEST = 5  # earlier answers of which the usual is known
SLOWER = 2.0  # times the usual
STILL_NEWS = 180  # days
# That the last five are all above the usual, which half of them are by chance.
CHANCE = 0.5**LAST

ANSWERS = {
    "client_id": "str", "date": "datetime64[us]", "row": "int64", "theirs": "bool", "days": "float64",
}  # fmt: skip


def answers(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """One row an answer up to as_of: client_id, date, row, theirs (else ours), days it took.

    A conversation goes to and fro: from the first unanswered message of the one side to the first contact
    of the other, by whatever channel. Only written messages wait for an answer, and one that
    takes more than 60 days is none.
    """
    if not len(tables.get("contacts", ())):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in ANSWERS.items()})
    said = _conversation(tables, as_of)
    same_client = said["client_id"].eq(said["client_id"].shift())
    turn = ~(same_client & said["theirs"].eq(said["theirs"].shift()))
    turns = said[turn]
    asked = turns.shift()
    replied = turns["client_id"].eq(asked["client_id"]) & asked["kind"].isin(WRITTEN)
    days = (turns["date"] - asked["date"].astype("datetime64[us]")).dt.days
    found = turns.assign(days=days)[replied & (days <= LONGEST)]
    return found[list(ANSWERS)].reset_index(drop=True)


def waiting(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """One row a client whose written message nobody has answered: client_id, date, row, days waited.

    The first message of the last turn counts; after 60 days nobody waits any more.
    """
    said = _conversation(tables, as_of)
    turn = ~(
        said["client_id"].eq(said["client_id"].shift()) & said["theirs"].eq(said["theirs"].shift())
    )
    last = said[turn].drop_duplicates("client_id", keep="last")
    asked = last[last["theirs"] & last["kind"].isin(WRITTEN)]
    days = (pd.Timestamp(as_of) - asked["date"]).dt.days
    found = asked.assign(days=days)[days <= LONGEST]
    shown: pd.DataFrame = found[["client_id", "date", "row", "days"]]
    return shown.reset_index(drop=True)


def _conversation(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """Contacts of which it is known who began them, each client's in order."""
    contacts = tables.get("contacts")
    if contacts is None or not {"client_id", "date"} <= set(contacts):
        contacts = pd.DataFrame({"client_id": pd.Series(dtype="str"), "date": []})
    whole = contacts.reindex(columns=["client_id", "date", "row", "kind", "direction"])
    whole = whole.assign(
        date=whole["date"].astype("datetime64[us]").dt.normalize(), theirs=from_them(whole)
    )
    known = whole["theirs"] | whole["direction"].eq("out").fillna(value=False).astype(bool)
    kept = whole[known & (whole["date"] <= pd.Timestamp(as_of))]
    return kept.sort_values(["client_id", "date"], kind="stable", ignore_index=True)


def slower(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row a client whose last five answers all took longer than usual, half of them twice as long.

    now, usual  median days of the last five, and of those before
    n           answers before them, five or more; columns else as of habits
    """
    theirs = found[found["theirs"]]
    from_last = theirs.groupby("client_id").cumcount(ascending=False)
    last, before = theirs[from_last < LAST], theirs[from_last >= LAST]
    usual = before.groupby("client_id")["days"].agg(["median", "size"])
    clients = usual.join(
        last.groupby("client_id").agg(
            now=("days", "median"), least=("days", "min"), since=("date", "max")
        )
    )
    # an answer on the same day counts as half a day: twice nothing is nothing
    base = clients["median"].clip(lower=0.5)
    fresh = clients["since"] > pd.Timestamp(as_of) - pd.Timedelta(days=STILL_NEWS)
    slow = (clients["least"] > clients["median"]) & (clients["now"] >= SLOWER * base)
    shown = clients[(clients["size"] >= FEWEST) & slow & fresh]
    return shown.rename(columns={"median": "usual", "size": "n"}).reset_index().assign(
        signal="answers", grade="slower", chance=CHANCE, began=shown["since"].to_numpy()
    )  # fmt: skip


def usual_times(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """our_days, our_answers, their_days, their_answers of the last 365 days, index client_id.

    Days are medians; the numbers say of how many.
    """
    recent = found[found["date"] > pd.Timestamp(as_of) - pd.Timedelta(days=365)]
    grouped = {
        who: recent[recent["theirs"] == theirs].groupby("client_id")["days"].agg(["median", "size"])
        for who, theirs in (("our", False), ("their", True))
    }
    columns = {f"{who}_days": times["median"] for who, times in grouped.items()}
    counts = {f"{who}_answers": times["size"] for who, times in grouped.items()}
    return pd.DataFrame(columns | counts, dtype=np.float64)
