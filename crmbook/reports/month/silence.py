"""Who is silent with most at stake, and what came of the flags of three months ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, plays, trust, words
from crmbook.reports.counting import stamps
from crmbook.reports.layout import Field, Page, filled
from crmbook.reports.month.paper import explained, names, nothing
from crmbook.reports.silence import late_clients, stories
from crmbook.sheet import Cell
from crmbook.summaries.periods import earlier

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period

MOST = 8  # with what came of the flags they fill a page
MONTHS = 3  # after which most flags have had their time


def title() -> str:
    return _("Silence in the month")


def page(page: Page, findings: Findings, month: Period) -> None:
    if findings.summaries.documents.empty:
        nothing(page, _("nobody has bought yet"))
        return
    late = late_clients(findings)
    _silent(page, findings, late[late["status"] == "silent"])
    _quiet(page, findings, late[late["status"] == "quiet"])
    _flags(page, findings, earlier(month, MONTHS))


# ── who is silent now ────────────────────────────────────────────────────────────────────────


def _silent(page: Page, findings: Findings, silent: pd.DataFrame) -> None:
    page.section(_("Silent clients, most at stake first"))
    if silent.empty:
        page.say(_("No client is silent."), "good")
        page.space()
        return
    first = silent.head(MOST)
    due = plays.due_days(findings, first.index)
    last = findings.summaries.clients["last_purchase"].reindex(first.index)
    fields = filled([
        Field(_("Client"), clients.links(findings, first.index), "link"),
        Field(_("Owner"), clients.owner_cells(findings, first.index), "wrapped"),
        Field(_("Last purchase"), words.plain(last), "date"),
        Field(_("Silent from"), words.plain(first["silent_from"]), "date"),
        Field(_("Probability of silence"), words.plain(first["p_silent"]), "percent", note=words.p_silent()),
        Field(words.in_currency(_("Value at risk"), findings), words.plain(first["value_at_risk"].round()), "integer",
              note=_("What the client would bring in a year × the probability of silence.")),
        Field(_("By"), due, "date"),
    ])  # fmt: skip
    explained(page, fields, [_on_a_line(story) for story in stories(findings, first, due)])
    _rest(page, findings, silent.iloc[MOST:])


def _on_a_line(story: str) -> str:
    return story.replace("\n", " ")


def _rest(page: Page, findings: Findings, rest: pd.DataFrame) -> None:
    if rest.empty:
        return
    page.rows.pop()  # the line under the list: this belongs to it
    said = many("And {n} client more", "And {n} clients more", len(rest))
    at_risk = words.sum_of(rest["value_at_risk"], findings)
    value = _(", {money} at risk").format(money=at_risk) if at_risk else ""
    page.say(f"{said}{value}.", "note")
    page.space()


def _quiet(page: Page, findings: Findings, quiet: pd.DataFrame) -> None:
    """They can be kept with a word in time; who they are is enough."""
    if quiet.empty:
        return
    page.section(_("Quiet clients: a word in time"))
    said = many("{n} client", "{n} clients", len(quiet))
    at_risk = words.sum_of(quiet["value_at_risk"], findings)
    text = _("{clients}, {money} at risk") if at_risk else "{clients}"
    who = names(findings, quiet.index)
    page.say(
        f"{text.format(clients=said, money=at_risk)}: {who}. {plays.by_status(findings)['quiet']}"
    )
    page.space()


# ── what came of earlier flags ───────────────────────────────────────────────────────────────


def _flags(page: Page, findings: Findings, then: Period) -> None:
    """Of the month whose flags have had their time by now."""
    if findings.look_back is None:
        return
    page.section(_("What came of the flags: {month}").format(month=words.month(then.last)))
    flags = findings.look_back.flags
    own = flags[flags["raised"].between(*stamps(then))]
    if own.empty:
        page.say(_("No client began to count as silent in that month."), "good")
    else:
        page.say(_in_words(own))
        page.block(_by_outcome(findings, own))
    if told := trust.in_short(findings):
        page.say(told, "note")
    page.space()


def _in_words(flags: pd.DataFrame) -> str:
    began = many(
        "{n} client began to count as silent.", "{n} clients began to count as silent.", len(flags)
    )
    judged = flags["right"].dropna()
    if judged.empty:
        return began
    text = _(
        "Of the flags whose time is over, right were {right}: nothing was bought within two usual gaps, at least 14 days."
    )
    right = words.of_all(int(judged.sum()), len(judged))
    return f"{began} {text.format(right=right)}"


def _by_outcome(findings: Findings, flags: pd.DataFrame) -> list[Field]:
    import pandas as pd

    captions = trust.outcomes()
    ids = {key: flags.loc[flags["outcome"] == key, "client_id"] for key in captions}
    there = [key for key in captions if len(ids[key])]
    who = [names(findings, pd.Index(ids[key].unique())) for key in there]
    return [
        Field(_("What came of it"), [Cell(captions[key], "label") for key in there], "text"),
        Field(_("Flags"), [len(ids[key]) for key in there], "integer"),
        Field(_("Who"), who, "wrapped", rest=True),
    ]
