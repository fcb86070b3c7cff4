"""What to offer whom next: what is due again, and what similar clients buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import assortment, clients, plays, words
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell, Sheet

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 100  # in each list
ALSO = 3  # products named beside the most pressing one
# Before anything else is offered to them they have to be won back; the sheet Silence says how.
WON_BACK_FIRST = ("silent", "lost")


def title() -> str:
    return _("Next product")


def build(findings: Findings) -> Sheet | None:
    """None when purchases name no products: Quality says so."""
    if findings.summaries.products.days.empty:
        return None
    pressing, offered = due_clocks(findings), suggested(findings)
    page = Page(across=8)
    page.title(findings.titles["next_product"], _subtitle(findings, pressing, offered))
    _due(page, findings, pressing)
    _suggestions(page, findings, offered)
    _left_out(page, findings)
    assortment.pairs(page, findings)
    assortment.breadth(page, findings)
    assortment.wishes(page, findings)
    _definitions(page)
    return page.sheet(
        findings.titles["next_product"], "next_product", landscape=True, tab="#8064A2"
    )


def due_clocks(findings: Findings) -> pd.DataFrame:
    """One row a client with something due or overdue: their most pressing clock, and also: the others."""
    from crmbook.analyses.next_product import clocks

    found = clocks(findings.summaries)
    found = _reachable(findings, found[found["state"].isin(["overdue", "due"])])
    others = found[found.duplicated("client_id")]
    also = others.groupby("client_id")["product"].agg(lambda names: ", ".join(names.head(ALSO)))
    first = found.drop_duplicates("client_id").assign(name=_names(findings, found))
    first = first.assign(also=first["client_id"].map(also))
    late = first["state"] == "overdue"
    return first.assign(late=late).sort_values(
        ["late", "amount", "name"], ascending=[False, False, True], kind="stable"
    )


def suggested(findings: Findings) -> pd.DataFrame:
    """One row a client: the surest of what similar clients buy and this one does not."""
    from crmbook.analyses.next_product import suggestions

    found = _reachable(findings, suggestions(findings.summaries)).drop_duplicates("client_id")
    return found.assign(name=_names(findings, found)).sort_values(
        ["lift_low", "name"], ascending=[False, True], kind="stable"
    )


def _reachable(findings: Findings, found: pd.DataFrame) -> pd.DataFrame:
    status = found["client_id"].map(findings["silence"]["status"])
    return found[~status.isin(WON_BACK_FIRST)]


def _names(findings: Findings, found: pd.DataFrame) -> pd.Series:
    return found["client_id"].map(findings.clients["name"])


def _subtitle(findings: Findings, pressing: pd.DataFrame, offered: pd.DataFrame) -> str:
    counts = pressing["state"].value_counts()
    said = [
        many("{n} client is overdue", "{n} clients are overdue", int(counts.get("overdue", 0))),
        many("{n} is due", "{n} are due", int(counts.get("due", 0))),
        many("{n} suggestion", "{n} suggestions", len(offered)),
    ]
    return " · ".join([clients.as_of(findings), *said])


# ── the lists ────────────────────────────────────────────────────────────────────────────────


def _due(page: Page, findings: Findings, pressing: pd.DataFrame) -> None:
    page.section(_("What they need again"))
    if pressing.empty:
        page.say(_("Nothing is due: no client is late with a product they usually buy."), "good")
    else:
        page.block(_due_fields(findings, pressing.head(MOST)))
        _rest(page, pressing)
    page.space()


def _due_fields(findings: Findings, shown: pd.DataFrame) -> list[Field]:
    from crmbook.analyses.next_product import caption, clock_reason

    ids = shown["client_id"]
    looks = {"overdue": "bad", "due": "warn"}
    states = [Cell(caption(state), looks[state]) for state in shown["state"]]  # type: ignore[arg-type]
    return filled([
        Field(_("Client"), clients.links(findings, ids), "link", 22, WIDEST_NAME),
        Field(_("Product"), words.plain(shown["product"]), "wrapped", 22, 28),
        Field(_("State"), states, most=12),
        Field(_("Why"), [clock_reason(row) for row in shown.to_dict("records")], "wrapped", 40, 46),
        Field(_("Due"), words.plain(shown["due"]), "date", most=12),
        Field(_("Days over"), words.plain(shown["overdue_days"]), "integer", most=9),
        Field(words.in_currency(_("Usually for"), findings), words.plain(shown["amount"].round()), "integer", most=12),
        Field(_("Also due"), words.plain(shown["also"]), "wrapped", 20, 26),
        Field(_("Channel"), plays.channels(findings, ids), most=14),
        Field(_("Owner"), clients.owner_cells(findings, ids), "wrapped", most=16),
    ])  # fmt: skip


def _suggestions(page: Page, findings: Findings, offered: pd.DataFrame) -> None:
    page.section(_("What similar clients buy and they do not"))
    if offered.empty:
        page.say(assortment.no_pairs(findings), "note")
    else:
        page.block(_suggestion_fields(findings, offered.head(MOST)))
        _rest(page, offered)
    page.space()


def _suggestion_fields(findings: Findings, shown: pd.DataFrame) -> list[Field]:
    from crmbook.analyses.next_product import suggestion_reason

    ids = shown["client_id"]
    reasons = shown[["because", "product", "both", "of_because"]].itertuples(index=False, name=None)
    return filled([
        Field(_("Client"), clients.links(findings, ids), "link", 22, WIDEST_NAME),
        Field(_("Product"), words.plain(shown["product"]), "wrapped", 22, 28),
        Field(_("Lift"), words.plain(shown["lift"]), "decimal", most=12),
        Field(_("Why"), [suggestion_reason(*row) for row in reasons], "wrapped", rest=True),
    ])  # fmt: skip


def _rest(page: Page, found: pd.DataFrame) -> None:
    if len(found) > MOST:
        page.say(many("And {n} client more.", "And {n} clients more.", len(found) - MOST), "note")


def _left_out(page: Page, findings: Findings) -> None:
    status = findings["silence"]["status"]
    away = status.index[status.isin(WON_BACK_FIRST)]
    known = away.isin(findings.summaries.products.days["client_id"].unique())
    if not known.any():
        return
    text = many(
        "{n} silent or lost client is not in these lists: first see the sheet {{sheet}}.",
        "{n} silent or lost clients are not in these lists: first see the sheet {{sheet}}.",
        int(known.sum()),
    )
    page.say(text.format(sheet=findings.titles["silence"]), "note")
    page.space()


def _definitions(page: Page) -> None:
    from crmbook.analyses.next_product import caption, definitions

    told = definitions()
    page.section(_("What the words mean"))
    page.point(Cell(caption("due"), "label"), told["due"])
    page.point(Cell(caption("overdue"), "label"), told["overdue"])
    page.point(Cell(_("Usual gap"), "label"), told["basis"])
    page.point(Cell(_("Lift"), "label"), told["lift"])
