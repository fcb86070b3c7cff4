"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook import cells, schema
from crmbook.cleaning import Cleaned, Conventions, clean, dates
from crmbook.sheet import Value

LT = Conventions("lt")
LT_MONTHS = [
    "sausio",
    "vasario",
    "kovo",
    "balandžio",
    "gegužės",
    "birželio",
    "liepos",
    "rugpjūčio",
    "rugsėjo",
    "spalio",
    "lapkričio",
    "gruodžio",
]
LV_MONTHS = [
    "janvārī",
    "februārī",
    "martā",
    "aprīlī",
    "maijā",
    "jūnijā",
    "jūlijā",
    "augustā",
    "septembrī",
    "oktobrī",
    "novembrī",
    "decembrī",
]
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def cleaned(*values: Value, conventions: Conventions = LT) -> Cleaned:
    return dates.clean(cells.of(values), conventions)


def days(found: Cleaned) -> list[str]:
    return list(found.series.dt.strftime("%Y-%m-%d").fillna(""))


def kinds(found: Cleaned) -> list[str]:
    return [slip.kind for slip in found.slips]


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 3, 31),
        datetime(2026, 3, 31, 14, 30),  # noqa: DTZ001  # Excel knows no zones
        "2026-03-31",
        "2026.03.31",
        "2026/3/31",
        "2026.03.31.",
        "31.03.2026",
        "31.03.2026.",
        "31. 3. 2026",
        "31/03/2026",
        "03/31/2026",
        "31-03-2026",
        "31.03.26",
        "20260331",
        20260331,
        46112,
        46112.75,
        "2026 m. kovo 31 d.",
        "2026 m. kovo mėn. 31 d.",
        "2026 kovo 31",
        "2026. gada 31. marts",
        "2026. gada 31. martā",
        "31. marts, 2026",
        "31 March 2026",
        "March 31, 2026",
        "31-Mar-26",
        "31st of March 2026",
        "Tuesday, 31 March 2026",
        "2026-03-31 14:30",
        "2026-03-31T14:30:00Z",
        "3/31/2026 2:30 PM",
        " 2026-03-31\xa0",
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: Value) -> None:
    assert days(cleaned(typed)) == ["2026-03-31"]


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "soon", "kovo 31", "31.13.2026", 17, "2026-03", "12:30", True]
)
def test_what_is_no_date_is_missing_and_named(typed: Value) -> None:
    found = cleaned(date(2026, 1, 1), typed)
    assert days(found) == ["2026-01-01", ""]
    assert found.slips[0].kind == "not_a_date"


def test_a_day_above_twelve_tells_that_days_come_first() -> None:
    found = cleaned("03/04/2026", "25/04/2026", conventions=Conventions("en"))
    assert days(found) == ["2026-04-03", "2026-04-25"]
    assert "unsure_date" not in kinds(found)


def test_a_month_above_twelve_tells_that_months_come_first() -> None:
    assert days(cleaned("03/04/2026", "04/25/2026")) == ["2026-03-04", "2026-04-25"]


def test_where_nothing_tells_days_come_first_and_that_is_said() -> None:
    found = cleaned("03/04/2026")
    assert days(found) == ["2026-04-03"]
    assert kinds(found) == ["text_date", "unsure_date"]


def test_the_owners_word_on_the_order_is_final() -> None:
    found = cleaned("03/04/2026", conventions=Conventions("lt", month_first=True))
    assert days(found) == ["2026-03-04"]
    assert kinds(found) == ["text_date"]


def test_with_dots_the_day_always_comes_first() -> None:
    assert kinds(cleaned("03.04.2026")) == ["text_date"]


def test_the_third_of_march_can_be_read_in_one_way_only() -> None:
    assert kinds(cleaned("03/03/2026")) == ["text_date"]


def test_a_year_of_two_digits_is_of_our_times() -> None:
    assert days(cleaned("01.02.99", "01.02.07")) == ["1999-02-01", "2007-02-01"]


def test_a_birthday_of_two_digits_is_of_the_last_century() -> None:
    found = dates.clean(cells.of(["31.03.68", "31.03.31"]), LT, century=20)
    assert days(found) == ["1968-03-31", "1931-03-31"]


def test_a_plain_number_in_a_column_of_dates_is_a_day_and_said() -> None:
    assert kinds(cleaned(46112)) == ["serial_date"]


def test_in_an_old_macs_workbook_serial_numbers_count_from_1904() -> None:
    found = cleaned(44650, conventions=Conventions("lt", from_1904=True))
    assert days(found) == ["2026-03-31"]


def test_days_have_no_time() -> None:
    found = cleaned(datetime(2026, 3, 31, 23, 59))  # noqa: DTZ001  # Excel knows no zones
    assert found.series.tolist() == [pd.Timestamp(2026, 3, 31)]


@given(st.dates(date(1960, 1, 1), date(2059, 12, 31)))
def test_a_day_spelled_out_in_any_language_comes_back(day: date) -> None:
    month = day.month - 1
    found = cleaned(
        f"{day.year} m. {LT_MONTHS[month]} {day.day} d.",
        f"{day.year}. gada {day.day}. {LV_MONTHS[month]}",
        f"{day.day} {EN_MONTHS[month]} {day.year}",
        f"{day:%d-%b-%y}",
    )
    assert days(found) == [day.isoformat()] * 4


@pytest.mark.parametrize(
    "typed",
    [
        "2025-07", "2025.07", "2025/7", "07/2025", "7.2025", "202507", 202507, "2025 m. liepa",
        "2025 m. liepos mėn.", "2025 m. 07 mėn.", "Liepa 2025", "2025. gada jūlijs",
        "2025. gada jūlijā", "jūlijs 2025", "July 2025", "Jul-25", "Jul '25",
    ],
)  # fmt: skip
def test_a_month_is_its_first_day_and_that_is_said(typed: Value) -> None:
    found = dates.clean(cells.of([typed]), LT, whole_months=True)
    assert days(found) == ["2025-07-01"]
    assert kinds(found) == ["no_day"]


@pytest.mark.parametrize("typed", ["Jul 25", "liep. 25", "jūl. 25"])
def test_a_month_and_two_digits_may_be_a_day_too_and_that_is_said(typed: str) -> None:
    found = dates.clean(cells.of([typed]), LT, whole_months=True)
    assert days(found) == ["2025-07-01"]
    assert kinds(found) == ["no_day", "unsure_date"]


def test_months_with_all_kinds_of_two_digits_are_days_without_a_year() -> None:
    typed = [f"Jul {number}" for number in range(10, 31)]
    found = dates.clean(cells.of(typed), Conventions("en"), whole_months=True)
    assert kinds(found) == ["not_a_date"]


@pytest.mark.parametrize(
    "typed",
    ["liepos 25", "25 Jul", "2025-13", "2025", 2025, "Marija 2025", "Vasara 2025", "2025 Q3"],
)
def test_what_names_no_month_of_a_year_stays_unread(typed: Value) -> None:
    found = dates.clean(cells.of([typed]), LT, whole_months=True)
    assert kinds(found) == ["not_a_date"]


def test_whole_dates_among_months_keep_their_day() -> None:
    found = dates.clean(cells.of(["2025-07", date(2025, 8, 9)]), LT, whole_months=True)
    assert days(found) == ["2025-07-01", "2025-08-09"]


def test_a_birthday_needs_its_day() -> None:
    birth_date = schema.table("clients").column("birth_date")
    assert kinds(clean(cells.of(["1980-05"]), birth_date, LT)) == ["not_a_date"]


def test_a_purchase_may_be_known_by_its_month() -> None:
    day = schema.table("purchases").column("date")
    assert days(clean(cells.of(["1998-05"]), day, LT)) == ["1998-05-01"]
