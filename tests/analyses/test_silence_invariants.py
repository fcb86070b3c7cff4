"""Silence: what holds for every firm, however small and odd."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from crmbook.analyses.silence import STATUSES, silence

AS_OF = pd.Timestamp("2026-03-31")
PROMISED = [
    "purchases", "p_active", "p_silent", "p_silent_12m", "expected_purchases", "expected_12m", "horizon_days",
]  # fmt: skip
OF_BUYERS = [
    "days_since", "typical_gap", "gap_low", "gap_high", "ratio", "lateness", "expected_next", "silent_from",
]  # fmt: skip

histories = some.lists(some.integers(-900, 60), min_size=1, max_size=12)
firms = some.lists(histories, min_size=1, max_size=25)


def purchases_of(firm: list[list[int]]) -> pd.DataFrame:
    rows = [(f"c{n:02}", day) for n, days in enumerate(firm) for day in days]
    frame = pd.DataFrame(rows, columns=["client_id", "day"])
    return frame.assign(
        date=AS_OF + pd.to_timedelta(frame["day"], "D"), amount=10.0 + frame["day"] % 7
    )


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(firm=firms)
def test_every_small_firm_is_told_what_is_promised(firm: list[list[int]]) -> None:
    purchases = purchases_of(firm)

    found = silence(purchases, AS_OF)

    assert found.index.tolist() == sorted(purchases["client_id"].unique())
    assert np.isfinite(found[PROMISED].to_numpy(dtype=float)).all()
    chances = found[["p_active", "p_silent", "p_silent_12m"]].to_numpy(dtype=float)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert found["status"].isin(STATUSES).all()
    assert (found["reason"].str.len() > 0).all()
    assert not found["reason"].str.contains("nan|NaT|None", regex=True).any()
    buyers = found[found["purchases"] > 0]
    assert buyers[OF_BUYERS].notna().all(axis=None)
    assert (buyers["gap_low"] <= buyers["gap_high"]).all()
    assert (buyers["value_at_risk"] <= buyers["value_12m"]).all()
    _has_windows_in_order(buyers)
    _turns_after_the_last_purchase(buyers)
    once = found[found["purchases"] == 1]
    assert (once["p_active"] < 1).all()
    assert not once["status"].isin(["lost", "returned"]).any()


def _has_windows_in_order(buyers: pd.DataFrame) -> None:
    ends = ["next_90_low", "next_80_low", "next_50_low", "expected_next"]
    ends += ["next_50_high", "next_80_high", "next_90_high"]
    for early, late in pairwise(ends):
        assert (buyers[early] <= buyers[late]).all(), (early, late)
    assert (buyers["next_90_low"] > AS_OF).all()


def _turns_after_the_last_purchase(buyers: pd.DataFrame) -> None:
    last = AS_OF - pd.to_timedelta(buyers["days_since"], "D")
    assert (buyers["silent_from"] > last).all()


def test_a_firm_of_two_clients_hears_that_there_are_too_few_data() -> None:
    found = silence(purchases_of([[-300, -200, -90], [-40]]), AS_OF)

    assert found["reason"].str.contains("Too little data").all()


ODD_IDS = {
    "numbers and texts": [1, "1", 2.5, "b", 1, "b"],
    "whole and broken numbers": [1, 1.0, 2, 2.0, 3.5, 3.5],
    "missing ones": ["a", None, float("nan"), "b", "a", "b"],
    "dates": [pd.Timestamp("2020-01-01"), "x", pd.Timestamp("2020-01-01"), "x", "y", 7],
}


@pytest.mark.parametrize("name", ODD_IDS)
def test_clients_may_be_numbered_in_any_way(name: str) -> None:
    ids = pd.Series(ODD_IDS[name], dtype=object)
    dates = pd.date_range("2026-01-01", periods=len(ids), freq="10D")

    found = silence(pd.DataFrame({"client_id": ids, "date": dates}), AS_OF)

    assert found.index.is_unique
    assert set(found.index) == set(ids.dropna())


def test_amounts_that_are_missing_or_infinite_are_not_counted() -> None:
    purchases = purchases_of([[-300, -200, -90], [-40, -20]])
    purchases["amount"] = [10.0, np.nan, np.inf, -np.inf, 20.0]

    found = silence(purchases, AS_OF)

    assert np.isfinite(found["value_12m"].to_numpy(dtype=float)).all()


def test_rows_under_any_index_are_read_alike() -> None:
    purchases = purchases_of([[-300, -200, -90], [-40, -20]])

    twice = purchases.set_axis([0, 0, 1, 1, 1])

    pd.testing.assert_frame_equal(silence(twice, AS_OF), silence(purchases, AS_OF))
