"""Cards of clients as a sheet: to look at while the phone rings, and to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients
from crmbook.reports.layout import Field, Page, filled
from crmbook.sheet import Cell, Sheet

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.reports.card import Card, Event, Fact

KEY = "client"


def title() -> str:
    return _("Client card")


def build(findings: Findings, cards: Sequence[Card], title: str) -> Sheet:
    """One card below the other, each on a page of its own."""
    page = Page(wide={0: 30, 1: 22, 2: 16, 3: 44}, across=4)
    for number, card in enumerate(cards):
        if number:
            page.turn()
        _put(page, findings, card)
    return page.sheet(title, KEY, tab="#00838F")


def _put(page: Page, findings: Findings, card: Card) -> None:
    page.title(card.name, f"{card.client_id} · {clients.as_of(findings)}")
    standing = _("Segment: {segment}; status: {status}.")
    page.say(standing.format(segment=card.segment, status=card.status), "label")
    page.say(card.reason)
    for signal in card.signals:
        page.say(f"• {signal}")
    if card.advice:
        page.say(card.advice, "warn")
    if card.owner:
        page.point(_label(_("Responsible")), card.owner)
    link = findings.link(card.client_id)
    if link:
        page.point(_label(_("In the workbook")), card.place)
        page.rows[-1][1] = Cell(card.place, "link", link=link)
    page.space()
    _facts(page, _("Contact"), card.facts)
    _facts(page, _("Numbers"), card.figures)
    _events(page, _("Last purchases"), card.purchases)
    _needs(page, card)
    _events(page, _("Open offers"), card.offers)
    _events(page, _("Last contacts"), card.contacts)


def _label(text: str) -> Cell:
    return Cell(text, "label")


def _facts(page: Page, heading: str, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    page.section(heading)
    for fact in facts:
        page.point(Cell(fact.caption, "text"), fact.text)
    page.space()


def _needs(page: Page, card: Card) -> None:
    if not card.needs and not card.suggested:
        return
    page.section(_("Next product"))
    for need in card.needs:
        page.point(Cell(need.caption, "text"), need.text)
    if card.suggested:
        page.say(card.suggested)
    page.space()


def _events(page: Page, heading: str, events: Sequence[Event]) -> None:
    if not events:
        return
    page.section(heading)
    fields = [
        Field(_("Day"), [event.day for event in events], "date"),
        Field(_("What"), [event.what for event in events], "wrapped", most=24),
        Field(_("Amount"), [event.amount for event in events], "money"),
        Field(_("About"), [event.text or None for event in events], "wrapped", rest=True),
    ]
    page.block(filled(fields))
    page.space()
