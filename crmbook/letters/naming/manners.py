"""How each language greets: the line a letter opens with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crmbook.language import Language
from crmbook.letters.naming import latvian, lithuanian
from crmbook.letters.naming.first_names import Gender
from crmbook.letters.naming.forms import Forms
from crmbook.letters.naming.titles import Title


@dataclass(frozen=True)
class Addressee:
    """A person with every part in the cases of the letter's language.

    given, surname   empty where the name has none; given is without initials
    """

    titles: Sequence[Title]
    given: Forms
    surname: Forms
    gender: Gender | None

    def title(self, kind: str) -> Title | None:
        return next((one for one in self.titles if one.kind == kind), None)


class Manner(Protocol):
    """The greetings of one language; and_ joins two people, mark ends the line, of makes a whose."""

    neutral: str
    company: str
    friendly_company: str
    and_: str
    mark: str
    of: str

    def name(self, word: str, gender: Gender | None, *, listed: bool) -> Forms: ...

    def noun(self, word: str) -> Forms: ...

    def plural(self, word: str) -> Forms: ...

    def formal(self, who: Addressee) -> str:
        """Without the mark; the gender is known, or is not needed."""
        ...

    def friendly(self, names: str) -> str: ...

    def together(self, names: str) -> str:
        """To two people or a family, formally."""
        ...

    def both(self, one: str, other: str) -> str:
        """Two formal greetings in one line."""
        ...

    def family(self, surname: str) -> str: ...


class _Lithuanian:
    neutral = "Laba diena,"
    company = "Gerbiamieji,"
    # The letter says Jūs: Sveiki goes with it, Labas with tu.
    friendly_company = "Sveiki,"
    and_ = "ir"
    mark = ","
    of = ""

    def name(self, word: str, gender: Gender | None, *, listed: bool) -> Forms:
        return lithuanian.name(word, gender, listed=listed)

    def noun(self, word: str) -> Forms:
        return lithuanian.noun(word)

    def plural(self, word: str) -> Forms:
        return lithuanian.plural(word)

    def formal(self, who: Addressee) -> str:
        opening = "Gerbiamoji" if who.gender == "f" else "Gerbiamasis"
        noun, short = who.title("noun"), who.title("short")
        title = lithuanian.noun(noun.written).vocative if noun else short.written if short else ""
        courtesy = "ponia" if who.gender == "f" else "pone"
        if who.surname.vocative:
            return f"{opening} {title or courtesy} {who.surname.vocative}"
        return " ".join(filter(None, (opening, title, who.given.vocative)))

    def friendly(self, names: str) -> str:
        return f"Sveiki, {names}"

    def together(self, names: str) -> str:
        return f"Gerbiamieji {names}"

    def both(self, one: str, other: str) -> str:
        return f"{one}, {_lowered(other)}"

    def family(self, surname: str) -> str:
        return f"Gerbiamoji {surname} šeima"


class _Latvian:
    neutral = "Labdien!"
    company = "Godātie!"
    friendly_company = "Sveiki!"
    and_ = "un"
    mark = "!"
    of = ""

    def name(self, word: str, gender: Gender | None, *, listed: bool) -> Forms:
        return latvian.name(word, gender, listed=listed)

    def noun(self, word: str) -> Forms:
        return latvian.noun(word)

    def plural(self, word: str) -> Forms:
        return latvian.plural(word)

    def formal(self, who: Addressee) -> str:
        opening = "Cienījamā" if who.gender == "f" else "Godātais"
        courtesy = "kundze" if who.gender == "f" else "kungs"
        noun, short = who.title("noun"), who.title("short")
        if noun:  # direktora kungs: the office stands for the name
            return f"{opening} {latvian.noun(noun.written).genitive} {courtesy}"
        title = short.written if short else ""
        if who.surname.genitive:
            return " ".join(filter(None, (opening, title, who.surname.genitive, courtesy)))
        return " ".join(filter(None, (opening, title, who.given.vocative or courtesy)))

    def friendly(self, names: str) -> str:
        return f"Sveiki, {names}"

    def together(self, names: str) -> str:
        return f"Godātie {names}"

    def both(self, one: str, other: str) -> str:
        return f"{one}, {_lowered(other)}"

    def family(self, surname: str) -> str:
        return f"Godātā {surname} ģimene"


class _English:
    neutral = "Hello,"
    company = "Dear colleagues,"
    friendly_company = "Hello,"
    and_ = "and"
    mark = ","
    of = "’s"

    def name(self, word: str, gender: Gender | None, *, listed: bool) -> Forms:
        del gender, listed
        return Forms(word, word, all(map(_is_latin, word)))

    def noun(self, word: str) -> Forms:
        return Forms(word, word)

    def plural(self, word: str) -> Forms:
        return Forms(word, word)

    def formal(self, who: Addressee) -> str:
        courtesy, short = who.title("courtesy"), who.title("short")
        surname, given = who.surname.vocative, who.given.vocative
        if short and short.written in ("Sir", "Dame") and given:
            return f"Dear {short.written} {given}"
        title = short.written if short else courtesy.written if courtesy else ""
        title = title if title in _ENGLISH_TITLES else ""
        by_gender = {"m": "Mr", "f": "Ms", None: ""}[who.gender]
        if surname and (title or by_gender):
            return f"Dear {title or by_gender} {surname}"
        return " ".join(filter(None, ("Dear", given, surname)))

    def friendly(self, names: str) -> str:
        return f"Hi {names}"

    def together(self, names: str) -> str:
        return f"Dear {names}"

    def both(self, one: str, other: str) -> str:
        return f"{one} and {other.removeprefix('Dear ')}"

    def family(self, surname: str) -> str:
        return f"Dear {surname} family"


_ENGLISH_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Professor", "Rev.", "Sir", "Dame")


def _is_latin(letter: str) -> bool:
    return letter < "ɐ" or letter in "‐‑‒–’"


def _lowered(line: str) -> str:
    return line[:1].lower() + line[1:]


MANNERS: Mapping[Language, Manner] = {
    "en": _English(),
    "lt": _Lithuanian(),
    "lv": _Latvian(),
}
