"""How many clients are loyal, new, fading or lost, what that means and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import breakdown, clients, words
from crmbook.reports.counting import Counting, Figure, Shown, divided, parts_of_last, with_sum
from crmbook.reports.layout import Field, Page
from crmbook.reports.scores import scores_of
from crmbook.sheet import Area, Chart, Series, Sheet, address
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
        "{n} client, in exactly one segment",
        "{n} clients, each in exactly one segment",
        len(findings.clients),
    )
    page.title(findings.titles["segments"], f"{clients.as_of(findings)} · {everybody}")
    told = loyalty.definitions(findings.summaries, findings.settings)
    area = page.block(_fields(findings, told, page.row), repeat=True)
    page.space()
    page.chart(_chart(page, area))
    breakdown.add(page, findings)
    page.section(_("How it is computed"))
    page.say(loyalty.usual_gap_in_words(findings.summaries, findings.settings), "note")
    page.say(loyalty.loyalty_in_words(findings.summaries, findings.settings), "note")
    return page.sheet(findings.titles["segments"], "segments", freeze=True)


def _fields(findings: Findings, told: dict[str, Definition], top: int) -> list[Field]:
    """One row a segment, the best first; everybody in the last. top is the row of the headings."""
    count = Counting(scores_of(findings))
    shown = [Shown(key, definition.caption) for key, definition in told.items()]
    number = with_sum([count.equal("segment", each) for each in shown], top, 1)
    enough = len(findings.clients) >= ENOUGH
    return [
        Field(_("Segment"), [*(each.caption for each in shown), _("Everybody")], "label", 14, 19),
        Field(_("Clients"), [each.cell("integer") for each in number], "integer", most=10),
        *([_parts(_("Part of clients"), number, top, 1)] if enough else []),
        *_money(count, shown, number, top, 3 if enough else 2),
        Field(_("Who belongs to it"), [*(each.definition for each in told.values()), None], "wrapped", 36, 40),
        Field(_("What to do"), [*(each.advice for each in told.values()), None], "wrapped", 32, 36),
    ]  # fmt: skip


def _parts(heading: str, figures: Sequence[Figure], top: int, column: int) -> Field:
    """Each as a part of the last; never asked for where there are fewer than ten clients."""
    parts = parts_of_last(figures, top, column)
    return Field(heading, [each.cell("percent") for each in parts], "percent", most=10)


def _money(
    count: Counting, shown: Sequence[Shown], number: Sequence[Figure], top: int, column: int
) -> list[Field]:
    """Revenue of the window from this column on: in all, as a part, and a client's mean."""
    key, findings = "revenue_window_now", count.scores.findings
    if key not in count.scores:
        return []
    revenue = with_sum([count.total_where(key, "segment", each) for each in shown], top, column)
    means = [
        divided(one, address(row, column), other, address(row, 1))
        for row, (one, other) in enumerate(zip(revenue, number, strict=True), start=top + 1)
    ]
    months = int(findings.settings.number("window_months"))
    heading = many("Revenue, last {n} month", "Revenue, last {n} months", months)
    parts = [_parts(_("Part of revenue"), revenue, top, column)] if column == 3 else []
    return [
        Field(words.in_currency(heading, findings), [each.cell("integer") for each in revenue], "integer", 12, 14),
        *parts,
        Field(_("A client’s mean"), [each.cell("integer") for each in means], "integer", 10, 12),
    ]  # fmt: skip


def _chart(page: Page, area: Area) -> Chart:
    last = area.last_row - 1  # without everybody
    number = Area(area.first_row, 1, last, 1)
    series = Series(_("Clients"), number, Area(area.first_row, 0, last, 0))
    return Chart(
        "column",
        [series],
        page.row,
        0,
        _("Clients by segment"),
        page.pixels(),
        300,
        y_format="integer",
        legend=False,
    )
