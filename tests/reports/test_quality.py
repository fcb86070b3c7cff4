"""What to mend, what is missing, how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crmbook.errors import Problem
from crmbook.findings import Findings
from crmbook.reports import quality
from crmbook.reports.computable import gaps
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]


def built(findings: Findings) -> Sheet:
    sheet = quality.build(findings)
    assert sheet is not None
    return sheet


def rows(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


def test_when_there_is_nothing_to_mend_one_good_line_says_so(find: Find) -> None:
    sheet = built(find())
    assert sheet.rows[4] == [Cell("Nothing to mend: every row could be read.", "good")]


def test_a_click_on_a_problem_goes_to_its_cell(find: Find) -> None:
    problem = Problem("My sales", "C7", "Amount must be a number, not “12,5O”.", "not_a_number")
    place = built(find(problems=[problem])).rows[5][0]
    assert isinstance(place, Cell)
    assert (place.value, place.link) == ("My sales!C7", "#'My sales'!C7")


def test_errors_come_before_what_is_good_to_know(find: Find) -> None:
    note = Problem("A", "A1", "A note.", "note", "note")
    error = Problem("Z", "A1", "An error.", "error")
    text = rows(built(find(problems=[note, error])))
    assert [row[1] for row in text[5:7]] == ["Left out", "Good to know"]


def test_of_one_kind_only_the_first_are_shown_and_the_rest_counted(find: Find) -> None:
    alike = [Problem("Sales", f"C{n}", "No number.", "not_a_number") for n in range(1, 100)]
    text = rows(built(find(problems=alike)))
    assert sum(row[1:2] == ["Left out"] for row in text) == quality.MOST_OF_A_KIND
    assert ["And 74 more of the same kinds. All of them: crmbook check."] in text


def test_what_is_known_of_clients_is_counted(find: Find) -> None:
    clients = [
        {"client_id": "1", "name": "Ona", "owner": "Rasa", "phone": "8 600 00000"},
        {"client_id": "2", "name": "Jonas", "owner": None, "phone": None},
    ]
    text = rows(built(find(clients=clients, purchases=[])))
    assert ["Phone", 1, 2] in text
    assert ["E-mail", 0, 2] in text


def test_two_clients_who_look_alike_are_named(find: Find) -> None:
    clients = [
        {"client_id": "1", "name": "Ona Žukauskienė", "owner": None},
        {"client_id": "2", "name": "Ona Zukauskiene", "owner": None},
    ]
    text = rows(built(find(clients=clients, purchases=[])))
    assert any(row[:1] == ["Ona Žukauskienė"] and row[-1] == "Ona Zukauskiene" for row in text)


def test_what_could_not_be_computed_is_told_with_its_reason(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    told = dict(gaps(find(**without_amounts)))
    assert told["Revenue, ABC and value at risk"] == (
        "No amounts: Purchases, column Amount. Visits are counted instead."
    )
    assert "Last contact and promises" in told


def test_the_fingerprint_is_of_the_data_and_not_of_the_sheets(find: Find) -> None:
    same, other = find(), find(clients=[{"client_id": "1", "name": "Somebody else", "owner": None}])
    assert quality.fingerprint(find()) == quality.fingerprint(same)
    assert quality.fingerprint(find()) != quality.fingerprint(other)


def test_words_of_money_are_not_explained_to_a_firm_that_keeps_none(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    told = {row[0] for row in rows(built(find(**without_amounts))) if row}
    assert "Silent" in told
    assert not told & {
        "Revenue, 12 months",
        "Margin, 12 months",
        "Value after service",
        "Satisfied",
    }
