"""Business or an informal word: how many meetings of one kind came since the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words

if TYPE_CHECKING:
    from crmbook.findings import Findings

BUSINESS = frozenset({"meeting", "visit"})
INFORMAL = frozenset({"lunch", "event"})


def told(findings: Findings, client_id: str) -> str:
    """“4, the last on 2 November 2025”; with an open offer business comes first.

    "" where the firm notes no informal meetings of anybody, or this client was not met.
    """
    import pandas as pd

    contacts = findings.tables.get("contacts")
    if contacts is None or not {"kind", "date"} <= set(contacts):
        return ""
    known = contacts[contacts["date"] <= pd.Timestamp(findings.as_of)]
    own = known[known["client_id"] == client_id]
    informal = own.loc[own["kind"].isin(INFORMAL), "date"]
    business = own.loc[own["kind"].isin(BUSINESS), "date"]
    if business.empty or not known["kind"].isin(INFORMAL).any():
        return ""
    if informal.empty:
        said = _("{n}, none informal so far").format(n=words.number(len(business)))
    else:
        text = _("{n}, the last informal one on {day}")
        count = int((business > informal.max()).sum())
        said = text.format(n=words.number(count), day=words.day(informal.max()))
    offers = int(findings.summaries.clients["open_offers"].get(client_id, 0))
    return said + ("; " + _("an offer is open: business first") if offers else "")
