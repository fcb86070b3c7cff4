"""Portfolios, what to do first, what is overdue, who was not spoken to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crmbook.findings import Findings
from crmbook.reports.duties import duties
from crmbook.reports.month import team
from crmbook.reports.todo import one_each

Find = Callable[..., Findings]
Told = Callable[..., list[str]]

PROMISE = {"client_id": "1", "date": "2026-03-10", "kind": "call", "owner": "Rasa",
           "follow_up": "Send the list", "due": "2026-03-20"}  # fmt: skip


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_every_owner_has_a_portfolio_and_nobody_comes_last(find: Find, told: Told) -> None:
    findings = find()
    said = told(team, findings)
    people = [each.split(" | ")[0] for each in said[2:5]]
    assert people == ["Juris", "Rasa", "No owner"]
    owners = findings.clients["owner"].value_counts()
    assert [int(each.split(" | ")[1]) for each in said[2:5]] == [owners["Juris"], owners["Rasa"], owners[""]]  # fmt: skip


def test_a_firm_without_amounts_reads_of_no_money(
    find: Find, told: Told, without_amounts: dict[str, Any]
) -> None:
    said = "\n".join(told(team, find(**without_amounts)))
    assert "Rasa" in said
    assert "Revenue" not in said
    assert "class A and B" not in said


def test_what_is_due_is_counted_as_on_the_to_do_sheet(find: Find, told: Told) -> None:
    findings = find()
    due = one_each(duties(findings))["owner"].value_counts()
    said = told(team, findings)
    assert line(said, "Rasa | ").split(" | ")[-2] == str(due["Rasa"])


def test_the_first_three_things_of_each_are_told_and_the_rest_counted(
    find: Find, told: Told
) -> None:
    findings = find()
    due = one_each(duties(findings))
    said = told(team, findings)
    first = said[said.index("What to do first") + 2 :]
    shown = due.groupby("owner").head(3)
    rest = len(due) - len(shown)
    assert first[len(shown)] == f"And {rest} more: see the sheet To do." if rest else True


def test_promises_and_tasks_past_their_day_are_overdue(find: Find, told: Told) -> None:
    tasks = [
        {"task": "Renew the lease", "owner": "Juris", "due": "2026-03-15", "status": "open"},
        {"task": "Count the stock", "owner": "Juris", "due": "2026-03-15", "status": "done"},
        {"task": "Paint the wall", "owner": "Juris", "due": "2026-04-15"},
    ]
    said = told(team, find(contacts=[PROMISE], tasks=tasks))
    late = said[said.index("Overdue promises and tasks") + 2 :]
    assert late[0] == "Renew the lease | 2026-03-15 | Juris"
    assert late[1] == "Send the list | Ona Pavyzdienė | 2026-03-20 | Rasa"
    assert late[2] == "Clients of class A and B without contact"
    assert line(said, "Juris | ").split(" | ")[-1] == "1"


def test_large_clients_nobody_spoke_to_are_named_with_the_day(find: Find, told: Told) -> None:
    contacts: list[dict[str, Any]] = [
        {"client_id": "2", "date": "2025-12-01", "kind": "call"},
        {"client_id": "9", "date": "2026-03-01", "kind": "call"},
    ]
    said = told(team, find(contacts=contacts))
    assert line(said, "Spoken to in time: ").startswith("Spoken to in time: 1 of ")
    assert line(said, "UAB Žalias Kamuolys | A | 2025-12-01 | 9000 | Rasa")


def test_the_list_of_clients_may_ask_for_fewer_contacts(find: Find, told: Told) -> None:
    clients = [{"client_id": "1", "name": "Ona", "owner": "Rasa", "contact_every_days": 200}]
    bought = [{"client_id": "1", "date": "2026-03-01", "amount": 100}]
    contacts = [{"client_id": "1", "date": "2025-12-01", "kind": "call"}]
    said = told(team, find(clients=clients, purchases=bought, contacts=contacts))
    assert line(said, "Spoken to in time: ").startswith("Spoken to in time: 1 of 1.")


def test_clients_without_an_owner_are_named_the_largest_first(find: Find, told: Told) -> None:
    said = told(team, find())
    alone = said[said.index("Clients without an owner") + 2 :]
    assert [each.split(" | ")[0] for each in alone] == ["AS Sarkanais Lācis", "Tomas Niekada"]


def test_the_page_is_of_the_evening_of_the_month(
    find: Find, told: Told, on_the: Callable[..., Findings]
) -> None:
    findings = on_the(find(contacts=[PROMISE]), date(2026, 2, 28))
    assert not [each for each in told(team, findings) if each.startswith("Send the list")]
