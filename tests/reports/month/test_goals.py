"""Which row of the goals speaks of a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import periods
from crmbook.reports.month.goals import Goal, goal_of

Find = Callable[..., Findings]
MARCH = periods.whole_month(date(2026, 3, 31))


def goals(*rows: tuple[str, float, date | None]) -> list[dict[str, Any]]:
    return [{"goal": "more", "measure": m, "target": t, "due": due} for m, t, due in rows]


def test_a_goal_names_the_number_however_it_is_typed(find: Find) -> None:
    wanted = goals(("retention  RATE", 0.8, date(2026, 12, 31)))
    found = goal_of(find(goals=wanted), MARCH, "Retention rate", is_share=True)
    assert found == Goal(0.8, date(2026, 12, 31))


def test_a_share_typed_as_75_is_three_quarters(find: Find) -> None:
    found = goal_of(
        find(goals=goals(("Retention rate", 75, None))), MARCH, "Retention rate", is_share=True
    )
    assert found == Goal(0.75, None)


@pytest.mark.parametrize(
    ("caption", "target"), [("Revenue, March 2026", 4000.0), ("Revenue, last 12 months", 50_000.0)]
)
def test_revenue_to_be_reached_in_the_month_is_the_months(
    find: Find, caption: str, target: float
) -> None:
    wanted = goals(("Revenue", 4000, date(2026, 3, 31)), ("Revenue", 50_000, date(2026, 12, 31)))
    found = goal_of(find(goals=wanted), MARCH, caption, is_share=False)
    assert found is not None
    assert found.target == target


def test_a_goal_whose_day_was_before_the_month_is_over(find: Find) -> None:
    wanted = goals(("Silent clients", 2, date(2026, 2, 28)))
    assert goal_of(find(goals=wanted), MARCH, "Silent clients", is_share=False) is None


def test_of_two_goals_the_nearer_counts(find: Find) -> None:
    wanted = goals(
        ("Silent clients", 2, None), ("Silent clients", 3, date(2026, 12, 31)), ("Silent clients", 4, date(2026, 6, 30)),
    )  # fmt: skip
    assert goal_of(find(goals=wanted), MARCH, "Silent clients", is_share=False) == Goal(4, date(2026, 6, 30))  # fmt: skip


def test_a_goal_in_words_alone_is_no_target(find: Find) -> None:
    wanted = [{"goal": "be kind", "measure": "Retention rate"}, {"goal": "sell", "target": 5}]
    assert goal_of(find(goals=wanted), MARCH, "Retention rate", is_share=True) is None


def test_a_firm_without_goals_has_none(find: Find) -> None:
    assert goal_of(find(), MARCH, "Retention rate", is_share=True) is None
