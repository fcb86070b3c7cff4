"""The business clock: a season of the firm, and nothing where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmbook.rhythm.clock import YEAR, Clock, PlainClock, YearClock, business_clock
from crmbook.rhythm.histories import Histories, day_number, read_histories

AS_OF = pd.Timestamp("2026-01-01")


def firm(years: int, summer: float) -> Histories:
    """Two hundred clients who buy every 30 days or so, more seldom in summer."""
    chance = np.random.default_rng(1)
    days = pd.date_range(AS_OF - pd.DateOffset(years=years), AS_OF, inclusive="left")
    share = np.where(days.month.isin([7, 8]), summer, 1.0) / 30
    bought = chance.random((200, len(days))) < share
    client, day = np.nonzero(bought)
    return read_histories(pd.DataFrame({"client_id": client, "date": days[day]}), AS_OF)


def length(clock: Clock, first: str, last: str) -> float:
    ends = np.array([day_number(pd.Timestamp(day)) for day in (first, last)], dtype=float)
    return float(np.diff(clock.reading(ends))[0])


def test_a_quiet_summer_has_fewer_business_days() -> None:
    clock = business_clock(firm(3, summer=0.3), day_number(AS_OF))

    assert isinstance(clock, YearClock)
    assert length(clock, "2025-07-05", "2025-08-27") < 0.7 * 53
    assert length(clock, "2025-10-01", "2025-11-23") > 53


def test_a_year_has_as_many_business_days_as_days() -> None:
    clock = business_clock(firm(3, summer=0.3), day_number(AS_OF))

    readings = clock.reading(np.array([18_000.0, 18_000.0 + 4 * YEAR]))

    assert np.isclose(np.diff(readings), 4 * YEAR)


def test_one_year_is_no_season_yet() -> None:
    assert isinstance(business_clock(firm(1, summer=0.3), day_number(AS_OF)), PlainClock)


def test_without_a_season_every_day_counts_about_the_same() -> None:
    clock = business_clock(firm(3, summer=1.0), day_number(AS_OF))

    assert abs(length(clock, "2025-07-05", "2025-08-27") - 53) < 4


def test_a_day_read_and_read_back_is_the_day() -> None:
    clock = business_clock(firm(3, summer=0.3), day_number(AS_OF))
    days = np.arange(20_000.0, 21_000.0)

    assert np.allclose(clock.day(clock.reading(days)), days)
