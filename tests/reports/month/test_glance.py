"""The first page: the month's numbers as on its last day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import month, periods
from crmbook.reports.kpis import MOST
from crmbook.reports.layout import Page
from crmbook.reports.month import clients, glance
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.reports.month.standing import silence_on
from crmbook.sheet import Cell

Find = Callable[..., Findings]
OnThe = Callable[[Findings, date], Findings]
Told = Callable[..., list[str]]
MARCH = periods.whole_month(date(2026, 3, 1))


def rows(findings: Findings) -> dict[object, list[Any]]:
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    glance.page(page, replace(findings, titles={**findings.titles, month.KEY: "M"}), MARCH)
    cells = ([cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in page.rows)
    return {row[0].value: row for row in cells if row}


def test_there_are_at_most_twelve_numbers_and_each_says_what_it_means(
    find: Find, told: Told
) -> None:
    found = find()
    made = glance.numbers(found, MARCH)
    assert 5 < len(made) <= MOST
    said = told(glance, found)
    for kpi in made:
        line = next(n for n, text in enumerate(said) if text.startswith(f"{kpi.caption} | "))
        assert said[line + 1] == kpi.definition


def test_the_numbers_are_values_for_the_scores_are_of_another_day(find: Find) -> None:
    cells = [cell for row in rows(find()).values() for cell in row]
    assert not [cell.formula for cell in cells if "Scores" in (cell.formula or "")]


def test_silent_clients_a_month_ago_are_those_the_report_before_counted(
    find: Find, on_the: OnThe
) -> None:
    found = on_the(find(), MARCH.last)
    silent = next(kpi for kpi in glance.numbers(found, MARCH) if kpi.caption == "Silent clients")
    then = silence_on(found, date(2026, 2, 28))
    assert silent.before.value == (then["status"] == "silent").sum()


def test_value_at_risk_is_told_of_the_earlier_days_too(find: Find, on_the: OnThe) -> None:
    made = glance.numbers(on_the(find(), MARCH.last), MARCH)
    risk = next(kpi for kpi in made if kpi.caption == "Value at risk")
    assert isinstance(risk.before.value, float)


def test_a_goal_stands_beside_its_number(find: Find) -> None:
    goals = [{"goal": "keep them", "measure": "Retention rate", "target": 80, "due": "2026-12-31"}]
    row = rows(find(goals=goals))["Retention rate"]
    assert row[6] == Cell(0.8, "percent")
    assert row[7].value == date(2026, 12, 31)


def test_the_month_is_told_in_a_sentence(find: Find, told: Told) -> None:
    assert told(glance, find())[0].startswith("Revenue, March 2026: €")


def test_who_did_not_move_is_not_counted(find: Find) -> None:
    regular = [{"client_id": n, "date": day, "amount": 5.0} for n in "ab" for day in
               ("2025-11-05", "2025-12-05", "2026-01-05", "2026-02-05", "2026-03-05")]  # fmt: skip
    found = find(clients=[{"client_id": n, "name": n} for n in "ab"], purchases=regular)
    assert "In the month" not in glance.headline(found, MARCH, glance.numbers(found, MARCH))


def test_the_rows_of_the_month_are_a_click_away(find: Find) -> None:
    said = next(row for text, row in rows(find()).items() if str(text).startswith("March 2026, sheet"))  # fmt: skip
    assert said[0].link.startswith("#'Purchases'!A")


@pytest.mark.parametrize("listed", [[], [{"client_id": "1", "name": "Ona"}]])
def test_without_purchases_it_is_one_line(
    find: Find, told: Told, listed: list[dict[str, Any]]
) -> None:
    said = told(glance, find(clients=listed, purchases=[]))
    assert said == ["Nothing to report: no purchases up to 31 March 2026."]


def test_a_firm_without_amounts_reads_of_purchases(
    find: Find, told: Told, without_amounts: dict[str, Any]
) -> None:
    said = "\n".join(told(glance, find(**without_amounts)))
    assert "Purchases, March 2026" in said
    assert "Revenue" not in said
    assert "EUR" not in said


def test_the_page_of_clients_counts_the_silent_as_this_one_does(
    find: Find, told: Told, on_the: OnThe
) -> None:
    rejected = [{"client_id": "2", "signal": "silence", "date": "2026-03-30", "reading": "rejected"}]  # fmt: skip
    found = on_the(find(signal_readings=rejected), MARCH.last)
    silent = next(kpi for kpi in glance.numbers(found, MARCH) if kpi.caption == "Silent clients")
    line = next(line for line in told(clients, found) if line.startswith("Silent | "))
    before, _came, _left, now = line.split(" | ")[1:]
    assert (silent.before.value, silent.now.value) == (int(before), int(now))
