"""Who should do what today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import todo
from crmbook.reports.duties import duties
from crmbook.reports.plays import working_days_after
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]

CALLS = [
    {"client_id": "1", "date": "2026-03-10", "kind": "call", "owner": "Rasa", "summary": "Wants the new list",
     "follow_up": "Send the price list", "due": "2026-03-20", "done": None},
    {"client_id": "3", "date": "2026-03-11", "kind": "call", "owner": "Rasa", "summary": "All well",
     "follow_up": "Send a sample", "due": "2026-03-20", "done": True},
    {"client_id": "5", "date": "2026-03-12", "kind": "visit", "owner": "Juris", "summary": "Asked for an offer",
     "follow_up": "Make an offer", "due": "2026-04-20", "done": None},
]  # fmt: skip
COMPLAINTS = [
    {"client_id": "2", "date": "2026-03-25", "about": "A broken box", "status": "open"},
    {"client_id": "4", "date": "2026-03-25", "about": "A late delivery", "status": "resolved"},
]
OFFERS = [
    {"client_id": "9", "offer_id": "P-114", "date": "2026-03-01", "amount": 4500, "status": "open",
     "valid_until": "2026-04-05", "owner": "Juris"},
    {"client_id": "9", "offer_id": "P-99", "date": "2026-03-01", "amount": 1, "status": "won",
     "valid_until": "2026-04-05"},
    {"client_id": "9", "offer_id": "P-200", "date": "2026-03-20", "amount": 1, "status": "open",
     "valid_until": "2026-06-30"},
]  # fmt: skip
FEEDBACK = [
    {"client_id": "12", "date": "2026-03-20", "rating": 1, "text": "Nobody answered"},
    {"client_id": "11", "date": "2026-03-20", "rating": 5, "text": "Lovely"},
]


@pytest.fixture
def busy(find: Find) -> Findings:
    return find(contacts=CALLS, complaints=COMPLAINTS, offers=OFFERS, feedback=FEEDBACK)


def built(findings: Findings) -> Sheet:
    sheet = todo.build(findings)
    assert sheet is not None
    return sheet


def rows(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


def test_the_sheet_is_as_it_was(
    busy: Findings, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None]
) -> None:
    golden("todo.txt", as_text(built(busy)))


def test_promises_come_before_complaints_before_opinions_before_silence_before_offers(
    busy: Findings,
) -> None:
    kinds = list(dict.fromkeys(duties(busy)["kind"]))
    assert kinds == ["promise", "complaint", "opinion", "silent_a", "offer", "silent", "lost_a"]


def test_what_is_done_or_not_yet_due_is_not_to_do(busy: Findings) -> None:
    due = duties(busy)
    assert due[due["kind"] == "promise"]["client_id"].tolist() == ["1"]
    assert due[due["kind"] == "complaint"]["client_id"].tolist() == ["2"]
    assert due[due["kind"] == "offer"]["reference"].tolist() == ["P-114"]
    assert due[due["kind"] == "opinion"]["client_id"].tolist() == ["12"]


def test_who_gave_the_promise_keeps_it_else_the_clients_owner(busy: Findings) -> None:
    due = duties(busy).set_index("kind")["owner"]
    assert due["offer"] == "Juris"
    assert due["complaint"] == "Rasa"


def test_two_reasons_for_one_client_are_one_row(busy: Findings) -> None:
    why = [row[2] for row in rows(built(busy)) if len(row) > 2 and row[1] == "UAB Žalias Kamuolys"]
    assert why == [
        "The complaint of 25 March 2026 is still open: A broken box. Usually buys oftener than this."
    ]


def test_nobody_gets_more_than_the_limit(find: Find) -> None:
    late = [{"client_id": str(n), "name": f"Client {n}", "owner": "Rasa"} for n in range(5)]
    bought = [
        {"client_id": str(n), "date": day, "amount": 9}
        for n in range(5)
        for day in ("2025-09-01", "2025-10-01", "2025-11-15")
    ]
    sheet = built(find(clients=late, purchases=bought, settings={"todo_limit": 3}))
    text = rows(sheet)
    assert sum(row[:1] == ["☐"] for row in text) == 3
    assert ["And 2 less important things more."] in text


def test_clients_without_an_owner_come_last_and_go_to_the_leader(find: Find) -> None:
    complaints = [{"client_id": "9", "date": "2026-03-25", "about": "Noise", "status": "open"}]
    sections = [
        row[0] for row in rows(built(find(complaints=complaints))) if "to do" in str(row[:1])
    ]
    assert sections[-1].startswith("No owner: for the leader to hand out")


def test_an_overdue_day_stands_out(busy: Findings) -> None:
    days = [row[-1] for row in built(busy).rows if len(row) > 3 and row[0].value == "☐"]  # type: ignore[union-attr]
    looks = {cell.value: cell.format for cell in days if isinstance(cell, Cell)}
    assert looks[date(2026, 3, 20)] == "bad"
    assert looks[date(2026, 3, 31)] == "date"


def test_a_birthday_within_a_week_is_told_and_a_later_one_is_not(find: Find) -> None:
    clients = [
        {"client_id": "1", "name": "Ona", "owner": "Rasa", "birth_date": "1980-04-04"},
        {"client_id": "2", "name": "Jonas", "owner": "Rasa", "birth_date": "1980-04-09"},
    ]
    due = duties(find(clients=clients, purchases=[]))
    assert due[["client_id", "kind"]].to_numpy().tolist() == [["1", "birthday"]]


def test_a_large_client_without_phone_and_email_is_a_thing_to_do(find: Find) -> None:
    clients = [
        {
            "client_id": "9",
            "name": "AS Sarkanais Lācis",
            "owner": None,
            "phone": None,
            "email": None,
        },
        {"client_id": "2", "name": "UAB Žalias Kamuolys", "owner": "Rasa", "phone": "8 600 00000"},
    ]
    due = duties(find(clients=clients))
    assert due[due["kind"] == "unreachable"]["client_id"].tolist() == ["9"]


def test_when_nothing_is_due_one_line_says_so(find: Find) -> None:
    assert ["Nothing is due today."] in rows(built(find(purchases=[])))


def test_a_firm_without_amounts_has_nothing_at_stake(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    text = str(rows(built(find(**without_amounts))))
    assert "☐" in text
    assert "At stake" not in text


def test_complaints_that_are_all_resolved_and_opinions_all_happy_are_nothing_to_do(
    find: Find,
) -> None:
    resolved = {"client_id": "1", "date": "2026-03-01", "about": "Late", "status": "resolved",
                "resolved_on": "2026-03-02", "complaint_id": "C1"}  # fmt: skip
    happy = {"client_id": "1", "date": "2026-03-01", "rating": 5}
    due = duties(find(complaints=[resolved], feedback=[happy]))
    assert {"complaint", "opinion"}.isdisjoint(due["kind"])


def test_working_days_leave_out_the_weekend() -> None:
    assert working_days_after(date(2026, 4, 3), 1) == date(2026, 4, 6)


def test_everybody_after_the_first_begins_a_page_of_their_own(busy: Findings) -> None:
    sheet = built(busy)
    begins = [
        row[0].value
        for row in (sheet.rows[n] for n in sheet.print.breaks)
        if isinstance(row[0], Cell)
    ]
    assert [str(text).split(" · ")[0] for text in begins] == ["Rasa"]
