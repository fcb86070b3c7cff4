"""Deals, complaints, points, referrals: facts of a day that reports stand on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from crmbook.summaries import Summaries, complaints, deals, points, referrals
from crmbook.summaries.kept import kept

AS_OF = date(2026, 3, 31)
DAYS = {"date", "closed_on", "resolved_on", "due"}


def firm(**rows: list[dict[str, Any]]) -> Summaries:
    frames = {"clients": pd.DataFrame({"client_id": ["1", "2"]}), **{k: pd.DataFrame(v) for k, v in rows.items()}}  # fmt: skip
    dated = {
        name: frame.assign(**{key: pd.to_datetime(frame[key]).astype("datetime64[us]") for key in DAYS & set(frame)})
        for name, frame in frames.items()
    }  # fmt: skip
    return Summaries(dated, AS_OF)


def test_a_table_has_all_its_columns_whatever_the_firm_keeps() -> None:
    found = kept(firm(deals=[{"name": "A"}]), "deals")
    assert found is not None
    assert found["closed_on"].dtype == "datetime64[us]"
    assert found["value"].isna().all()


def test_a_table_that_is_not_there_is_none() -> None:
    assert kept(firm(), "deals") is None
    assert deals.deals(firm()) is None
    assert complaints.complaints(firm()) is None
    assert points.movements(firm()) is None
    assert referrals.referrals(firm()) is None


def test_rows_of_later_days_are_left_out_but_not_events_to_come() -> None:
    later = [{"client_id": "1", "date": "2026-04-01", "event_id": "E", "gift": "Tea"}]
    found = [kept(firm(gifts=later, events=later), name) for name in ("gifts", "events")]
    assert [len(each) for each in found if each is not None] == [0, 1]


def test_a_deal_without_a_day_of_closing_was_closed_before() -> None:
    found = deals.deals(firm(deals=[{"name": "A", "stage": "lost"}]))
    assert found is not None
    assert found["is_closed"].tolist() == [True]
    assert deals.open_on(found, date(2020, 1, 1)).empty


def test_a_word_with_the_client_ends_the_idleness_of_a_deal() -> None:
    found = deals.deals(
        firm(
            deals=[{"name": "A", "client_id": "1", "date": "2026-01-01", "stage": "lead"}],
            contacts=[{"client_id": "1", "date": "2026-03-21"}],
        )
    )
    assert found is not None
    assert found["idle_days"].tolist() == [10]


def test_a_settled_complaint_took_its_days_and_an_open_one_takes_them_still() -> None:
    found = complaints.complaints(
        firm(
            complaints=[
                {"client_id": "1", "date": "2026-03-01", "status": "resolved", "resolved_on": "2026-03-05"},
                {"client_id": "1", "date": "2026-03-01", "status": "open", "resolved_on": None},
            ]
        )
    )  # fmt: skip
    assert found is not None
    assert found["days"].tolist() == [4, 30]
    assert len(complaints.open_on(found, date(2026, 3, 3))) == 2


def test_the_balance_of_points_takes_off_what_was_spent_however_it_is_written() -> None:
    ledger: list[dict[str, Any]] = [
        {"client_id": "1", "date": "2026-01-01", "movement": "earned", "points": 100.0},
        {"client_id": "1", "date": "2026-01-02", "movement": "spent", "points": 30.0},
        {"client_id": "1", "date": "2026-01-03", "movement": "expired", "points": -20.0},
        {"client_id": "1", "date": "2026-01-04", "movement": None, "points": -5.0},
    ]
    assert points.balances(firm(points=ledger)).to_dict() == {"1": 45.0}


def test_a_sender_is_thanked_by_the_first_gift_since_the_purchase() -> None:
    summaries = firm(
        clients=[{"client_id": "1", "referred_by": None}, {"client_id": "2", "referred_by": "1"}],
        purchases=[{"client_id": "2", "date": "2026-02-01", "amount": 10.0}],
        gifts=[
            {"client_id": "1", "date": "2026-01-01", "gift": "Tea"},
            {"client_id": "1", "date": "2026-02-05", "gift": "Tea"},
            {"client_id": "1", "date": "2026-03-05", "gift": "Tea"},
        ],
    )
    found = referrals.referrals(summaries)
    assert found is not None
    assert found["thanked_on"].tolist() == [pd.Timestamp(2026, 2, 5)]
