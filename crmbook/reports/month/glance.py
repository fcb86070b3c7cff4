"""The month at a glance: a sentence, twelve numbers, three things to decide, how complete the data are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients, overview, periods, words
from crmbook.reports.counting import UNKNOWN, Figure, stamps
from crmbook.reports.decisions import to_decide
from crmbook.reports.kpis import Judged, Kpi, kpis
from crmbook.reports.layout import Field, Page, filled
from crmbook.reports.month.goals import Goal, goal_of
from crmbook.reports.month.movements import movements
from crmbook.reports.month.paper import explained, nothing
from crmbook.reports.month.standing import silence_on
from crmbook.reports.scores import scores_of
from crmbook.sheet import Cell

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Month at a glance")


def page(page: Page, findings: Findings, month: Period) -> None:
    if findings.summaries.documents.empty:
        nothing(page, _("no purchases up to {day}").format(day=words.day(month.last)))
        return
    made = numbers(findings, month)
    page.say(headline(findings, month, made))
    _completeness(page, findings, month)
    _put(page, [Tile(kpi, _goal(findings, month, kpi)) for kpi in made])
    _to_decide(page, findings)


# ── the numbers ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tile:
    """A number, and what the owner wants of it."""

    kpi: Kpi
    goal: Goal | None


def numbers(findings: Findings, month: Period) -> list[Kpi]:
    """Those of the Overview as on the last day of the month: values, not formulas.

    The Scores of the workbook are of another day, and a formula over the owner's own cells would add up
    amounts as they are typed: with cancelled orders, with taxes, without the dates that are texts.
    """
    return [_then(findings, month, _plain(kpi)) for kpi in kpis(scores_of(findings))]


def _plain(kpi: Kpi) -> Kpi:
    now, before, year_ago, n = (Figure(f.value) for f in (kpi.now, kpi.before, kpi.year_ago, kpi.n))
    return replace(kpi, now=now, before=before, year_ago=year_ago, n=n)


def _then(findings: Findings, month: Period, kpi: Kpi) -> Kpi:
    """What is judged by rhythm, judged anew on the earlier days: so the page of clients agrees."""
    if not isinstance(kpi, Judged):
        return kpi
    window = periods.windows(month.last, periods.length(findings.settings))
    before, year_ago = (_judged(findings, kpi, span) for span in (window.before, window.year_ago))
    return replace(kpi, before=before, year_ago=year_ago)


def _judged(findings: Findings, kpi: Judged, span: Period) -> Figure:
    if not periods.is_covered(findings, span):
        return UNKNOWN
    then = silence_on(findings, span.last)
    counted = then[then["status"].isin(kpi.statuses)]
    return Figure(float(counted[kpi.add_up].sum()) if kpi.add_up else len(counted))


def _goal(findings: Findings, month: Period, kpi: Kpi) -> Goal | None:
    return goal_of(findings, month, kpi.caption, is_share=kpi.look == "kpi_percent")


def _put(page: Page, tiles: Sequence[Tile]) -> None:
    rows = range(page.row + 1, page.row + 1 + 2 * len(tiles), 2)
    explained(page, filled([
        Field(_("Number"), [tile.kpi.caption for tile in tiles], "wrapped"),
        Field(_("Now"), [tile.kpi.now.cell(tile.kpi.look) for tile in tiles], "kpi"),
        Field(_("A month earlier"), [tile.kpi.before.cell(overview.look_then(tile.kpi)) for tile in tiles], "integer"),
        Field(_("A year earlier"), [tile.kpi.year_ago.cell(overview.look_then(tile.kpi)) for tile in tiles], "integer"),
        Field(_("Change on a year"), [overview.on_a_year(tile.kpi, row) for tile, row in zip(tiles, rows, strict=True)],
              "percent"),
        Field(_("n"), [tile.kpi.n.cell("integer") for tile in tiles], "integer",
              note=_("How many the number is made of: the fewer, the less it says.")),
        Field(_("Target"), [_target(tile) for tile in tiles], "integer"),
        Field(_("By"), [tile.goal.due if tile.goal else None for tile in tiles], "date"),
    ]), [tile.kpi.definition for tile in tiles])  # fmt: skip


def _target(tile: Tile) -> Cell | None:
    return Cell(tile.goal.target, overview.look_then(tile.kpi)) if tile.goal else None


# ── in words ─────────────────────────────────────────────────────────────────────────────────


def headline(findings: Findings, month: Period, made: list[Kpi]) -> str:
    """The month in a few sentences."""
    said = overview.headline(findings, made), _who_moved(findings, month)
    return " ".join(filter(None, said))


def _who_moved(findings: Findings, month: Period) -> str:
    """Of the page of clients, in a sentence."""
    moved = movements(findings, month)
    counts = [
        many("{n} new client", "{n} new clients", len(moved.new)) if len(moved.new) else "",
        many("{n} came back", "{n} came back", len(moved.back)) if len(moved.back) else "",
        many("{n} fell silent", "{n} fell silent", len(moved.silent)) if len(moved.silent) else "",
        many("{n} was lost", "{n} were lost", len(moved.lost)) if len(moved.lost) else "",
    ]
    said = [each for each in counts if each]
    return _("In the month: {counts}.").format(counts=words.listed(said)) if said else ""


def _to_decide(page: Page, findings: Findings) -> None:
    page.section(_("To decide"))
    made = to_decide(findings)
    if not made:
        page.say(_("Nothing needs a decision today."), "good")
    for number, decision in enumerate(made, start=1):
        page.point(Cell(f"{number}. {decision.lead}", "link", link=decision.link), decision.text)
    page.space()


def _completeness(page: Page, findings: Findings, month: Period) -> None:
    """The data date, what is to be mended, and the rows behind the numbers."""
    errors = sum(problem.weight == "error" for problem in findings.problems)
    mend = many("{n} thing to mend:", "{n} things to mend:", errors)
    see = _("see the sheet {sheet}.").format(sheet=findings.titles["quality"])
    mended = f"{mend} {see}" if errors else _("Nothing to mend.")
    page.say(f"{clients.data_date(findings)} {mended}", "note")
    rows = _rows_of(findings, month)
    text = _("{month}, sheet {sheet}: {rows}.").format(
        month=words.month(month.last),
        sheet=schema.table("purchases").names,
        rows=many("{n} row", "{n} rows", len(rows)),
    )
    link = _first_of(findings, rows)
    page.say(text, "link" if link else "wrapped", link=link)


def _first_of(findings: Findings, rows: pd.DataFrame) -> str | None:
    """Where the rows begin; of several sheets a row number does not say which."""
    if rows.empty or "sheet" in rows:
        return None
    return str(findings.row_links("purchases", rows["row"].head(1)).iloc[0]) or None


def _rows_of(findings: Findings, month: Period) -> pd.DataFrame:
    """The purchases of the month as they stand in the owner's sheet."""
    lines = findings.tables["purchases"]
    of_month: pd.DataFrame = lines[lines["date"].dt.normalize().between(*stamps(month))]
    return of_month.sort_values("row")
