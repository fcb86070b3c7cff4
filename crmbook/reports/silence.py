"""Who is later than their own rhythm, the most valuable first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, plays, words
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell, Sheet, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 250  # a longer list is not read; Scores has everybody


def title() -> str:
    return _("Silence")


def build(findings: Findings) -> Sheet | None:
    if findings.clients.empty:
        return None
    late = late_clients(findings)
    page = Page(across=10 if late.empty else 0)
    page.title(findings.titles["silence"], _subtitle(findings, late))
    if late.empty:
        page.say(_("Nobody is late: every client keeps to their own rhythm."), "good")
    else:
        page.block(_fields(findings, late.head(MOST)), repeat=True)
        _rest(page, findings, late)
    page.space()
    _definitions(page, findings)
    return page.sheet(
        findings.titles["silence"], "silence", landscape=True, freeze=not late.empty, tab="#C0504D"
    )


def late_clients(findings: Findings) -> pd.DataFrame:
    """Clients who are quiet, silent or lost, those with most at stake first."""
    found = findings.results["silence"]
    late = found[found["status"].isin(plays.LATE)].join(findings.clients[["name", "owner"]])
    late["abc"] = findings.results["abc"]["abc"].reindex(late.index).fillna("")
    late["at_stake"] = plays.at_stake(findings).reindex(late.index)
    by = ["at_stake", "p_silent", "name"]
    return late.sort_values(by, ascending=[False, False, True], na_position="last")


def _subtitle(findings: Findings, late: pd.DataFrame) -> str:
    counts, captions = late["status"].value_counts(), words.statuses()
    said = [f"{captions[key]}: {words.number(counts[key])}" for key in plays.LATE if key in counts]
    at_risk = words.sum_of(late["value_at_risk"], findings)
    risk = [_("{money} at risk").format(money=at_risk)] if at_risk else []
    return " · ".join([clients.as_of(findings), *said, *risk])


def _fields(findings: Findings, late: pd.DataFrame) -> list[Field]:
    captions, todo = words.statuses(), plays.short()
    due = plays.due_days(findings, late.index)
    fields = [
        Field(_("Client"), clients.links(findings, late.index), "link", 18, WIDEST_NAME),
        Field(_("Status"), late["status"].map(captions).tolist(), most=12),
        Field(_("Why"), words.plain(late["reason"]), "wrapped", 46, 52),
        Field(_("Days since"), words.plain(late["days_since"]), "integer", most=10),
        Field(
            _("Probability of silence"), words.plain(late["p_silent"]), "percent", 14, 15,
            note=_("How probable it is that nothing is bought in the client’s next two usual gaps, at least 14 days."),
        ),
        Field(
            words.in_currency(_("Value at risk"), findings), words.plain(late["value_at_risk"].round()),
            "integer", most=12, bar=True,
            note=_("What the client would bring in a year × the probability of silence."),
        ),
        Field(
            _("Purchases at risk"), _purchases_at_risk(findings, late), "decimal", most=12, bar=True,
            note=_("How many times the client would buy in a year × the probability of silence."),
        ),
        Field(_("Owner"), clients.owner_cells(findings, late.index), "wrapped", most=16),
        Field(_("Last contact"), words.plain(clients.last_contact(findings, late.index)), "date", most=13),
        Field(_("What to do"), late["status"].map(todo).tolist(), "wrapped", 16, 20),
        Field(_("By"), due, "date", most=13),
    ]  # fmt: skip
    return filled(fields)


def _purchases_at_risk(findings: Findings, late: pd.DataFrame) -> list[Value]:
    """What the list is ordered by in a firm that keeps no amounts; nothing in others."""
    if findings.summaries.keeps_amounts:
        return [None] * len(late)
    return words.plain(late["at_stake"])


def _rest(page: Page, findings: Findings, late: pd.DataFrame) -> None:
    rest = late.iloc[MOST:]
    if rest.empty:
        return
    said = many("And {n} client more", "And {n} clients more", len(rest))
    at_risk = words.sum_of(rest["value_at_risk"], findings)
    value = _(", {money} at risk").format(money=at_risk) if at_risk else ""
    page.say(_("{said}{value}: see the sheet {sheet}.").format(
        said=said, value=value, sheet=findings.titles["scores"]), "note")  # fmt: skip


def _definitions(page: Page, findings: Findings) -> None:
    """Of the words in the list, each with what to do; those of the other statuses are on Quality."""
    page.section(_("What the words mean"))
    counts = findings.results["silence"]["status"].value_counts()
    meanings, todo = words.status_meanings(), plays.by_status(findings)
    for key in plays.LATE:
        said = many("{n} client.", "{n} clients.", int(counts.get(key, 0)))
        page.point(Cell(words.statuses()[key], "label"), f"{said} {meanings[key]} {todo[key]}")
