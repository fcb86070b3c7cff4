"""What every sheet says of a client: the name as a link to their row, the last contact, the day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import _
from crmbook.reports import words
from crmbook.sheet import Cell, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings


def as_of(findings: Findings) -> str:
    """Firm, and the day the sheet looks from."""
    company = findings.settings.text("company")
    day = _("As of {day}").format(day=words.day(findings.as_of))
    return f"{company} · {day}" if company else day


def links(findings: Findings, ids: pd.Series | pd.Index) -> list[Cell]:
    """Names; a click goes to the owner's row of the client, where there is one."""
    names = findings.clients["name"].reindex(ids).astype(str).tolist()
    places = findings.client_link(ids).tolist()
    return [
        Cell(name, "link" if place else "text", link=place or None)
        for name, place in zip(names, places, strict=True)
    ]


def owners(findings: Findings, ids: pd.Series | pd.Index) -> pd.Series:
    """Who is responsible; "" when nobody is."""
    return findings.clients["owner"].reindex(ids).fillna("").astype(str)


def owner_cells(findings: Findings, ids: pd.Series | pd.Index) -> list[Value]:
    """The same for a list; nothing at all in a firm that names no owners."""
    if not (findings.clients["owner"] != "").any():
        return [None] * len(ids)
    return [owner or words.nobody() for owner in owners(findings, ids)]


def last_contact(findings: Findings, ids: pd.Index) -> pd.Series:
    return findings.summaries.clients["last_contact"].reindex(ids)


def last_words(findings: Findings, ids: pd.Series | pd.Index, longest: int) -> list[str | None]:
    """Day, kind and gist of each client's last contact; None where there was none."""
    import pandas as pd

    contacts = findings.tables.get("contacts")
    if contacts is None:
        return [None] * len(ids)
    own = contacts[
        contacts["client_id"].isin(ids) & (contacts["date"] <= pd.Timestamp(findings.as_of))
    ]
    last = own.sort_values("date", kind="stable").drop_duplicates("client_id", keep="last")
    records = last.reindex(columns=["client_id", "date", *_SAID]).to_dict("records")
    said = {row["client_id"]: _last_words(row, longest) for row in records}
    return [said.get(client_id) for client_id in ids]


_SAID = ("kind", "owner", "summary")


def _last_words(contact: Mapping[Hashable, Any], longest: int) -> str:
    parts = [
        contact["date"].strftime("%Y-%m-%d"),
        contact_kinds().get(contact["kind"], ""),
        _gist(contact["owner"], longest),
        _gist(contact["summary"], longest),
    ]
    return " · ".join(part for part in parts if part)


def contact_kinds() -> Mapping[str, str]:
    """Kind of contact → its name in the language spoken."""
    options = schema.table("contacts").column("kind").choices
    return {option.key: str(option.names) for option in options}


def _gist(text: object, longest: int) -> str:
    if not isinstance(text, str):
        return ""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
