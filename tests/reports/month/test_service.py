"""Answers and complaints of a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crmbook.findings import Findings
from crmbook.reports import periods
from crmbook.reports.month import service

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def contact(day: str, direction: str, kind: str = "email", client: str = "1") -> dict[str, Any]:
    return {"client_id": client, "date": day, "kind": kind, "direction": direction}


def complaint(day: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"client_id": "3", "date": day, "about": "Late", **told}


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_a_first_answer_is_counted_in_whole_days(find: Find, told: Told) -> None:
    contacts = [
        contact("2026-03-02", "in", "enquiry"), contact("2026-03-05", "out", "call"),
        contact("2026-03-10", "in"), contact("2026-03-10", "out"),
    ]  # fmt: skip
    said = told(service, find(contacts=contacts))
    assert line(said, "First answer, days").startswith("First answer, days | 1.5 | 2 | ")
    assert "Dates carry no hour" in line(said, "First answer, days")


def test_who_waits_longer_than_three_days_is_named(find: Find, told: Told) -> None:
    contacts = [contact("2026-03-20", "in"), contact("2026-03-29", "in", client="2")]
    said = told(service, find(contacts=contacts))
    assert line(said, "Waiting for an answer").startswith("Waiting for an answer | 2 | ")
    assert "Ona Pavyzdienė | 2026-03-20 | 11 | Rasa" in said
    assert not [each for each in said if each.startswith("UAB Žalias Kamuolys")]


def test_where_nobody_noted_who_began_nothing_is_said_of_answers(find: Find, told: Told) -> None:
    said = told(service, find(contacts=[{"client_id": "1", "date": "2026-03-02", "kind": "call"}]))
    assert "First answers" not in said


def test_complaints_are_counted_beside_the_purchases(find: Find, told: Told) -> None:
    bought = [{"client_id": "3", "date": f"2026-03-{day:02d}", "amount": 9} for day in range(1, 21)]
    complaints = [complaint("2026-03-02"), complaint("2026-02-02")]
    said = told(service, find(complaints=complaints, purchases=bought))
    assert line(said, "Complaints per 100 purchases").split(" | ")[1] == "5.0"
    assert line(said, "Complaints | ").startswith("Complaints | 1 | 1 | ")


def test_of_fewer_than_ten_purchases_complaints_are_counted_only(find: Find, told: Told) -> None:
    bought = [{"client_id": "3", "date": "2026-03-05", "amount": 9}]
    said = told(service, find(complaints=[complaint("2026-03-02")], purchases=bought))
    assert line(said, "Complaints per 100 purchases").split(" | ")[1] == "1 of 1"


def test_days_to_settle_are_a_median_of_those_settled_in_the_month(find: Find, told: Told) -> None:
    complaints = [
        complaint("2026-03-01", status="resolved", resolved_on="2026-03-03"),
        complaint("2026-02-21", status="resolved", resolved_on="2026-03-03"),
        complaint("2026-01-01", status="resolved", resolved_on="2026-01-02"),
    ]
    said = told(service, find(complaints=complaints))
    assert line(said, "Days to settle").startswith("Days to settle | 6.0 | 2 | ")


def test_a_complaint_settled_after_the_month_was_open_in_it(
    find: Find, told: Told, on_the: Callable[..., Findings]
) -> None:
    complaints = [complaint("2026-02-20", status="resolved", resolved_on="2026-03-03")]
    findings = on_the(find(complaints=complaints), date(2026, 2, 28))
    said = told(service, findings, periods.whole_month(date(2026, 2, 1)))
    assert line(said, "Open complaints | ").startswith("Open complaints | 1 | ")
    assert "Jonas Bandomasis | Late | 8 | Rasa" in said


def test_a_reopened_complaint_is_open(find: Find, told: Told) -> None:
    complaints = [complaint("2026-03-01", status="reopened", resolved_on="2026-03-03")]
    said = told(service, find(complaints=complaints))
    assert line(said, "Open complaints | ").startswith("Open complaints | 1 | ")
    assert line(said, "Reopened | ").startswith("Reopened | 1 | ")


def test_a_quiet_month_is_said_in_a_line(find: Find, told: Told) -> None:
    old = complaint("2025-03-01", status="resolved", resolved_on="2025-03-05")
    said = told(service, find(complaints=[old]))
    assert "Nothing to report: no complaint this month or the month before, and none is open." in said  # fmt: skip
