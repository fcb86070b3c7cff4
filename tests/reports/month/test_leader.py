"""Goals, farewells, training, handovers, candidates: for the leader alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports.month import leader

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def goal(measure: str, baseline: float, target: float, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"goal": "Better", "measure": measure, "baseline": baseline, "target": target, **told}


def test_a_goal_stands_beside_the_number_it_names(find: Find, told: Told) -> None:
    said = told(leader, find(goals=[goal("Repeat purchase rate", 0, 100)]))
    numbers = line(said, "Better | ").split(" | ")
    assert numbers[1] == "0.0"
    assert numbers[3] == "1.0"
    assert float(numbers[2]) == pytest.approx(float(numbers[4]))


@pytest.mark.parametrize(
    ("baseline", "target", "said"), [(99, 50, "reached"), (0, -10, "further off")]
)
def test_beyond_the_target_or_away_from_it_there_is_a_word(
    baseline: float, target: float, said: str, find: Find, told: Told
) -> None:
    silent = told(leader, find(goals=[goal("Silent clients", baseline, target)]))
    assert line(silent, "Better | ").split(" | ")[4] == said


def test_a_goal_of_another_measure_is_left_to_the_leader(find: Find, told: Told) -> None:
    said = told(leader, find(goals=[goal("Lease signed", 0, 1)]))
    assert line(said, "Better | ") == "Better | 0.0 | 1.0"


def test_a_farewell_under_way_tells_its_stage_and_who_approved(find: Find, told: Told) -> None:
    farewells = [
        {"client_id": "1", "date": "2026-03-01", "stage": "candidate", "approved_by": "Rasa"},
        {"client_id": "1", "date": "2026-03-21", "stage": "heard", "approved_by": "rasa and Juris"},
        {"client_id": "2", "date": "2026-03-21", "stage": "kept"},
    ]
    said = told(leader, find(farewells=farewells))
    assert line(said, "Ona Pavyzdienė | ") == "Ona Pavyzdienė | Client heard | 10 | 0 | 2 of 2"
    assert not [each for each in said if each.startswith("UAB Žalias Kamuolys")]


def test_the_ground_and_the_notes_of_a_farewell_are_not_printed(find: Find, told: Told) -> None:
    farewells = [{"client_id": "1", "date": "2026-03-01", "ground": "Rude", "notes": "Very rude"}]
    assert "ude" not in " ".join(told(leader, find(farewells=farewells))).replace("include", "")


def test_who_complains_often_and_is_not_content_is_worth_checking(find: Find, told: Told) -> None:
    complaints = [{"client_id": "3", "date": f"2026-0{n}-01", "status": "open"} for n in (1, 2, 3)]
    said = told(leader, find(complaints=complaints, farewells=[{"client_id": "1", "date": "2026-03-01"}]))  # fmt: skip
    assert line(said, "1 other client complained").endswith("they bring: Jonas Bandomasis.")


def test_without_a_sheet_of_farewells_nobody_is_proposed(find: Find, told: Told) -> None:
    complaints = [{"client_id": "3", "date": f"2026-0{n}-01", "status": "open"} for n in (1, 2, 3)]
    assert told(leader, find(complaints=complaints)) == []


def test_training_is_counted_and_what_is_due_again_named(find: Find, told: Told) -> None:
    training = [
        {"employee": "Rasa", "topic": "Calls", "date": "2026-03-05", "hours": 3, "next_due": "2027-03-05"},
        {"employee": "Juris", "topic": "Calls", "date": "2025-03-05", "next_due": "2026-03-05"},
        {"employee": "Rasa", "topic": "Data", "date": "2024-03-05", "next_due": "2025-03-05"},
        {"employee": "Rasa", "topic": "Data", "date": "2025-09-05", "next_due": "2026-09-05"},
    ]  # fmt: skip
    said = told(leader, find(training=training))
    assert "1 training in March 2026, 3 hours." in said
    assert said[-1] == "Calls | Juris | 2026-03-05"
    assert not [each for each in said if each.startswith("Data | ")]


def test_clients_of_who_has_left_are_to_be_handed_over(find: Find, told: Told) -> None:
    team = [{"employee": "Juris", "active": False}, {"employee": "Ilze", "active": True}]
    said = told(leader, find(team=team))
    assert line(said, "Juris | ").endswith("has left")
    assert line(said, "Rasa | ").endswith("not in the list of the team")


def test_candidates_are_counted_and_not_named(find: Find, told: Told) -> None:
    candidates = [
        {"name": "Arthur Larkwell", "keep_until": "2026-01-01"},
        {"name": "Daisy Fernhill", "keep_until": "2027-01-01"},
    ]
    said = told(leader, find(candidates=candidates))
    assert "2 candidates are noted." in said
    assert "The data of 1 must be erased: the day to keep them until has passed." in said
    assert "Larkwell" not in " ".join(said)
