"""What every sheet says of a client: the name as a link to their row, the last contact, the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words
from crmbook.sheet import Cell

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings


def as_of(findings: Findings) -> str:
    """Firm, and the day the sheet looks from."""
    company = findings.settings.text("company")
    day = _("As of {day}").format(day=words.day(findings.as_of))
    return f"{company} · {day}" if company else day


def links(findings: Findings, ids: pd.Index) -> list[Cell]:
    """Names; a click goes to the owner's row of the client, where there is one."""
    names = findings.clients["name"].reindex(ids).astype(str).tolist()
    places = findings.client_link(ids).tolist()
    return [
        Cell(name, "link" if place else "text", link=place or None)
        for name, place in zip(names, places, strict=True)
    ]


def owners(findings: Findings, ids: pd.Index) -> pd.Series:
    """Who is responsible; "" when nobody is."""
    return findings.clients["owner"].reindex(ids).fillna("").astype(str)


def last_contact(findings: Findings, ids: pd.Index) -> pd.Series:
    return findings.summaries.clients["last_contact"].reindex(ids)
