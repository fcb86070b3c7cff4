"""What clients did of themselves besides buying, over all channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from crmbook.rhythm.contacts import from_them

# Kinds of contact in which people meet.
IN_PERSON = frozenset({"visit", "meeting", "event", "lunch"})
MEASURES = ("contacts", "enquiries", "visits", "feedback", "complaints")
_TABLES = ("feedback", "complaints", "contacts", "invitations")
_COLUMNS = ("client_id", "date", "row", "table")


def acts(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """One row an act and measure, up to as_of: client_id, date (whole days), measure, table, row.

    contacts    everything below together: a client who complains is not silent
    enquiries   contacts of that kind
    visits      meetings that the client began, and events the client came to
    feedback, complaints  rows of those tables
    What we began is not there, nor a contact of which nobody noted who began it.
    """
    if not any(len(tables.get(name, ())) for name in _TABLES):
        return _rows({}, "contacts").assign(measure="contacts")[[*_COLUMNS, "measure"]]
    parts = {"feedback": _rows(tables, "feedback"), "complaints": _rows(tables, "complaints")}
    theirs = _contacts(tables)
    parts["enquiries"] = theirs[theirs["kind"] == "enquiry"]
    met = theirs[theirs["kind"].isin(IN_PERSON)]
    parts["visits"] = pd.concat([met, _events(tables)], ignore_index=True)
    others = theirs[~theirs["kind"].isin({"enquiry", *IN_PERSON})]
    everything = pd.concat([others, *parts.values()], ignore_index=True)
    measured = {"contacts": everything, **parts}
    whole = pd.concat([measured[name].assign(measure=name) for name in MEASURES], ignore_index=True)
    whole = whole.assign(date=whole["date"].dt.normalize())
    return whole.loc[whole["date"] <= pd.Timestamp(as_of), [*_COLUMNS, "measure"]]


def first_seen(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The day each client first stands in a history, index client_id."""
    names = ("purchases", "contacts", "complaints", "feedback", "offers")
    days = [frame.groupby("client_id")["date"].min() for frame in _histories(tables, names)]
    if not days:
        return pd.Series(dtype="datetime64[us]")
    first: pd.Series = pd.concat(days).groupby(level=0).min().dt.normalize()
    return first


def _histories(
    tables: Mapping[str, pd.DataFrame], names: tuple[str, ...]
) -> Iterator[pd.DataFrame]:
    for name in names:
        frame = tables.get(name)
        if frame is not None and len(frame) and {"client_id", "date"} <= set(frame):
            yield frame[["client_id", "date"]].astype({"date": "datetime64[us]"})


def _rows(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    frame = tables.get(name)
    if frame is None or not {"client_id", "date"} <= set(frame):
        kinds = {"client_id": "str", "date": "datetime64[us]", "row": "int64", "kind": "str"}
        frame = pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in kinds.items()})
    whole = frame.reindex(columns=["client_id", "date", "row", "kind"])
    return whole.assign(
        date=whole["date"].astype("datetime64[us]"), row=whole["row"].fillna(0).astype("int64"),
        table=name,
    )  # fmt: skip


def _contacts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frame = tables.get("contacts")
    whole = _rows(tables, "contacts")
    return whole if frame is None or whole.empty else whole[from_them(frame).to_numpy()]


def _events(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The events a client came to, on the day of the event."""
    guests, events = tables.get("invitations"), tables.get("events")
    known = guests is not None and {"event_id", "client_id", "attended"} <= set(guests)
    if not known or guests is None or events is None or not {"event_id", "date"} <= set(events):
        return _rows({}, "invitations")
    days = events.drop_duplicates("event_id").set_index("event_id")["date"]
    came = guests[guests["attended"].astype("boolean").fillna(value=False).astype(bool)]
    dated = came.assign(date=days.reindex(came["event_id"]).set_axis(came.index))
    return _rows({"invitations": dated.dropna(subset="date")}, "invitations")
