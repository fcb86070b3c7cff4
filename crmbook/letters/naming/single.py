"""One person, greeted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
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
    """What a person is called in one language; wanted is the gender the caller is sure of."""

    who: Person
    language: Language
    style: Style
    wanted: Gender | None = None

    def __post_init__(self) -> None:
        """Liepa is a woman's first name; of a man it must be the surname."""
        alone = self.who.given if not self.who.surname and len(self.who.given) == 1 else ()
        listed = of_first_name(alone[0], self.language) if alone else None
        if self.wanted and listed and listed != self.wanted:
            object.__setattr__(self, "who", replace(self.who, given=(), surname=alone))

    def salutation(self) -> Salutation:
        manner, problem = MANNERS[self.language], self.problem()
        if problem:
            return neutral(manner, self.typed(), problem)
        return greeted(manner, self.line(), self.typed(), self.rule())

    def line(self) -> str:
        manner, shown = MANNERS[self.language], self.shown
        return manner.friendly(shown.given.vocative) if self.is_friendly else manner.formal(shown)

    def rule(self) -> str:
        if self.is_friendly or not (self.who.titles or self.who.surname):
            return "first_name"
        if self.who.titles:
            return "title"
        needs_none = self.gender is None and self.who.first_names
        return "full_name" if needs_none else "surname"

    def problem(self) -> str:
        """Why the greeting would be a guess; "" when it would not."""
        shown = self.shown
        used = shown.given if self.is_friendly or not self.who.surname else shown.surname
        if not self.who.ordered:
            return "order_unknown"
        if not used.sure:
            return "not_declined"
        if self.is_friendly or self.gender or self._needs_no_gender:
            return ""
        return "gender_disagrees" if self._told[1] else "gender_unknown"

    @cached_property
    def gender(self) -> Gender | None:
        return self.wanted or self.who.gender or self._told[0]

    @property
    def is_friendly(self) -> bool:
        """Without a first name even a friendly letter greets formally."""
        return self.style == "friendly" and bool(self.who.first_names)

    @cached_property
    def _told(self) -> tuple[Gender | None, bool]:
        return told(self.who.first_names, self.who.surname, self.language)

    @property
    def _needs_no_gender(self) -> bool:
        """In English a first name or a title will do."""
        return self.language == "en" and bool(
            self.who.first_names or any(one.kind != "noun" for one in self.who.titles)
        )

    @cached_property
    def shown(self) -> Addressee:
        """As a person would write it: PETRAITIS and petraitis are Petraitis."""
        given = self.declined([capitalised(word) for word in self.who.first_names])
        surname = self.declined([capitalised(word) for word in self.who.surname])
        return Addressee(self.who.titles, given, surname, self.gender)

    def typed(self) -> Forms:
        manner = MANNERS[self.language]
        titles = [
            manner.noun(one.written) if one.kind == "noun" else Forms(one.written, one.written)
            for one in self.who.titles
            if one.kind != "courtesy" or self.language == "en"
        ]
        return joined([*titles, self.declined([*self.who.given, *self.who.surname])])

    def declined(self, words: Sequence[str]) -> Forms:
        return joined([_declined(word, self.language, self.gender) for word in words])


@lru_cache(maxsize=20_000)
def _declined(word: str, language: Language, gender: Gender | None) -> Forms:
    if is_initial(word):
        return Forms(word, word)
    return MANNERS[language].name(word, gender, listed=is_first_name(word, language))


def capitalised(word: str) -> str:
    """A name typed all in capitals or all in small letters, as a person writes it."""
    if len(word) < 2 or not (word.isupper() or word.islower()) or word in PARTICLES:
        return word
    whole = re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", whole)
