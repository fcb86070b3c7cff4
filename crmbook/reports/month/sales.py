"""What may be sold: deals by stage, offers and their prices, what clients need next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import clients, next_product, words
from crmbook.reports.layout import Field
from crmbook.reports.month import deals, offers
from crmbook.reports.month.listing import MOST, listing, whole
from crmbook.reports.month.paper import nothing
from crmbook.sheet import Cell

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Sales")


def page(page: Page, findings: Findings, month: Period) -> None:
    deals.add(page, findings, month)
    offers.add(page, findings, month)
    _next_products(page, findings)


def _next_products(page: Page, findings: Findings) -> None:
    """Who needs something again; nothing where purchases name no products."""
    if findings.summaries.products.days.empty:
        return
    due = next_product.due_clocks(findings)
    page.section(_("What clients need again"))
    if due.empty:
        nothing(page, _("no client is late with a product they usually buy"))
        return
    shown = due.head(MOST)
    ids = shown["client_id"]
    listing(page, [
        Field(_("Client"), clients.links(findings, ids), "link", across=2),
        Field(_("Product"), words.plain(shown["product"]), "wrapped", across=2),
        Field(_("Due"), words.plain(shown["due"]), "date"),
        Field(_("Days over"), words.plain(shown["overdue_days"]), "integer"),
        Field(words.in_currency(_("Usually for"), findings), whole(shown["amount"]), "integer"),
        Field(_("Owner"), [Cell(owner, "wrapped") for owner in clients.owner_cells(findings, ids)], "wrapped"),
    ], len(due))  # fmt: skip
