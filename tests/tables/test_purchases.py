"""What each line of a purchase is worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crmbook.sheet import Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
DAY = date(2026, 3, 31)


def kinds(crm: Crm) -> list[str]:
    return [problem.kind for problem in crm.problems]


def amounts(crm: Crm) -> list[float]:
    return crm.tables["purchases"]["amount"].fillna(-999).tolist()


def test_a_missing_amount_is_price_by_quantity_less_the_discount(read: Read) -> None:
    crm = read(
        Purchases=[
            ["Client no.", "Date", "Quantity", "Price", "Discount", "Amount"],
            [1, DAY, 2, 10, 10, None],
            [1, DAY, 2, 10, None, 15],
        ]
    )
    assert amounts(crm) == [18, 15]
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [("computed_amount", "F2", "note")]


def test_where_only_prices_are_kept_a_price_is_the_amount(read: Read) -> None:
    crm = read(Vizitai=[["Klientas", "Data", "Paslauga", "Kaina"], ["Ona", DAY, "Kirpimas", 25]])
    assert amounts(crm) == [25]
    assert kinds(crm) == ["computed_amount"]


def test_where_quantities_are_kept_an_empty_one_is_not_one(read: Read) -> None:
    rows: list[list[Value]] = [
        ["Client no.", "Date", "Quantity", "Price"],
        [1, DAY, None, 10],
        [1, DAY, 3, 10],
    ]
    crm = read(Purchases=rows)
    assert amounts(crm) == [-999, 30]
    assert "missing_amount" in kinds(crm)


def test_a_bad_amount_is_not_worked_out_behind_the_owners_back(read: Read) -> None:
    rows: list[list[Value]] = [
        ["Client no.", "Date", "Quantity", "Price", "Amount"],
        [1, DAY, 2, 10, "2O"],
        [1, DAY, 2, 10, 20],
    ]
    crm = read(Purchases=rows)
    assert amounts(crm) == [-999, 20]
    assert kinds(crm) == ["not_a_number"]


def test_a_bad_discount_spoils_the_amount_it_is_needed_for(read: Read) -> None:
    rows: list[list[Value]] = [
        ["Client no.", "Date", "Quantity", "Price", "Discount"],
        [1, DAY, 2, 10, "some"],
        [1, DAY, 2, 10, 0.5],
    ]
    assert amounts(read(Purchases=rows)) == [-999, 10]


def test_a_firm_without_amounts_has_none(read: Read) -> None:
    crm = read(Vizitai=[["Klientas", "Data"], ["Ona", DAY], ["Rasa", DAY]])
    assert crm.tables["purchases"]["amount"].isna().all()
    assert kinds(crm) == []


def test_an_amount_below_zero_is_a_return(read: Read) -> None:
    crm = read(Purchases=[["Client no.", "Date", "Amount"], [1, DAY, 5], [1, DAY, -5]])
    assert amounts(crm) == [5, -5]
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [("returns", "C3", "note")]


def test_cancelled_lines_do_not_count(read: Read) -> None:
    crm = read(
        Užsakymai=[
            ["Kliento nr.", "Data", "Suma", "Būsena"],
            [1, DAY, 5, "Įvykdyta"],
            [1, DAY, 7, "Atšaukta"],
        ]
    )
    assert amounts(crm) == [5]
    assert kinds(crm) == ["cancelled"]


@pytest.mark.parametrize("place", ["column", "cell"])
def test_amounts_in_other_currencies_are_left_out_and_said(read: Read, place: str) -> None:
    rows: list[list[Value]] = (
        [["Client no.", "Date", "Amount", "Currency"], [1, DAY, 5, "EUR"], [1, DAY, 7, "USD"]]
        if place == "column"
        else [["Client no.", "Date", "Amount"], [1, DAY, 5], [1, DAY, "7 $"]]
    )
    crm = read(Purchases=rows)
    assert amounts(crm) == [5, -999]
    (problem,) = [p for p in crm.problems if p.kind == "mixed_currency"]
    assert problem.weight == "error"
    assert "rate.USD" in problem.text


@pytest.mark.parametrize(
    ("old", "euros"), [("345,28 Lt", 100), ("LVL 70.2804", 100), ("156.466 EEK", 10)]
)
def test_what_the_euro_replaced_is_turned_at_the_fixed_rate(
    read: Read, old: str, euros: float
) -> None:
    crm = read(Sales=[["Client", "Date", "Amount"], ["Ona", DAY, old], ["Ona", DAY, 5]])
    assert amounts(crm) == pytest.approx([euros, 5])
    assert "converted_currency" in kinds(crm)


def test_amounts_are_turned_at_the_rate_that_is_set(read: Read) -> None:
    crm = read(
        Settings=[["Setting", "Value"], ["rate.USD", 0.9]],
        Purchases=[
            ["Client no.", "Date", "Amount", "Currency"],
            [1, DAY, 10, "USD"],
            [1, DAY, 5, None],
            [1, DAY, 5, None],
        ],
    )
    assert amounts(crm) == [9, 5, 5]
    assert kinds(crm) == ["converted_currency"]


def test_the_currency_of_most_amounts_is_the_firms(read: Read) -> None:
    crm = read(Purchases=[["Client no.", "Date", "Amount"], [1, DAY, "10 $"], [1, DAY, "5 USD"]])
    assert crm.settings.text("currency") == "USD"
    assert amounts(crm) == [10, 5]


def test_of_two_currencies_named_as_often_the_euro_is_the_firms(read: Read) -> None:
    crm = read(Purchases=[["Client no.", "Date", "Amount"], [1, DAY, "10 $"], [1, DAY, "5 €"]])
    assert crm.settings.text("currency") == "EUR"
    assert amounts(crm) == [-999, 5]


def test_years_of_litas_before_the_euro_make_no_firm_of_litas(read: Read) -> None:
    rows: list[list[Value]] = [[1, DAY, "345,28 Lt"]] * 3
    crm = read(Purchases=[["Client no.", "Date", "Amount"], *rows, [1, DAY, "5 €"]])
    assert crm.settings.text("currency") == "EUR"
    assert amounts(crm) == pytest.approx([100, 100, 100, 5])


def test_the_currency_that_is_set_wins(read: Read) -> None:
    crm = read(
        Settings=[["Setting", "Value"], ["Currency", "EUR"]],
        Purchases=[["Client no.", "Date", "Amount"], [1, DAY, "10 $"], [1, DAY, "5 USD"]],
    )
    assert crm.settings.text("currency") == "EUR"
    assert amounts(crm) == [-999, -999]


def test_amounts_with_vat_are_said(read: Read) -> None:
    crm = read(Pardavimai=[["Klientas", "Data", "Suma su PVM"], ["Ona", DAY, 12.1]])
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [("amount_with_vat", "C1", "note")]
