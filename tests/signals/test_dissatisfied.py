"""Who is likely dissatisfied, and from what it is seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from crmbook.signals.dissatisfied import likely_dissatisfied

AS_OF = date(2026, 3, 31)
DAYS = ("date", "resolved_on")


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame([{"client_id": "A", **row} for row in rows]).assign(row=range(2, 2 + len(rows)))  # fmt: skip
    there = [name for name in DAYS if name in frame]
    return frame.assign(**{name: pd.to_datetime(frame[name]).astype("datetime64[us]") for name in there})  # fmt: skip


def seen(**tables: pd.DataFrame) -> list[str]:
    found = likely_dissatisfied({"clients": pd.DataFrame({"client_id": ["A"]}), **tables}, AS_OF)
    return found["evidence"].tolist()


def test_nothing_is_seen_where_nothing_is_kept() -> None:
    assert seen() == []


def test_a_low_answer_holds_for_half_a_year_and_until_a_better_one() -> None:
    assert seen(feedback=table({"date": "2026-01-01", "rating": 2})) == ["rating"]
    assert seen(feedback=table({"date": "2025-08-01", "rating": 2})) == []
    better = table({"date": "2026-01-01", "rating": 2}, {"date": "2026-02-01", "rating": 5})
    assert seen(feedback=better) == []


def test_both_questions_are_looked_at() -> None:
    assert seen(feedback=table({"date": "2026-01-01", "rating": 1, "recommend": 6})) == ["rating", "recommend"]  # fmt: skip


def test_a_complaint_is_unsettled_after_two_weeks() -> None:
    assert seen(complaints=table({"date": "2026-03-20"})) == []
    assert seen(complaints=table({"date": "2026-03-10"})) == ["unsettled"]
    settled = table({"date": "2026-03-10", "resolved_on": "2026-03-12", "status": "resolved"})
    assert seen(complaints=settled) == []


def test_a_complaint_that_came_back_is_the_plainest_sign() -> None:
    complaints = table({"date": "2026-03-01", "status": "reopened"}, {"date": "2026-02-01", "status": "resolved"})  # fmt: skip
    assert seen(complaints=complaints) == ["reopened", "complaints"]


def test_words_of_a_complaint_in_a_note_are_seen() -> None:
    contacts = table({"date": "2026-03-01", "summary": "He complained about the coffee"})
    assert seen(contacts=contacts) == ["words"]
    assert seen(contacts=table({"date": "2025-03-01", "summary": "He complained"})) == []


def test_what_happens_later_is_not_known_yet() -> None:
    assert seen(feedback=table({"date": "2026-04-01", "rating": 1})) == []
