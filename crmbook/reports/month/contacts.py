"""How often we were in touch, by what kind of contact, and which letters went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, periods, words
from crmbook.reports.layout import Field
from crmbook.reports.month.compared import WHENS, is_told
from crmbook.reports.month.listing import listing, whole
from crmbook.reports.month.paper import empty_section
from crmbook.rhythm.contacts import from_them
from crmbook.sheet import Cell
from crmbook.summaries.kept import keeps, kept, within

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def add(page: Page, findings: Findings, month: Period) -> None:
    contacts = kept(findings.summaries, "contacts")
    if contacts is not None:
        _by_kind(page, contacts, month)
        _letters(page, findings, contacts, month)
    _campaigns(page, findings, month)


def _by_kind(page: Page, contacts: pd.DataFrame, month: Period) -> None:
    page.section(_("Contacts by kind"))
    spans = periods.months(month.last)
    now = within(contacts, month)
    if now.empty:
        empty_section(page, _("no contact in {month}").format(month=words.month(month.last)))
        return
    captions = {**clients.contact_kinds(), "": _("Kind not noted")}
    counts = {when: _counts(within(contacts, getattr(spans, when))) for when in WHENS}
    kinds = [kind for kind in captions if any(kind in own for own in counts.values())]
    theirs = _counts(now[from_them(now)])
    minutes = now["minutes"].groupby(_kind(now)).sum(min_count=1)
    told = [when for when in WHENS if when == "now" or is_told(getattr(spans, when), contacts["date"].min())]  # fmt: skip
    page.block([
        Field(_("Kind"), [*(captions[kind] for kind in kinds), Cell(_("Together"), "label")]),
        *(Field(words.month(getattr(spans, when).last), _with_sum(counts[when], kinds) if when in told else [None] * (len(kinds) + 1), "integer") for when in WHENS),
        Field(_("Begun by clients"), _with_sum(theirs, kinds), "integer"),
        Field(_("Minutes"), [*whole(minutes.reindex(kinds)), float(minutes.sum()) or None], "integer"),
    ])  # fmt: skip
    page.say(_("Begun by clients: as noted under “Who began”, and every enquiry. Minutes: of the contacts of the month that have them noted."), "note")  # fmt: skip
    page.space()


def _kind(contacts: pd.DataFrame) -> pd.Series:
    return contacts["kind"].astype(object).fillna("")


def _counts(contacts: pd.DataFrame) -> dict[str, int]:
    return {str(kind): int(n) for kind, n in _kind(contacts).value_counts().items()}


def _with_sum(counts: dict[str, int], kinds: list[str]) -> list[int]:
    each = [counts.get(kind, 0) for kind in kinds]
    return [*each, sum(each)]


def _letters(page: Page, findings: Findings, contacts: pd.DataFrame, month: Period) -> None:
    """Nothing in a firm that has never sent one with crmbook."""
    if not keeps(findings.summaries, "contacts", "campaign"):
        return
    page.section(_("Letters sent"))
    sent = within(contacts[contacts["campaign"].notna()], month)
    if sent.empty:
        empty_section(page, _("no letter in {month}").format(month=words.month(month.last)))
        return
    grouped = sent.groupby("campaign").agg(
        letters=("date", "size"), clients=("client_id", "nunique"), first=("date", "min"), last=("date", "max"),
    ).sort_values("first")  # fmt: skip
    listing(page, [
        Field(_("Letter"), grouped.index.tolist(), "wrapped", across=2),
        Field(_("Letters"), whole(grouped["letters"]), "integer"),
        Field(_("Clients"), whole(grouped["clients"]), "integer"),
        Field(_("Day"), [_days(*pair) for pair in zip(grouped["first"], grouped["last"], strict=True)], across=2),
    ])  # fmt: skip


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """One day, or the first and the last."""
    return " – ".join(dict.fromkeys(day.date().isoformat() for day in (first, last)))


def _campaigns(page: Page, findings: Findings, month: Period) -> None:
    """What came of the campaigns of the month, as the owner noted it."""
    campaigns = kept(findings.summaries, "campaigns")
    if campaigns is None:
        return
    page.section(_("Campaigns"))
    now = within(campaigns, month)
    if now.empty:
        empty_section(page, _("no campaign in {month}").format(month=words.month(month.last)))
        return
    results = {key: now["result"].eq(key).fillna(value=False).astype(int) for key in ("bought", "answered", "left")}  # fmt: skip
    grouped = now.assign(**results).groupby("campaign").agg(
        clients=("client_id", "nunique"), cost=("cost", lambda own: own.sum(min_count=1)),
        **{key: (key, "sum") for key in results},
    )  # fmt: skip
    listing(page, [
        Field(_("Campaign"), grouped.index.tolist(), "wrapped", across=2),
        Field(_("Clients"), whole(grouped["clients"]), "integer"),
        Field(_("Bought"), whole(grouped["bought"]), "integer"),
        Field(_("Answered"), whole(grouped["answered"]), "integer"),
        Field(_("Opted out"), whole(grouped["left"]), "integer"),
        Field(words.in_currency(_("Cost"), findings), whole(grouped["cost"]), "integer"),
    ])  # fmt: skip
