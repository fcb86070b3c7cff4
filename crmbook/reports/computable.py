"""What could not be computed from this firm's data, why, and what would make it possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import periods, words

if TYPE_CHECKING:
    from crmbook.findings import Findings


class Gap(NamedTuple):
    what: str
    why: str


def gaps(findings: Findings) -> list[Gap]:
    """In the order of the sheets; nothing when everything could be computed."""
    return [
        *_money(findings),
        *_histories(findings),
        *_years(findings),
        *_service(findings),
        *_products(findings),
        *_rhythm(findings),
    ]


def _column(table: str, column: str) -> str:
    """The column Cost of the sheet Purchases, as a sentence names it."""
    owner = schema.table(table)
    return _("{sheet}, column {column}").format(
        sheet=owner.names, column=owner.column(column).names
    )


def _money(findings: Findings) -> list[Gap]:
    summaries = findings.summaries
    if summaries.documents.empty:
        return []
    made = []
    if not summaries.keeps_amounts:
        made.append(Gap(
            _("Revenue, ABC and value at risk"),
            _("No amounts: {place}. Visits are counted instead.").format(place=_column("purchases", "amount")),
        ))  # fmt: skip
    if not summaries.keeps_costs:
        made.append(Gap(
            _("Margin"),
            _("No costs: {place}, or {other}.").format(
                place=_column("purchases", "cost"), other=_column("products", "cost")),
        ))  # fmt: skip
    return made


def _histories(findings: Findings) -> list[Gap]:
    wanted = {
        "purchases": _("Everything that starts from purchases"),
        "contacts": _("Last contact and promises"),
        "offers": _("Offers that run out"),
        "complaints": _("Open complaints"),
        "feedback": _("Satisfied × loyal"),
    }
    return [
        Gap(what, _("There are no rows on a sheet like {sheet}.").format(sheet=schema.table(key).names))
        for key, what in wanted.items()
        if findings.tables.get(key) is None or findings.tables[key].empty
    ]  # fmt: skip


def _years(findings: Findings) -> list[Gap]:
    """A firm whose purchases are kept for too short a time to hold a year against another."""
    months = periods.length(findings.settings)
    prior = periods.windows(findings.as_of, months, preceding=True).now
    if findings.summaries.documents.empty or periods.is_covered(findings, prior):
        return []
    began = words.day(findings.summaries.documents["date"].min().date())
    why = _("The purchases begin on {began}, and it needs them from {needed} on.")
    return [Gap(_("Retention rate"), why.format(began=began, needed=words.day(prior.first)))]


def _service(findings: Findings) -> list[Gap]:
    cost = findings["value"]["cost_to_serve_12m"]
    if cost.notna().any() or "contacts" not in findings.tables:
        return []
    return [Gap(
        _("Cost to serve"),
        _("It needs minutes ({place}) and the cost of an hour ({setting}).").format(
            place=_column("contacts", "minutes"), setting=schema.setting("hourly_rate").names),
    )]  # fmt: skip


def _products(findings: Findings) -> list[Gap]:
    """Purchases that do not say of what."""
    if findings.summaries.documents.empty or not findings.summaries.products.days.empty:
        return []
    why = _("Purchases name no products: {place}.").format(place=_column("purchases", "product"))
    return [Gap(_("Next product"), why)]


def _rhythm(findings: Findings) -> list[Gap]:
    """Clients judged by the firm's rhythm because they have too little of their own."""
    found = findings["silence"]
    firm = int(((found["rhythm"] == "firm") & (found["purchases"] > 0)).sum())
    if not firm:
        return []
    who = many("{n} client", "{n} clients", firm)
    return [Gap(
        _("A rhythm of the client’s own"),
        _("{who}: there are too few purchases for one; they are judged by the whole firm’s.").format(who=who),
    )]  # fmt: skip
