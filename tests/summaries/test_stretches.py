"""Stretches of days, counted by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.summaries import Period, earlier, month_to_date, months_before, months_upto


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 0, "2026-03-31"),
    ],
)
def test_months_before_is_the_same_day_or_the_last_of_the_month(
    day: str, months: int, before: str
) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)), st.integers(1, 36))
def test_a_window_and_the_one_before_it_leave_no_day_between(as_of: date, months: int) -> None:
    now, before = months_upto(as_of, months), months_upto(as_of, months, skipped=months)
    assert now.last == as_of
    assert before.last + timedelta(days=1) == now.first


def test_twelve_months_of_an_ordinary_year_are_365_days() -> None:
    assert months_upto(date(2026, 3, 31), 12).days == 365


def test_a_whole_month_is_held_against_whole_months() -> None:
    february = Period(date(2026, 2, 1), date(2026, 2, 28))
    assert earlier(february, 1) == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert earlier(february, 24) == Period(date(2024, 2, 1), date(2024, 2, 29))


def test_half_a_month_is_held_against_the_same_days() -> None:
    begun = month_to_date(date(2026, 3, 16))
    assert begun == Period(date(2026, 3, 1), date(2026, 3, 16))
    assert earlier(begun, 12) == Period(date(2025, 3, 1), date(2025, 3, 16))
