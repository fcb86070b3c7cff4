"""What every sheet says of a client: the name as a link to their row, the last contact, the day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import words
from crmbook.sheet import Cell, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

LATE_DATA_DAYS = 31


def as_of(findings: Findings) -> str:
    """Firm, and the day the sheet looks from."""
    company = findings.settings.text("company")
    day = _("As of {day}").format(day=words.day(findings.as_of))
    return f"{company} · {day}" if company else day


def data_date(findings: Findings) -> str:
    """The day of the last purchase; of one long ago, whether later ones are missing. There must be one."""
    said = words.sentence(
        _("The last purchase in the workbook is of {day}.").format(day=words.day(_last(findings)))
    )
    if not data_are_late(findings):
        return said
    days = (findings.as_of - _last(findings)).days
    ago = many("That is {n} day before the day of this report: are later purchases missing?",
               "That is {n} days before the day of this report: are later purchases missing?", days)  # fmt: skip
    return f"{said} {ago}"


def data_are_late(findings: Findings) -> bool:
    """Purchases that nobody has typed yet look like clients who stay away."""
    return (findings.as_of - _last(findings)).days > LATE_DATA_DAYS


def _last(findings: Findings) -> date:
    last: date = findings.summaries.documents["date"].max().date()
    return last


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


def last_contact_told(findings: Findings, ids: pd.Index) -> list[str]:
    """“call, 12 March 2026, Rasa” of each client; "" where there was no contact."""
    found = _last_contacts(findings, ids)
    kinds = contact_kinds()
    told = {row["client_id"]: _told(row, kinds) for row in found}
    return [told.get(client_id, "") for client_id in ids]


def _told(contact: Mapping[Hashable, Any], kinds: Mapping[str, str]) -> str:
    kind = kinds.get(contact["kind"], "")
    owner = contact["owner"] if isinstance(contact["owner"], str) else ""
    return ", ".join(filter(None, [kind[:1].lower() + kind[1:], words.day(contact["date"]), owner]))


def open_offers(findings: Findings, ids: pd.Index) -> list[str]:
    """The numbers of each client's open offers, “P-114, P-120”; the day where one has no number."""
    import pandas as pd

    offers = findings.tables.get("offers")
    if offers is None or not {"status", "client_id", "date"} <= set(offers):
        return [""] * len(ids)
    made = offers["date"] <= pd.Timestamp(findings.as_of)
    own = offers[offers["client_id"].isin(ids) & offers["status"].eq("open") & made]
    number = own.reindex(columns=["offer_id"])["offer_id"].astype(object)
    named = number.where(number.notna(), own["date"].dt.strftime("%Y-%m-%d"))
    joined = named.astype(str).groupby(own["client_id"]).agg(", ".join)
    return [str(joined.get(client_id, "")) for client_id in ids]


def last_words(findings: Findings, ids: pd.Series | pd.Index, longest: int) -> list[str | None]:
    """Day, kind and gist of each client's last contact; None where there was none."""
    found = _last_contacts(findings, ids)
    said = {row["client_id"]: _last_words(row, longest) for row in found}
    return [said.get(client_id) for client_id in ids]


def _last_contacts(
    findings: Findings, ids: pd.Series | pd.Index
) -> Sequence[Mapping[Hashable, Any]]:
    import pandas as pd

    contacts = findings.tables.get("contacts")
    if contacts is None:
        return []
    own = contacts[
        contacts["client_id"].isin(ids) & (contacts["date"] <= pd.Timestamp(findings.as_of))
    ]
    last = own.sort_values("date", kind="stable").drop_duplicates("client_id", keep="last")
    records: Sequence[Mapping[Hashable, Any]] = last.reindex(
        columns=["client_id", "date", *_SAID]
    ).to_dict("records")
    return records


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
