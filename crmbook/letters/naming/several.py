"""Two people, or a whole family, greeted in one line."""

from __future__ import annotations

from crmbook.language import Language
from crmbook.letters.naming.forms import Forms, joined
from crmbook.letters.naming.line import Salutation, greeted, neutral
from crmbook.letters.naming.manners import MANNERS
from crmbook.letters.naming.people import Couple, Family
from crmbook.letters.naming.single import Greeting, Style, capitalised, greeting_of


def to_two(who: Couple, language: Language, style: Style) -> Salutation:
    one, other = (greeting_of(it, language, style) for it in (who.one, who.other))
    if not who.surname and (who.one.surname or who.other.surname):
        return _each_formally(one, other)
    if not who.one.first_names:
        return _by_courtesy(who, language)
    return _together(one, other, who.surname)


def to_family(who: Family, language: Language) -> Salutation:
    manner = MANNERS[language]
    if who.noun:
        phrase = f"{who.surname} {who.noun}"
        line = manner.family(capitalised(who.surname))
        return greeted(manner, line, Forms(phrase, phrase), "family")
    forms = manner.plural(who.surname)
    if not forms.sure:
        return neutral(manner, forms, "not_declined")
    return greeted(manner, manner.together(capitalised(forms.vocative)), forms, "family")


def _together(one: Greeting, other: Greeting, surname: str) -> Salutation:
    """Jonas ir Ona Petraičiai, or only Jonas ir Ona."""
    manner = MANNERS[one.language]
    family = manner.plural(surname) if surname else Forms("", "")
    both = Forms(manner.and_, manner.and_)
    typed = joined([one.typed(), both, other.typed(), family])
    first = joined([one.shown.given, both, other.shown.given])
    if one.style == "friendly" and first.sure:
        return greeted(manner, manner.friendly(first.vocative), typed, "couple")
    if not first.sure or not family.sure:
        return neutral(manner, typed, "not_declined")
    names = f"{first.vocative} {capitalised(family.vocative)}".strip()
    return greeted(manner, manner.together(names), typed, "couple")


def _by_courtesy(who: Couple, language: Language) -> Salutation:
    """Mr and Mrs Smith."""
    manner = MANNERS[language]
    family = manner.plural(who.surname)
    titles = [it.written for person in (who.one, who.other) for it in person.titles]
    words = f" {manner.and_} ".join(titles) if language == "en" else ""
    typed = joined([Forms(words, words), family])
    if not family.sure or not who.surname:
        return neutral(manner, typed, "not_declined")
    names = f"{words} {capitalised(family.vocative)}".strip()
    return greeted(manner, manner.together(names), typed, "couple")


def _each_formally(one: Greeting, other: Greeting) -> Salutation:
    """Two people with their own surnames."""
    manner = MANNERS[one.language]
    both = Forms(manner.and_, manner.and_)
    typed = joined([one.typed(), both, other.typed()])
    problem = one.problem() or other.problem()
    if problem:
        return neutral(manner, typed, problem)
    if one.is_friendly and other.is_friendly:
        names = joined([one.shown.given, both, other.shown.given])
        return greeted(manner, manner.friendly(names.vocative), typed, "couple")
    formal = (MANNERS[it.language].formal(it.shown) for it in (one, other))
    return greeted(manner, manner.both(*formal), typed, "couple")
