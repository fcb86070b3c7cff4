"""Deals: open, at a stand, won and lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crmbook.findings import Findings
from crmbook.reports.month import sales

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def deal(name: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"name": name, "client_id": "1", "date": "2026-03-10", "value": 100.0, **told}


def closed(number: int, stage: str, **told: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # any column
    ended = {"date": "2026-02-01", "closed_on": "2026-02-21", **told}
    return [deal(f"{stage} {n}", stage=stage, **ended) for n in range(number)]


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_a_firm_without_deals_and_offers_has_no_page_of_sales(find: Find, told: Told) -> None:
    assert told(sales, find()) == []


def test_a_deal_is_open_until_the_day_it_is_closed(find: Find, told: Told) -> None:
    deals = [
        deal("Old", date="2025-01-10", stage="won", closed_on="2026-02-10"),
        deal("New", stage="talking", next_step="Call"),
    ]
    assert line(told(sales, find(deals=deals)), "Open deals").startswith(
        "Open deals | 1 | 0 | 1 | "
    )


def test_what_a_deal_weighs_is_its_value_by_its_probability(find: Find, told: Told) -> None:
    deals = [
        deal("A", stage="offered", value=1000, probability=0.5, next_step="Call"),
        deal("B", stage="offered", value=400, next_step="Call"),
    ]
    said = told(sales, find(deals=deals))
    assert line(said, "Offered | ") == "Offered | 2 | 1400 | 500 | 0 | 21"
    assert line(said, "Weighted: ").startswith("Weighted: value × probability. 1 of 2 open deals have both")  # fmt: skip


def test_a_deal_stands_still_after_thirty_days_without_a_word_or_without_a_next_step(
    find: Find, told: Told
) -> None:
    deals = [
        deal("Forgotten", date="2026-01-10", stage="talking", next_step="Call", client_id="5"),
        deal("Spoken of", date="2026-01-10", stage="talking", next_step="Call"),
        deal("Aimless", stage="talking"),
    ]
    contacts = [{"client_id": "1", "date": "2026-03-20", "kind": "call"}]
    said = told(sales, find(deals=deals, contacts=contacts))
    listed = said[said.index("Deals that have come to a stand") + 2 :]
    assert [each.split(" | ")[0] for each in listed[:2]] == ["Forgotten", "Aimless"]
    assert line(said, "Talking | ").split(" | ")[4] == "2"


def test_in_a_firm_that_notes_no_next_steps_their_want_says_nothing(find: Find, told: Told) -> None:
    said = told(sales, find(deals=[deal("A", stage="talking")]))
    assert line(said, "Talking | ").split(" | ")[4] == "0"


def test_of_fewer_than_ten_closed_deals_the_win_rate_is_no_percentage(
    find: Find, told: Told
) -> None:
    said = told(sales, find(deals=[*closed(4, "won"), *closed(3, "lost")]))
    assert line(said, "Win rate, 12 months").split(" | ")[1:3] == ["4 of 7", "7"]
    assert line(said, "Win rate by value").split(" | ")[1] == "7"


def test_of_ten_closed_deals_the_win_rate_is_one_with_its_interval(find: Find, told: Told) -> None:
    said = told(sales, find(deals=[*closed(6, "won"), *closed(4, "lost")]))
    rate = line(said, "Win rate, 12 months").split(" | ")
    assert rate[1] == "0.6"
    assert rate[-1].endswith("6 of 10; likely 31%–83%.")


def test_the_sales_cycle_is_the_median_of_days_to_win(find: Find, told: Told) -> None:
    deals = [
        *closed(2, "won"),
        *closed(1, "won", date="2025-02-21"),
        *closed(1, "lost", date="2020-01-01"),
    ]
    assert line(told(sales, find(deals=deals)), "Sales cycle").split(" | ")[1] == "20.0"


def test_deals_are_counted_by_why_they_ended(find: Find, told: Told) -> None:
    deals = [
        *closed(2, "lost", reason="Price", lost_to="Zed"),
        *closed(1, "lost", reason="Price", lost_to="Abc", closed_on="2026-03-02"),
        *closed(1, "won"),
    ]
    said = told(sales, find(deals=deals))
    assert "Price | Lost | 3 | 1 | 300 | Abc, Zed" in said
    assert "No reason noted | Won | 1 | 0 | 100" in said


def test_a_deal_closed_after_the_month_was_open_at_a_stage_nobody_knows(
    find: Find, told: Told, on_the: Callable[..., Findings]
) -> None:
    from datetime import date

    from crmbook.reports import periods

    findings = on_the(
        find(deals=closed(1, "won", closed_on="2026-03-20", next_step=None)), date(2026, 2, 28)
    )
    said = told(sales, findings, periods.whole_month(date(2026, 2, 1)))
    assert line(said, "Stage not known | ").split(" | ")[1] == "1"
    assert line(said, "Deals won").startswith("Deals won | 0 | Closed")
