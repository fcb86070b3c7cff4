"""Clients whom the firm thinks of parting with: how far it has come, and what speaks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients, words
from crmbook.reports.layout import Field
from crmbook.reports.month.listing import MOST, listing, rows_of, whole
from crmbook.reports.month.paper import nothing
from crmbook.sheet import Value
from crmbook.summaries.kept import kept

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page

OVER = ("closed", "kept")
OFTEN = 3  # complaints in 12 months
_APART = re.compile(r"[,;/&+]|\b(?:and|ir|un)\b")


def add(page: Page, findings: Findings) -> None:
    """Nothing in a firm that does not keep such a list: nobody is put on it unasked."""
    farewells = kept(findings.summaries, "farewells")
    if farewells is None:
        return
    page.section(_("Farewells"))
    stages = farewells.sort_values("date", kind="stable").drop_duplicates("client_id", keep="last")
    open_ = stages[~stages["stage"].isin(OVER) & stages["client_id"].isin(findings.clients.index)]
    if open_.empty:
        nothing(page, _("no farewell is under way"))
    else:
        _under_way(page, findings, open_, farewells)
    _worth_checking(page, findings, stages["client_id"])
    page.say(_("Keeping a client remains the aim. Nothing is decided by a number: two people approve, after the client was heard and other ways were offered."), "note")  # fmt: skip
    page.space()


def _under_way(
    page: Page, findings: Findings, open_: pd.DataFrame, farewells: pd.DataFrame
) -> None:
    import pandas as pd

    names = {one.key: str(one.names) for one in schema.table("farewells").column("stage").choices}
    approved = farewells.groupby("client_id")["approved_by"].agg(_people)
    ordered = open_.sort_values("date")
    shown = ordered.head(MOST)
    stage = shown["stage"].astype(object).map(names).fillna(_("no stage noted"))
    ids = shown["client_id"]
    days = (pd.Timestamp(findings.as_of) - shown["date"].dt.normalize()).dt.days
    listing(page, [
        Field(_("Client"), clients.links(findings, ids), "link", across=2),
        Field(_("Stage"), rows_of(findings, "farewells", shown, stage), "link", across=2),
        Field(_("Days at it"), whole(days), "integer"),
        Field(_("Complaints, 12 months"), _of(findings.summaries.clients["complaints_12m"], ids), "integer"),
        Field(words.in_currency(_("Value after service"), findings), whole(findings["value"]["value_after_service"].reindex(ids)), "integer"),
        Field(_("Approved by"), [_("{part} of {whole}").format(part=approved[client], whole=2) for client in ids], "text_right"),
    ], len(ordered))  # fmt: skip


def _people(approved: pd.Series) -> int:
    """Different people named in any row."""
    said = [name.strip().casefold() for text in approved.dropna() for name in _APART.split(text)]
    return len({name for name in said if name})


def _of(numbers: pd.Series, ids: pd.Series) -> list[Value]:
    return whole(numbers.reindex(ids))


def _worth_checking(page: Page, findings: Findings, known: pd.Series) -> None:
    """Others who complain often and are not content, or who cost more than they bring."""
    everyone = findings.summaries.clients
    often = (everyone["complaints_12m"] >= OFTEN) & (everyone["open_complaints"] > 0)
    after = findings["value"]["value_after_service"].reindex(everyone.index)
    costs = after < 0
    found = everyone.index[(often | costs) & ~everyone.index.isin(known)]
    if found.empty:
        return
    said = many("{n} other client complained three times or more in 12 months and has a complaint open, or costs more than they bring: {{names}}.",
                "{n} other clients complained three times or more in 12 months and have a complaint open, or cost more than they bring: {{names}}.", len(found))  # fmt: skip
    first = after.reindex(found).sort_values(kind="stable").index[:MOST]
    names = words.listed(findings.clients["name"].reindex(first).astype(str).tolist())
    page.say(said.format(names=names))
