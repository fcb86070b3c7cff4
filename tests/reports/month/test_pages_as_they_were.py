"""The pages of sales, service, care, employees and the leader, of a firm that keeps every sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import month, periods
from crmbook.reports.layout import Page
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.sheet import Sheet

Find = Callable[..., Findings]
MARCH = periods.last_full_month(date(2026, 3, 31))

FIRM: dict[str, list[dict[str, Any]]] = {
    "deals": [
        {"client_id": "1", "name": "Coffee for the office", "date": "2026-02-01", "stage": "offered", "value": 900,
         "probability": 0.5, "next_step": "Call", "owner": "Rasa"},
        {"client_id": None, "name": "School of kites", "date": "2026-01-01", "stage": "lead", "value": None},
        {"client_id": "2", "name": "Tea", "date": "2026-01-10", "stage": "won", "value": 500, "closed_on": "2026-03-10", "reason": "Taste"},
        {"client_id": "9", "name": "Cups", "date": "2025-11-10", "stage": "lost", "value": 700, "closed_on": "2026-02-10",
         "reason": "Price", "lost_to": "Zed"},
    ],
    "offers": [
        {"client_id": "9", "offer_id": "P-114", "date": "2026-03-01", "amount": 4500, "status": "open", "valid_until": "2026-03-25", "owner": "Juris"},
        {"client_id": "9", "offer_id": "P-99", "date": "2025-12-01", "amount": 100, "status": "lost", "reason": "Postponed"},
        {"client_id": "1", "offer_id": "P-115", "date": "2026-03-20", "amount": 60, "status": "open", "product": "Tea", "list_price": 12,
         "valid_until": "2026-04-20"},
        {"client_id": "1", "offer_id": "P-90", "date": "2026-01-20", "amount": 50, "status": "won", "product": "Tea", "list_price": 10,
         "valid_until": "2026-02-20"},
    ],
    "contacts": [
        {"client_id": "1", "date": "2026-03-02", "kind": "enquiry", "direction": "in", "owner": "Rasa"},
        {"client_id": "1", "date": "2026-03-04", "kind": "call", "direction": "out", "owner": "Rasa", "minutes": 10,
         "follow_up": "Send the list", "due": "2026-03-20"},
        {"client_id": "3", "date": "2026-03-20", "kind": "email", "direction": "in"},
        {"client_id": "5", "date": "2026-03-21", "kind": "email", "direction": "out", "campaign": "Spring"},
    ],
    "complaints": [
        {"client_id": "2", "date": "2026-03-05", "about": "A broken box", "status": "open", "owner": "Rasa"},
        {"client_id": "4", "date": "2026-03-01", "about": "Late", "status": "resolved", "resolved_on": "2026-03-04"},
    ],
    "feedback": [
        {"client_id": "12", "date": "2026-03-20", "rating": 1, "recommend": 3},
        {"client_id": "11", "date": "2026-03-21", "rating": 5, "recommend": 10},
    ],
    "points": [
        {"client_id": "1", "date": "2026-01-05", "movement": "earned", "points": 100},
        {"client_id": "1", "date": "2026-03-05", "movement": "spent", "points": 40},
    ],
    "gifts": [{"client_id": "1", "date": "2026-03-06", "gift": "Tea", "cost": 8}],
    "events": [{"event_id": "E-1", "name": "Tasting", "date": "2026-03-26", "cost": 120}],
    "invitations": [
        {"event_id": "E-1", "client_id": "1", "answer": "coming", "attended": True},
        {"event_id": "E-1", "client_id": "3", "answer": "not_coming", "attended": False},
    ],
    "team": [{"employee": "Rasa", "active": True}, {"employee": "Juris", "active": False}],
    "tasks": [{"task": "Renew the lease", "owner": "Rasa", "due": "2026-03-15", "status": "open"}],
    "goals": [{"goal": "More come back", "measure": "Repeat purchase rate", "baseline": 50, "target": 80, "due": "2026-12-31", "owner": "Rasa"}],
    "training": [{"employee": "Rasa", "topic": "Calls", "date": "2025-03-05", "next_due": "2026-03-05"}],
    "farewells": [{"client_id": "10", "date": "2026-03-02", "stage": "candidate", "approved_by": "Rasa"}],
    "candidates": [{"name": "Arthur Larkwell", "keep_until": "2026-01-01"}],
}  # fmt: skip


@pytest.mark.parametrize("name", ["sales", "service", "care", "team", "leader"])
def test_a_page_of_a_firm_that_keeps_every_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None], name: str
) -> None:
    found = find(**FIRM)
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    named = replace(found, titles={**found.titles, month.KEY: "Month"})
    import_module(f"crmbook.reports.month.{name}").page(page, named, MARCH)
    golden(f"month_{name}.txt", as_text(page.sheet(name, "month")))
