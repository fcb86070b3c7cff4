"""The page of clients: from the start of the month to its end, and what each group brings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import periods
from crmbook.reports.layout import Page
from crmbook.reports.month import clients, groups
from crmbook.reports.month.paper import ACROSS, NAMED, WIDTHS
from crmbook.sheet import Cell

Find = Callable[..., Findings]
Told = Callable[..., list[str]]
MARCH = periods.whole_month(date(2026, 3, 1))


def made(findings: Findings) -> Page:
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    clients.page(page, findings, MARCH)
    return page


def column(page: Page, first: str, last: str, number: int) -> list[Any]:
    """The values of a column from one caption to another, both with it."""
    heads = [row[0].value if row and isinstance(row[0], Cell) else None for row in page.rows]
    top = heads.index(first)
    rows = page.rows[top : heads.index(last, top) + 1]
    cells = [row[number] for row in rows]
    return [cell.value if isinstance(cell, Cell) else cell for cell in cells]


def test_the_steps_add_up_to_the_end(find: Find) -> None:
    page = made(find())
    numbers = column(page, "On time at the start", "On time at the end", 1)
    assert sum(numbers[:-1]) == numbers[-1]


def test_the_end_is_a_formula_over_the_steps(find: Find) -> None:
    page = made(find())
    end = next(row for row in page.rows if row and row[0] == Cell("On time at the end", "label"))  # fmt: skip
    assert isinstance(end[1], Cell)
    assert str(end[1].formula).startswith("=SUM(B")


def test_each_status_ends_with_what_it_had_and_got_and_lost(find: Find) -> None:
    page = made(find())
    was, came, left, now = (column(page, "On time", "Lost", n) for n in (1, 2, 3, 4))
    assert [a + b - c for a, b, c in zip(was, came, left, strict=True)] == now


def test_a_step_names_its_clients_and_counts_the_rest(find: Find) -> None:
    new: list[dict[str, Any]] = [{"client_id": f"n{n}", "date": "2026-03-30", "amount": 10.0 + n} for n in range(NAMED + 2)]  # fmt: skip
    named = [{"client_id": row["client_id"], "name": row["client_id"].upper()} for row in new]
    page = made(find(clients=named, purchases=new))
    assert column(page, "+ New", "+ New", 3) == ["N5, N4, N3, N2 and 2 more"]


def test_segments_together_bring_the_revenue_of_the_month(find: Find) -> None:
    found = find()
    page = made(found)
    month = found.summaries.documents["date"] >= "2026-03-01"
    revenue = found.summaries.documents.loc[month, "amount"].sum()
    together = [row for row in page.rows if row and row[0] == Cell("Together", "label")]
    assert [row[3].value for row in together if isinstance(row[3], Cell)] == [revenue, revenue]


def test_parts_are_of_the_sum_below(find: Find) -> None:
    ten = [{"client_id": str(n), "date": "2026-03-03", "amount": 10.0 + n} for n in range(10)]
    page = made(find(clients=[{"client_id": str(n), "name": str(n)} for n in range(10)], purchases=ten))  # fmt: skip
    parts = column(page, "A", "Together", 4)
    assert parts[-1] == 1
    assert sum(parts[:-1]) == pytest.approx(1)


def test_of_fewer_than_ten_buyers_nobody_has_a_part(find: Find, told: Told) -> None:
    said = told(clients, find())
    assert "Class | Clients | Bought in the month | Revenue, EUR | A month earlier | A year earlier" in said  # fmt: skip


def test_years_of_first_purchases_have_no_percentage_below_ten(find: Find, told: Told) -> None:
    said = told(clients, find())
    year = next(line for line in said if line.startswith("2025"))
    assert year.split(" | ")[1:4] == ["6", "6", "6"]
    assert len(year.split(" | ")) == 5


def test_a_firm_without_amounts_counts_purchases(
    find: Find, told: Told, without_amounts: dict[str, Any]
) -> None:
    said = "\n".join(told(clients, find(**without_amounts)))
    assert "Purchases by month" in said
    assert "nan" not in said
    assert "By class of revenue" not in said


def test_one_client_is_enough_for_a_page(find: Find, told: Told) -> None:
    one = {"clients": [{"client_id": "1", "name": "Ona"}],
           "purchases": [{"client_id": "1", "date": "2026-03-03", "amount": 12.0}]}  # fmt: skip
    said = told(clients, find(**one))
    assert "+ New | 1 | 12 | Ona" in said
    assert not [line for line in said if "%" in line]


def test_without_purchases_it_is_one_line(find: Find, told: Told) -> None:
    assert told(clients, find(purchases=[])) == ["Nothing to report: nobody has bought yet."]


def test_the_ten_largest_are_told_of_more_than_ten(find: Find) -> None:
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    many = [{"client_id": str(n), "date": "2026-03-03", "amount": 10.0} for n in range(20)]
    groups.add(page, find(clients=[{"client_id": str(n), "name": str(n)} for n in range(20)], purchases=many), MARCH)  # fmt: skip
    said = [cell.value for row in page.rows for cell in row if isinstance(cell, Cell)]
    assert "The ten largest clients bring 50% of the revenue of the last 12 months; 16 clients of class A bring 80%." in said  # fmt: skip
