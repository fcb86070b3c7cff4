"""How a letter greets: one line, right for the person, or neutral and marked as unsure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

from crmbook.errors import UsageError
from crmbook.language import LANGUAGES, Language, _
from crmbook.letters.naming.companies import is_company
from crmbook.letters.naming.first_names import Gender
from crmbook.letters.naming.forms import Forms
from crmbook.letters.naming.gender import given_gender
from crmbook.letters.naming.line import Salutation, greeted, neutral
from crmbook.letters.naming.manners import MANNERS
from crmbook.letters.naming.people import Couple, Family, Person, is_doubtful_alone, parse, tidy
from crmbook.letters.naming.several import to_family, to_two
from crmbook.letters.naming.single import Style, greeting_of

# Somebody keeps the client as Latvians say it: Bērziņa kungs, Kalniņas kundze.
_GENITIVE_AND_TITLE = re.compile(r"[^\W\d_]+(?:(?:a|ā|as|es) kungs|(?:as|es|ās) kundze)")

__all__ = ["Salutation", "Style", "greeting", "salutation", "why"]


def salutation(
    name: str,
    language: Language,
    *,
    style: Style = "formal",
    gender: str | None = None,
    company: bool = False,
) -> Salutation:
    """The greeting for a name as it stands in the workbook; any text will do.

    gender    "male" or "female" (or "m", "f"); wins over what the name tells. None: ask the name
    company   greet as a company whatever the name looks like

    Raises UsageError for a language, style or gender there is not.
    """
    if language not in LANGUAGES or style not in get_args(Style):
        raise UsageError(
            _("There is no “{style}” greeting in the language “{language}”.").format(
                style=style, language=language
            )
        )
    return _greeted(tidy(name), language, style, given_gender(gender), bool(company))


def greeting(client: Mapping[str, Any], language: Language, style: Style = "formal") -> Salutation:
    """The greeting for a row of clients: the owner's own words, a person, or a company.

    The column form_of_address always wins. Of a company its contact person is greeted when
    there is one. The column gender wins over what the name tells. Missing cells may be None or
    any of pandas' missing values.
    """
    found = _of_client(client, language, style)
    own = tidy(client.get("form_of_address"))
    if not own:
        return found
    line = own if own[-1] in ",.!:;?" else own + MANNERS[language].mark
    return replace(found, text=line, sure=True, rule="override")


def why(rule: str) -> str:
    """The reason for an unsure greeting, for the owner; "" for a rule that is sure."""
    return {
        "empty": _("There is no name."),
        "not_a_name": _("This does not look like a person's name."),
        "gender_unknown": _("The name does not tell whether to write to a man or a woman."),
        "gender_disagrees": _("First name and surname disagree: one is a man's, one a woman's."),
        "order_unknown": _("It is not clear which word is the surname."),
        "not_declined": _("It is not certain how this name is written in a greeting."),
        "company_or_person": _("It is marked as a person, and the name looks like a company's."),
    }.get(rule, "")


def _of_client(client: Mapping[str, Any], language: Language, style: Style) -> Salutation:
    kind, gender = tidy(client.get("kind")), client.get("gender")
    contact, name = tidy(client.get("contact_person")), _full_name(client)
    if kind == "person" or (kind != "company" and not is_company(name)):
        found = salutation(name, language, style=style, gender=gender)
        if found.rule == "company":
            return _doubted(found, language, "company_or_person")
        nameless = not kind and not tidy(gender) and is_doubtful_alone(name, language)
        return _doubted(found, language, "not_a_name") if found.sure and nameless else found
    if contact:
        return salutation(contact, language, style=style, gender=gender)
    return salutation(name, language, style=style, company=True)


def _doubted(found: Salutation, language: Language, rule: str) -> Salutation:
    names = Forms(found.vocative, found.genitive.removesuffix(MANNERS[language].of))
    return neutral(MANNERS[language], names, rule)


def _full_name(client: Mapping[str, Any]) -> str:
    """The columns of first and last name tell the order, unless the name has more to say."""
    name = tidy(client.get("name"))
    first, last = tidy(client.get("first_name")), tidy(client.get("last_name"))
    words = f"{first} {last}".split()
    if first and last and sorted(name.split() or words) == sorted(words):
        return f"{last}, {first}"
    return name or first or last


@lru_cache(maxsize=20_000)
def _greeted(
    name: str, language: Language, style: Style, gender: Gender | None, company: bool
) -> Salutation:
    manner = MANNERS[language]
    if company or is_company(name):
        text = manner.company if style == "formal" else manner.friendly_company
        return Salutation(text, sure=True, vocative=name, genitive=name, rule="company")
    who = parse(name, language)
    if language == "lv" and _GENITIVE_AND_TITLE.fullmatch(name):
        return _as_it_stands(name)
    if isinstance(who, Person):
        return greeting_of(who, language, style, gender).salutation()
    if isinstance(who, Couple):
        return to_two(who, language, style)
    if isinstance(who, Family):
        return to_family(who, language)
    return Salutation(manner.neutral, False, name, name, "not_a_name" if name else "empty")


def _as_it_stands(name: str) -> Salutation:
    opening = "Godātais" if name.endswith("kungs") else "Cienījamā"
    return greeted(MANNERS["lv"], f"{opening} {name}", Forms(name, name), "title")
