"""An event asks nobody whom it would hurt or bore, and the clerk sees why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.letters.letter import Letter
from crmbook.letters.plan import LetterPlan, Wish, plan
from crmbook.sheet import Sheet, Value
from crmbook.tables import read
from crmbook.workflow.reading import find

DAY = date(2026, 3, 31)
CLIENTS: Sequence[Sequence[Value]] = (
    ("Client no.", "Name", "Kind of client", "E-mail", "Gender", "Marketing consent", "Hobbies", "Children"),
    (1, "Adam Alder", "Person", "adam@example.com", "Male", "Yes", "jazz, sailing", "2"),
    (2, "Beth Birch", "Person", "beth@example.com", "Female", "Yes", "theatre", "none"),
    (3, "Cleo Cedar", "Person", "cleo@example.com", "Female", "Yes", None, None),
)  # fmt: skip
Planned = Callable[..., LetterPlan]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """The plan of a letter about an event to everybody."""

    def make(
        needs: str | None = None,
        avoid: str | None = None,
        *,
        kind: str = "invitation",
        allowed: Sequence[str] = (),
    ) -> LetterPlan:
        (tmp_path / "come.en.md").write_text(
            f"kind: {kind}\nchannels: email\nsubject: {{{{ event.name }}}}\n\n"
            "{{ letter.greeting }}\n",
            encoding="utf-8",
        )
        events: Sequence[Sequence[Value]] = [
            ("Event no.", "Event", "Date", "For whom", "Not for"),
            ("R1", "Evening", date(2026, 5, 1), needs, avoid),
        ]
        sheets = {"Clients": CLIENTS, "Events": events}
        book = MemoryBook.of([Sheet(name, rows, owned=False) for name, rows in sheets.items()])
        findings = find(book, read(book, as_of=DAY), DAY)
        wish = Wish("come", ["1", "2", "3"], event="R1", allowed=frozenset(allowed))
        return plan(findings, wish, [tmp_path], language="en")

    return make


def held(plan: LetterPlan) -> dict[str, list[tuple[str, str]]]:
    return {one.client_id: [(each.kind, each.text) for each in one.reasons] for one in plan.held}


def looks(plan: LetterPlan) -> dict[str, str]:
    return {one.client_id: one.text for one in plan.looks}


def test_who_has_no_children_is_not_asked_to_a_family_event(planned: Planned) -> None:
    reason = ("event", "It is for families, and there are no children.")
    assert held(planned("children")) == {"2": [reason]}


def test_who_loves_the_theatre_is_not_asked_to_fights(planned: Planned) -> None:
    assert held(planned("boxing", "theatre")) == {
        "2": [("event", "Not for: theatre (Hobbies: theatre)")]
    }


def test_somebody_who_looked_may_let_them_pass(planned: Planned) -> None:
    assert held(planned("children", allowed=["2"])) == {}


def test_of_those_who_are_asked_it_is_said_why_it_suits(planned: Planned) -> None:
    assert looks(planned("jazz, children")) == {
        "1": "For whom: jazz (Hobbies: jazz, sailing); children (Children: 2).",
        "3": "It is not known whether there are children.",
    }


def test_an_event_for_everybody_holds_nobody_and_needs_no_look(planned: Planned) -> None:
    found = planned()
    assert (held(found), looks(found)) == ({}, {})


def test_thanks_for_coming_go_to_everybody(planned: Planned) -> None:
    assert held(planned("children", kind="thank-you")) == {}


def told(letter: Letter) -> str:
    return f"{letter.subject} {letter.body} {letter.context}"


def test_nothing_of_why_it_suits_can_be_read_in_the_letter(planned: Planned) -> None:
    found = planned("jazz, children")
    assert [one.client_id for one in found.letters] == ["1", "3"]
    for private in ("jazz", "sailing", "Children", "children"):
        assert all(private not in told(letter) for letter in found.letters)
