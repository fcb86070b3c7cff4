"""What was done for clients besides selling: points, rewards, referrals, events, days to come, contacts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month import contacts, occasions
from crmbook.reports.month.compared import Line, lines, three
from crmbook.reports.month.listing import MOST, listing, whole
from crmbook.reports.month.paper import empty_section
from crmbook.summaries.kept import kept, within
from crmbook.summaries.points import MOVEMENTS, movements
from crmbook.summaries.referrals import referrals

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Loyalty and care")


def page(page: Page, findings: Findings, month: Period) -> None:
    _points(page, findings, month)
    _gifts(page, findings, month)
    _referrals(page, findings, month)
    occasions.add(page, findings, month)
    contacts.add(page, findings, month)


# ── points ───────────────────────────────────────────────────────────────────────────────────


def _points(page: Page, findings: Findings, month: Period) -> None:
    """Nothing at all in a firm without a loyalty programme."""
    moved = movements(findings.summaries)
    if moved is None:
        return
    page.section(_("Loyalty programme"))
    if moved.empty:
        empty_section(page, _("no points are noted"))
        return
    lines(page, month, _point_lines(moved, month))
    page.say(_members_repeat(findings, moved, month), "note")
    page.space()


def _point_lines(moved: pd.DataFrame, month: Period) -> list[Line]:
    spans, since = periods.months(month.last), moved["date"].min()
    captions = {
        "earned": (_("Points issued"), _("Earned in the month. n: entries.")),
        "spent": (_("Points spent"), _("Paid out as rewards. n: entries.")),
        "expired": (_("Points expired"), _("Lost by time. n: entries.")),
        "adjusted": (_("Points put right"), _("Added or taken off by hand. n: entries.")),
    }
    of_kind = {key: moved[moved["movement"] == key] for key in MOVEMENTS}
    told = [
        Line(
            *captions[key],
            three(spans, partial(_sum, own), since),
            n=len(within(own, month)),
        )
        for key, own in of_kind.items() if not own.empty
    ]  # fmt: skip
    return [
        *told,
        Line(
            _("Balance of points"), _("All that was issued and neither spent nor expired by the last day of the month: what the firm still owes."),
            three(spans, lambda span: float(_upto(moved, span)["points"].sum()), since),
        ),
        Line(
            _("Active members, 12 months"), _("Clients with an entry in the 12 months up to then. n: all who ever had one."),
            three(periods.windows(month.last, 12), lambda span: int(within(moved, span)["client_id"].nunique()), since),
            n=int(moved["client_id"].nunique()),
        ),
    ]  # fmt: skip


def _sum(own: pd.DataFrame, span: Period) -> float:
    """Points spent and expired are said without their minus."""
    total = float(within(own, span)["points"].sum())
    return total if (own["movement"] == "adjusted").any() else abs(total)


def _upto(moved: pd.DataFrame, span: Period) -> pd.DataFrame:
    import pandas as pd

    known: pd.DataFrame = moved[moved["date"].dt.normalize() <= pd.Timestamp(span.last)]
    return known


def _members_repeat(findings: Findings, moved: pd.DataFrame, month: Period) -> str:
    """Members and others side by side: it does not say that the points did it."""
    bought = within(findings.summaries.purchases, periods.windows(month.last, 12).now)
    counts = bought["client_id"].value_counts()
    member = counts.index.isin(moved["client_id"])
    said = [words.of_all(int((some >= 2).sum()), len(some)) for some in (counts[member], counts[~member])]  # fmt: skip
    text = _(
        "Members who bought twice or more in 12 months: {members}; others: {others}. Who buys often joins more readily: this does not show that points bind."
    )
    return text.format(members=said[0], others=said[1])


# ── rewards and referrals ────────────────────────────────────────────────────────────────────


def _gifts(page: Page, findings: Findings, month: Period) -> None:
    gifts = kept(findings.summaries, "gifts")
    if gifts is None:
        return
    page.section(_("Gifts and rewards"))
    spans, since = periods.months(month.last), gifts["date"].min()
    told = Line(_("Gifts given"), _("By the day they were given."), three(spans, lambda span: len(within(gifts, span)), since))  # fmt: skip
    if not any(told.three.values()):
        empty_section(page, _("no gift in {month}").format(month=words.month(month.last)))
        return
    cost = Line(
        words.in_currency(_("Cost of gifts"), findings), _("What they cost the firm. n: gifts with a cost."),
        three(spans, lambda span: float(within(gifts, span)["cost"].sum()), since),
        n=int(within(gifts, month)["cost"].notna().sum()),
    )  # fmt: skip
    lines(page, month, [told, cost])


def _referrals(page: Page, findings: Findings, month: Period) -> None:
    """Nothing in a firm that does not note who sent whom."""
    found = referrals(findings.summaries)
    if found is None:
        return
    page.section(_("Referrals"))
    spans = periods.months(month.last)
    new = findings.summaries.clients["first_purchase"].dropna()
    lines(page, month, [
        Line(
            _("New clients by referral"), _("Sent by another client, and first bought in the month. n: all new clients of the month."),
            three(spans, lambda span: len(within(found, span, "first_purchase")), new.min()),
            n=len(within(new.to_frame(), month, "first_purchase")),
        ),
        Line(
            words.in_currency(_("Revenue of clients sent, 12 months"), findings), _("Of all clients whom another sent. n: such clients."),
            {"now": float(found["spent_12m"].sum())}, n=len(found),
        ),
    ])  # fmt: skip
    _to_thank(page, findings, found, month)


def _to_thank(page: Page, findings: Findings, found: pd.DataFrame, month: Period) -> None:
    """Who sent a buyer in the last 12 months and got nothing since; only where gifts are kept."""
    if findings.tables.get("gifts") is None:
        return
    recent = within(found, periods.windows(month.last, 12).now, "first_purchase")
    owed = recent[recent["thanked_on"].isna()]
    owed = owed[owed["referred_by"].isin(findings.clients.index)]
    if owed.empty:
        return
    grouped = owed.groupby("referred_by").agg(sent=("client_id", "size"), spent=("spent_12m", "sum"))  # fmt: skip
    shown = grouped.sort_values(["spent", "sent"], ascending=False)
    ids = shown.index[:MOST]
    listing(page, [
        Field(_("To thank"), clients.links(findings, ids), "link", across=2),
        Field(_("Sent"), whole(shown["sent"].head(MOST)), "integer"),
        Field(words.in_currency(_("They bought for"), findings), whole(shown["spent"].head(MOST)), "integer"),
        Field(_("Owner"), clients.owner_cells(findings, ids), "wrapped", rest=True),
    ], len(shown))  # fmt: skip
    page.say(_("Sent us a client who first bought within 12 months, and no gift to them is noted since."), "note")  # fmt: skip
    page.space()
