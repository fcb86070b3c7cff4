"""What products tell of the firm: bought together, how many groups a client buys, wishes not met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words
from crmbook.reports.layout import Field, Page, filled
from crmbook.summaries.periods import midnight, months_upto
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST_PAIRS = 20
MOST_WISHES = 10
GROUPS = ((1, 1), (2, 2), (3, 4), (5, None))  # product groups a client buys


# ── bought together ──────────────────────────────────────────────────────────────────────────


def pairs(page: Page, findings: Findings) -> None:
    """Products bought by the same clients oftener than chance; nothing when there are none."""
    from crmbook.analyses.next_product import affinities

    found = affinities(findings.summaries).head(MOST_PAIRS)
    if found.empty:
        return
    page.turn()
    page.section(_("Bought by the same clients"))
    page.block([
        Field(_("Who buys"), words.plain(found["product"]), "wrapped", 22, 28),
        Field(_("also buys"), words.plain(found["other"]), "wrapped", 22, 28),
        Field(_("Lift"), words.plain(found["lift"]), "decimal", most=12),
        Field(_("At least"), words.plain(found["lift_low"]), "decimal", 10, 46, note=_("The lower end of the interval of the lift.")),
        Field(_("Clients with both"), words.plain(found["both"]), "integer", most=12),
        Field(_("By chance"), words.plain(found["expected"]), "decimal", most=12),
        Field(_("Buyers of the first"), words.plain(found["of_product"]), "integer", most=12),
        Field(_("of the second"), words.plain(found["of_other"]), "integer", most=12),
    ])  # fmt: skip
    page.space()


def no_pairs(findings: Findings) -> str:
    """Why nothing is suggested."""
    from crmbook.analyses.next_product import affinities
    from crmbook.analyses.next_product.affinities import BOTH, BUYERS

    if not affinities(findings.summaries).empty:
        return _("Nothing: whoever buys one of the products below buys the other too.")
    text = _("Nothing is sure enough: no two products are bought by the same clients oftener than chance, from {buyers} buyers and {both} of both on.")  # fmt: skip
    return text.format(buyers=BUYERS, both=BOTH)


# ── how many groups a client buys ────────────────────────────────────────────────────────────


def breadth(page: Page, findings: Findings) -> None:
    """Whether clients who buy from more groups stay: of two years, nothing without them or of few."""
    kept = _kept_by_breadth(findings)
    if kept.empty or kept["clients"].sum() < ENOUGH:
        return
    page.section(_("Who buys from more product groups stays?"))
    page.block([
        Field(_("Product groups, the year before"), kept.index.tolist(), "text", 22, 28),
        Field(_("Clients"), words.plain(kept["clients"]), "integer", 12, 28),
        Field(_("Bought again this year"), [words.of_all(int(n), int(of)) for n, of in zip(kept["again"], kept["clients"], strict=True)], "text", 12, 22),
    ])  # fmt: skip
    page.say(_("That who buys more stays does not say that selling more makes them stay."), "note")
    page.space()


def _kept_by_breadth(findings: Findings) -> pd.DataFrame:
    import pandas as pd

    now, before = months_upto(findings.as_of, 12), months_upto(findings.as_of, 12, skipped=12)
    history = findings.summaries.products
    days = history.days
    then = days["date"].between(midnight(before.first), midnight(before.last))
    if not then.any():
        return pd.DataFrame()
    group = days.loc[then, "product"].map(history.products["group"])
    groups = group.groupby(days.loc[then, "client_id"]).nunique()
    bought = findings.summaries.purchases
    again = bought.loc[bought["date"] >= midnight(now.first), "client_id"]
    stayed = pd.Series(groups.index.isin(again), groups.index)
    inside = {
        _range(*group): groups.between(group[0], group[1] or groups.max()) for group in GROUPS
    }
    counted = pd.DataFrame({
        "clients": {name: int(which.sum()) for name, which in inside.items()},
        "again": {name: int(stayed[which].sum()) for name, which in inside.items()},
    })  # fmt: skip
    return counted[counted["clients"] > 0]


def _range(least: int, most: int | None) -> str:
    if most is None:
        return _("{n} or more").format(n=least)
    return str(least) if least == most else f"{least}–{most}"


# ── wishes not met ───────────────────────────────────────────────────────────────────────────


def wishes(page: Page, findings: Findings) -> None:
    """Why offers of the year were lost, and what was offered and never sold: what to develop."""
    lost = _lost(findings)
    if not lost.empty:
        page.section(_("Why offers of 12 months were lost"))
        page.block(_reasons(findings, lost))
        page.space()
    unsold = _never_sold(findings)
    if not unsold.empty:
        page.section(_("Asked for and never bought"))
        page.block([
            Field(_("Product"), unsold.index.tolist(), "wrapped", 22, 28),
            Field(_("Offers"), words.plain(unsold), "integer", 22, 28),
        ])  # fmt: skip
        page.space()


def _offers(findings: Findings) -> pd.DataFrame:
    import pandas as pd

    offers = findings.tables.get("offers")
    if offers is None or "status" not in offers:
        return pd.DataFrame({"date": []})
    year = months_upto(findings.as_of, 12)
    return offers[offers["date"].between(midnight(year.first), midnight(year.last))]


def _lost(findings: Findings) -> pd.DataFrame:
    offers = _offers(findings)
    if not {"status", "reason"} <= set(offers):
        return offers.head(0)
    return offers[(offers["status"] == "lost") & offers["reason"].notna()]


def _reasons(findings: Findings, lost: pd.DataFrame) -> list[Field]:
    counted = lost["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    counted = counted.head(MOST_WISHES)
    fields = [
        Field(_("Reason"), counted.index.tolist(), "wrapped", 22, 28),
        Field(_("Offers"), words.plain(counted), "integer", 22, 28),
    ]
    if "amount" in lost:
        amounts = lost.groupby("reason")["amount"].sum().reindex(counted.index)
        fields.append(
            Field(
                words.in_currency(_("Amount"), findings),
                words.plain(amounts.round()),
                "integer",
                most=12,
            )
        )
    return filled(fields)


def _never_sold(findings: Findings) -> pd.Series:
    """Products of two offers or more that nobody has ever bought."""
    import pandas as pd

    from crmbook.folding import plain

    offers = _offers(findings)
    if "product" not in offers:
        return pd.Series(dtype="int64")
    asked = offers["product"].dropna()
    key = asked.map(plain)
    unsold = (
        asked[~key.isin(findings.summaries.products.numbers)].groupby(key).agg(["first", "size"])
    )
    often = unsold[unsold["size"] > 1].sort_values(["size", "first"], ascending=[False, True])
    return often.set_index("first")["size"].head(MOST_WISHES)
