"""Calls instead of letters: who is on the list, and what came of a call, read back from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from crmbook import workflow
from crmbook.books import create, open_book
from crmbook.letters.plan import Wish
from crmbook.sheet import Sheet, Value
from crmbook.workflow import Who

DAY = date(2026, 3, 31)
CLIENTS: Sequence[Sequence[Value]] = [
    ["Client no.", "Name", "Kind of client", "E-mail", "Phone", "Preferred channel", "Marketing consent", "City"],
    [1, "Adam Alder", "Person", "adam@example.com", "+370 600 00001", None, "Yes"],
    [2, "Beth Birch", "Person", "beth@example.com", "+370 600 00002", "Phone", "Yes"],
    [3, "Cleo Cedar", "Person", None, "+370 600 00003", None, "No"],
    [4, "Dora Daisy", "Person", None, None, None, "Yes"],
    [5, "Emil Elm", "Person", None, "+370 600 00005", None, "Yes"],
    [6, "Fay Fir", "Person", None, None, "In person", "Yes", "York"],
    [7, "Guy Gum", "Person", None, None, "In person", "Yes", "Leeds"],
]  # fmt: skip
TUESDAY = date(2026, 1, 6)
CONTACTS: Sequence[Sequence[Value]] = [
    ["Client no.", "Date", "Kind", "Who began", "What was said"],
    [2, TUESDAY, "Call", "We", "Talked"],
    [2, date(2026, 1, 13), "Call", "We", "Talked"],
    [2, date(2026, 1, 21), "Call", "We", "Talked"],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "clients.xlsx"
    sheets = {"Clients": CLIENTS, "Contacts": CONTACTS}
    create(path, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    folder = tmp_path / "templates" / "letters"
    folder.mkdir(parents=True)
    text = "kind: newsletter\nchannels: email\nsubject: News\n\n{{ letter.greeting }}\n"
    (folder / "news.en.md").write_text(text, encoding="utf-8")
    return path


def listed(workbook: Path, *, write: bool = False) -> workflow.Calls:
    ids = [str(number) for number in range(1, 8)]
    return workflow.plan_calls(workbook, Wish("news", ()), Who(ids=ids), as_of=DAY, write=write)


def test_who_is_reached_by_phone_and_agreed_is_on_the_list(workbook: Path) -> None:
    called = [one.name for one in listed(workbook).calls if not one.visit]
    assert called == ["Beth Birch", "Emil Elm"]


def test_visits_are_listed_by_town(workbook: Path) -> None:
    listed(workbook, write=True)
    with open_book(workbook) as book:
        column = [row[1] for row in book.read("Calls")]
    assert column.index("Guy Gum") < column.index("Fay Fir")


def test_the_day_on_which_somebody_usually_answers_needs_three_calls(workbook: Path) -> None:
    assert [one.weekday for one in listed(workbook).calls if not one.visit] == [
        TUESDAY.weekday(),
        None,
    ]


def test_what_came_of_a_call_enters_the_contact_history_once(workbook: Path) -> None:
    listed(workbook, write=True)
    with open_book(workbook) as book:
        rows = book.read("Calls")
        head, _visits = [n for n, row in enumerate(rows) if "What came of it" in row]
        cell = f"{chr(65 + rows[head].index('What came of it'))}{head + 2}"
        book.change("Calls", {cell: "Comes on Friday"})
    assert listed(workbook, write=True).noted == 1
    assert listed(workbook, write=True).noted == 0
    with open_book(workbook) as book:
        assert book.read("Contacts")[-1] == [2, DAY, "Call", "We", "Comes on Friday"]
        assert [title for title in book.sheets() if title.startswith("Calls")] == ["Calls"]
