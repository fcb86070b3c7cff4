"""A name as typed, taken apart: titles, first names, surname."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crmbook.language import Language
from crmbook.letters.naming import latvian, lithuanian
from crmbook.letters.naming.first_names import Gender, bearer, is_first_name
from crmbook.letters.naming.titles import Title, is_degree, title
from crmbook.letters.naming.word_lists import word_list

PARTICLES = word_list("particles")
LONGEST = 120  # no name is longer; what is longer is a pasted text
_INITIAL = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+|[^\W\d_]")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})[.;:]+$")
_LOOSE_HYPHEN = re.compile(r"\s+([-‐-–])\s*|([-‐-–])\s+")
_AFTER_INITIAL = re.compile(r"(?<=\.)(?=[^\W\d_]{4})")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’.‐–-]+[^\W\d_]*)*")
_MOST = 6  # words in a name
_INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
_AND = re.compile(r"\s+(?:ir|un|and|y|&|\+)\s+|\s*[/&+]\s*", re.IGNORECASE)
_FAMILY = frozenset(("šeima", "ģimene", "family"))
_NOBODY = word_list("nobody")
_ALSO_SURNAMES = word_list("first names that are surnames too")
_SURNAME_OF_ALL = re.compile(r"(?:[čs]kai|čiai|ūnai|ėnai|oniai|iņi|ski)$")


@dataclass(frozen=True)
class Person:
    """One person.

    given     first names, and initials where they stand for first names
    gender    what a title says
    ordered   False when it may be the surname that stands first
    """

    titles: tuple[Title, ...] = ()
    given: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    gender: Gender | None = None
    ordered: bool = True

    @property
    def first_names(self) -> tuple[str, ...]:
        return tuple(word for word in self.given if not is_initial(word))

    @property
    def courtesy(self) -> Title | None:
        return next((one for one in self.titles if one.kind == "courtesy"), None)


@dataclass(frozen=True)
class Couple:
    """Two people with one surname, or none; or two with their own, then surname is empty."""

    one: Person
    other: Person
    surname: str = ""


@dataclass(frozen=True)
class Family:
    """All of one surname.

    surname   the plural, Petraičiai; or what stands before "šeima"
    noun      "šeima", "ģimene", "family", or nothing
    """

    surname: str
    noun: str = ""


def tidy(text: object) -> str:
    """One line of composed letters and single blanks, without what cannot be seen."""
    if not isinstance(text, str):
        return ""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    seen = (" " if one.isspace() else one for one in text)
    return " ".join(
        "".join(it for it in seen if unicodedata.category(it) not in _INVISIBLE).split()
    )


def is_initial(word: str) -> bool:
    return (len(word) == 1 or "." in word) and _INITIAL.fullmatch(word) is not None


def parse(name: str, language: Language) -> Person | Couple | Family | None:
    """Who is named; None when it is nobody: digits, an address, a sentence."""
    if not name or len(name) > LONGEST or name.lower() in _NOBODY:
        return None
    halves = _AND.split(name)
    if len(halves) == 2 and all(halves):
        return _couple(halves[0], halves[1], language)
    if len(halves) > 1:
        return None
    return _family(name, language) or person(name, language)


def person(name: str, language: Language) -> Person | None:
    name = _FULL_STOP.sub("", _LOOSE_HYPHEN.sub("-", name))
    before, comma, after = name.partition(",")
    after_words = [word for word in after.replace(",", " ").split() if not is_degree(word)]
    titles = [word for word in after_words if title(word, language)]
    if comma and after_words and not titles:
        found = _titled(_words(after_words), language)
        return found and _with_surname(found, _words(before.split()), language)
    words = _words([*before.split(), *titles])
    return _placed(_titled(words, language), language) if words else None


def _words(words: Sequence[str]) -> list[str]:
    """Initials written together come apart: J.Petraitis → J., Petraitis."""
    spaced = _AFTER_INITIAL.sub(" ", " ".join(words))
    return [word for word in spaced.split() if not is_degree(word)]


def _titled(words: Sequence[str], language: Language) -> Person | None:
    """Titles apart from names; None when a word is neither."""
    titles = [title(word, language) for word in words]
    if _is_called_by_a_title(words, titles, language):
        titles[-1] = None
    names = [word for word, one in zip(words, titles, strict=True) if one is None]
    if any(one and one.kind == "noun" for one in titles):
        names = _without_kinds(words, titles, language)
    if len(names) > _MOST or not all(map(_LETTERS.fullmatch, names)) or _is_phrase(names, language):
        return None
    found = tuple(one for one in titles if one)
    gender = next((one.gender for one in found if one.gender), None)
    return Person(found, tuple(names), (), gender)


def _is_called_by_a_title(
    words: Sequence[str], titles: Sequence[Title | None], language: Language
) -> bool:
    """Jonas Meras is no mayor: after first names alone a capital begins a surname."""
    last = titles[-1] if titles else None
    return (
        len(words) > 1
        and last is not None
        and last.kind == "noun"
        and words[-1][0].isupper()
        and all(is_first_name(word, language) for word in words[:-1])
    )


def _without_kinds(
    words: Sequence[str], titles: Sequence[Title | None], language: Language
) -> list[str]:
    """The names, without what only says which: valdes priekšsēdētājs, vyr. gydytoja."""
    noun = next(i for i, one in enumerate(titles) if one and one.kind == "noun")
    led = any(one is None for one in titles[noun:])
    return [
        word
        for i, (word, one) in enumerate(zip(words, titles, strict=True))
        if one is None and (_is_name(word, language) or not ((led and i < noun) or word.islower()))
    ]


def _is_name(word: str, language: Language) -> bool:
    return is_first_name(word, language) or _is_surname(word, language)


def _is_surname(word: str, language: Language) -> bool:
    """A surname by its ending, and no first name."""
    looks = latvian if language == "lv" else lithuanian
    return looks.looks_like_a_surname(word) and not is_first_name(word, language)


def is_doubtful_alone(name: str, language: Language) -> bool:
    """One word that nothing tells to be a person: Vilnius, Baldai."""
    alone = " " not in name and not _SURNAME_OF_ALL.search(name.lower())
    return alone and not _is_name(name, language)


def _is_phrase(names: Sequence[str], language: Language) -> bool:
    """Small letters beside capital ones: "Žaliasis kelias" is nobody's name; nor is "The Crown"."""
    small = [word for word in names if word not in PARTICLES and word[0].islower()]
    mixed = bool(small) and any(word[0].isupper() for word in names)
    if mixed and not any(_is_name(word, language) for word in names):
        return True
    # Jonas Petraitis jaunesnysis: what follows in small letters is no part of the name
    return (mixed and names[-1] in small and not _is_name(names[-1], language)) or (
        bool(names) and names[0].lower() == "the"
    )


def _with_surname(found: Person, surname: Sequence[str], language: Language) -> Person | None:
    """Before the comma stands the surname."""
    left = _titled(surname, language)
    if left is None or not left.given or not found.given:
        return None
    return replace(
        found,
        titles=left.titles + found.titles,
        surname=left.given,
        gender=found.gender or left.gender,
        ordered=not (_is_called(left, language) and _is_surname(found.given[-1], language)),
    )


def _is_called(person: Person, language: Language) -> bool:
    """Only first names: Jonas, Petraitis was typed the wrong way round."""
    return all(is_first_name(word, language) for word in person.given)


def _placed(found: Person | None, language: Language) -> Person | None:
    """Which of the words are the surname."""
    if found is None:
        return None
    words = found.given
    names = [word for word in words if not is_initial(word)]
    if not names:
        return None if not found.titles else replace(found, given=words)
    if len(names) == 1:
        return _single(found, words, names[0], language)
    if language == "en":
        return _placed_in_english(found, words)
    return _placed_by_lists(found, words, language)


def _single(found: Person, words: Sequence[str], name: str, language: Language) -> Person:
    initials = tuple(word for word in words if word != name)
    first = is_first_name(name, language) and (not initials or words[0] == name)
    if found.titles and found.courtesy and not initials:
        first = False  # ponas Jonas is rare, Mr Thomas is not
    if first:
        return replace(found, given=(name, *initials), surname=())
    return replace(found, given=initials, surname=(name,))


def _placed_in_english(found: Person, words: Sequence[str]) -> Person:
    baltic = lithuanian.looks_like_a_surname(words[0]) or latvian.looks_like_a_surname(words[0])
    if baltic and not is_first_name(words[0], "en") and is_first_name(words[-1], "en"):
        return replace(found, given=tuple(words[1:]), surname=(words[0],))
    start = next((i for i, one in enumerate(words) if i and one.lower() in PARTICLES), -1)
    return replace(found, given=tuple(words[:start]), surname=tuple(words[start:]))


def _placed_by_lists(found: Person, words: Sequence[str], language: Language) -> Person:
    looks = lithuanian if language == "lt" else latvian
    first = [is_initial(word) or is_first_name(word, language) for word in words]
    family = [
        looks.looks_like_a_surname(word) and not known
        for word, known in zip(words, first, strict=True)
    ]
    if is_initial(words[-1]) or (not first[0] and first[-1]):
        # Aras Grigas may be called Aras, though no list has him
        ordered = family[0] or words[-1].lower() not in _ALSO_SURNAMES
        return replace(found, given=tuple(words[1:]), surname=(words[0],), ordered=ordered)
    start = len(words) - 1
    while start > 1 and family[start - 1]:
        start -= 1
    ordered = not (family[0] and not family[-1]) and not (first[0] and first[-1] and any(family))
    # Jonas Ona has lost a surname; Latvians are called Liepa and Roze
    ordered &= not (language == "lt" and bearer(words[-1], "lt") == "f")
    return replace(found, given=tuple(words[:start]), surname=tuple(words[start:]), ordered=ordered)


def _couple(left: str, right: str, language: Language) -> Couple | Family | None:
    one, other = person(left, language), person(right, language)
    if other is None or "," in left or "," in right:
        return None
    if one is None:
        titles = [title(word, language) for word in left.split()]
        if not titles or not all(titles):
            return None
        one = Person(tuple(filter(None, titles)), gender=titles[0].gender if titles[0] else None)
    if not one.given and not one.surname:  # Mr and Mrs Smith
        return Couple(one, other, " ".join(other.surname))
    if len(one.given + one.surname) == 1:  # Jonas ir Ona Petraičiai; Jonas ir Ona
        alone = Person(one.titles, one.given or one.surname, (), one.gender)
        return Couple(alone, replace(other, surname=()), " ".join(other.surname))
    return Couple(one, other)


def _family(name: str, language: Language) -> Family | None:
    words = name.split()
    if len(words) > 3:
        return None
    words = [word for word in words if word.lower() not in ("the", "ponai")]
    if len(words) == 2 and words[1].lower() in _FAMILY:
        return Family(words[0], words[1].lower())
    name = " ".join(words)
    if len(words) != 1 or is_first_name(name, language):
        return None
    if language == "lt" and re.search(r"[a-ząčęėįšųūž]{2}ai$", name, re.IGNORECASE):
        return Family(name)
    return (
        Family(name)
        if language == "lv" and re.search(r"(?:iņi|ski)$", name, re.IGNORECASE)
        else None
    )
