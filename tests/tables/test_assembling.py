"""Days whose year, month and day stand in columns of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmbook.sheet import Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
Rows = list[list[Value]]

HEAD: Rows = [["Metai", "Mėnuo", "Klientas", "Suma"]]


def days(crm: Crm) -> list[str]:
    return list(crm.tables["purchases"]["date"].dt.strftime("%Y-%m-%d"))


def said(crm: Crm) -> list[tuple[str, str]]:
    return [(problem.kind, problem.cell) for problem in crm.problems]


@pytest.mark.parametrize("july", [7, "7", "07", "Liepa", "liepos mėn.", "Jūlijs", "Jul"])
def test_a_year_and_a_month_beside_it_are_the_months_first_day(read: Read, july: Value) -> None:
    crm = read(Lapas1=[*HEAD, [2025, july, "UAB Rytas", 5], [2024, 12, "UAB Rytas", 6]])
    assert days(crm) == ["2025-07-01", "2024-12-01"]
    assert said(crm) == [("no_day", "B2:B3")]


def test_a_third_column_may_hold_the_day(read: Read) -> None:
    rows: Rows = [["Year", "Month", "Day", "Client", "Amount"], [2025, 7, 31, "Ona", 5]]
    assert days(read(Sales=rows)) == ["2025-07-31"]


def test_a_month_that_cannot_be_is_named_with_what_was_typed(read: Read) -> None:
    good: Rows = [[2025, 7, "UAB Rytas", 5]] * 9
    crm = read(Lapas1=[*HEAD, *good, [2025, 13, "UAB Rytas", 5], [2025, "kada nors", "UAB B", 5]])
    assert len(days(crm)) == 9
    assert [cell for kind, cell in said(crm) if kind == "not_a_date"] == ["B11", "B12"]


def test_a_row_without_its_month_is_left_out_and_named(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, [2025, 7, "UAB Rytas", 5], [2025, None, "UAB Rytas", 5]])
    assert days(crm) == ["2025-07-01"]
    assert ("missing_cell", "B3") in said(crm)
