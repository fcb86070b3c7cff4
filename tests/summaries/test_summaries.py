"""What each client has done up to a day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook.summaries import Rate, Summaries, period_totals, repeat_rate, retention

AS_OF = date(2026, 3, 31)


def firm(*purchases: tuple[object, ...], clients: str = "", **tables: pd.DataFrame) -> Summaries:
    """A firm whose purchases are client, day, amount."""
    bought = pd.DataFrame(purchases, columns=["client_id", "date", "amount"])
    bought = bought.astype({"client_id": "str", "amount": float})
    bought["date"] = pd.to_datetime(bought["date"])
    listed = pd.DataFrame({"client_id": pd.Series(clients.split(), dtype="str")})
    return Summaries({"clients": listed, "purchases": bought, **tables}, AS_OF)


def test_every_client_has_a_row_also_who_never_bought() -> None:
    clients = firm(("17", "2026-03-01", 5), clients="17 18").clients
    assert clients.index.tolist() == ["17", "18"]
    assert clients["purchases"].tolist() == [1, 0]
    assert clients["spent_12m"].tolist() == [5, 0]


def test_a_buyer_who_is_not_on_the_list_comes_after_it() -> None:
    clients = firm(("16", "2026-03-01", 5), clients="18 17").clients
    assert clients.index.tolist() == ["18", "17", "16"]


def test_days_since_are_counted_to_the_day_of_the_report() -> None:
    clients = firm(("17", "2026-03-01", 5), ("17", "2026-01-01", 5), clients="17 18").clients
    assert clients.loc["17", "days_since"] == 30
    assert clients.loc["17", "tenure_days"] == 89
    assert clients["days_since"].isna().to_dict() == {"17": False, "18": True}


def test_a_firm_that_keeps_no_amounts_has_no_money_anywhere() -> None:
    summaries = firm(("17", "2026-03-01", None), clients="17 18")
    assert not summaries.keeps_amounts
    assert summaries.clients[["spent", "spent_12m", "spent_prev_12m"]].isna().all(axis=None)
    assert summaries.clients["purchases_12m"].tolist() == [1, 0]


def test_a_firm_without_any_table_has_no_clients() -> None:
    assert Summaries({}, AS_OF).clients.empty
    assert period_totals(Summaries({}, AS_OF), AS_OF, AS_OF).purchases == 0


def test_a_list_of_clients_alone_is_enough() -> None:
    clients = firm(clients="17 18").clients
    assert clients["purchases"].tolist() == [0, 0]
    assert clients["last_contact"].isna().all()


def test_a_cost_that_is_missing_is_the_products() -> None:
    bought = pd.DataFrame(
        {
            "client_id": ["17", "17"],
            "date": pd.to_datetime(["2026-03-01", "2026-03-02"]),
            "product": ["tea", "tea"],
            "quantity": [2.0, 3.0],
            "amount": [10.0, 15.0],
            "cost": [None, 1.0],
        }
    )
    products = pd.DataFrame({"product_id": ["tea"], "cost": [3.0]})
    summaries = Summaries({"purchases": bought, "products": products}, AS_OF)
    assert summaries.clients.loc["17", "margin_12m"] == (10 - 6) + (15 - 1)


def test_the_tables_given_are_not_changed() -> None:
    summaries = firm(("17", "2026-03-01 10:00", 5), clients="17")
    before = summaries.tables["purchases"].copy()
    assert not summaries.clients.empty
    pd.testing.assert_frame_equal(summaries.tables["purchases"], before)


def test_purchases_leave_credit_notes_out_and_documents_keep_them() -> None:
    summaries = firm(("17", "2026-03-01", 5), ("17", "2026-03-02", -2))
    assert summaries.purchases["amount"].tolist() == [5]
    assert sorted(summaries.documents["amount"]) == [-2, 5]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [("17", "2026-03-01", 5), ("18", "2026-01-02", 2), ("17", "2025-12-24", 1)]
    forth, back = firm(*rows, clients="17 18"), firm(*rows[::-1], clients="17 18")
    pd.testing.assert_frame_equal(forth.clients, back.clients)


# ── periods ──────────────────────────────────────────────────────────────────────────────────


def test_both_ends_of_a_period_count() -> None:
    summaries = firm(
        ("17", "2026-02-28", 1),
        ("17", "2026-03-01", 2),
        ("18", "2026-03-31", 4),
        ("19", "2026-04-01", 8),
    )
    march = period_totals(summaries, date(2026, 3, 1), date(2026, 3, 31))
    assert march.revenue == 6
    assert march.purchases == 2
    assert march.active_clients == 2
    assert march.new_clients == 1
    assert march.average_purchase == 3


def test_a_period_nets_credit_notes() -> None:
    summaries = firm(("17", "2026-03-01", 10), ("17", "2026-03-09", -4))
    assert period_totals(summaries, date(2026, 3, 1), AS_OF).revenue == 6


def test_the_months_of_a_year_add_up_to_the_year() -> None:
    days = pd.date_range("2025-01-01", "2025-12-31", freq="11D")
    summaries = firm(*(("17", day, number) for number, day in enumerate(days)))
    months = [
        period_totals(summaries, start.date(), (start + pd.offsets.MonthEnd()).date()).revenue
        for start in pd.date_range("2025-01-01", periods=12, freq="MS")
    ]
    assert sum(months) == period_totals(summaries, date(2025, 1, 1), date(2025, 12, 31)).revenue


def test_revenue_of_a_firm_without_amounts_is_missing() -> None:
    assert pd.isna(period_totals(firm(("17", "2026-03-01", None)), date(2026, 3, 1), AS_OF).revenue)


def test_retention_is_of_those_who_bought_in_the_window_before() -> None:
    summaries = firm(
        ("17", "2024-06-01", 1),
        ("17", "2025-06-01", 1),
        ("18", "2025-03-31", 1),
        ("19", "2025-06-01", 1),
    )
    assert retention(summaries) == Rate(1, 2)


def test_repeat_rate_is_of_those_who_bought_in_the_window() -> None:
    summaries = firm(("17", "2025-06-01", 1), ("17", "2025-07-01", 1), ("18", "2025-07-01", 1))
    assert repeat_rate(summaries) == Rate(1, 2)


# ── rates ────────────────────────────────────────────────────────────────────────────────────


def test_no_percentage_of_fewer_than_ten() -> None:
    assert Rate(9, 9).share is None
    assert Rate(9, 9).likely is None
    assert Rate(1, 10).share == 0.1


def test_the_likely_interval_is_wilsons() -> None:
    low, high = Rate(61, 86).likely or (0, 0)
    assert (low, high) == pytest.approx((0.606, 0.795), abs=0.001)


@pytest.mark.parametrize("count", [0, 20])
def test_the_likely_interval_stays_between_none_and_all(count: int) -> None:
    low, high = Rate(count, 20).likely or (-1, 2)
    assert 0 <= low < high <= 1
