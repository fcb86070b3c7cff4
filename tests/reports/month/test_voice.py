"""What clients said, who is likely dissatisfied, and who waits for a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from crmbook.findings import Findings
from crmbook.reports.month import service
from crmbook.reports.month.voice import promoters

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def said_by(client: int, day: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401  # any column
    return {"client_id": str(client), "date": day, **told}


def line(said: list[str], beginning: str) -> str:
    return next(each for each in said if each.startswith(beginning))


def test_the_score_is_promoters_minus_detractors_of_ten_or_more() -> None:
    assert promoters(pd.Series([9, 10, 10, 10, 7, 8, 7, 8, 0, 6])) == 20
    assert promoters(pd.Series([10] * 9)) is None


def test_promoters_and_detractors_are_counted_where_there_is_no_score(
    find: Find, told: Told
) -> None:
    feedback = [said_by(1, "2026-03-02", recommend=10), said_by(2, "2026-03-03", recommend=3)]
    score = line(told(service, find(feedback=feedback)), "NPS of the month")
    assert score.startswith("NPS of the month | 2 | ")
    assert score.endswith("1 promoter, 1 detractor.")


def test_satisfied_is_said_with_its_count(find: Find, told: Told) -> None:
    feedback = [said_by(n, "2026-03-02", rating=5 if n > 3 else 2) for n in range(1, 13)]
    share = line(told(service, find(feedback=feedback)), "Satisfied, 12 months")
    assert share.startswith("Satisfied, 12 months | 0.75 | 12 | ")
    assert "9 of 12; likely" in share


def test_a_question_nobody_answered_is_not_there(find: Find, told: Told) -> None:
    said = told(service, find(feedback=[said_by(1, "2026-03-02", rating=5)]))
    assert not [each for each in said if each.startswith(("NPS", "Satisfied with the service"))]


def test_the_likely_dissatisfied_are_named_with_what_is_seen(find: Find, told: Told) -> None:
    complaints = [said_by(4, "2026-03-01", status="open"), said_by(4, "2026-02-01", status="resolved")]  # fmt: skip
    said = told(service, find(feedback=[said_by(1, "2026-03-02", rating=1)], complaints=complaints))
    assert line(said, "Ona Pavyzdienė | Last rating 2 or less of 5.")
    assert line(said, "SIA Zilais Kaķis | A complaint has been open for more than 14 days; two or more complaints in 90 days.")  # fmt: skip


def test_what_came_of_last_months_list_stands_beside_the_others(find: Find, told: Told) -> None:
    feedback = [said_by(1, "2026-02-02", rating=1)]
    complaints = [said_by(1, "2026-03-05"), said_by(2, "2026-03-06")]
    said = told(service, find(feedback=feedback, complaints=complaints))
    assert line(said, "Of the 1 on this list a month ago") == (
        "Of the 1 on this list a month ago, 1 complained or sent something back in March 2026; of the 10 other clients, 1."
    )


def test_an_unhappy_word_is_an_open_loop_until_the_client_is_told(find: Find, told: Told) -> None:
    feedback = [
        said_by(1, "2026-03-02", rating=1),
        said_by(3, "2026-03-01", rating=2, action_taken="A new box"),
        said_by(5, "2026-03-01", rating=2, told_client_on="2026-03-04"),
        said_by(6, "2026-03-01", rating=5),
    ]
    said = told(service, find(feedback=feedback))
    loops = said[said.index("Open loops") + 2 :]
    assert loops[0].split(" | ")[2:4] == ["30", "Changed; tell the client"]
    assert loops[1].split(" | ")[2:4] == ["29", "Nothing done yet"]
    assert loops[2].endswith("1 of 3 had an answer.")
