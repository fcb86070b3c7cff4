"""Numbers as people type them."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook import cells
from crmbook.cleaning import Cleaned, Conventions, numbers
from crmbook.sheet import Value

LT, EN = Conventions("lt"), Conventions("en")


def cleaned(*values: Value, conventions: Conventions = LT) -> Cleaned:
    return numbers.clean(cells.of(values), conventions)


def kinds(found: Cleaned) -> list[str]:
    return [slip.kind for slip in found.slips]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234,56", 1234.56),
        ("1\xa0234,56", 1234.56),
        ("1\u202f234,56", 1234.56),
        ("1.234,56 €", 1234.56),
        ("1,234.56", 1234.56),
        ("1'234.50", 1234.5),
        ("1’234.50", 1234.5),
        ("1,234,567", 1234567),
        ("1.234.567,89", 1234567.89),
        ("1 234 567", 1234567),
        ("€ 12", 12),
        ("EUR 12", 12),
        ("12 eur", 12),
        ("12,50 Eur.", 12.5),
        ("$1,200.00", 1200),
        ("(12,50)", -12.5),
        ("(€12)", -12),
        ("-12,5", -12.5),
        ("−12,5", -12.5),
        ("12,5-", -12.5),
        ("-€12", -12),
        ("€-12", -12),
        ("+5", 5),
        (",5", 0.5),
        ("0,123", 0.123),
        ("5,-", 5),
        ("3 vnt.", 3),
        ("  7  ", 7),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: float) -> None:
    assert cleaned(typed).series.tolist() == [number]


@pytest.mark.parametrize(
    "typed",
    ["12,5O", "abc", "12 34", "1e5", "1.2.3", "12-13", "(12", "--5", "-(5)", "nan", "12 obuoliai"],
)
def test_what_is_no_number_is_missing_and_named(typed: str) -> None:
    found = cleaned("1,50", typed)
    assert math.isnan(found.series.iloc[1])
    assert found.slips[0].kind == "not_a_number"
    assert found.slips[0].cells.tolist() == [False, True]


def test_numbers_of_excel_stay_and_are_not_called_text() -> None:
    found = cleaned(5, 2.5, None)
    assert found.series.tolist()[:2] == [5.0, 2.5]
    assert kinds(found) == []


def test_numbers_stored_as_text_are_said() -> None:
    assert kinds(cleaned("5", 6)) == ["text_number"]


def test_a_comma_before_three_digits_parts_decimals_where_the_column_has_decimal_commas() -> None:
    found = cleaned("1,234", "12,50", conventions=EN)
    assert found.series.tolist() == [1.234, 12.5]
    assert "unsure_number" not in kinds(found)


def test_a_comma_before_three_digits_parts_thousands_where_the_column_has_decimal_dots() -> None:
    assert cleaned("1,234", "12.50").series.tolist() == [1234, 12.5]


def test_a_dot_before_three_digits_parts_thousands_where_the_column_has_decimal_commas() -> None:
    assert cleaned("1.234", "12,50", conventions=EN).series.tolist() == [1234, 12.5]


@pytest.mark.parametrize(("conventions", "number"), [(LT, 1.234), (EN, 1234)])
def test_a_doubtful_number_goes_by_the_language_and_is_said(
    conventions: Conventions, number: float
) -> None:
    found = cleaned("1,234", conventions=conventions)
    assert found.series.tolist() == [number]
    assert "unsure_number" in kinds(found)


def test_the_currency_is_taken_from_the_cell() -> None:
    found = cleaned("12 €", "12 USD", "12", "£5")
    assert found.currencies is not None
    assert found.currencies.fillna("").tolist() == ["EUR", "USD", "", "GBP"]


def test_an_error_of_excels_is_not_called_a_wrong_number() -> None:
    assert kinds(cleaned("#N/A", 1)) == ["error_cell"]


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_what_a_lithuanian_writes_comes_back(amount: object) -> None:
    typed = f"{amount:,}".replace(",", "\xa0").replace(".", ",")
    assert cleaned(typed).series.tolist() == [float(str(amount))]


@pytest.mark.parametrize(
    ("typed", "shares"),
    [
        ([0.1, 0.25], [0.1, 0.25]),
        ([10, 25], [0.1, 0.25]),
        (["10 %", "2,5%"], [0.1, 0.025]),
        ([1, 15], [0.01, 0.15]),
        ([0.5, 20], [0.5, 0.2]),
        ([1, 0.5], [1.0, 0.5]),
    ],
)
def test_a_discount_is_a_part_of_one(typed: list[Value], shares: list[float]) -> None:
    found = numbers.shares(cells.of(typed), LT)
    assert found.series.tolist() == pytest.approx(shares)
    assert kinds(found) == []


def test_a_discount_above_the_price_is_named() -> None:
    assert kinds(numbers.shares(cells.of([250]), LT)) == ["not_a_share"]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [(45, 45), ("45 min", 45), ("1:30", 90), ("1 h 30 min", 90), ("1,5 val.", 90), ("2 h", 120)],
)
def test_minutes_are_read_however_they_are_typed(typed: Value, minutes: float) -> None:
    assert numbers.minutes(cells.of([typed]), LT).series.tolist() == [minutes]


def test_what_is_no_time_is_named() -> None:
    assert kinds(numbers.minutes(cells.of(["long"]), LT)) == ["not_minutes"]


def test_half_a_day_is_no_whole_number() -> None:
    assert kinds(numbers.whole(cells.of([7.5]), LT)) == ["not_whole"]


def test_a_sentence_with_numbers_in_it_is_told_from_a_number_at_once() -> None:
    sentence = (
        "The fee must be paid no later than 15 working days before the 1 st of the month. " * 6
    )
    began = time.process_time()
    assert kinds(cleaned(sentence)) == ["not_a_number"]
    assert time.process_time() - began < 1
