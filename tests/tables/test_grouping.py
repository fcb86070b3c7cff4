"""Clients on lines of their own, their purchases beneath, and the sums between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crmbook import tables
from crmbook.books.memory import MemoryBook
from crmbook.settings import Settings
from crmbook.sheet import Sheet, Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
Rows = list[list[Value]]

FIRST, NEXT, OTHER = date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 6)
BOUGHT = [("UAB Rytas", FIRST, 100), ("UAB Rytas", NEXT, 50), ("UAB Vakaras", OTHER, 10)]

LINES: Rows = [
    ["Data", "Dok. nr.", "Suma"],
    ["UAB Rytas"],
    [FIRST, "S-1", 100],
    [NEXT, "S-2", 50],
    ["Iš viso", None, 150],
    [],
    ["UAB Vakaras"],
    [OTHER, "S-3", 10],
    ["Iš viso", None, 10],
    ["Viso", None, 160],
]


def bought(crm: Crm) -> list[tuple[object, ...]]:
    frame = crm.tables["purchases"]
    return list(zip(frame["client_id"], frame["date"].dt.date, frame["amount"], strict=True))


def said(crm: Crm) -> list[tuple[str, str, str]]:
    return [(problem.kind, problem.cell, problem.weight) for problem in crm.problems]


def test_the_line_above_names_the_client_of_its_purchases(read: Read) -> None:
    crm = read(Lapas1=LINES)
    assert bought(crm) == BOUGHT
    assert said(crm) == [("named_above", "A3:A4", "note")]


@pytest.mark.parametrize("total", ["Kopā", "Total", "UAB Rytas iš viso", "Kopsumma:", "Suma viso"])
def test_sums_are_no_purchases_whatever_they_are_called(read: Read, total: str) -> None:
    rows = [[total if cell == "Iš viso" else cell for cell in row] for row in LINES]
    assert bought(read(Lapas1=rows)) == BOUGHT


@pytest.mark.parametrize("label", ["Klientas", "Pirkėjas", "Customer", "Klients"])
def test_each_client_may_have_the_headings_anew_and_a_label_before_the_name(
    read: Read, label: str
) -> None:
    rows: Rows = [
        ["Pardavimų ataskaita"],
        [],
        [f"{label}: UAB Rytas"],
        *[LINES[0], *LINES[2:5]],
        [],
        [f"{label}: UAB Vakaras"],
        *[LINES[0], *LINES[7:]],
    ]
    assert bought(read(Lapas1=rows)) == BOUGHT


def test_of_a_branch_and_a_client_above_the_client_is_the_nearer(read: Read) -> None:
    rows: Rows = [LINES[0], ["Vilnius"], *LINES[1:6], ["Kaunas"], *LINES[6:]]
    assert bought(read(Lapas1=rows)) == BOUGHT


def test_a_line_of_its_own_may_stand_under_the_heading_client(read: Read) -> None:
    rows: Rows = [
        ["Klientas", "Data", "Suma"],
        ["UAB Rytas", None, 150],
        [None, FIRST, 100],
        [None, NEXT, 50],
        ["UAB Vakaras"],
        [None, OTHER, 10],
        ["Iš viso", None, 160],
    ]
    crm = read(Lapas1=rows)
    assert bought(crm) == BOUGHT
    assert said(crm) == [("named_above", "A3:A4", "note")]


FIRST_ONLY: Rows = [
    ["Klientas", "Data", "Suma"],
    ["UAB Rytas", FIRST, 100],
    [None, NEXT, 50],
    ["UAB Vakaras", OTHER, 10],
]


def test_a_client_named_on_the_first_purchase_only_is_to_be_looked_at(read: Read) -> None:
    crm = read(Lapas1=FIRST_ONLY)
    assert bought(crm) == BOUGHT
    assert said(crm) == [("named_above", "A3", "warning")]


def test_where_clients_come_again_a_blank_one_was_forgotten(read: Read) -> None:
    crm = read(Lapas1=[*FIRST_ONLY, ["UAB Rytas", OTHER, 7], [None, OTHER, 8]])
    assert ("missing_cell", "A3", "error") in said(crm)
    assert [amount for *_, amount in bought(crm)] == [100, 10, 7]


def test_a_bad_date_among_the_purchases_is_named(read: Read) -> None:
    rows = [["rytoj", "S-2", 50] if row[:1] == [NEXT] else row for row in LINES]
    crm = read(Lapas1=rows)
    assert [amount for *_, amount in bought(crm)] == [100, 10]
    assert ("not_a_date", "A4", "error") in said(crm)


def test_purchases_above_the_first_name_are_of_nobody(read: Read) -> None:
    crm = read(Lapas1=[LINES[0], [FIRST, "S-0", 7], *LINES[1:]])
    assert bought(crm) == BOUGHT
    assert ("missing_cell", "A2", "error") in said(crm)


def test_what_adopt_stored_reads_the_lines_again() -> None:
    with MemoryBook.of([Sheet("Lapas1", LINES, owned=False)]) as book:
        stored = tables.read(book).detection.settings()
        assert stored["purchases.columns.client_name"] == "(↑A)"
        assert bought(tables.read(book, Settings.of(stored))) == BOUGHT


def test_days_are_never_taken_for_clients_when_the_lines_of_names_are_gone() -> None:
    with MemoryBook.of([Sheet("Lapas1", LINES, owned=False)]) as book:
        stored = tables.read(book).detection.settings()
    flat = [row for row in LINES if len(row) != 1]
    with MemoryBook.of([Sheet("Lapas1", flat, owned=False)]) as book:
        crm = tables.read(book, Settings.of(stored))
    assert len(crm.tables["purchases"]) == 0
    assert ("missing_cell", "A2:A3", "error") in said(crm)
