"""Tables as they stood on the evening of a day: what happened later is not there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

Frames = Mapping[str, pd.DataFrame]

PLANNED = frozenset({"events"})  # a day of theirs is one to come
HAPPENED_ON = {"invitations": "invited_on"}  # of the others: date
# What ended later was not over yet: the day of the end, and the column that says how it ended.
ENDS: Mapping[str, tuple[str, str, Mapping[str, str | None]]] = {
    "complaints": ("resolved_on", "status", {"resolved": "open"}),
    "deals": ("closed_on", "stage", {"won": None, "lost": None}),
    "feedback": ("told_client_on", "", {}),
}


def until(frames: Frames, day: date, *, owners_listed: bool) -> dict[str, pd.DataFrame]:
    """Rows up to a day, which counts; rows without a day stay, for nobody knows when they were typed.

    A client is there by then when a row of theirs is, or when the list says since when. The rest of the
    list is of people who came later, or who were never heard of on any day: to keep these would change
    an old month on the day they first buy.

    A complaint resolved later is open again, a deal closed later is open at a stage nobody knows, a
    client told later is not told yet. What has no day of its own is as it is today: the status of an
    offer, a promise kept, a task done.

    owners_listed  False: the owner of a client is who sold last, and later sales do not count
    """
    end = pd.Timestamp(day)
    kept = {key: _not_over(key, _upto(key, frame, end), end) for key, frame in frames.items()}
    everyone = kept["clients"]
    there = _known_by(everyone, end) | everyone["client_id"].isin(_heard_of(kept))
    clients = everyone[there].reset_index(drop=True)
    if not owners_listed:
        clients = clients.assign(owner=last_owner(clients["client_id"], kept.get("purchases")))
    return kept | {"clients": clients}


def last_owner(ids: pd.Series, bought: pd.DataFrame | None) -> pd.Series:
    """Who sold to each client last, when nobody says whose client it is."""
    if bought is None or "owner" not in bought:
        return pd.Series(pd.NA, ids.index, dtype="str")
    known = bought.dropna(subset="owner").sort_values("date", kind="stable")
    last = known.drop_duplicates("client_id", keep="last").set_index("client_id")["owner"]
    return ids.map(last).astype("str")


def _upto(table: str, frame: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    column = HAPPENED_ON.get(table, "date")
    if table in PLANNED or column not in frame:
        return frame
    later = frame[column].dt.normalize() > end
    return frame[~later].reset_index(drop=True) if later.any() else frame


def _not_over(table: str, frame: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    ended, said, before = ENDS.get(table, ("", "", {}))
    if ended not in frame:
        return frame
    later = frame[ended] > end
    if said in frame:
        then = frame[said].map(before).astype(frame[said].dtype)
        over = frame[said].isin(list(before))
        frame = frame.assign(**{said: frame[said].mask(later & over, then)})
    return frame.assign(**{ended: frame[ended].mask(later)})


def _known_by(clients: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    if "since" not in clients:
        return pd.Series(data=False, index=clients.index)
    return clients["since"] <= end


def _heard_of(frames: Frames) -> pd.Series:
    """Clients of whom some history has a row."""
    others = (frame for key, frame in frames.items() if key != "clients" and "client_id" in frame)
    ids = [frame["client_id"].drop_duplicates() for frame in others]
    return pd.concat(ids) if ids else pd.Series(dtype="str")
