"""Clients who keep to their purchases while something else has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
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
WORKING_DAYS = 10  # in which each is asked about


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


def add(page: Page, findings: Findings, above: Sequence[str] = ()) -> None:
    """The list, when there is one.

    above  headings of the list above it, which stand on every printed page: what is alike stands under them
    """
    found = other_signals(findings)
    if found.empty:
        return
    page.space()
    if above:
        page.turn()
    page.section(_("Other signals: these clients still buy in their rhythm"))
    fields = _fields(findings, found.head(MOST))
    page.block(_under(above, fields) if above else [*fields.values()])
    rest = len(found) - MOST
    if rest > 0:
        page.say(many("And {n} signal more.", "And {n} signals more.", rest), "note")


def _fields(findings: Findings, found: pd.DataFrame) -> dict[str, Field]:
    """By the heading of what is alike in the list of the late."""
    ids, grades = found["client_id"], telling.grades()
    rows = [signs.rows_cell(findings, rows) or Cell(None) for rows in found["rows"]]
    owners = clients.owner_cells(findings, ids)
    made = {
        _("Client"): Field(_("Client"), clients.links(findings, ids), "link", 18, WIDEST_NAME),
        _("Status"): Field(_("Signal"), found["grade"].map(grades).tolist(), "wrapped", most=12),
        _("Why"): Field(_("What is seen"), found["said"].tolist(), "wrapped", 46, 60),
        _("Days since"): Field(_("Seen from"), rows, "text", most=40),
        _("Owner"): Field(_("Owner"), owners, "wrapped", most=16),
        _("By"): Field(_("By"), [due(findings)] * len(found), "date", most=13),
    }
    return {key: field for key, field in made.items() if filled([field])}


def _under(above: Sequence[str], fields: Mapping[str, Field]) -> list[Field]:
    """The fields under the headings above; a text runs on over those that are not alike."""
    nothing = [None] * max(len(field.cells) for field in fields.values())
    under = [fields.get(heading, Field("", nothing)) for heading in above]
    places = [n for n, heading in enumerate(above) if heading in fields]
    widths = (later - place for place, later in pairwise([*places, len(above)]))
    for place, across in zip(places, widths, strict=True):
        under[place] = replace(under[place], across=across)
    return under


def due(findings: Findings) -> date:
    """The day by which somebody should have asked."""
    return plays.working_days_after(findings.as_of, WORKING_DAYS)


def by_client(findings: Findings) -> pd.DataFrame:
    """client_id, text and day of each of them: the signals in sentences, and when the last was seen."""
    grouped = other_signals(findings).groupby("client_id", sort=False)
    return grouped.agg(text=("said", " ".join), day=("since", "max")).reset_index()
