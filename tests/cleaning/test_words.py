"""Ids, texts, addresses, yes and no, choices."""

from __future__ import annotations

from datetime import date

import pytest

from crmbook import cells, schema
from crmbook.cleaning import Cleaned, Conventions, clean, words
from crmbook.sheet import Value

LT = Conventions("lt")


def ids(*values: Value) -> Cleaned:
    return words.ids(cells.of(values), LT)


def kinds(found: Cleaned) -> list[str]:
    return [slip.kind for slip in found.slips]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (17, "17"),
        (17.0, "17"),
        ("17.0", "17"),
        ("0017", "0017"),
        (" K-0017\xa0", "K-0017"),
        (17.5, "17.5"),
        (True, "True"),
        (date(2026, 3, 31), "2026-03-31"),
    ],
)
def test_an_id_is_a_text_without_blanks_around_it(typed: Value, text: str) -> None:
    assert ids(typed).series.tolist() == [text]


def test_an_id_of_only_blanks_is_missing() -> None:
    assert ids("\xa0 ", None).series.isna().all()


def test_a_long_number_keeps_the_digits_excel_kept_and_is_said() -> None:
    found = ids(1700000000000000.0)
    assert found.series.tolist() == ["1700000000000000"]
    assert kinds(found) == ["digits_doubtful"]


def test_an_id_whose_digits_were_cut_off_is_of_no_use() -> None:
    found = ids("1,7E+15", "K-1")
    assert found.series.isna().tolist() == [True, False]
    assert kinds(found) == ["digits_lost"]


def test_ids_of_numbers_and_texts_stay_in_their_rows() -> None:
    assert ids("a", 2, None, 1, "a", 2).series.fillna("").tolist() == ["a", "2", "", "1", "a", "2"]


@pytest.mark.parametrize("typed", ["taip", "Jā", "YES", "x", "✓", 1, True, "TRUE", " Taip "])
def test_yes_is_yes_in_every_language(typed: Value) -> None:
    assert words.yes_no(cells.of([typed]), LT).series.tolist() == [True]


@pytest.mark.parametrize("typed", ["ne", "Nē", "no", 0, False, "FALSE", "-"])
def test_no_is_no_in_every_language(typed: Value) -> None:
    assert words.yes_no(cells.of([typed]), LT).series.tolist() == [False]


def test_neither_yes_nor_no_is_missing_and_named() -> None:
    found = words.yes_no(cells.of(["gal", None]), LT)
    assert found.series.isna().all()
    assert found.slips[0].cells.tolist() == [True, False]


@pytest.mark.parametrize("typed", ["Laimėtas", "iegūts", "WON", "won", " Accepted "])
def test_a_choice_is_found_by_any_languages_word(typed: str) -> None:
    column = schema.table("offers").column("status")
    assert clean(cells.of([typed]), column, LT).series.tolist() == ["won"]


def test_what_is_not_in_the_list_is_missing_and_named() -> None:
    found = clean(cells.of(["Maybe"]), schema.table("offers").column("status"), LT)
    assert found.series.isna().tolist() == [True]
    assert kinds(found) == ["not_in_list"]


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.key)
def test_every_option_is_found_by_all_its_names(table: schema.Table) -> None:
    for column in table.columns:
        for option in column.choices:
            found = clean(cells.of([option.key, *option.names]), column, LT)
            assert found.series.tolist() == [option.key] * 4, option


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ona@example.lt", "ona@example.lt"),
        (" ona@example.lt; jonas@example.lt", "ona@example.lt"),
        ("mailto:ona@example.lt", "ona@example.lt"),
        ("<ona@example.lt>", "ona@example.lt"),
    ],
)
def test_an_address_is_taken_from_the_cell(typed: str, address: str) -> None:
    assert words.email(cells.of([typed]), LT).series.tolist() == [address]


@pytest.mark.parametrize("typed", ["ona(at)example.lt", "ona@example", "@example.lt", "nėra"])
def test_an_impossible_address_is_missing_and_named(typed: str) -> None:
    found = words.email(cells.of([typed]), LT)
    assert found.series.isna().all()
    assert kinds(found) == ["not_an_email"]


def test_a_phone_typed_as_a_number_is_no_sum() -> None:
    column = schema.table("clients").column("phone")
    assert clean(cells.of([37060012345.0]), column, LT).series.tolist() == ["37060012345"]
