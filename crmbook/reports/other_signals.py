"""Clients who keep to their purchases while something else has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, plays, signs
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell
from crmbook.signals import telling

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 100  # signals; a longer list is not read


def other_signals(findings: Findings) -> pd.DataFrame:
    """The evidence of the clients who are not late, those who bring most first; with name and value."""
    status = findings["silence"]["status"]
    found = signs.seen(findings)
    found = found[found["client_id"].map(status).isin(plays.LATE).eq(other=False)]
    found = found[found["client_id"].isin(findings.clients.index)]
    brings = findings["value"]["revenue_12m"].reindex(found["client_id"]).fillna(0.0)
    named = found.assign(
        name=findings.clients["name"].reindex(found["client_id"]).to_numpy(),
        brings=brings.to_numpy(), place=range(len(found)),
    )  # fmt: skip
    by = ["brings", "name", "client_id", "place"]
    return named.sort_values(by, ascending=[False, True, True, True], ignore_index=True)


def add(page: Page, findings: Findings) -> None:
    """The list, when there is one."""
    found = other_signals(findings)
    if found.empty:
        return
    page.space()
    page.section(_("Other signals: these clients still buy in their rhythm"))
    page.block(_fields(findings, found.head(MOST)))
    rest = len(found) - MOST
    if rest > 0:
        page.say(many("And {n} signal more.", "And {n} signals more.", rest), "note")


def _fields(findings: Findings, found: pd.DataFrame) -> list[Field]:
    ids, grades = found["client_id"], telling.grades()
    return filled([
        Field(_("Client"), clients.links(findings, ids), "link", 18, WIDEST_NAME),
        Field(_("Signal"), found["grade"].map(grades).tolist(), "wrapped", most=12),
        Field(_("What is seen"), found["said"].tolist(), "wrapped", 46, 60),
        Field(_("Owner"), clients.owner_cells(findings, ids), "wrapped", most=16),
        Field(_("Seen from"), [signs.rows_cell(findings, rows) or Cell(None) for rows in found["rows"]], "text", rest=True),
    ])  # fmt: skip


def by_client(findings: Findings) -> pd.DataFrame:
    """client_id, text and day of each of them: the signals in sentences, and when the last was seen."""
    grouped = other_signals(findings).groupby("client_id", sort=False)
    return grouped.agg(text=("said", " ".join), day=("since", "max")).reset_index()
