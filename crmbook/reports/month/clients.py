"""Clients from the start of the month to its end, who comes back, and what each group brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words
from crmbook.reports.layout import Field, Page, filled
from crmbook.reports.month import groups, rates
from crmbook.reports.month.movements import (
    CAME,
    ON_TIME,
    STATES,
    Movements,
    captions,
    movements,
)
from crmbook.reports.month.paper import names, nothing
from crmbook.sheet import Area, Cell, Chart, Series, Value, address

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period

HIGH = 135  # pixels, of the numbers and of the lines left free under them
APART = 10  # pixels a chart stays away from the edge of the page: one beyond it makes every page smaller


def title() -> str:
    return _("Clients of the month")


def page(page: Page, findings: Findings, month: Period) -> None:
    if findings.summaries.documents.empty:
        nothing(page, _("nobody has bought yet"))
        return
    moved = movements(findings, month)
    _waterfall(page, findings, month, moved)
    _by_status(page, month, moved)
    rates.add(page, findings, month)
    groups.add(page, findings, month)


# ── from the start to the end ────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Step:
    """Clients who came to those on time, or left them; sign 0: who did neither, but moved."""

    caption: str
    sign: int
    ids: pd.Index


def _steps(moved: Movements) -> list[Step]:
    here = (CAME, ON_TIME)
    return [
        Step(_("+ New"), 1, moved.new),
        Step(_("+ Came back, were silent or lost"), 1, moved.back),
        Step(_("+ Bought again, were quiet"), 1, moved.in_time),
        *([Step(_("+ Not late after all"), 1, moved.excused)] if len(moved.excused) else []),
        Step(_("− Turned quiet"), -1, moved.who(here, ("quiet",))),
        Step(_("− Fell silent"), -1, moved.who(here, ("silent",))),
        Step(_("− Lost"), -1, moved.who(here, ("lost",))),
    ]


def _besides(moved: Movements) -> list[Step]:
    """Who was late already, and fell further."""
    return [
        Step(_("Besides: fell silent, were quiet"), 0, moved.who(("quiet",), ("silent",))),
        Step(_("Besides: lost, were late"), 0, moved.who(("quiet", "silent"), ("lost",))),
    ]


def _waterfall(page: Page, findings: Findings, month: Period, moved: Movements) -> None:
    """The clients on time, step by step, and their sum; below it who else moved."""
    page.section(_("From the start of the month to its end"))
    steps, besides = _steps(moved), _besides(moved)
    rows = [None, *steps, None, *besides]
    started, ended = int((moved.start == ON_TIME).sum()), int((moved.end == ON_TIME).sum())
    first, last = page.row + 1, page.row + 1 + len(steps)
    sum_ = Cell(ended, "integer", f"=SUM({address(first, 1)}:{address(last, 1)})")
    numbers: list[Value | Cell] = [started, *map(_number, steps), sum_, *map(_number, besides)]
    edges = [Cell(_("On time at the start"), "label"), Cell(_("On time at the end"), "label")]
    said: list[Value | Cell] = [edges[0], *_captions(steps), edges[1], *_captions(besides)]
    page.block(filled([
        Field(_("Clients"), said, "wrapped"),
        Field(_("Number"), numbers, "integer"),
        Field(_("Revenue, 12 months"), [None if each is None else _spent(findings, each.ids) for each in rows], "integer",
              note=_("What these clients brought in the 12 months up to the end of the month.")),
        Field(_("Who"), [None if each is None else names(findings, each.ids) for each in rows], "wrapped", rest=True),
    ]))  # fmt: skip
    page.say(_how_judged(month), "note")
    page.space()


def _number(step: Step) -> int:
    return len(step.ids) * (step.sign or 1)


def _captions(steps: Sequence[Step]) -> list[str]:
    return [step.caption for step in steps]


def _how_judged(month: Period) -> str:
    text = _(
        "Judged on the evenings of {before} and {last}, each by what was known then. On time: within the client’s own usual time between purchases."
    )
    return text.format(before=words.day(month.before), last=words.day(month.last))


def _spent(findings: Findings, ids: pd.Index) -> Value:
    spent = findings["value"]["revenue_12m"].reindex(ids)
    return round(float(spent.sum())) if spent.notna().any() else None


def _by_status(page: Page, month: Period, moved: Movements) -> None:
    """What each status lost and got; the chart stands under the numbers it shows."""
    told = captions()
    start, end = moved.start.value_counts(), moved.end.value_counts()
    stayed = {key: len(moved.who((key,), (key,))) for key in STATES}
    was = [int(start.get(key, 0)) for key in STATES]
    left = [count - stayed[key] for key, count in zip(STATES, was, strict=True)]
    came = [int(end.get(key, 0)) - stayed[key] for key in STATES]
    top = page.row + 1
    now = [
        Cell(before + more - less, "integer", f"={address(row, 1)}+{address(row, 2)}-{address(row, 3)}")
        for row, (before, more, less) in enumerate(zip(was, came, left, strict=True), start=top + 1)
    ]  # fmt: skip
    page.section(_("By status"))
    area = page.block([
        Field(_("Status"), [told[key] for key in STATES], "label"),
        Field(words.month_name(month.before), was, "integer", note=words.day(month.before)),
        Field(_("Came"), came, "integer"),
        Field(_("Left"), left, "integer"),
        Field(words.month_name(month.last), now, "integer", note=words.day(month.last)),
    ])  # fmt: skip
    page.charts.append(_chart(area, month, page))
    page.space(2)


def _chart(area: Area, month: Period, page: Page) -> Chart:
    """Beside the numbers, as high as they are."""
    keys = Area(area.first_row, 0, area.last_row, 0)
    before, now = (Area(area.first_row, n, area.last_row, n) for n in (1, 4))
    return Chart(
        "bar",
        [
            Series(words.day(month.before), before, keys, pale=True),
            Series(words.day(month.last), now, keys),
        ],
        area.first_row - 1, 5, "", page.pixels(5) - APART, HIGH, y_format="integer",
    )  # fmt: skip
