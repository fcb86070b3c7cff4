"""What to do about whom: the owner's rows first, the built-in ones where there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from crmbook import blank, schema, tables
from crmbook.analyses import loyalty, silence
from crmbook.books.memory import MemoryBook
from crmbook.findings import Findings
from crmbook.language import Language, speaking
from crmbook.reports import plays, todo
from crmbook.reports.duties import duties
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]


def row(segment: str, status: str, **rest: object) -> dict[str, Any]:
    return {"segment": segment, "status": status, **rest}


def play_of(findings: Findings, client_id: str) -> pd.Series:
    return plays.chosen(findings, pd.Index([client_id])).iloc[0]


def placed(findings: Findings, client_id: str, segment: str, status: str) -> Findings:
    """The same firm with one client placed anew."""
    results = dict(findings.results)
    for analysis, column, value in (("loyalty", "segment", segment), ("silence", "status", status)):
        frame = results[analysis].copy()
        frame.loc[client_id, column] = value
        results[analysis] = frame
    return replace(findings, results=results)


def test_the_words_of_the_sheet_are_those_of_the_analyses() -> None:
    for column, keys, caption in (
        ("segment", loyalty.SEGMENTS, loyalty.caption),
        ("status", silence.STATUSES, silence.caption),
    ):
        options = [o for o in schema.table("plays").column(column).choices if o.key != "any"]
        assert {o.key for o in options} == set(keys)
        for language in ("en", "lt", "lv"):
            with speaking(language):
                assert [str(o.names) for o in options] == [caption(o.key) for o in options]


SOME = [
    row("any", "any", action="Anybody"),
    row("champions", "any", action="Champions"),
    row("any", "silent", action="Silent"),
    row("champions", "silent", action="Silent champions"),
]


@pytest.mark.parametrize(
    ("segment", "status", "action"),
    [
        ("champions", "silent", "Silent champions"),
        ("loyal", "silent", "Silent"),
        ("champions", "quiet", "Champions"),
        ("loyal", "quiet", "Anybody"),
    ],
)
def test_the_row_that_fits_best_is_used(find: Find, segment: str, status: str, action: str) -> None:
    findings = placed(find(plays=SOME), "2", segment, status)
    assert play_of(findings, "2")["action"] == action


def test_status_decides_before_segment(find: Find) -> None:
    both = [row("loyal", "any", action="Loyal"), row("any", "silent", action="Silent")]
    findings = placed(find(plays=both), "2", "loyal", "silent")
    assert play_of(findings, "2")["action"] == "Silent"


def test_of_two_equal_rows_the_upper_one_counts(find: Find) -> None:
    twice = [row("any", "silent", action="First"), row("any", "silent", action="Second")]
    assert play_of(placed(find(plays=twice), "2", "loyal", "silent"), "2")["action"] == "First"


def test_days_that_a_row_leaves_empty_are_as_built_in(find: Find) -> None:
    findings = find(plays=[row("any", "silent", action="Write", channel="post")])
    play = play_of(placed(findings, "2", "loyal", "silent"), "2")
    assert (play["action"], play["channel"], play["wait_days"]) == ("Write", "post", 5)


def test_without_the_sheet_the_built_in_plays_serve(find: Find) -> None:
    play = play_of(placed(find(), "2", "loyal", "silent"), "2")
    assert (play["wait_days"], play["template"]) == (5, "win-back")


def test_nothing_built_in_begins_with_an_offer_or_a_discount() -> None:
    assert not {play.template for play in plays.built_in()} & {"offer", "win-back-offer"}


def test_what_a_play_of_nought_days_asks_for_is_due_today(find: Find) -> None:
    findings = find(plays=[row("any", "silent", action="Call", wait_days=0)])
    placed_ = placed(findings, "2", "loyal", "silent")
    assert plays.due_days(placed_, pd.Index(["2"])) == [findings.as_of]


@pytest.mark.parametrize(("typed", "days"), [(-3, 0), (1e9, 365), (2.4, 2)])
def test_days_that_cannot_be_are_brought_to_some_that_can(
    find: Find, typed: float, days: int
) -> None:
    findings = find(plays=[row("any", "silent", action="Call", wait_days=typed)])
    assert play_of(placed(findings, "2", "loyal", "silent"), "2")["wait_days"] == days


# ── on the to-do list ────────────────────────────────────────────────────────────────────────


def shown(findings: Findings) -> list[list[Any]]:
    sheet = todo.build(findings)
    assert sheet is not None
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


MINE = [
    row("any", "silent", action="Bring a cake", channel="in_person", template="event-invitation",
        owner="Asta", wait_days=7),
]  # fmt: skip


def test_the_to_do_takes_sentence_letter_channel_owner_and_day_from_the_play(find: Find) -> None:
    text = shown(find(plays=MINE))
    cake = next(line for line in text if len(line) > 4 and line[1] == "SIA Zilais Kaķis")
    assert cake[4:6] == ["Bring a cake Letter: Invitation to an event.", "In person"]
    assert cake[-1] == date(2026, 4, 9)
    assert any(str(line[0]).startswith("Asta · ") for line in text if line)


def test_nobody_is_phoned_who_has_no_number(find: Find) -> None:
    clients = [
        {"client_id": "1", "name": "Ona", "owner": None, "phone": "8 600 00000", "email": "o@x.example"},
        {"client_id": "2", "name": "Jonas", "owner": None, "phone": None, "email": "j@x.example"},
    ]  # fmt: skip
    findings = find(clients=clients, purchases=[])
    ids = pd.Index(["1", "2"])
    assert plays.channels(findings, ids, ["phone", "phone"]) == ["Phone", "E-mail"]


def test_what_nobody_owns_goes_to_the_manager(find: Find) -> None:
    findings = find(settings={"manager": "Vida"})
    unowned = findings.clients.index[findings.clients["owner"] == ""]
    moved = placed(findings, str(unowned[0]), "loyal", "silent")
    due = duties(moved)
    assert set(due.loc[due["client_id"].isin(unowned), "owner"]) == {"Vida"}
    text = shown(moved)
    assert any(
        str(line[2]).endswith("Nobody is responsible for this client yet.")
        for line in text
        if len(line) > 2
    )


def test_without_a_manager_what_nobody_owns_stands_apart(find: Find) -> None:
    moved = placed(find(), "9", "loyal", "silent")
    assert any(
        str(line[0]).startswith("No owner: for the leader to hand out")
        for line in shown(moved)
        if line
    )


# ── before the silent date ───────────────────────────────────────────────────────────────────


def turning(findings: Findings, status: str, on: str, days_since: int = 40) -> Findings:
    """Client 9, of class A, who usually buys every 35 days, and whose status turns on a day."""
    moved = placed(findings, "9", "loyal", status)
    frame = moved.results["silence"].copy()
    frame.loc["9", "silent_from"] = pd.Timestamp(on)
    frame.loc["9", "days_since"] = days_since
    results = {**moved.results, "silence": frame}
    abc = moved.results["abc"].copy()
    abc["abc"] = abc["abc"].astype(object)
    abc.loc["9", "abc"] = "A"
    return replace(moved, results={**results, "abc": abc})


@pytest.mark.parametrize(
    ("status", "on", "kind"),
    [
        ("active", "2026-04-07", "soon_a"),  # within 7 working days
        ("quiet", "2026-04-13", "soon_a"),  # within 10
        ("quiet", "2026-05-20", "quiet_a"),
        ("silent", "2026-03-20", "silent_a"),
    ],
)
def test_a_client_of_class_a_is_to_be_called_before_the_silent_date(
    find: Find, status: str, on: str, kind: str
) -> None:
    due = duties(turning(find(), status, on))
    assert due.loc[due["client_id"] == "9", "kind"].tolist() == [kind]


def test_a_client_who_is_on_time_is_left_in_peace_however_near_the_day(find: Find) -> None:
    due = duties(turning(find(), "active", "2026-04-07", days_since=30))
    assert "9" not in set(due["client_id"])


def test_an_active_client_with_weeks_left_is_left_in_peace(find: Find) -> None:
    due = duties(turning(find(), "active", "2026-05-20"))
    assert "9" not in set(due["client_id"])


@pytest.mark.parametrize(
    ("on", "by"),
    [
        ("2026-04-01", date(2026, 3, 31)),  # tomorrow: today
        ("2026-04-02", date(2026, 4, 1)),
        ("2026-04-20", date(2026, 4, 2)),  # class A waits two days at most
    ],
)
def test_it_is_due_before_that_day(find: Find, on: str, by: date) -> None:
    assert plays.due_days(turning(find(), "quiet", on), pd.Index(["9"])) == [by]


def test_the_day_is_named(find: Find) -> None:
    text = shown(turning(find(), "active", "2026-04-07"))
    why = next(line[2] for line in text if len(line) > 2 and line[1] == "AS Sarkanais Lācis")
    assert why.endswith("Counts as silent from 7 April 2026, if nothing is bought.")


# ── the sheet of the owner ───────────────────────────────────────────────────────────────────

HEADINGS = ["Segment", "Status", "What to do", "Letter"]


def read(*rows_: list[Any]) -> tables.Crm:
    clients = [["Client no.", "Name"], ["1", "Ona"]]
    book = MemoryBook.of([
        Sheet("Clients", clients, owned=False), Sheet("Plays", [HEADINGS, *rows_], owned=False),
    ])  # fmt: skip
    return tables.read(book)


def test_a_word_that_is_no_status_is_a_problem_with_its_cell_and_the_row_is_left_out() -> None:
    crm = read(["Any", "Silent", "Call", None], ["Any", "Sulking", "Sing", None])
    problem = next(p for p in crm.problems if p.sheet == "Plays")
    assert (problem.cell, "Sulking" in problem.text) == ("B3", True)
    assert crm.tables["plays"]["action"].tolist() == ["Call"]


def test_a_row_that_does_not_say_what_to_do_is_a_problem_with_its_cell() -> None:
    crm = read(["Any", "Silent", None, None])
    assert [(p.cell, p.weight) for p in crm.problems if p.sheet == "Plays"] == [("C2", "error")]


def test_segments_and_states_alone_are_no_plays() -> None:
    rows = [["Segment", "Status", "Channel"], ["Retail", "Open", "Phone"]]
    crm = tables.read(MemoryBook.of([Sheet("Sheet1", rows, owned=False)]))
    assert "plays" not in crm.tables


def test_a_letter_that_does_not_exist_is_a_problem_with_its_cell() -> None:
    crm = read(["Any", "Silent", "Call", "Love letter"])
    assert [(p.cell, p.weight) for p in crm.problems if p.sheet == "Plays"] == [("D2", "warning")]


def test_a_letter_may_be_named_as_its_file_is() -> None:
    crm = read(["Any", "Silent", "Call", "win-back"])
    assert crm.tables["plays"]["template"].tolist() == ["win-back"]


@pytest.mark.parametrize("language", ["en", "lt", "lv"])
def test_a_new_workbooks_plays_are_read_as_they_were_built_in(language: Language) -> None:
    crm = tables.read(MemoryBook.of(blank.sheets(language)))
    found = crm.tables["plays"]
    assert not [p for p in crm.problems if p.weight == "error"]
    assert list(zip(found["segment"], found["status"], strict=True)) == [
        (play.segment, play.status) for play in plays.built_in()
    ]
