"""Silence: the narrow door, on the histories that firms really have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crmbook.analyses.silence import STATUSES, definitions, silence
from crmbook.errors import UsageError

AS_OF = "2026-03-31"
NUMBERS = ["p_active", "p_silent", "expected_purchases", "horizon_days", "expected_12m"]


def bought(**days: list[str]) -> pd.DataFrame:
    rows = [(client, day) for client, dates in days.items() for day in dates]
    return pd.DataFrame(rows, columns=["client_id", "date"]).astype({"date": "datetime64[ns]"})


def of(found: pd.DataFrame, column: str, client: str = "a") -> Any:  # noqa: ANN401  # a cell
    return found[column].to_dict()[client]


def every(days: int, times: int, last: str) -> list[str]:
    dates = pd.date_range(end=last, periods=times, freq=f"{days}D")
    return [str(date.date()) for date in dates]


def about(days: int, times: int, last: str) -> list[str]:
    """Gaps of some client of flesh and blood, in turn shorter and longer."""
    gaps = [
        days * share
        for _, share in zip(range(times), cycle([1.3, 0.7, 1.0, 1.6, 0.5]), strict=False)
    ]
    back = pd.Series([0.0, *gaps[1:]]).cumsum().round()
    return [str((pd.Timestamp(last) - pd.Timedelta(days=step)).date()) for step in back]


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

    assert of(found, "p_active") < 1


def test_a_client_who_bought_once_is_never_called_lost() -> None:
    found = silence(bought(a=["2012-03-30"], b=every(20, 9, "2026-03-30")), AS_OF)

    assert of(found, "status") == "silent"


def test_every_status_has_a_definition() -> None:
    assert tuple(definitions()) == STATUSES


CONTACTS = pd.DataFrame(
    {
        "client_id": ["a", "a", "a", "b"],
        "date": pd.to_datetime(["2026-03-20", "2026-03-25", "2026-06-01", "2026-02-01"]),
        "direction": ["in", None, "in", "out"],
    }
)


def test_a_contact_from_the_client_and_one_from_us_are_two_clocks() -> None:
    purchases = bought(a=every(20, 9, "2026-01-30"), b=every(20, 9, "2026-03-30"))

    found = silence(purchases, AS_OF, contacts=CONTACTS)

    assert found["they_acted"].astype(str).to_dict() == {"a": "2026-03-20", "b": "2026-03-30"}
    assert found["we_contacted"].astype(str).to_dict() == {"a": "2026-03-25", "b": "2026-02-01"}


def test_contacts_never_hide_that_a_client_buys_nothing() -> None:
    purchases = bought(a=every(20, 9, "2025-10-30"), b=every(20, 9, "2026-03-30"))

    with_contacts = silence(purchases, AS_OF, contacts=CONTACTS)

    assert of(with_contacts, "status") == of(silence(purchases, AS_OF), "status")
    assert of(with_contacts, "status") in {"silent", "lost"}
    assert "They last got in touch 11 days ago." in of(with_contacts, "reason")


def test_the_horizon_may_be_a_number_or_one_for_each_client() -> None:
    purchases = bought(a=every(20, 9, "2026-03-10"), b=every(30, 9, "2026-03-10"))

    fixed = silence(purchases, AS_OF, horizon_days=90)
    each = silence(purchases, AS_OF, horizon_days=pd.Series({"b": 45.0, "a": 15.0}))

    assert fixed["horizon_days"].tolist() == [90.0, 90.0]
    assert each["horizon_days"].to_dict() == {"a": 15.0, "b": 45.0}


def test_the_own_horizon_is_twice_the_median_gap_and_at_least_two_weeks() -> None:
    found = silence(bought(a=every(20, 9, "2026-03-10"), b=every(3, 9, "2026-03-10")), AS_OF)

    assert found["horizon_days"].to_dict() == {"a": 40.0, "b": 14.0}


def test_a_longer_horizon_is_less_often_spent_in_silence() -> None:
    found = [
        silence(
            bought(a=every(20, 9, "2026-03-10"), b=every(7, 9, "2026-03-10")),
            AS_OF,
            horizon_days=days,
        )
        for days in (10, 30, 90, 365)
    ]

    chances = [of(clients, "p_silent") for clients in found]

    assert chances == sorted(chances, reverse=True)


def test_a_day_whose_returns_outweigh_it_is_no_purchase() -> None:
    purchases = bought(a=["2026-01-05", "2026-02-05", "2026-02-05"]).assign(
        amount=[40.0, 20.0, -20.0]
    )

    found = silence(purchases, AS_OF)

    assert of(found, "purchases") == 1


def test_money_is_missing_where_no_amounts_are_kept() -> None:
    found = silence(bought(a=every(20, 9, "2026-03-10")), AS_OF)

    assert found[["value_12m", "value_at_risk"]].isna().all(axis=None)


def test_the_order_of_rows_does_not_matter() -> None:
    purchases = ODD_HISTORIES["nineteen"]

    shuffled = silence(purchases.sample(frac=1, random_state=3), AS_OF)

    pd.testing.assert_frame_equal(shuffled, silence(purchases, AS_OF))


def test_purchases_after_the_day_change_nothing() -> None:
    past = ODD_HISTORIES["nineteen"]
    future = past.assign(date=past["date"] + pd.Timedelta(days=400))

    pd.testing.assert_frame_equal(silence(pd.concat([past, future]), AS_OF), silence(past, AS_OF))


OTHERS = {f"c{n}": about(20 + n, 9, "2026-01-01") for n in range(12)}


def test_status_follows_the_silence_from_active_to_lost() -> None:
    days = ["2026-01-15", "2026-02-03", "2026-02-22", "2029-01-01"]
    purchases = bought(a=about(20, 12, "2026-01-01"), **OTHERS)

    statuses = [of(silence(purchases, day), "status") for day in days]

    assert statuses == ["active", "quiet", "silent", "lost"]


def test_the_turn_of_the_status_is_the_day_named_before() -> None:
    purchases = bought(a=about(20, 12, "2026-01-01"), **OTHERS)

    turn = of(silence(purchases, "2026-01-20"), "silent_from")

    assert of(silence(purchases, turn + pd.Timedelta(days=3)), "status") == "silent"
    assert of(silence(purchases, turn - pd.Timedelta(days=3)), "status") == "quiet"


def test_purchases_without_dates_are_refused_by_name() -> None:
    with pytest.raises(UsageError, match="date"):
        silence(pd.DataFrame({"client_id": ["a"]}), AS_OF)


def test_too_few_purchases_for_a_model_are_said_so() -> None:
    few = silence(ODD_HISTORIES["one client, often"].tail(5), AS_OF)

    assert of(few, "rhythm") == "firm"
    assert "simple rule" in of(few, "reason")


@pytest.mark.parametrize(
    "as_of",
    [
        date(2026, 3, 31),
        datetime(2026, 3, 31, 15, tzinfo=UTC),
        pd.Timestamp("2026-03-31 15:00"),
        np.datetime64("2026-03-31T15:00"),
        "2026-03-31T15:00",
    ],
    ids=repr,
)
def test_the_day_may_be_given_in_any_kind(as_of: Any) -> None:  # noqa: ANN401  # what callers have
    purchases = bought(a=every(30, 6, "2026-03-15"), b=["2026-01-05"])
    pd.testing.assert_frame_equal(silence(purchases, as_of), silence(purchases, AS_OF))


@pytest.mark.parametrize("as_of", ["31.03.2026", "today", pd.NaT, 46112], ids=repr)
def test_a_day_that_is_none_is_refused(as_of: Any) -> None:  # noqa: ANN401  # as above
    with pytest.raises(UsageError, match="such as 2026-03-31"):
        silence(bought(a=["2026-01-05"]), as_of)


@pytest.mark.parametrize("horizon", [0, -5, float("nan"), float("inf")])
def test_a_horizon_of_no_days_is_refused(horizon: float) -> None:
    with pytest.raises(UsageError, match="above 0"):
        silence(bought(a=["2026-01-05"]), AS_OF, horizon_days=horizon)


def test_dates_may_be_days_moments_texts_or_have_a_time_zone() -> None:
    plain = bought(a=every(30, 6, "2026-03-15"), b=["2026-01-05"])
    wanted = silence(plain, AS_OF, contacts=plain)
    for dates in (
        plain["date"].dt.date,
        plain["date"].dt.strftime("%Y-%m-%d"),
        (plain["date"] + pd.Timedelta(hours=1)).dt.tz_localize("Europe/Vilnius"),
    ):
        given = plain.assign(date=dates)
        found = silence(given, AS_OF, contacts=given)
        pd.testing.assert_frame_equal(found[NUMBERS], wanted[NUMBERS])


def test_a_text_that_is_no_date_is_refused() -> None:
    with pytest.raises(UsageError, match="no date"):
        silence(pd.DataFrame({"client_id": ["a"], "date": ["soon"]}), AS_OF)
