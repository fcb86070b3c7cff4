"""Letters as rows of the contact history, whatever the owner's list looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from crmbook import tables
from crmbook.books import create, open_book
from crmbook.letters import recording
from crmbook.letters.ledger import Entry
from crmbook.sheet import Sheet, Value

DAY = date(2026, 3, 31)
LETTER = Entry("thanks", "1", "email", "sent", DAY, subject="Thank you")
Rows = Sequence[Sequence[Value]]


def recorded(path: Path, contacts: Rows, clients: Rows) -> tuple[list[list[Value]], list[Entry]]:
    """The rows of the history after a letter, and what would be added a second time."""
    purchases: Rows = [["Client no.", "Date", "Amount"], [clients[0][0], date(2026, 1, 5), 20]]
    sheets: dict[str, Rows] = {
        "Clients": [["Client no.", "Name"], *clients], "Purchases": purchases,
    }  # fmt: skip
    if contacts:
        sheets["Contacts"] = contacts
    create(path, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    with open_book(path) as book:
        recording.record(book, tables.read(book, as_of=DAY).tables, [LETTER])
        again = recording.unrecorded([LETTER], tables.read(book, as_of=DAY).tables)
        return book.read("Contacts"), again


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clients.xlsx"


def test_a_list_without_kinds_knows_its_letters_again(path: Path) -> None:
    contacts: Rows = [["What was said", "Date", "Client no."], ["Asked", date(2025, 1, 5), 1]]
    rows, again = recorded(path, contacts, [[1, "Adam Alder"]])
    assert rows[-1] == ["Thank you [thanks]", DAY, 1]
    assert again == []


def test_a_list_that_names_its_clients_gets_the_name(path: Path) -> None:
    contacts: Rows = [
        ["Client", "Date", "Kind", "What was said"],
        ["Adam Alder", date(2025, 1, 5), "Call", "Asked"],
    ]
    rows, again = recorded(path, contacts, [[1, "Adam Alder"], [2, "Beth Birch"]])
    assert rows[-1] == ["Adam Alder", DAY, "E-mail", "Thank you [thanks]"]
    assert again == []


def test_of_two_clients_of_one_name_the_number_tells(path: Path) -> None:
    contacts: Rows = [
        ["Client", "Date", "Kind", "What was said"],
        ["Beth Birch", date(2025, 1, 5), "Call", "Asked"],
    ]
    clients: Rows = [[1, "Adam Alder"], [2, "Beth Birch"], [3, "Adam Alder"]]
    assert recorded(path, contacts, clients)[0][-1][0] == "1"


@pytest.mark.parametrize("contacts", [[], [["Client no.", "Date", "Kind", "What was said"]]])
def test_the_first_row_has_the_client_s_number_as_the_clients_have_it(
    path: Path, contacts: Rows
) -> None:
    rows, _again = recorded(path, contacts, [[1, "Adam Alder"]])
    assert rows[-1][0] == 1
