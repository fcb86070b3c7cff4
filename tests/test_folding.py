"""Texts that mean the same."""

from __future__ import annotations

import pytest

from crmbook.folding import fold, plain, squeezed, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Žukauskienė", "zukauskiene"),
        ("  UAB\xa0 „Rytas“ ", "uab „rytas“"),
        ("JĀNIS Bērziņš", "janis berzins"),
        ("Straße", "strasse"),
    ],
)
def test_diacritics_case_and_blanks_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_heading_is_its_words() -> None:
    assert words("Gim. data") == ("gim", "data")
    assert words("InvoiceNo") == ("invoice", "no")


def test_a_hyphen_makes_no_other_heading() -> None:
    assert squeezed("E-mail") == squeezed("email")


@pytest.mark.parametrize(
    "name",
    ["UAB „Rytas“", 'UAB "Rytas"', "U.A.B. Rytas", "uab ‘RYTAS’", "UAB  “Rytas ”", "UAB-Rytas"],
)
def test_quotes_points_and_hyphens_make_no_other_name(name: str) -> None:
    assert plain(name) == "uabrytas"


@pytest.mark.parametrize(
    ("one", "other"),
    [("K-1-1", "K-11"), ("1.5", "15"), ("a.b@c.lt", "ab@c.lt"), ("A+B", "AB"), ("???", "!!!")],
)
def test_what_tells_two_names_apart_stays(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize("phone", ["+370 600 12345", "8 600 12345", "(8-600) 12345", "37060012345"])
def test_a_phone_is_one_with_its_country_and_without(phone: str) -> None:
    assert plain(phone) == "60012345"


def test_a_company_code_is_no_phone() -> None:
    assert plain("300012345") != plain("400012345")
