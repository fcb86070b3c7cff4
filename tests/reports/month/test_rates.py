"""Who comes back, as rates with their n."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crmbook.findings import Findings
from crmbook.language import speaking
from crmbook.reports import periods
from crmbook.reports.layout import Page
from crmbook.reports.month import rates
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.sheet import Cell

Find = Callable[..., Findings]
MARCH = periods.whole_month(date(2026, 3, 1))


def bought(**days: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Clients, and the days on which they bought."""
    return {
        "clients": [{"client_id": client, "name": client} for client in days],
        "purchases": [
            {"client_id": client, "date": day, "amount": 10.0}
            for client, own in days.items()
            for day in own
        ],
    }


def numbers(findings: Findings) -> dict[str, list[Any]]:
    """Caption → what stands beside it."""
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    rates.add(page, findings, MARCH)
    values = ([cell.value if isinstance(cell, Cell) else cell for cell in row] for row in page.rows)
    return {str(row[0]): row[1:6] for row in values if len(row) > 5}


def test_the_sentence_counts_before_it_calculates(find: Find) -> None:
    here = {f"c{n}": ["2024-04-02", "2025-02-01", "2025-06-01"] for n in range(15)}
    gone = {f"g{n}": ["2025-02-01"] for n in range(5)}
    said = rates.in_words(find(**bought(**here, **gone)), MARCH)
    assert said == (
        "Of 20 clients who bought between 1 April 2024 and 31 March 2025, 15 (75%, likely 53%–89%) bought again "
        "in the last 12 months."
    )


def test_of_a_year_ago_it_tells_where_purchases_go_back_so_far(find: Find) -> None:
    here = {f"c{n}": ["2023-04-02", "2024-05-01", "2025-06-01"] for n in range(15)}
    said = rates.in_words(find(**bought(**here)), MARCH)
    assert said.endswith("; a year ago 15 of 15.")


def test_of_fewer_than_ten_no_percentage_is_printed(find: Find) -> None:
    few = {f"c{n}": ["2024-04-02", "2025-02-01", "2025-06-01"] for n in range(3)}
    found = find(**bought(**few))
    assert numbers(found)["Retention rate"] == ["3 of 3", "3 of 3", None, None, 3]
    assert "%" not in rates.in_words(found, MARCH)


def test_churn_is_what_retention_leaves(find: Find) -> None:
    here = {f"c{n}": ["2024-04-02", "2025-06-01"] for n in range(15)}
    gone = {f"g{n}": ["2025-02-01"] for n in range(5)}
    found = numbers(find(**bought(**here, **gone)))
    assert found["Retention rate"][0] == 0.75
    assert found["Churn rate"][0] == 0.25


def test_of_the_new_clients_of_three_months_ago_those_count_who_came_again_in_90_days(
    find: Find,
) -> None:
    days = {
        "in_time": ["2025-12-31", "2026-03-31"],
        "late": ["2025-12-01", "2026-03-15"],
        "same_day": ["2025-12-05", "2025-12-05"],
        "before": ["2025-11-30", "2025-12-10"],
    }
    assert numbers(find(**bought(**days)))["Second-purchase rate"][0] == "1 of 3"


def test_half_of_the_gaps_are_shorter(find: Find) -> None:
    days = {"a": ["2026-01-01", "2026-01-11", "2026-01-31", "2026-03-02"]}
    assert numbers(find(**bought(**days)))["Time between purchases"] == [20.0, 15.0, None, None, 3]


def test_a_firm_without_purchases_says_nothing(find: Find) -> None:
    assert numbers(find(purchases=[])) == {}


def test_the_sentence_is_said_in_the_language_spoken(find: Find) -> None:
    with speaking("lt"):
        assert "2024 m. balandžio 1 d." in rates.in_words(find(), MARCH)
