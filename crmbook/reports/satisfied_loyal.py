"""Satisfied and loyal are two different things: who is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, words
from crmbook.reports.counting import Counting, Shown
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.reports.scores import Scores, scores_of
from crmbook.sheet import Cell, Sheet

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 100  # in each list


def title() -> str:
    return _("Satisfied × loyal")


def build(findings: Findings) -> Sheet | None:
    """None when nobody was asked: Quality says so."""
    from crmbook.analyses import satisfaction

    scores = scores_of(findings)
    if "quadrant" not in scores:
        return None
    told = satisfaction.definitions(findings.settings)
    page = Page(across=8)
    page.title(findings.titles["satisfied_loyal"], _subtitle(findings, scores))
    _matrix(page, Counting(scores), told)
    for key in ("mercenary", "hostage", "defector"):
        ids = scores["quadrant"].index[scores["quadrant"] == key]
        counted = many("{n} client", "{n} clients", len(ids))
        page.section(f"{words.quadrants()[key]}: {counted}")
        _list(page, findings, ids)
    _method(page, findings, told)
    return page.sheet(findings.titles["satisfied_loyal"], "satisfied_loyal")


def _subtitle(findings: Findings, scores: Scores) -> str:
    known, everybody = int(scores["quadrant"].notna().sum()), len(findings.clients)
    asked = _("{rated} clients have a recent rating").format(rated=words.of_all(known, everybody))
    return f"{clients.as_of(findings)} · {asked}"


def _matrix(page: Page, count: Counting, told: dict[str, str]) -> None:
    """Each of the four named, with its number and what to do."""
    captions = words.quadrants()

    def named(key: str) -> list[Cell]:
        number = count.equal("quadrant", Shown(key, captions[key])).cell("kpi")
        return [Cell(captions[key], "text_right"), number]

    page.block([
        Field(_("Clients"), ["", _("Satisfied"), "", _("Not satisfied")], "label"),
        Field(_("Loyal"), [*named("loyalist"), *named("hostage")], "kpi", 20, 24),
        Field(_("Not loyal"), [*named("mercenary"), *named("defector")], "kpi", 20, 24),
    ])  # fmt: skip
    page.space()
    for key, caption in captions.items():
        page.point(Cell(caption, "label"), told[key])
    page.point(Cell(_("Not asked"), "label"), told["unknown"])
    page.space()


def _list(page: Page, findings: Findings, ids: pd.Index) -> None:
    """The clients of one of the four, the most valuable first."""
    if ids.empty:
        page.say(_("Nobody."), "good")
    else:
        page.block(_fields(findings, _by_value(findings, ids)[:MOST]))
    if len(ids) > MOST:
        more = many("And {n} client more", "And {n} clients more", len(ids) - MOST)
        see = _("see the sheet {sheet}.").format(sheet=findings.titles["scores"])
        page.say(f"{more}: {see}", "note")
    page.space()


def _by_value(findings: Findings, ids: pd.Index) -> pd.Index:
    value, name = (
        findings["value"]["revenue_12m"].reindex(ids),
        findings.clients["name"].reindex(ids),
    )
    order = value.to_frame().assign(name=name)
    return order.sort_values(["revenue_12m", "name"], ascending=[False, True]).index


def _fields(findings: Findings, ids: pd.Index) -> list[Field]:
    rated, silence = findings["satisfaction"].reindex(ids), findings["silence"].reindex(ids)
    return filled([
        Field(_("Client"), clients.links(findings, ids), "link", 24, WIDEST_NAME),
        Field(_("Owner"), clients.owner_cells(findings, ids), most=22),
        Field(_("Segment"), findings["loyalty"]["segment"].reindex(ids).map(dict(words.segments())).tolist(), most=22),
        Field(_("Status"), silence["status"].map(dict(words.statuses())).tolist(), most=14),
        Field(_("Rated on"), words.plain(rated["rated_on"]), "date", most=14),
        Field(_("Latest rating, of 5"), words.plain(rated["rating"]), "decimal", most=14),
        Field(_("Would recommend, 0–10"), words.plain(rated["recommend"]), "integer", most=14),
        Field(words.in_currency(_("Revenue, 12 months"), findings),
              words.plain(findings["value"]["revenue_12m"].reindex(ids)), "integer", most=14),
    ])  # fmt: skip


def _method(page: Page, findings: Findings, told: dict[str, str]) -> None:
    from crmbook.analyses import loyalty

    page.section(_("What the words mean"))
    page.say(_("Satisfied: {definition}").format(definition=told["satisfied"]), "note")
    page.say(loyalty.loyalty_in_words(findings.summaries, findings.settings), "note")
