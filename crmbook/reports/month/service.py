"""How clients were served: how soon they got an answer, what they complained of, how it was put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month import voice
from crmbook.reports.month.compared import Line, lines, median, three
from crmbook.reports.month.listing import MOST, listing, rows_of, whole
from crmbook.reports.month.paper import empty_section
from crmbook.sheet import Value
from crmbook.signals.answers import answers, waiting
from crmbook.summaries import complaints as standing
from crmbook.summaries.kept import keeps, within
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

NINE_OF_TEN = 0.9
LONG = 3  # days after which a client has waited long for an answer


def title() -> str:
    return _("Service and what clients say")


def page(page: Page, findings: Findings, month: Period) -> None:
    _answers(page, findings, month)
    _complaints(page, findings, month)
    voice.add(page, findings, month)


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def _answers(page: Page, findings: Findings, month: Period) -> None:
    """Nothing in a firm that does not note who began a contact."""
    if not keeps(findings.summaries, "contacts", "direction"):
        return
    found = answers(findings.summaries.tables, findings.as_of)
    ours = found[~found["theirs"]]
    open_ = waiting(findings.summaries.tables, findings.as_of)
    page.section(_("First answers"))
    if within(ours, month).empty and open_.empty:
        empty_section(
            page, _("no client wrote to us in {month}").format(month=words.month(month.last))
        )
        return
    spans, since = periods.months(month.last), findings.summaries.table("contacts")["date"].min()
    lines(page, month, [
        Line(
            _("First answer, days"), _("Median days from a client’s written message or enquiry to our first contact with them, by any channel. Dates carry no hour: 0 is the same day."),
            three(spans, lambda span: median(within(ours, span)["days"]), since),
            n=len(within(ours, month)), look="decimal",
        ),
        Line(
            _("Nine of ten answered within, days"), _("Of ten answers or more."),
            three(spans, lambda span: _ninth(within(ours, span)["days"]), since),
            n=len(within(ours, month)), look="decimal",
        ),
        Line(
            _("Waiting for an answer"), _("Clients whose last message nobody has answered, of the last 60 days."),
            {"now": len(open_)},
        ),
    ])  # fmt: skip
    _waiting(page, findings, open_)


def _ninth(days: pd.Series) -> Value:
    return float(days.quantile(NINE_OF_TEN)) if len(days) >= ENOUGH else None


def _waiting(page: Page, findings: Findings, open_: pd.DataFrame) -> None:
    """Who has waited long, the longest first."""
    late = open_[open_["days"] > LONG].sort_values("days", ascending=False)
    if late.empty:
        return
    shown = late.head(MOST)
    days = shown["date"].dt.strftime("%Y-%m-%d")
    listing(page, [
        Field(_("Client who waits"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("Wrote on"), rows_of(findings, "contacts", shown, days), "link"),
        Field(_("Days past"), whole(shown["days"]), "integer"),
        Field(_("Owner"), clients.owner_cells(findings, shown["client_id"]), "wrapped", rest=True),
    ], len(late))  # fmt: skip


# ── complaints ───────────────────────────────────────────────────────────────────────────────


def _complaints(page: Page, findings: Findings, month: Period) -> None:
    """Nothing at all in a firm that keeps no complaints."""
    found = standing.complaints(findings.summaries)
    if found is None:
        return
    page.section(_("Complaints"))
    is_open = found[found["is_open"]]
    spans = periods.months(month.last)
    told = (
        within(found, spans.now),
        within(found, spans.before),
        within(found, month, "resolved_on"),
    )
    if is_open.empty and all(each.empty for each in told):
        empty_section(page, _("no complaint this month or the month before, and none is open"))
        return
    lines(page, month, _complaint_lines(findings, found, month))
    _open(page, findings, is_open)


def _complaint_lines(findings: Findings, found: pd.DataFrame, month: Period) -> list[Line]:
    spans, since = periods.months(month.last), found["date"].min()
    settled = found[~found["is_open"]]
    purchases = findings.summaries.purchases
    return [
        Line(
            _("Complaints"), _("By the day we heard of them."),
            three(spans, lambda span: len(within(found, span)), since),
        ),
        Line(
            _("Complaints per 100 purchases"), _("Complaints ÷ purchases of the month × 100. n: purchases."),
            three(spans, lambda span: _per_hundred(len(within(found, span)), len(within(purchases, span))), since),
            n=len(within(purchases, month)), look="decimal",
        ),
        Line(
            _("Days to settle"), _("Median days from hearing of a complaint to settling it, of those settled in the month. n: complaints settled."),
            three(spans, lambda span: median(within(settled, span, "resolved_on")["days"]), since),
            n=len(within(settled, month, "resolved_on")),
        ),
        Line(
            _("Open complaints"), _("Not settled by the last day of the month."),
            three(spans, lambda span: len(standing.open_on(found, span.last)), since),
        ),
        Line(
            _("Reopened"), _("Open complaints that had been settled once, as they are noted today."),
            {"now": int(found["status"].eq("reopened").fillna(value=False).sum())},
        ),
    ]  # fmt: skip


def _per_hundred(count: int, purchases: int) -> Value:
    """Of fewer than ten purchases "1 of 7"."""
    if purchases >= ENOUGH:
        return 100 * count / purchases
    return _("{part} of {whole}").format(part=count, whole=purchases) if purchases else None


def _open(page: Page, findings: Findings, is_open: pd.DataFrame) -> None:
    """The oldest first: each with who settles it."""
    if is_open.empty:
        return
    ordered = is_open.sort_values("days", ascending=False)
    shown = ordered.head(MOST)
    about = shown["about"].astype(object).where(shown["about"].notna(), _("Complaint"))
    owners = clients.owner_cells(findings, shown["client_id"])
    listing(page, [
        Field(_("Open complaint of"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("What about"), rows_of(findings, "complaints", shown, about), "link", across=3),
        Field(_("Days open"), whole(shown["days"]), "integer"),
        Field(_("Owner"), [own or other for own, other in zip(words.plain(shown["owner"]), owners, strict=True)], "wrapped", rest=True),
    ], len(ordered))  # fmt: skip
