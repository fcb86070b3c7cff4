"""What clients said: would they recommend us, are they satisfied, who is likely not, who waits for a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month.compared import Line, counted, lines, part, three
from crmbook.reports.month.listing import MOST, listing, whole
from crmbook.reports.month.paper import empty_section, nothing
from crmbook.reports.signs import rows_cell
from crmbook.sheet import Cell, Value
from crmbook.signals.dissatisfied import UNHAPPY, likely_dissatisfied
from crmbook.summaries.kept import kept, within
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

PROMOTER, DETRACTOR = 9, 6  # from, and up to, of 10


def add(page: Page, findings: Findings, month: Period) -> None:
    feedback = kept(findings.summaries, "feedback")
    if feedback is not None:
        _opinions(page, findings, feedback, month)
    _dissatisfied(page, findings, month)
    if feedback is not None and not feedback.empty:
        _loops(page, findings, feedback)


# ── opinions ─────────────────────────────────────────────────────────────────────────────────


def _opinions(page: Page, findings: Findings, feedback: pd.DataFrame, month: Period) -> None:
    page.section(_("What clients say"))
    year = periods.windows(month.last, 12)
    asked = ["rating", "recommend", "service_rating"]
    answered = feedback[feedback[asked].notna().any(axis=1)]
    if within(answered, year.now).empty:
        empty_section(page, _("nobody gave a rating in 12 months"))
        return
    told = [
        _score(feedback, month), _score(feedback, month, months=12),
        *(_share(findings, feedback, month, each) for each in (
            ("rating", _("Satisfied, 12 months"), _("with what was bought")),
            ("service_rating", _("Satisfied with the service, 12 months"), _("with how they were served")),
        )),
    ]  # fmt: skip
    given = Line(
        _("Opinions given"), _("Rows with a rating, of the month. How many were asked is not noted, so that there is no rate of answers."),
        three(periods.months(month.last), lambda span: len(within(answered, span)), answered["date"].min()),
    )  # fmt: skip
    lines(page, month, [given, *(each for each in told if each.n)])


def _score(feedback: pd.DataFrame, month: Period, months: int = 1) -> Line:
    answers = feedback[feedback["recommend"].notna()]
    spans = periods.months(month.last) if months == 1 else periods.windows(month.last, months)
    now = within(answers, spans.now)["recommend"]
    parts = many("{n} promoter", "{n} promoters", int((now >= PROMOTER).sum()))
    against = many("{n} detractor", "{n} detractors", int((now <= DETRACTOR).sum()))
    meaning = _("Net promoter score: share of 9–10 minus share of 0–6, of ten answers or more.")
    return Line(
        _("NPS of the month") if months == 1 else _("NPS, 12 months"),
        f"{meaning} {parts}, {against}.",
        three(spans, lambda span: promoters(within(answers, span)["recommend"]), answers["date"].min()),
        n=len(now),
    )  # fmt: skip


def promoters(answers: pd.Series) -> Value:
    """The net promoter score, −100 to 100; nothing of fewer than ten answers."""
    if len(answers) < ENOUGH:
        return None
    return round(100 * float((answers >= PROMOTER).mean() - (answers <= DETRACTOR).mean()))


def _share(
    findings: Findings, feedback: pd.DataFrame, month: Period, question: tuple[str, str, str]
) -> Line:
    column, caption, what = question
    limit = findings.settings.number("satisfied_rating")
    answers = feedback[feedback[column].notna()]
    year = periods.windows(month.last, 12)
    now = within(answers, year.now)[column]
    said = _("Answers of {rating} or more of 5, {what}.")
    meaning = said.format(rating=words.number(limit, 1), what=what)
    return Line(
        caption, f"{meaning} {counted(int((now >= limit).sum()), len(now))}",
        three(year, lambda span: _of(within(answers, span)[column], limit), answers["date"].min()),
        n=len(now), look="percent",
    )  # fmt: skip


def _of(answers: pd.Series, limit: float) -> Value:
    return part(int((answers >= limit).sum()), len(answers))


# ── likely dissatisfied ──────────────────────────────────────────────────────────────────────


def evidence() -> Mapping[str, str]:
    """What is seen, in words; the order of EVIDENCE."""
    return {
        "reopened": _("a complaint came back"),
        "unsettled": _("a complaint has been open for more than 14 days"),
        "complaints": _("two or more complaints in 90 days"),
        "rating": _("last rating {limit} or less of 5").format(limit=UNHAPPY["rating"]),
        "recommend": _("would recommend: {limit} or less of 10").format(limit=UNHAPPY["recommend"]),
        "words": _("a note sounds like a complaint"),
    }


def _dissatisfied(page: Page, findings: Findings, month: Period) -> None:
    """Nothing where neither complaints nor opinions nor contacts are kept: there is nothing to see it from."""
    tables = findings.summaries.tables
    if not {"complaints", "feedback", "contacts"} & set(tables):
        return
    found = likely_dissatisfied(tables, month.last)
    found = found[found["client_id"].isin(findings.clients.index)]
    page.section(_("Likely dissatisfied"))
    if found.empty:
        nothing(page, _("no client shows it: no low rating, no complaint that waits or comes back"))
    else:
        _their_evidence(page, findings, found)
    page.say(_outcome(findings, month), "note")
    page.space()


def _their_evidence(page: Page, findings: Findings, found: pd.DataFrame) -> None:
    """The clients with most to lose first."""
    said = evidence()
    by_client = found.assign(said=found["evidence"].map(said)).groupby("client_id").agg(
        said=("said", "; ".join), tables=("table", list), rows=("row", list), seen=("evidence", "size"),
    )  # fmt: skip
    spent = findings.summaries.clients["spent_12m"].reindex(by_client.index)
    ordered = by_client.assign(spent=spent).sort_values(["spent", "seen"], ascending=False)
    shown = ordered.head(MOST)
    places = [
        rows_cell(findings, tuple(dict.fromkeys((table, int(row)) for table, row in zip(*pair, strict=True) if row == row))) or Cell(None)  # noqa: PLR0124  # NaN: no row known
        for pair in zip(shown["tables"], shown["rows"], strict=True)
    ]  # fmt: skip
    listing(page, [
        Field(_("Client"), clients.links(findings, shown.index), "link", across=2),
        Field(_("What is seen"), [text[:1].upper() + text[1:] + "." for text in shown["said"]], "wrapped", across=3),
        Field(_("Seen from"), places, "text", across=2),
        Field(_("Owner"), clients.owner_cells(findings, shown.index), "wrapped"),
    ], len(ordered))  # fmt: skip


def _outcome(findings: Findings, month: Period) -> str:
    """What came of those who were likely dissatisfied a month ago, beside the others."""
    before = likely_dissatisfied(findings.summaries.tables, month.before)
    named = set(before["client_id"]) & set(findings.clients.index)
    if not named:
        return _("A month ago nobody was on this list.")
    unhappy = _complained_or_returned(findings, month)
    buyers = set(findings.summaries.clients.index[findings.summaries.clients["purchases"] > 0])
    others = buyers - named
    text = _(
        "Of the {n} on this list a month ago, {k} complained or sent something back in {month}; of the {m} other clients, {j}."
    )
    return text.format(
        n=len(named), k=len(named & unhappy), month=words.month(month.last), m=words.number(len(others)),
        j=len(others & unhappy),
    )  # fmt: skip


def _complained_or_returned(findings: Findings, month: Period) -> set[str]:
    documents = within(findings.summaries.documents, month)
    returned = documents.loc[~documents["is_purchase"], "client_id"]
    complaints = kept(findings.summaries, "complaints")
    complained = set() if complaints is None else {*within(complaints, month)["client_id"]}
    return {*returned} | complained


# ── open loops ───────────────────────────────────────────────────────────────────────────────


def _loops(page: Page, findings: Findings, feedback: pd.DataFrame) -> None:
    """Who told us something, and has not heard what came of it."""
    open_, told_of = _open_loops(findings, feedback)
    page.section(_("Open loops"))
    if open_.empty:
        empty_section(page, _("every unhappy word of the last 12 months has had an answer"))
        return
    shown = open_.head(MOST)
    states = {True: _("Changed; tell the client"), False: _("Nothing done yet")}
    listing(page, [
        Field(_("Client"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("Said on"), words.plain(shown["date"].dt.normalize()), "date"),
        Field(_("Days past"), whole(shown["age"]), "integer"),
        Field(_("What is missing"), [states[bool(done)] for done in shown["acted"]], "wrapped", across=3),
        Field(_("Owner"), clients.owner_cells(findings, shown["client_id"]), "wrapped"),
    ], len(open_))  # fmt: skip
    page.say(_("Unhappy words (a rating of 2 or less of 5, 6 or less of 10) of 12 months without a day on which the client was told. {told} had an answer.").format(told=words.of_all(told_of, told_of + len(open_))), "note")  # fmt: skip
    page.space()


def _open_loops(findings: Findings, feedback: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Those without an answer, the oldest first, with age in days and acted; and how many have one."""
    import pandas as pd

    year = periods.windows(findings.as_of, 12).now
    recent = within(feedback, year)
    low = [recent[question] <= limit for question, limit in UNHAPPY.items()]
    unhappy = recent[low[0].fillna(value=False) | low[1].fillna(value=False)]
    waits = unhappy[unhappy["told_client_on"].isna()].sort_values("date")
    age = (pd.Timestamp(findings.as_of) - waits["date"].dt.normalize()).dt.days
    return waits.assign(age=age, acted=waits["action_taken"].notna()), len(unhappy) - len(waits)
