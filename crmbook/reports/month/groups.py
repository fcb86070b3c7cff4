"""What each group of clients brings: segments, classes of revenue, years of the first purchase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import periods, two_years, words
from crmbook.reports.layout import Field, Page
from crmbook.reports.scores import scores_of
from crmbook.sheet import Area, Cell, Chart, Series, Value, address
from crmbook.summaries.periods import months_upto
from crmbook.summaries.rates import ENOUGH, Rate

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period

COHORTS = 6  # years of first purchases told one by one; the earlier ones together
TEN = 10
HIGH = 280  # pixels
APART = 10


def add(page: Page, findings: Findings, month: Period) -> None:
    _by_segment(page, findings, month)
    _by_class(page, findings, month)
    _by_year(page, findings, month)
    _by_month(page, findings)


# ── segments and classes ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Groups:
    """of: client → key; captions: key → how it is called, in the order of the rows."""

    heading: str
    of: pd.Series
    captions: Mapping[str, str]


def _by_segment(page: Page, findings: Findings, month: Period) -> None:
    page.section(_("By segment"))
    segment = findings["loyalty"]["segment"]
    _table(page, findings, month, Groups(_("Segment"), segment, words.segments()))
    page.space()


def _by_class(page: Page, findings: Findings, month: Period) -> None:
    classes = findings["abc"]["abc"]
    if not (classes != "").any():
        return
    captions = {key: key for key in ("A", "B", "C")} | {"": _("No revenue")}
    page.section(_("By class of revenue"))
    _table(page, findings, month, Groups(_("Class"), classes, captions))
    if said := _concentration(findings, month):
        page.say(said)
    page.space()


def _table(page: Page, findings: Findings, month: Period, groups: Groups) -> None:
    """One row a group that has clients, and all of them below."""
    top = page.row
    group = groups.of.reindex(findings.clients.index)
    there = [key for key in groups.captions if (group == key).any()]

    def by(series: pd.Series) -> list[float]:
        return series.groupby(group).sum().reindex(there).tolist()

    bought = [int(n) for n in by(scores_of(findings).bought(month) > 0)]
    brought = [
        by(_brought(findings, span)) if periods.is_covered(findings, span) else [None] * len(there)
        for span in _spans(month)
    ]
    # of so few a percentage says more than is known; what is left out makes the columns move up
    enough = sum(bought) >= ENOUGH
    now, before, year_ago = (
        [*cells, _sum(cells, top, column)]
        for cells, column in zip(brought, (3, 5, 6) if enough else (3, 4, 5), strict=True)
    )
    clients = [int(n) for n in group.value_counts().reindex(there)]
    page.block([
        Field(groups.heading, [*(groups.captions[key] for key in there), _("Together")], "label"),
        Field(_("Clients"), [*clients, _sum(clients, top, 1)], "integer"),
        Field(_("Bought in the month"), [*bought, _sum(bought, top, 2)], "integer"),
        Field(_what(findings), now, "integer"),
        *([Field(_("Part"), _parts(now, top), "percent")] if enough else []),
        Field(_("A month earlier"), before, "integer"),
        Field(_("A year earlier"), year_ago, "integer"),
    ])  # fmt: skip


def _spans(month: Period) -> tuple[Period, Period, Period]:
    compared = periods.months(month.last)
    return compared.now, compared.before, compared.year_ago


def _what(findings: Findings) -> str:
    if findings.summaries.keeps_amounts:
        return words.in_currency(_("Revenue"), findings)
    return _("Purchases")


def _brought(findings: Findings, span: Period) -> pd.Series:
    """Revenue of each client in a period; purchases where the firm keeps no amounts."""
    scores = scores_of(findings)
    return scores.revenue(span) if findings.summaries.keeps_amounts else scores.bought(span)


def _sum(cells: Sequence[float | None], top: int, column: int) -> Cell | None:
    """What stands below the cells of a column whose heading is in that row."""
    known = [cell for cell in cells if cell is not None]
    if not known:
        return None
    area = f"{address(top + 1, column)}:{address(top + len(cells), column)}"
    return Cell(sum(known), "integer", f"=SUM({area})")


def _parts(cells: Sequence[float | Cell | None], top: int) -> list[Cell | None]:
    """Each of the fourth column as a part of the last; nothing of nothing."""
    last = cells[-1]
    whole = last.value if isinstance(last, Cell) else None
    if not isinstance(whole, (int, float)) or whole <= 0:
        return [None] * len(cells)
    rows = range(top + 1, top + 1 + len(cells))
    there = address(top + len(cells), 3)
    return [
        Cell((cell.value if isinstance(cell, Cell) else cell or 0) / whole, "percent", f"={address(row, 3)}/{there}")  # type: ignore[operator]
        for row, cell in zip(rows, cells, strict=True)
    ]  # fmt: skip


def _concentration(findings: Findings, month: Period) -> str:
    """How much hangs on few; nothing where the ten largest are nearly all."""
    months = periods.length(findings.settings)
    now = _of_the_largest(findings, months_upto(month.last, months))
    if now is None:
        return ""
    before = months_upto(month.last, months, skipped=12)
    then = _of_the_largest(findings, before) if periods.is_covered(findings, before) else None
    a = findings["abc"][findings["abc"]["abc"] == "A"]
    text = _(
        "The ten largest clients bring {ten} of the revenue of {window}; {clients} of class A bring {part}."
    )
    told = _("{ten} ({then} a year earlier)")
    share = words.percent(now)
    return text.format(
        ten=share if then is None else told.format(ten=share, then=words.percent(then)),
        window=many("the last {n} month", "the last {n} months", months),
        clients=many("{n} client", "{n} clients", len(a)),
        part=words.percent(float(a["share"].sum())),
    )  # fmt: skip


def _of_the_largest(findings: Findings, window: Period) -> float | None:
    spent = scores_of(findings).revenue(window)
    if (spent > 0).sum() <= TEN or spent.sum() <= 0:
        return None
    return float(spent.nlargest(TEN).sum() / spent.sum())


# ── years of the first purchase ──────────────────────────────────────────────────────────────


def _by_year(page: Page, findings: Findings, month: Period) -> None:
    """Whether those who came in a year are still clients; nothing of a firm in its first year."""
    import pandas as pd

    clients = findings.summaries.clients.dropna(subset="first_purchase")
    year = clients["first_purchase"].dt.year
    if year.nunique() < 2:
        return
    oldest = max(year.min(), month.last.year - COHORTS + 1)
    year = year.clip(lower=oldest)
    grouped = pd.DataFrame({
        "clients": year.groupby(year).size(),
        "again": (clients["purchase_days"] >= 2).groupby(year).sum(),
        "still": (clients["purchases_12m"] > 0).groupby(year).sum(),
        "spent": clients["spent_12m"].groupby(year).sum(min_count=1),
    })  # fmt: skip
    page.section(_("By the year of the first purchase"))
    page.block([
        Field(_("First purchase in"), [_year(n, clients["first_purchase"].dt.year, oldest) for n in grouped.index], "label"),
        Field(_("Clients"), grouped["clients"].tolist(), "integer"),
        Field(_("Bought again"), grouped["again"].tolist(), "integer", note=_("On a second day, ever.")),
        Field(_("Part"), _shares(grouped["again"], grouped["clients"]), "percent"),
        Field(_("Bought in 12 months"), grouped["still"].tolist(), "integer"),
        Field(_("Part"), _shares(grouped["still"], grouped["clients"]), "percent"),
        *([Field(_("Revenue, 12 months"), words.plain(grouped["spent"]), "integer")] if findings.summaries.keeps_amounts else []),
    ])  # fmt: skip
    began = words.day(clients["first_purchase"].min().date())
    text = _(
        "The purchases in the workbook begin on {day}: whoever came before that counts as of that year."
    )
    page.say(words.sentence(text.format(day=began)), "note")
    page.space()


def _year(year: int, years: pd.Series, oldest: int) -> str:
    if year == oldest and (years < oldest).any():
        return _("{year} or earlier").format(year=year)
    return str(year)


def _shares(part: pd.Series, whole: pd.Series) -> list[Value]:
    """Nothing of fewer than ten: both counts stand beside it."""
    return [Rate(int(p), int(w)).share for p, w in zip(part, whole, strict=True)]


# ── months ───────────────────────────────────────────────────────────────────────────────────


def _by_month(page: Page, findings: Findings) -> None:
    """Two years of months, and their chart beside them."""
    months = two_years.last_and_before(findings)
    what = _("Revenue by month") if findings.summaries.keeps_amounts else _("Purchases by month")
    page.section(what)
    area = page.block([
        Field(_("Month"), months["caption"].tolist(), "text"),
        Field(_("Last 12 months"), words.plain(months["now"].round()), "integer"),
        Field(_("12 months before"), words.plain(months["before"].round()), "integer"),
    ])  # fmt: skip
    keys = Area(area.first_row, 0, area.last_row, 0)
    now, before = (Area(area.first_row, n, area.last_row, n) for n in (1, 2))
    page.charts.append(
        Chart(
            "column",
            [Series(_("12 months before"), before, keys, pale=True), Series(_("Last 12 months"), now, keys)],
            area.first_row - 1, 3, "", page.pixels(3) - APART, HIGH, y_format="integer",
        )
    )  # fmt: skip
    page.space()
