"""Texts that mean the same."""

from __future__ import annotations

import pytest

from crmbook.folding import fold, squeezed, words


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
