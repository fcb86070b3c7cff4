"""Lithuanian names in the vocative and the genitive."""

from __future__ import annotations

import pytest

from crmbook.letters.naming import lithuanian


@pytest.mark.parametrize(
    ("nominative", "vocative", "genitive"),
    [
        ("Tautrimas", "Tautrimai", "Tautrimo"),
        ("Lukas", "Lukai", "Luko"),
        ("Elijas", "Elijau", "Elijo"),
        ("Zenius", "Zeniau", "Zeniaus"),
        ("Rapolijus", "Rapolijau", "Rapolijaus"),
        ("Petkus", "Petkau", "Petkaus"),
        ("Kęstutis", "Kęstuti", "Kęstučio"),
        ("Dirgėlis", "Dirgėli", "Dirgėlio"),
        ("Bagdis", "Bagdi", "Bagdžio"),
        ("Vytis", "Vyti", "Vyčio"),
        ("Stasys", "Stasy", "Stasio"),
        ("Gaidys", "Gaidy", "Gaidžio"),
        ("Vėjys", "Vėjy", "Vėjo"),
        ("Živilė", "Živile", "Živilės"),
        ("Radvilaitė", "Radvilaite", "Radvilaitės"),
        ("Austėja", "Austėja", "Austėjos"),
        ("Hugo", "Hugo", "Hugo"),
        ("Vilkas-Genys", "Vilkai-Geny", "Vilko-Genio"),
        ("ŠERNAS", "ŠERNAI", "ŠERNO"),
    ],
)
def test_a_name_is_declined_by_its_ending(nominative: str, vocative: str, genitive: str) -> None:
    forms = lithuanian.name(nominative)
    assert (forms.vocative, forms.genitive, forms.sure) == (vocative, genitive, True)


@pytest.mark.parametrize(
    ("nominative", "vocative"),
    [
        ("ponas", "pone"), ("ponia", "ponia"), ("vadovas", "vadove"), ("direktorius", "direktoriau"),
        ("gydytojas", "gydytojau"), ("gydytoja", "gydytoja"), ("direktorė", "direktore"),
        ("vedėjas", "vedėjau"), ("buhalteris", "buhalteri"),
    ],
)  # fmt: skip
def test_a_title_is_declined_as_a_noun(nominative: str, vocative: str) -> None:
    assert lithuanian.noun(nominative).vocative == vocative


@pytest.mark.parametrize(
    "name", ["Xavier", "Müller", "Elias", "Kuncevič", "Jonukas", "Rossi", "B", "As"]
)
def test_what_only_a_native_reader_can_tell_is_unsure(name: str) -> None:
    assert not lithuanian.name(name).sure


def test_a_mans_surname_may_end_in_a() -> None:
    assert lithuanian.surname_gender("Daukša") is None
    assert lithuanian.surname_gender("Daukšienė") == "f"
    assert lithuanian.surname_gender("Petrova") is None
    assert lithuanian.surname_hint("Petrova") == "f"
    assert lithuanian.surname_gender("Daukšas") == "m"
