"""Clients by industry, town and the firm's own segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import segments
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]

INDUSTRIES = ("Wood", "wood", ">5", "Wood", None, "=1+1", ">5", "Wood", None, "A*", "Any", "Wood")


def firm(column: str, said: tuple[str | None, ...]) -> list[dict[str, Any]]:
    """The clients of the invented firm, of whom the list says this."""
    return [
        {"client_id": str(n), "name": f"Client {n}", "owner": None, column: value}
        for n, value in enumerate(said, start=1)
    ]


def rows(sheet: Sheet | None, title: str) -> list[list[Any]]:
    """The block under a title: its headings and what stands below them."""
    assert sheet is not None
    values = [[c.value if isinstance(c, Cell) else c for c in row] for row in sheet.rows]
    start = values.index([title]) + 1
    return values[start : values.index([], start)]


def test_clients_are_counted_by_industry_with_their_revenue(find: Find) -> None:
    block = rows(segments.build(find(clients=firm("industry", INDUSTRIES))), "Clients by: Industry")
    assert block[0][0] == "Industry"
    assert [row[:2] for row in block[1:]] == [
        ["Wood", 5], [">5", 2], ["=1+1", 1], ["A*", 1], ["Any", 1], ["Not known", 2], ["Everybody", 12],
    ]  # fmt: skip
    assert block[-1][3] == sum(row[3] for row in block[1:-1])


def test_small_groups_are_one_row(find: Find) -> None:
    towns = tuple(f"Town {n}" for n in (1, 1, *range(2, 18)))
    bought = [{"client_id": str(n), "date": "2026-03-01", "amount": 5} for n in range(1, 19)]
    sheet = segments.build(find(clients=firm("city", towns), purchases=bought))
    block = rows(sheet, "Clients by: City")
    assert block[-2][:2] == ["5 smaller groups", 5]
    assert block[-2][3] == 25


def test_of_fewer_than_ten_clients_groups_have_no_percentages(find: Find) -> None:
    bought = [{"client_id": "1", "date": "2026-03-01", "amount": 5}]
    sheet = segments.build(find(clients=firm("own_segment", tuple("AABB")), purchases=bought))
    assert sheet is not None
    assert not any(c.format == "percent" for row in sheet.rows for c in row if isinstance(c, Cell))


@pytest.mark.parametrize("said", [(None,) * 12, ("Wood",) * 12, tuple(map(str, range(12)))])
def test_a_column_without_groups_is_not_shown(find: Find, said: tuple[str | None, ...]) -> None:
    sheet = segments.build(find(clients=firm("industry", said)))
    assert sheet is not None
    assert not any("Clients by" in str(cell) for row in sheet.rows for cell in row)


def test_one_small_group_too_many_is_shown_by_its_name(find: Find) -> None:
    towns = tuple(f"Town {n:02}" for n in (1, *range(1, 14)))
    bought = [{"client_id": "1", "date": "2026-03-01", "amount": 5}]
    sheet = segments.build(find(clients=firm("city", towns), purchases=bought))
    assert [row[0] for row in rows(sheet, "Clients by: City")[-2:]] == ["Town 13", "Everybody"]
