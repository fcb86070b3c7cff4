"""One person, greeted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from crmbook.language import Language
from crmbook.letters.naming.first_names import Gender, is_first_name
from crmbook.letters.naming.forms import Forms, joined
from crmbook.letters.naming.gender import of_first_name, told
from crmbook.letters.naming.line import Salutation, greeted, neutral
from crmbook.letters.naming.manners import MANNERS, Addressee
from crmbook.letters.naming.people import PARTICLES, Person, is_initial

Style = Literal["formal", "friendly"]


@dataclass(frozen=True)
class Greeting:
    """What a person is called in one language.

    shown      the name as a person would write it: PETRAITIS and petraitis are Petraitis
    disagree   first name and surname are of different genders, and nobody said which is right
    """

    who: Person
    language: Language
    style: Style
    shown: Addressee
    disagree: bool

    def salutation(self) -> Salutation:
        manner, problem = MANNERS[self.language], self.problem()
        if problem:
            return neutral(manner, self.typed(), problem)
        return greeted(manner, self.line(), self.typed(), self.rule())

    def line(self) -> str:
        manner = MANNERS[self.language]
        if self.is_friendly:
            return manner.friendly(self.shown.given.vocative)
        return manner.formal(self.shown)

    def rule(self) -> str:
        if self.is_friendly or not (self.who.titles or self.who.surname):
            return "first_name"
        if self.who.titles:
            return "title"
        return "surname" if self.shown.gender else "full_name"

    def problem(self) -> str:
        """Why the greeting would be a guess; "" when it would not."""
        shown = self.shown
        used = shown.given if self.is_friendly or not self.who.surname else shown.surname
        if not self.who.ordered or (self.is_friendly and self._may_be_the_surname()):
            return "order_unknown"
        if not used.sure:
            return "not_declined"
        if self.is_friendly or shown.gender or self._needs_no_gender():
            return ""
        return "gender_disagrees" if self.disagree else "gender_unknown"

    def _may_be_the_surname(self) -> bool:
        """Smith John is not called Smith."""
        if self.language != "en" or not self.who.surname:
            return False
        return is_first_name(self.who.surname[-1], "en") and not is_first_name(
            self.who.first_names[0], "en"
        )

    def _needs_no_gender(self) -> bool:
        """In English a first name or a title will do."""
        return self.language == "en" and bool(
            self.who.first_names or any(one.kind != "noun" for one in self.who.titles)
        )

    @property
    def is_friendly(self) -> bool:
        """Without a first name even a friendly letter greets formally."""
        return self.style == "friendly" and bool(self.who.first_names)

    def typed(self) -> Forms:
        """Titles and names with their letters as they were typed."""
        manner = MANNERS[self.language]
        titles = [
            manner.noun(one.written) if one.kind == "noun" else Forms(one.written, one.written)
            for one in self.who.titles
            if one.kind != "courtesy" or self.language == "en"
        ]
        names = _declined((*self.who.given, *self.who.surname), self.language, self.shown.gender)
        return joined([*titles, names])


def greeting_of(
    who: Person, language: Language, style: Style, wanted: Gender | None = None
) -> Greeting:
    """Wanted is the gender the caller is sure of."""
    who = _without_a_wrong_first_name(who, language, wanted)
    by_name, disagree = told(who.first_names, who.surname, language)
    gender = wanted or who.gender or by_name
    given = _declined([capitalised(word) for word in who.first_names], language, gender)
    surname = _declined([capitalised(word) for word in who.surname], language, gender)
    shown = Addressee(who.titles, given, surname, gender)
    return Greeting(who, language, style, shown, disagree and not gender)


def _without_a_wrong_first_name(who: Person, language: Language, wanted: Gender | None) -> Person:
    """Liepa is a woman's first name; of a man it must be the surname."""
    if not wanted or who.surname or len(who.given) != 1:
        return who
    if of_first_name(who.given[0], language) in (wanted, None):
        return who
    return replace(who, given=(), surname=who.given)


def _declined(words: Sequence[str], language: Language, gender: Gender | None) -> Forms:
    return joined([_word(word, language, gender) for word in words])


@lru_cache(maxsize=20_000)
def _word(word: str, language: Language, gender: Gender | None) -> Forms:
    if is_initial(word):
        return Forms(word, word)
    return MANNERS[language].name(word, gender, listed=is_first_name(word, language))


def capitalised(word: str) -> str:
    """A name typed all in capitals or all in small letters, as a person writes it."""
    if word.istitle() or len(word) < 2 or not (word.isupper() or word.islower()):
        return word
    if word in PARTICLES:
        return word
    whole = re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", whole)
