"""Invented firms judged on the last day of a month, and a report as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from crmbook.analyses import silence
from crmbook.findings import Findings
from crmbook.reports import month, periods
from crmbook.reports.layout import Page
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.sheet import Cell, Sheet
from crmbook.summaries import Summaries
from crmbook.summaries.periods import Period
from crmbook.workflow.reading import run

OnThe = Callable[[Findings, date], Findings]
Lines = Callable[[Sheet], list[str]]
Told = Callable[..., list[str]]

MARCH = periods.whole_month(date(2026, 3, 31))


@pytest.fixture
def on_the() -> OnThe:
    """Findings as on the evening of a day, every analysis run: ``on_the(find(), day)``."""

    def judged(findings: Findings, day: date) -> Findings:
        tables = findings.tables.until(day)
        summaries = Summaries(tables, day)
        return replace(
            findings,
            tables=tables,
            summaries=summaries,
            as_of=day,
            results=run(summaries, findings.settings),
            look_back=silence.look_back(summaries),
            titles={**findings.titles, month.KEY: month.title()},
        )

    return judged


@pytest.fixture
def lines() -> Lines:
    """What a sheet says, row by row: ``"Revenue | 120.0 | n"``; empty cells and rows left out."""
    return _lines


def _lines(sheet: Sheet) -> list[str]:
    rows = ((cell.value if isinstance(cell, Cell) else cell for cell in row) for row in sheet.rows)
    said = (" | ".join(str(value) for value in row if value is not None) for row in rows)
    return [line for line in said if line]


@pytest.fixture
def told() -> Told:
    """What one page says of a month: ``told(glance, findings)``."""

    def telling(module: object, findings: Findings, period: Period = MARCH) -> list[str]:
        page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
        named = replace(findings, titles={**findings.titles, month.KEY: month.title()})
        module.page(page, named, period)  # type: ignore[attr-defined]
        return _lines(page.sheet("Month", "month"))

    return telling
