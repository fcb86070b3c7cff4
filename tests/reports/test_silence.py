"""Who is later than their own rhythm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crmbook.analyses.silence import LookBack
from crmbook.findings import Findings
from crmbook.reports import silence
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]


def built(findings: Findings) -> Sheet:
    sheet = silence.build(findings)
    assert sheet is not None
    return sheet


def cells(sheet: Sheet, row: int) -> list[Any]:
    return [cell.value if isinstance(cell, Cell) else cell for cell in sheet.rows[row]]


def test_the_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None]
) -> None:
    golden("silence.txt", as_text(built(find())))


def test_the_most_valuable_come_first(find: Find) -> None:
    sheet = built(find())
    assert [cells(sheet, row)[0] for row in (6, 7, 8)] == [
        "UAB Žalias Kamuolys", "MB Tyli Upė", "SIA Zilais Kaķis",
    ]  # fmt: skip


def test_a_click_on_a_name_goes_to_the_clients_row(find: Find) -> None:
    name = built(find()).rows[6][0]
    assert isinstance(name, Cell)
    assert name.link == "#'Clients'!A3"


def test_headings_stay_in_view_and_are_repeated_on_paper(find: Find) -> None:
    sheet = built(find())
    assert cells(sheet, 5)[0] == "Client"
    assert sheet.freeze == (6, 1)
    assert (sheet.print.repeat_from, sheet.print.repeat_rows) == (5, 1)
    assert sheet.print.landscape


def test_the_sheet_says_how_often_such_flags_were_right(find: Find) -> None:
    said = cells(built(find()), 3)[0]
    assert "How many flags of the last 12 months were right: 1 of 2." in said
    assert "80% or more, nothing was bought in 12 of 15 (80%) such judgements." in said
    assert said.endswith("More on the sheet Quality.")


def test_where_the_past_is_too_short_the_sheet_says_so(find: Find) -> None:
    findings = find()
    assert findings.look_back is not None
    nothing = replace(findings, look_back=LookBack(None, findings.look_back.flags.head(0)))
    assert cells(built(nothing), 3)[0].startswith("How often such flags are right cannot be said")


def test_when_nobody_is_late_one_line_says_so(find: Find) -> None:
    clients = [{"client_id": "1", "name": "Ona", "owner": "Rasa"}]
    bought = [{"client_id": "1", "date": f"2026-0{month}-20", "amount": 5} for month in (1, 2, 3)]
    sheet = built(find(clients=clients, purchases=bought))
    assert cells(sheet, 3) == ["Nobody is late: every client keeps to their own rhythm."]


def test_where_nobody_ever_bought_nobody_is_said_to_keep_a_rhythm(find: Find) -> None:
    sheet = built(find(clients=[{"client_id": "1", "name": "Ona"}], purchases=[]))
    assert cells(sheet, 3) == [
        "No purchases were found, so that nobody has a rhythm to be late for."
    ]


def test_when_purchases_end_long_ago_the_sheet_asks_for_the_later_ones(find: Find) -> None:
    bought = [{"client_id": "1", "date": f"2025-0{month}-20", "amount": 5} for month in (1, 2, 3)]
    sheet = built(find(clients=[{"client_id": "1", "name": "Ona"}], purchases=bought))
    said = "That is 376 days before the day of this report: are later purchases missing?"
    assert cells(sheet, 3) == [f"The last purchase in the workbook is of 20 March 2025. {said}"]


def test_a_firm_without_amounts_has_no_value_at_risk(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    headings = cells(built(find(**without_amounts)), 5)
    assert "Why" in headings
    assert not any("Value" in heading for heading in headings)


def test_a_firm_without_amounts_sees_its_frequent_buyers_first(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    findings = find(**without_amounts)
    late = silence.late_clients(findings)
    found = findings["silence"].reindex(late.index)
    missed = found["p_silent"] * found["expected_12m"]
    assert len(late) > 1
    assert missed.is_monotonic_decreasing


def test_a_long_list_ends_with_how_many_more(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "MOST", 1)
    assert cells(built(find()), 7) == ["And 2 clients more, €3,276 at risk: see the sheet Scores."]


def test_no_clients_no_sheet(find: Find) -> None:
    assert silence.build(find(clients=[], purchases=[])) is None
