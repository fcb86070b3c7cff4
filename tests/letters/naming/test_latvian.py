"""Latvian names in the vocative and the genitive."""

from __future__ import annotations

import pytest

from crmbook.letters.naming import latvian


@pytest.mark.parametrize(
    ("nominative", "vocative", "genitive"),
    [
        ("Ozols", "Ozol", "Ozola"),
        ("Kalniņš", "Kalniņ", "Kalniņa"),
        ("Vējš", "Vēj", "Vēja"),
        ("Mariuss", "Marius", "Mariusa"),
        ("Matīss", "Matīs", "Matīsa"),
        ("Mikus", "Miku", "Mikus"),
        ("Straus", "Strau", "Straua"),
        ("Balodis", "Balodi", "Baloža"),
        ("Gulbis", "Gulbi", "Gulbja"),
        ("Elvis", "Elvi", "Elvja"),
        ("Kaplis", "Kapli", "Kapļa"),
        ("Kurmis", "Kurmi", "Kurmja"),
        ("Lācis", "Lāci", "Lāča"),
        ("Dadzis", "Dadzi", "Dadža"),
        ("Tetersis", "Tetersi", "Teterša"),
        ("Vēzis", "Vēzi", "Vēža"),
        ("Vilnis", "Vilni", "Viļņa"),
        ("Krauklis", "Kraukli", "Kraukļa"),
        ("Alksnis", "Alksni", "Alkšņa"),
        ("Zvaigznis", "Zvaigzni", "Zvaigžņa"),
        ("Kāslis", "Kāsli", "Kāšļa"),
        ("Vācietis", "Vācieti", "Vācieša"),
        ("Visvaldis", "Visvaldi", "Visvalža"),
        ("Tīģeris", "Tīģeri", "Tīģera"),
        ("Zaķis", "Zaķi", "Zaķa"),
        ("Zelenskis", "Zelenski", "Zelenska"),
        ("Savickis", "Savicki", "Savicka"),
        ("Gatis", "Gati", "Gata"),
        ("Briedis", "Briedi", "Brieža"),
        ("Skaistais", "Skaistais", "Skaistā"),
        ("Skuja", "Skuja", "Skujas"),
        ("Egle", "Egle", "Egles"),
        ("Bruno", "Bruno", "Bruno"),
        ("Ozola-Egle", "Ozola-Egle", "Ozolas-Egles"),
        ("LĀCIS", "LĀCI", "LĀČA"),
    ],
)
def test_a_name_is_declined_by_its_ending(nominative: str, vocative: str, genitive: str) -> None:
    forms = latvian.name(nominative)
    assert (forms.vocative, forms.genitive, forms.sure) == (vocative, genitive, True)


@pytest.mark.parametrize("name", ["Zutis", "Sirds", "Smith", "Jonas", "Johannes", "Dalí", "Rossi"])
def test_what_only_a_native_reader_can_tell_is_unsure(name: str) -> None:
    assert not latvian.name(name).sure


def test_a_mans_surname_may_end_in_a() -> None:
    assert latvian.surname_gender("Liepa") is None
    assert latvian.surname_gender("Siliņa") == "f"
    assert latvian.surname_gender("Ozols") == "m"


def test_a_family_is_named_by_the_plural() -> None:
    assert latvian.plural("Bērziņi").genitive == "Bērziņu"
    assert latvian.plural("Liepas").genitive == "Liepu"
    assert not latvian.plural("Bērziņa").sure
