"""Segments, ABC, satisfied and loyal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crmbook import reports
from crmbook.analyses.loyalty import SEGMENTS
from crmbook.findings import Findings
from crmbook.reports import abc, satisfied_loyal, segments
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]

FEEDBACK = [
    {"client_id": client, "date": "2026-03-01", "rating": rating, "recommend": rating * 2}
    for client, rating in (("1", 5), ("3", 2), ("9", 5), ("8", 5), ("10", 4), ("6", 1))
]


def rows(sheet: Sheet | None) -> list[list[Any]]:
    assert sheet is not None
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("report", ["segments", "abc", "satisfied_loyal", "quality"])
def test_the_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None], report: str
) -> None:
    sheets = {sheet.key: sheet for sheet in reports.build(find(feedback=FEEDBACK))}
    golden(f"{report}.txt", as_text(sheets[report]))


def test_the_segments_cover_everybody_once(find: Find) -> None:
    text = rows(segments.build(find()))
    numbers = [row[1] for row in text[4 : 4 + len(SEGMENTS)]]
    assert sum(numbers) == 12
    assert text[4 + len(SEGMENTS)][:2] == ["Everybody", 12]


def test_every_segment_has_its_definition_and_advice_beside_it(find: Find) -> None:
    for row in rows(segments.build(find()))[4 : 4 + len(SEGMENTS)]:
        assert all(isinstance(text, str) and text for text in row[-2:])


def test_of_fewer_than_ten_clients_segments_have_no_percentages(find: Find) -> None:
    few = [{"client_id": str(n), "name": str(n), "owner": None} for n in range(3)]
    bought = [{"client_id": "1", "date": "2026-03-01", "amount": 5}]
    assert "Part" not in str(rows(segments.build(find(clients=few, purchases=bought)))[3])


def test_a_firm_without_amounts_has_segments_without_money_and_no_abc(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    assert "Revenue" not in str(rows(segments.build(find(**without_amounts)))[3])
    assert abc.build(find(**without_amounts)) is None


def test_class_a_brings_what_the_settings_say(find: Find) -> None:
    text = rows(abc.build(find(settings={"abc_a": 0.4})))
    assert next(row for row in text if row[:1] == ["A"])[:2] == ["A", 1]


def test_the_chart_stands_on_the_list_under_it(find: Find) -> None:
    sheet = abc.build(find())
    assert sheet is not None
    names = sheet.charts[0].series[0].categories
    first = sheet.rows[names.first_row][0]
    assert isinstance(first, Cell)
    assert first.value == "AS Sarkanais Lācis"


def test_the_four_of_satisfied_and_loyal_are_named_and_counted(find: Find) -> None:
    text = rows(satisfied_loyal.build(find(feedback=FEEDBACK)))
    assert text[4:8] == [
        ["", "Satisfied and loyal", "Satisfied, not loyal"],
        ["Satisfied", 2, 2],
        ["", "Loyal, not satisfied", "Neither"],
        ["Not satisfied", 1, 1],
    ]


def test_without_feedback_the_sheet_is_not_made_and_quality_says_why(find: Find) -> None:
    sheets = {sheet.key: sheet for sheet in reports.build(find())}
    assert "satisfied_loyal" not in sheets
    assert ["Satisfied × loyal", "There are no rows on a sheet like Feedback."] in rows(
        sheets["quality"]
    )


def test_the_titles_are_those_the_workbook_gives(find: Find) -> None:
    findings = find()
    assert [sheet.name for sheet in reports.build(findings)] == [
        findings.titles[key]
        for key in ("overview", "todo", "silence", "segments", "abc", "quality", "scores")
    ]


def test_no_cell_of_a_client_is_a_formula(find: Find) -> None:
    clients = [{"client_id": "9", "name": "=1+1", "owner": "=2+2"}]
    for sheet in reports.build(find(clients=clients, feedback=FEEDBACK)):
        cells = [cell for row in sheet.rows for cell in row if isinstance(cell, Cell)]
        assert not any("1+1" in (cell.formula or "") for cell in cells)
