"""Every sentence is there in Lithuanian and Latvian, whole and with the right plural forms."""

from __future__ import annotations

import gettext
import re
import string
from io import BytesIO
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

ROOT = Path(__file__).parent.parent

# CLDR's names of the forms, in the order in which a translator writes them.
FORMS = {"lt": ("one", "few", "other"), "lv": ("zero", "one", "other")}

catalogues = SimpleNamespace(**run_path(str(ROOT / "scripts" / "catalogues.py")))


@pytest.fixture(params=FORMS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalogue(language: str) -> Catalog:
    loaded = catalogues.load(language)
    assert isinstance(loaded, Catalog)
    return loaded


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return gettext.GNUTranslations(file)


def _forms(message: Message) -> list[str]:
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [form or "" for form in forms]


def _named(sentence: str) -> set[str]:
    """The names in braces, with what is said of their looks: {share:.0%} is not {share}.

    A counted sentence is filled twice: {n} first, what stands in {{braces}} after it.
    """
    found = set()
    for text, name, look, conversion in string.Formatter().parse(sentence):
        found |= set(re.findall(r"{\w*}", text))
        if name is not None:
            found.add(f"{name}!{conversion}:{look}")
    return found


def test_the_catalogue_holds_the_sentences_of_the_code(language: str) -> None:
    assert catalogues.is_fresh(language, catalogues.template()), (
        "run python scripts/catalogues.py update, then translate what is new"
    )


def test_updating_an_up_to_date_catalogue_changes_no_translation(
    language: str, catalogue: Catalog
) -> None:
    again = catalogues.updated(language, catalogues.template())
    kept = {message.id: message.string for message in again}
    assert kept == {message.id: message.string for message in catalogue}


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    assert [message.id for message in catalogues.untranslated(catalogue)] == []


def test_a_translation_fills_in_the_same_names(catalogue: Catalog) -> None:
    wrong = [
        form
        for message in catalogue
        for form in _forms(message)
        if message.id and form and _named(form) != _named(_singular(message))
    ]
    assert wrong == []


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def test_a_counted_sentence_has_all_the_forms(catalogue: Catalog, language: str) -> None:
    counted = [message for message in catalogue if isinstance(message.id, tuple | list)]
    assert {len(_forms(message)) for message in counted} <= {len(FORMS[language])}


def test_a_translation_begins_and_ends_as_the_sentence_does(catalogue: Catalog) -> None:
    wrong = [
        form
        for message in catalogue
        for form in _forms(message)
        if message.id and form and _ends(form) != _ends(_singular(message))
    ]
    assert wrong == []


def _ends(sentence: str) -> tuple[bool, bool, bool]:
    """Blanks at either end join sentences; a full stop ends one."""
    return sentence[:1] == " ", sentence[-1:] == " ", sentence.endswith(".")


@pytest.mark.parametrize("number", [*range(131), 200, 211, 1000, 1001, 1_000_000])
def test_the_plural_rule_is_cldrs(language: str, number: int) -> None:
    catalogue = Catalog(locale=language)
    catalogue.mime_headers = [("Plural-Forms", catalogues.PLURALS[language])]
    catalogue.add(("{n} client", "{n} clients"), FORMS[language])
    said = _compiled(catalogue).ngettext("{n} client", "{n} clients", number)
    assert said == Locale(language).plural_form(number)


def test_the_catalogue_says_the_plural_rule(catalogue: Catalog, language: str) -> None:
    assert catalogue.plural_forms.rstrip(";") == catalogues.PLURALS[language].rstrip(";")


def test_the_catalogue_compiles_and_loads(catalogue: Catalog) -> None:
    loaded = _compiled(catalogue)
    for message in catalogue:
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy:
            assert loaded.gettext(message.id) == message.string


def test_a_rewording_keeps_the_old_translation_for_the_translator_to_see(language: str) -> None:
    old = Catalog(locale=language)
    old.add("Client {id} is used twice", "Klientas {id} kartojasi")
    new = Catalog()
    new.add("Client {id} is used twice.")
    old.update(new)
    kept = old.get("Client {id} is used twice.")
    assert kept
    assert kept.fuzzy
    assert [message.id for message in catalogues.untranslated(old)] == [kept.id]
