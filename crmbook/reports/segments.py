"""How many clients are loyal, new, fading or lost, what that means and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients
from crmbook.reports.counting import Counting, Figure, Shown, added, ratio
from crmbook.reports.layout import Field, Page
from crmbook.reports.scores import Scores
from crmbook.sheet import Area, Chart, Series, Sheet
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    from crmbook.analyses.loyalty import Definition
    from crmbook.findings import Findings


def title() -> str:
    return _("Segments")


def build(findings: Findings) -> Sheet | None:
    from crmbook.analyses import loyalty

    if findings.clients.empty:
        return None
    page = Page()
    everybody = many(
        "{n} client", "{n} clients, each in exactly one segment", len(findings.clients)
    )
    page.title(findings.titles["segments"], f"{clients.as_of(findings)} · {everybody}")
    told = loyalty.definitions(findings.summaries, findings.settings)
    area = page.block(_fields(findings, told), repeat=True)
    page.space()
    page.chart(_chart(page.row, area))
    page.section(_("How it is computed"))
    page.say(loyalty.usual_gap_in_words(findings.summaries, findings.settings), "note")
    page.say(loyalty.loyalty_in_words(findings.summaries, findings.settings), "note")
    return page.sheet(findings.titles["segments"], "segments", freeze=True)


def _fields(findings: Findings, told: dict[str, Definition]) -> list[Field]:
    """One row a segment, the best first; everybody in the last."""
    count = Counting(Scores(findings))
    shown = [Shown(key, definition.caption) for key, definition in told.items()]
    number = [count.equal("segment", each) for each in shown]
    return [
        Field(_("Segment"), [*(each.caption for each in shown), _("Everybody")], "label", 16, 22),
        Field(_("Clients"), [each.cell("integer") for each in [*number, added(number)]], "integer", most=10),
        *_parts(_("Part of clients"), number, enough=len(findings.clients) >= ENOUGH),
        *_money(findings, count, shown, number),
        Field(_("Who belongs to it"), [*(each.definition for each in told.values()), None], "wrapped", 42, 46),
        Field(_("What to do"), [*(each.advice for each in told.values()), None], "wrapped", 36, 40),
    ]  # fmt: skip


def _parts(heading: str, figures: list[Figure], *, enough: bool) -> list[Field]:
    """Each as a part of the whole; no percentages of fewer than ten clients."""
    whole = added(figures)
    if not enough or not whole.value:
        return []
    parts = [ratio(each, whole).cell("percent") for each in [*figures, whole]]
    return [Field(heading, parts, "percent", most=10)]


def _money(
    findings: Findings, count: Counting, shown: list[Shown], number: list[Figure]
) -> list[Field]:
    """Revenue of the window: in all, as a part, and a client's mean."""
    key = "revenue_window_now"
    if key not in count.scores:
        return []
    revenue = [count.total_where(key, "segment", each) for each in shown]
    revenue.append(added(revenue))
    means = [ratio(*pair) for pair in zip(revenue, [*number, added(number)], strict=True)]
    currency = findings.settings.text("currency")
    months = int(findings.settings.number("window_months"))
    heading = many("Revenue, last {n} month", "Revenue, last {n} months", months)
    return [
        Field(f"{heading}, {currency}", [each.cell("integer") for each in revenue], "integer", 12, 14),
        *_parts(_("Part of revenue"), revenue[:-1], enough=len(findings.clients) >= ENOUGH),
        Field(_("A client’s mean"), [each.cell("integer") for each in means], "integer", 10, 12),
    ]  # fmt: skip


def _chart(row: int, area: Area) -> Chart:
    last = area.last_row - 1  # without everybody
    number = Area(area.first_row, 1, last, 1)
    series = Series(_("Clients"), number, Area(area.first_row, 0, last, 0))
    return Chart(
        "column",
        [series],
        row,
        0,
        _("Clients by segment"),
        820,
        300,
        y_format="integer",
        legend=False,
    )
