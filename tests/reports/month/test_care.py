"""Points, gifts, referrals, events, days to come, contacts by kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crmbook.findings import Findings
from crmbook.reports.month import care
from crmbook.reports.month.occasions import following
from crmbook.reports.periods import whole_month

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def row(client: int, day: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"client_id": str(client), "date": day, **told}


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_points_spent_are_said_without_their_minus_however_they_are_written(
    find: Find, told: Told
) -> None:
    points = [
        row(1, "2025-01-02", movement="earned", points=200),
        row(1, "2026-03-02", movement="spent", points=50),
        row(1, "2026-03-03", movement="spent", points=-30),
        row(2, "2026-03-03", points=10),
    ]
    said = told(care, find(points=points))
    assert line(said, "Points issued").startswith("Points issued | 10.0 | 0.0 | 0.0 | 1 | ")
    assert line(said, "Points spent").startswith("Points spent | 80.0 | 0.0 | 0.0 | 2 | ")
    assert line(said, "Balance of points").startswith("Balance of points | 130.0 | 200.0 | 200.0 | ")  # fmt: skip
    assert line(said, "Active members").startswith("Active members, 12 months | 2 | ")


def test_members_and_others_stand_side_by_side_with_a_caution(find: Find, told: Told) -> None:
    said = line(told(care, find(points=[row(1, "2026-03-02", points=5)])), "Members who bought twice")  # fmt: skip
    assert said.startswith("Members who bought twice or more in 12 months: 1 of 1; others: 8 of 9.")
    assert said.endswith("this does not show that points bind.")


def test_a_gift_is_counted_with_its_cost(find: Find, told: Told) -> None:
    gifts = [row(1, "2026-03-05", gift="Tea", cost=12), row(2, "2026-03-05", gift="Tea")]
    said = told(care, find(gifts=gifts))
    assert line(said, "Gifts given").startswith("Gifts given | 2 | ")
    assert line(said, "Cost of gifts").startswith("Cost of gifts, EUR | 12.0 | 1 | ")


def test_who_sent_a_buyer_is_thanked_until_a_gift_is_noted_since(find: Find, told: Told) -> None:
    clients = [
        {"client_id": "1", "name": "Ona"}, {"client_id": "2", "name": "Jonas"},
        {"client_id": "3", "name": "Ilze", "referred_by": "1"},
        {"client_id": "4", "name": "Tomas", "referred_by": "2"},
    ]  # fmt: skip
    bought = [row(n, "2026-03-10", amount=50) for n in (3, 4)] + [row(1, "2024-01-01", amount=5)]
    gifts = [row(1, "2026-03-01", gift="Tea"), row(2, "2026-03-20", gift="Tea")]
    said = told(care, find(clients=clients, purchases=bought, gifts=gifts))
    assert line(said, "New clients by referral").startswith("New clients by referral | 2 | 0 | 0 | 2")  # fmt: skip
    assert line(said, "Revenue of clients sent").startswith("Revenue of clients sent, 12 months, EUR | 100.0 | 2")  # fmt: skip
    assert "Ona | 1 | 50" in said
    assert not [each for each in said if each.startswith("Jonas | ")]


def test_events_of_the_month_and_the_next_are_told_with_their_guests(
    find: Find, told: Told
) -> None:
    events = [
        {"event_id": "E1", "name": "Tasting", "date": "2026-03-20", "cost": 100},
        {"event_id": "E2", "name": "Concert", "date": "2026-04-20"},
        {"event_id": "E3", "name": "Fair", "date": "2026-05-20"},
    ]
    guests = [
        {"event_id": "E1", "client_id": "1", "answer": "coming", "attended": True},
        {"event_id": "E1", "client_id": "2", "answer": "coming", "attended": False},
        {"event_id": "E2", "client_id": "1", "answer": "maybe", "attended": None},
    ]
    said = told(care, find(events=events, invitations=guests))
    assert "Tasting | 2026-03-20 | 2 | 2 | 1 | 100 | 100" in said
    assert "Concert | 2026-04-20 | 1 | 0" in said
    assert not [each for each in said if each.startswith("Fair")]


def test_the_month_after_december_is_january() -> None:
    assert following(whole_month(date(2025, 12, 1))) == whole_month(date(2026, 1, 1))


def test_birthdays_of_the_next_month_are_named_without_the_year(find: Find, told: Told) -> None:
    clients = [
        {"client_id": "1", "name": "Ona", "birth_date": "1970-04-12", "name_day": "2020-04-03"},
        {"client_id": "2", "name": "Jonas", "birth_date": "1980-03-12"},
    ]
    said = told(care, find(clients=clients))
    listed = said[said.index("Birthdays and name days in April 2026") :]
    assert listed[2:4] == ["Ona | 2026-04-03 | Name day", "Ona | 2026-04-12 | Birthday"]


def test_the_29th_of_february_is_the_28th_in_other_years(find: Find, told: Told) -> None:
    clients = [{"client_id": "1", "name": "Ona", "birth_date": "1972-02-29"}]
    said = told(care, find(clients=clients), whole_month(date(2026, 1, 1)))
    assert "Ona | 2026-02-28 | Birthday" in said


def test_a_month_without_such_days_is_said_in_a_line(find: Find, told: Told) -> None:
    said = told(care, find(clients=[{"client_id": "1", "name": "Ona", "birth_date": "1970-12-01"}]))
    assert "Nothing to report: none is noted." in said


def test_contacts_are_counted_by_kind_and_by_who_began(find: Find, told: Told) -> None:
    contacts = [
        row(1, "2025-01-05", kind="call"),
        row(1, "2026-03-05", kind="call", direction="in", minutes=10),
        row(2, "2026-03-06", kind="call", direction="out", minutes=5),
        row(2, "2026-02-06", kind="email", direction="out"),
    ]
    said = told(care, find(contacts=contacts))
    assert "Call | 2 | 0 | 0 | 1 | 15" in said
    assert "E-mail | 0 | 1 | 0 | 0" in said
    assert "Together | 2 | 1 | 0 | 1 | 15.0" in said


def test_letters_of_the_month_are_counted_by_campaign(find: Find, told: Told) -> None:
    contacts = [
        row(1, "2026-03-05", kind="email", campaign="Spring"),
        row(2, "2026-03-07", kind="email", campaign="Spring"),
        row(2, "2026-02-07", kind="email", campaign="Winter"),
    ]
    said = told(care, find(contacts=contacts))
    assert "Spring | 2 | 2 | 2026-03-05 – 2026-03-07" in said
    assert not [each for each in said if each.startswith("Winter")]


def test_campaigns_tell_what_came_of_them(find: Find, told: Told) -> None:
    campaigns = [
        {"campaign": "Sale", "client_id": "1", "date": "2026-03-05", "result": "bought", "cost": 2},
        {"campaign": "Sale", "client_id": "2", "date": "2026-03-05", "result": "left", "cost": 3},
    ]
    assert "Sale | 2 | 1 | 0 | 1 | 5" in told(care, find(campaigns=campaigns))
