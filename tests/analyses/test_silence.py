"""Silence: the narrow door, on the histories that firms really have."""

from __future__ import annotations

import pandas as pd
import pytest

from crmbook.analyses.silence import STATUSES, definitions, silence

AS_OF = "2026-03-31"
NUMBERS = ["p_active", "p_silent", "expected_purchases", "horizon_days", "expected_12m"]


def bought(**days: list[str]) -> pd.DataFrame:
    rows = [(client, day) for client, dates in days.items() for day in dates]
    return pd.DataFrame(rows, columns=["client_id", "date"]).astype({"date": "datetime64[ns]"})


def every(days: int, times: int, last: str) -> list[str]:
    dates = pd.date_range(end=last, periods=times, freq=f"{days}D")
    return [str(date.date()) for date in dates]


ODD_HISTORIES = {
    "nobody": bought(),
    "one client, once": bought(a=["2026-03-01"]),
    "one client, today": bought(a=["2026-03-31"]),
    "one client, often": bought(a=every(7, 30, "2026-03-20")),
    "all alike": bought(**{f"c{n}": every(30, 6, "2026-03-15") for n in range(40)}),
    "all on one day": bought(**{f"c{n}": ["2026-01-05"] for n in range(40)}),
    "nineteen": bought(**{f"c{n:02}": every(10 + n, 3 + n % 4, "2026-02-20") for n in range(19)}),
    "everyone once": bought(**{f"c{n:02}": every(1, 1, f"2026-01-{n + 1:02}") for n in range(30)}),
    "years of gap": bought(
        a=["2001-01-01", "2026-03-01"], b=["1950-05-05", "2010-01-01"], c=["2026-01-01"]
    ),
    "unsorted": bought(
        a=["2026-03-01", "2025-01-01", "2025-06-01"], b=["2026-01-01", "2024-01-01"]
    ),
    "all after": bought(a=["2026-05-01"], b=["2027-01-01", "2026-04-01"]),
}


@pytest.mark.parametrize("name", ODD_HISTORIES)
def test_every_client_of_an_odd_history_gets_one_row_of_numbers(name: str) -> None:
    purchases = ODD_HISTORIES[name]

    found = silence(purchases, AS_OF)

    assert sorted(found.index) == sorted(purchases["client_id"].unique())
    assert found[NUMBERS].notna().all(axis=None)
    assert found["p_silent"].between(0, 1).all()
    assert found["status"].isin(STATUSES).all()
    assert (found["reason"].str.len() > 0).all()


def test_a_client_who_bought_once_is_never_surely_active() -> None:
    found = silence(bought(a=["2026-03-30"], b=every(20, 9, "2026-03-30")), AS_OF)

    assert found.loc["a", "p_active"] < 1


def test_a_client_who_bought_once_is_never_called_lost() -> None:
    found = silence(bought(a=["2012-03-30"], b=every(20, 9, "2026-03-30")), AS_OF)

    assert found.loc["a", "status"] == "silent"


def test_every_status_has_a_definition() -> None:
    assert tuple(definitions()) == STATUSES
