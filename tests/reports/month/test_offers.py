"""Offers: unrealised ones, those past their last day, and dearer ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports.month import sales

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def offer(**told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"offer_id": "P-1", "client_id": "1", "date": "2026-03-10", "amount": 100.0, "status": "open", **told}  # fmt: skip


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_lost_expired_and_open_ones_past_their_last_day_are_unrealised(
    find: Find, told: Told
) -> None:
    offers = [
        offer(status="lost"), offer(status="expired"), offer(status="won"),
        offer(valid_until="2026-03-20"), offer(valid_until="2026-04-20"),
    ]  # fmt: skip
    said = told(sales, find(offers=offers))
    assert line(said, "Unrealised offers, 12 months").startswith("Unrealised offers, 12 months | 3 | 5")  # fmt: skip
    assert line(said, "Value of unrealised offers").split(" | ")[1:3] == ["300.0", "3"]


def test_an_open_offer_past_its_last_day_is_listed_with_the_days_since(
    find: Find, told: Told
) -> None:
    said = told(sales, find(offers=[offer(valid_until="2026-03-20", product="Tea", owner="Rasa")]))
    assert "Ona Pavyzdienė | P-1 | Tea | 100 | 11 | Rasa" in said


def test_an_offer_without_a_last_day_stands_for_thirty_days(find: Find, told: Told) -> None:
    offers = [offer(date="2026-03-01"), offer(date="2026-02-20", offer_id="P-2")]
    said = told(sales, find(offers=offers))
    listed = said[said.index("Open offers past their last day") :]
    assert listed[2].startswith("Ona Pavyzdienė | P-2 | 100 | 9")
    assert not listed[3].startswith("Ona")


def test_an_offer_dearer_than_what_the_client_last_paid_is_told(find: Find, told: Told) -> None:
    bought = [{"client_id": "1", "date": "2026-01-05", "product": "Tea", "quantity": 2, "amount": 20}]  # fmt: skip
    said = told(
        sales, find(offers=[offer(product="Tea", list_price=12)], purchases=bought, products=[])
    )
    dearer = line(said, "Ona Pavyzdienė | Tea | 12.0").split(" | ")
    assert dearer[3] == "10.0"
    assert float(dearer[4]) == pytest.approx(0.2)
    assert dearer[5] == "2026-01-05"


def test_where_nothing_can_be_compared_it_says_so(find: Find, told: Told) -> None:
    said = told(sales, find(offers=[offer(product="Tea", list_price=12)]))
    assert "Nothing to report: of 1 open offers, 0 could be compared, and none is worse." in said


def test_a_month_before_the_firm_kept_offers_is_left_empty(find: Find, told: Told) -> None:
    made = line(told(sales, find(offers=[offer(date="2026-02-02"), offer()])), "Offers made")
    assert made == "Offers made | 1 | 1 | By the day they were made."
