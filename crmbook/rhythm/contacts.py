"""Two clocks: when the client last acted, and when we last contacted the client."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from crmbook.rhythm.histories import moments

# Kinds of contact that only a client can begin, whatever the direction says or leaves out.
THEIRS = frozenset({"enquiry"})
COLUMNS = ("they_acted", "we_contacted")
_NOTED = ("client_id", "date", "direction", "kind")


def over_all_channels(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """Contacts, and complaints and feedback as contacts of the client's: who complains is not silent."""
    said = [
        tables[name][["client_id", "date"]].assign(direction="in")
        for name in ("complaints", "feedback")
        if name in tables and len(tables[name]) and {"client_id", "date"} <= set(tables[name])
    ]
    contacts = tables.get("contacts")
    if contacts is None or not said:
        return pd.concat(said, ignore_index=True) if said else contacts
    noted = contacts[[name for name in _NOTED if name in contacts]]
    return pd.concat([noted, *said], ignore_index=True)


def two_clocks(
    contacts: pd.DataFrame | None, last_purchase: pd.Series, as_of: pd.Timestamp
) -> pd.DataFrame:
    """they_acted, we_contacted: dates up to as_of, index of last_purchase; missing when never.

    they_acted    the latest purchase of the client, or contact that came from the client
    we_contacted  the latest other contact. One without a direction is ours: what we noted about a client
                  must never hide that the client stays silent.
    """
    empty = pd.Series(index=last_purchase.index, dtype="datetime64[us]")
    if contacts is None or not {"client_id", "date"} <= set(contacts):
        return pd.DataFrame(
            {"they_acted": last_purchase.astype("datetime64[us]"), "we_contacted": empty}
        )
    dates = moments(contacts["date"])
    known = contacts.assign(date=dates)[dates < as_of + pd.Timedelta(days=1)]
    theirs = from_them(known)
    latest = {
        name: known[chosen].groupby("client_id")["date"].max().reindex(last_purchase.index)
        for name, chosen in (("theirs", theirs), ("ours", ~theirs))
    }
    acted = pd.concat([last_purchase, latest["theirs"]], axis=1).max(axis=1)
    clocks = pd.DataFrame({"they_acted": acted, "we_contacted": latest["ours"]})
    return clocks.astype("datetime64[us]")


def from_them(contacts: pd.DataFrame) -> pd.Series:
    theirs = pd.Series(False, contacts.index)
    if "direction" in contacts:
        theirs |= contacts["direction"].eq("in").fillna(value=False).astype(bool)
    if "kind" in contacts:
        theirs |= contacts["kind"].isin(THEIRS)
    return theirs
