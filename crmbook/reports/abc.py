"""The few clients who bring most of the revenue, and how regularly they buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, words
from crmbook.reports.counting import Counting, Figure, Shown, parts_of_last, with_sum
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.reports.scores import scores_of
from crmbook.sheet import Area, Cell, Chart, Series, Sheet

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 250  # a longer list is not read; Scores has everybody
FEWEST = 15  # where few make class A, the next ones are listed too
DRAWN = 15  # clients in the chart: names of more are not read
HIGH = 340  # pixels
CLASSES, REGULARITIES = ("A", "B", "C"), ("X", "Y", "Z")


def title() -> str:
    return _("ABC")


def build(findings: Findings) -> Sheet | None:
    found = findings["abc"]
    if not (found["revenue"] > 0).any():
        return None
    page = Page()
    page.title(findings.titles["abc"], _subtitle(findings, found))
    count = Counting(scores_of(findings))
    _classes(page, findings, count)
    _regularity(page, findings, count)
    top = page.row
    page.space(18)
    page.section(_("The clients who bring most"))
    area = page.block(_fields(findings, _largest(found)), repeat=True)
    _rest(page, findings, found)
    page.charts.append(_chart(page, area, top, words.in_currency(_("Revenue"), findings)))
    return page.sheet(findings.titles["abc"], "abc")


def _subtitle(findings: Findings, found: pd.DataFrame) -> str:
    a = found[found["abc"] == "A"]
    bring = many("{n} client of class A brings", "{n} clients of class A bring", len(a))
    part = _("{share} of the revenue").format(share=words.percent(float(a["share"].sum())))
    return f"{clients.as_of(findings)} · {bring} {part}"


# ── classes ──────────────────────────────────────────────────────────────────────────────────


def _classes(page: Page, findings: Findings, count: Counting) -> None:
    from crmbook.analyses import abc

    told = abc.definitions(findings.settings)
    page.section(_("Classes by revenue"))
    meaning = Field(
        _("Who belongs to it"), [*(told[key] for key in CLASSES), None], "wrapped", rest=True
    )
    page.block([*_summary(count, "abc", "revenue_window_now", _("Revenue"), page.row), meaning])
    page.space()
    if (findings["abc"]["abc_margin"] != "").any() and "margin_12m" in count.scores:
        page.section(_("Classes by margin"))
        page.block(_summary(count, "abc_margin", "margin_12m", _("Margin"), page.row))
        page.space()


def _summary(count: Counting, which: str, key: str, heading: str, top: int) -> list[Field]:
    """One row a class and all of them below: clients, money, its part."""
    shown = [Shown(each, each) for each in CLASSES]
    number = with_sum([count.equal(which, each) for each in shown], top, 1)
    money = with_sum([count.total_where(key, which, each) for each in shown], top, 2)
    parts = parts_of_last(money, top, 2)
    return [
        Field(_("Class"), [*CLASSES, _("Together")], "label"),
        Field(_("Clients"), _cells(number), "integer"),
        Field(words.in_currency(heading, count.scores.findings), _cells(money), "integer"),
        Field(_("Part"), [each.cell("percent") for each in parts], "percent"),
    ]


def _cells(figures: Sequence[Figure]) -> list[Cell]:
    return [figure.cell("integer") for figure in figures]


def _regularity(page: Page, findings: Findings, count: Counting) -> None:
    """How many of each class buy regularly: A and X can be planned for, A and Z need care."""
    from crmbook.analyses import abc

    if "xyz" not in count.scores or not (findings["abc"]["xyz"] != "").any():
        return
    told = abc.definitions(findings.settings)
    page.section(_("Classes by regularity: clients"))
    page.block([
        Field(_("Class"), list(CLASSES), "label"),
        *(Field(each, _cells([count.pair("abc", row, "xyz", each) for row in CLASSES]), "integer")
          for each in REGULARITIES),
        *_regular_revenue(findings, count),
    ])  # fmt: skip
    for key in REGULARITIES:
        page.say(f"{key}: {told[key]}", "note")
    page.space()


def _regular_revenue(findings: Findings, count: Counting) -> list[Field]:
    """The same in money, beside the counts."""
    if "revenue_window_now" not in count.scores:
        return []
    return [
        Field(
            words.in_currency(_("Revenue of {key}").format(key=key), findings),
            _cells(
                [count.pair_total("revenue_window_now", "abc", row, "xyz", key) for row in CLASSES]
            ),
            "integer",
            most=14,
        )
        for key in REGULARITIES
    ]


# ── the list and its chart ───────────────────────────────────────────────────────────────────


def _largest(found: pd.DataFrame) -> pd.DataFrame:
    """Class A; where that is only a few, the next ones too."""
    with_revenue = found[found["revenue"] > 0].sort_values(
        "revenue", ascending=False, kind="stable"
    )
    wanted = int((with_revenue["abc"] == "A").sum())
    return with_revenue.head(min(MOST, max(FEWEST, wanted)))


def _fields(findings: Findings, largest: pd.DataFrame) -> list[Field]:
    ids = largest.index
    status = findings["silence"]["status"].reindex(ids).map(dict(words.statuses()))
    trend = findings["value"]["trend_word"].reindex(ids).map(dict(words.trends()))
    fields = [
        Field(_("Client"), clients.links(findings, ids), "link", 24, WIDEST_NAME),
        Field(_("Class"), largest["abc"].tolist(), most=9),
        Field(words.in_currency(_("Revenue"), findings), words.plain(largest["revenue"]), "integer", most=12, bar=True),
        Field(_("Part"), words.plain(largest["share"]), "percent", most=9),
        Field(_("Together"), words.plain(largest["cumulative_share"]), "percent", most=11,
              note=_("The part of the revenue of this client and all larger ones.")),
        Field(words.in_currency(_("Margin"), findings), words.plain(largest["margin"]), "integer", most=12),
        Field(_("Regularity"), [each or None for each in largest["xyz"]], most=12),
        Field(_("Trend"), [each or None for each in trend], most=9,
              note=_("The last 3 months against the 3 before; only where there are purchases enough.")),
        Field(_("Status"), words.plain(status), most=12),
        Field(_("Owner"), clients.owner_cells(findings, ids), most=18),
    ]  # fmt: skip
    return filled(fields)


def _rest(page: Page, findings: Findings, found: pd.DataFrame) -> None:
    more = int((found["abc"] == "A").sum()) - MOST
    if more > 0:
        said = many("And {n} client more of class A", "And {n} clients more of class A", more)
        see = _("see the sheet {sheet}.").format(sheet=findings.titles["scores"])
        page.say(f"{said}: {see}", "note")


def _chart(page: Page, area: Area, top: int, caption: str) -> Chart:
    """Pareto: what each brings as columns, what all up to it bring together as a line."""
    last = min(area.last_row, area.first_row + DRAWN - 1)
    names = Area(area.first_row, 0, last, 0)
    revenue = Series(caption, Area(area.first_row, 2, last, 2), names)
    together = Series(
        _("Together"), Area(area.first_row, 4, last, 4), names, kind="line", second_axis=True
    )
    title_ = _("The largest clients: {what}").format(what=caption)
    return Chart(
        "column", [revenue, together], top, 0, title_, page.pixels(), HIGH,
        y_format="integer", second_y_format="percent",
    )  # fmt: skip
