"""The card of the client under the cursor, wherever the cursor is."""

from __future__ import annotations

from datetime import date

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.sheet import Sheet, Value
from crmbook.workflow import Spot, card_at
from crmbook.workflow.pointing import NoClientThereError

TODAY = date(2026, 3, 31)


@pytest.fixture
def book() -> MemoryBook:
    clients = [["Client no.", "Name"], ["C1", "Anna Smith"], ["C2", "Borealis Ltd"]]
    purchases: list[list[Value]] = [
        ["Client no.", "Date", "Amount"],
        ["C2", date(2026, 1, 5), 90.0],
        ["C1", date(2026, 2, 4), 40.0],
    ]
    return MemoryBook.of(
        [Sheet("Clients", clients, owned=False), Sheet("Purchases", purchases, owned=False)]
    )


def carded(book: MemoryBook, *spots: Spot) -> list[str]:
    """Whose card is shown with the cursor on these rows, the sheet in front first."""
    rows = {spot.sheet: spot for spot in spots}
    return list(card_at(book, lambda sheet: rows[sheet] if sheet else spots[0], TODAY).names)


@pytest.mark.parametrize(
    ("spot", "name"),
    [
        (Spot("Clients", 2), "Anna Smith"),
        (Spot("Purchases", 2), "Borealis Ltd"),
        (Spot("Silence", 9, [None, "borealis ltd", 90.0]), "Borealis Ltd"),
    ],
)
def test_a_row_of_any_sheet_tells_its_client(book: MemoryBook, spot: Spot, name: str) -> None:
    assert carded(book, spot) == [name]


def test_from_a_sheet_without_clients_the_row_on_the_client_list_counts(book: MemoryBook) -> None:
    assert carded(book, Spot("Start", 4), Spot("Clients", 3)) == ["Borealis Ltd"]


def test_the_card_is_a_sheet_of_ours(book: MemoryBook) -> None:
    carded(book, Spot("Clients", 2))
    assert book.owned()["client"] == "Client card"
    assert book.read("Client card")[0][0] == "Anna Smith"


def test_a_row_of_nobody_says_where_to_put_the_cursor(book: MemoryBook) -> None:
    with pytest.raises(NoClientThereError, match=r"row 1 of “Start”.*sheet “Clients”"):
        carded(book, Spot("Start", 1), Spot("Clients", 1))
