"""Offers: made, unrealised, past their last day, and dearer than the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month.compared import Line, lines, three
from crmbook.reports.month.listing import MOST, listing, rows_of, whole
from crmbook.reports.month.paper import empty_section
from crmbook.sheet import Cell
from crmbook.summaries.kept import kept, within
from crmbook.summaries.prices import SAME_SHARE, priced_offers

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

DAYS_TO_ANSWER = 30  # an offer without a last day
UNREALISED = ("lost", "expired")


def add(page: Page, findings: Findings, month: Period) -> None:
    """Nothing at all in a firm that keeps no offers."""
    offers = kept(findings.summaries, "offers")
    if offers is None:
        return
    page.section(_("Offers"))
    if offers.empty:
        empty_section(page, _("no offer is noted"))
        return
    found = _with_last_day(offers, month)
    lines(page, month, _lines(findings, found, month))
    _past(page, findings, found)
    _reasons(page, findings, found, month)
    _dearer(page, findings)


def _with_last_day(offers: pd.DataFrame, month: Period) -> pd.DataFrame:
    """ends, the last day each stands; past: days since then of those still open, else missing; unrealised."""
    import pandas as pd

    ends = offers["valid_until"].fillna(offers["date"] + pd.Timedelta(days=DAYS_TO_ANSWER))
    is_open = offers["status"].isna() | offers["status"].eq("open").fillna(value=False)
    days = (pd.Timestamp(month.last) - ends).dt.days
    past = days.where(is_open & (days > 0))
    return offers.assign(
        ends=ends, past=past, unrealised=offers["status"].isin(UNREALISED) | past.notna()
    )


def _lines(findings: Findings, found: pd.DataFrame, month: Period) -> list[Line]:
    spans, year = periods.months(month.last), periods.windows(month.last, 12)
    since = found["date"].min()
    unrealised = found[found["unrealised"]]
    in_year = within(unrealised, year.now)
    return [
        Line(
            _("Offers made"), _("By the day they were made."),
            three(spans, lambda span: len(within(found, span)), since),
        ),
        Line(
            words.in_currency(_("Value of offers made"), findings), _("n: offers with an amount."),
            three(spans, lambda span: float(within(found, span)["amount"].sum()), since),
            n=int(within(found, month)["amount"].notna().sum()),
        ),
        Line(
            _("Unrealised offers, 12 months"), _("Made in 12 months, and by now lost, expired, or open past their last day. n: offers made in 12 months."),
            three(year, lambda span: len(within(unrealised, span)), since),
            n=len(within(found, year.now)),
        ),
        Line(
            words.in_currency(_("Value of unrealised offers"), findings), _("The same in money. n: offers with an amount."),
            three(year, lambda span: float(within(unrealised, span)["amount"].sum()), since),
            n=int(in_year["amount"].notna().sum()),
        ),
    ]  # fmt: skip


def _past(page: Page, findings: Findings, found: pd.DataFrame) -> None:
    past = found[found["past"].notna()].sort_values("past", ascending=False)
    page.section(_("Open offers past their last day"))
    if past.empty:
        empty_section(page, _("no open offer is past its last day"))
        return
    shown = past.head(MOST)
    ids = shown["client_id"]
    number = shown["offer_id"].astype(object)
    numbers = number.where(number.notna(), shown["date"].dt.strftime("%Y-%m-%d"))
    listing(page, [
        Field(_("Client"), clients.links(findings, ids), "link", across=2),
        Field(_("Offer"), rows_of(findings, "offers", shown, numbers), "link"),
        Field(_("Product"), words.plain(shown["product"]), "wrapped", across=2),
        Field(words.in_currency(_("Amount"), findings), whole(shown["amount"]), "integer"),
        Field(_("Days past"), whole(shown["past"]), "integer"),
        Field(_("Owner"), words.plain(shown["owner"]), "wrapped"),
    ], len(past))  # fmt: skip
    page.say(_("An offer without a last day stands for 30 days. Call: what is missing for a yes? Extend it or close it."), "note")  # fmt: skip
    page.space()


def _reasons(page: Page, findings: Findings, found: pd.DataFrame, month: Period) -> None:
    lost = within(found[found["status"].isin(UNREALISED)], periods.windows(month.last, 12).now)
    if lost.empty:
        return
    reason = lost["reason"].astype(object).fillna(_("No reason noted"))
    grouped = lost.groupby(reason).agg(offers=("date", "size"), amount=("amount", "sum"))
    shown = grouped.sort_values(["offers", "amount"], ascending=False)
    page.section(_("Why offers came to nothing, 12 months"))
    listing(page, [
        Field(_("Reason"), shown.index.tolist(), "wrapped", across=2),
        Field(_("Offers"), whole(shown["offers"]), "integer"),
        Field(words.in_currency(_("Amount"), findings), whole(shown["amount"]), "integer"),
    ])  # fmt: skip


def _dearer(page: Page, findings: Findings) -> None:
    """Open offers worse than what the same client had last: a client compares them."""
    priced = priced_offers(findings.summaries)
    less = priced["change"].isna() & (priced["discount"] < priced["last_discount"])
    dearer = priced[(priced["change"] > SAME_SHARE) | less].sort_values("change", ascending=False)
    page.section(_("Open offers worse than the last time"))
    if dearer.empty:
        known = int(priced["last_was"].notna().sum())
        text = _("of {whole} open offers, {part} could be compared, and none is worse")
        empty_section(page, text.format(whole=len(priced), part=known))
        return
    shown = dearer.head(MOST)
    listing(page, [
        Field(_("Client"), clients.links(findings, shown["client_id"]), "link", across=2),
        Field(_("Product"), rows_of(findings, "offers", shown, shown["product"]), "link", across=2),
        Field(words.in_currency(_("Price"), findings), words.plain(shown["price"]), "money"),
        Field(_("Last price"), words.plain(shown["last_price"]), "money"),
        Field(_("Difference"), [_difference(*pair) for pair in shown[["change", "last_discount"]].itertuples(index=False)], "percent"),
        Field(_("Last time"), words.plain(shown["last_on"]), "date"),
    ], len(dearer))  # fmt: skip
    page.say(_("The price of one, discount taken off, against what the same client last paid or was offered for the same product. Say why it has changed, or offer the old price."), "note")  # fmt: skip
    page.space()


def _difference(change: float, last_discount: float) -> Cell:
    """The price where it is known, else the discount the client had."""
    if change == change:  # noqa: PLR0124  # NaN: one of the prices is not known
        return Cell(float(change), "percent")
    said = _("discount was {percent}").format(percent=words.percent(last_discount))
    return Cell(said, "text_right")
