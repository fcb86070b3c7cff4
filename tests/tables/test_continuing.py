"""Invoices whose client, day and number stand on their first line only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crmbook.sheet import Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
Rows = list[list[Value]]

HEAD: list[Value] = ["Invoice", "Date", "Client", "Product", "Qty", "Amount"]
DAY, NEXT = date(2026, 1, 5), date(2026, 2, 6)
FIRST: Rows = [
    ["A-1", DAY, "Ona", "Tea", 2, 10],
    [None, None, None, "Cups", 1, 4],
    [None, None, None, "Honey", 3, 21],
]
LAST: Rows = [["A-2", NEXT, "Rasa", "Tea", 1, 5], [None, None, None, "Cups", 2, 8]]


def bought(crm: Crm) -> list[tuple[object, ...]]:
    frame = crm.tables["purchases"]
    return list(
        zip(
            frame["client_id"],
            frame["document"],
            frame["date"].dt.date,
            frame["amount"],
            strict=True,
        )
    )


def test_lines_go_on_with_the_document_above_the_last_ones_too(read: Read) -> None:
    crm = read(Invoices=[HEAD, *FIRST, *LAST])
    assert bought(crm) == [
        ("Ona", "A-1", DAY, 10), ("Ona", "A-1", DAY, 4), ("Ona", "A-1", DAY, 21),
        ("Rasa", "A-2", NEXT, 5), ("Rasa", "A-2", NEXT, 8),
    ]  # fmt: skip
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [("continued_lines", "B3", "note")]


def test_sums_among_and_below_the_lines_are_not_lines(read: Read) -> None:
    sums: Rows = [
        [None, None, None, None, None, 35],
        *LAST,
        [None, None, None, "Iš viso", 9, 48],
        [None, None, None, None, 9, 48],
        [None, None, None, "VAT 21 %", None, 10],
    ]
    crm = read(Invoices=[HEAD, *FIRST, *sums])
    assert [amount for *_, amount in bought(crm)] == [10, 4, 21, 5, 8]


def test_a_first_line_that_is_the_sum_of_the_others_is_not_counted_with_them(read: Read) -> None:
    rows: Rows = [
        ["A-1", DAY, "Ona", "Order", 1, 25],
        [None, None, None, "Cups", 1, 4],
        [None, None, None, "Honey", 3, 21],
        ["A-2", NEXT, "Rasa", "Order", 1, 8],
        [None, None, None, "Cups", 2, 8],
    ]
    assert [amount for *_, amount in bought(read(Invoices=[HEAD, *rows]))] == [25, 8]


def test_rows_after_the_last_document_alone_are_no_pattern(read: Read) -> None:
    crm = read(Invoices=[HEAD, FIRST[0], *LAST])
    assert [amount for *_, amount in bought(crm)] == [10, 5]


def test_a_line_below_a_blank_row_belongs_to_nobody(read: Read) -> None:
    crm = read(Invoices=[HEAD, *FIRST, [], [None, None, None, "Jug", 1, 7], *LAST])
    assert 7 not in [amount for *_, amount in bought(crm)]
    assert any(problem.weight == "error" for problem in crm.problems)


def test_a_line_with_a_day_of_its_own_is_not_given_anybodys_client(read: Read) -> None:
    crm = read(Invoices=[HEAD, *FIRST, [None, NEXT, None, "Jug", 1, 7], *LAST])
    assert 7 not in [amount for *_, amount in bought(crm)]


def test_without_numbers_of_documents_nothing_goes_on(read: Read) -> None:
    rows = [row[1:] for row in [HEAD, *FIRST, *LAST]]
    assert read(Invoices=rows).tables["purchases"]["amount"].tolist() == [10, 5]
