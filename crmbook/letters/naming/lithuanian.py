"""Lithuanian names and titles in the vocative and the genitive."""

from __future__ import annotations

import re

from crmbook.letters.naming.first_names import Gender, is_english_only
from crmbook.letters.naming.forms import Forms, by_parts, ending, is_native, unchanged
from crmbook.letters.naming.word_lists import word_list

ALPHABET = frozenset("abcdefghijklmnoprstuvyząčęėįšųūž")

# nominative, vocative, genitive; the first that fits. Proper names take -ai where a common noun
# takes -e: Jonai Vilkai, but pone. The Commission of the Lithuanian Language lists Lukai.
_NAMES = (
    ("jas", "jau", "jo"),
    ("as", "ai", "o"),
    ("tis", "ti", "čio"),
    ("dis", "di", "džio"),
    ("jis", "ji", "jo"),
    ("is", "i", "io"),
    ("tys", "ty", "čio"),
    ("dys", "dy", "džio"),
    ("jys", "jy", "jo"),
    ("ys", "y", "io"),
    ("us", "au", "aus"),
    ("ė", "e", "ės"),
    ("a", "a", "os"),
    ("o", "o", "o"),
)
_NOUNS = (("jas", "jau", "jo"), ("as", "e", "o"), *_NAMES[2:])
_PLURALS = (("iai", "iai", "ių"), ("ai", "ai", "ų"), ("ės", "ės", "ių"), ("os", "os", "ų"))
_MASCULINE = ("as", "is", "ys", "us")
_FEMININE_SURNAME = re.compile(r"(?:ien|ait|yt|iūt|ūt|ut)[ėe]$")
_PLAIN_E = re.compile(r"(?:iene|aite|yte|iute|ute)$")
# A pet name keeps the old short form, Jonuk; and some would write Jonukai.
_PET_NAME = re.compile(r"(?:jon|petr|ant|antan|rok|tom|marty?n|vyt|algi?rd)ukas")
_SHORTEST = 3


def name(word: str, gender: Gender | None = None, *, listed: bool = False) -> Forms:
    """One name, or both halves of a double one.

    listed  the word stands in a list of first names, so its ending can be trusted even when it
            was typed without diacritics: Zivile
    """
    return by_parts(word, lambda part: _name(part, gender, listed=listed))


def noun(word: str) -> Forms:
    """A title: direktorius → direktoriau, vadovas → vadove, ponia → ponia."""
    return _bent(word, _NOUNS) or unchanged(word, sure=False)


def plural(word: str) -> Forms:
    """A family's surname: Petraičiai. The vocative is the nominative. Unsure when it is no plural."""
    return by_parts(word, lambda part: _bent(part, _PLURALS) or unchanged(part, sure=False))


def surname_gender(word: str) -> Gender | None:
    """What the ending of a surname says for sure; -a says nothing: Daukša may be a man."""
    lower = word.lower()
    if not is_native(word, ALPHABET) or is_english_only(word, "lt") or lower in _FOREIGN:
        return None
    if _FEMININE_SURNAME.search(lower):
        return "f"
    return "m" if lower.endswith(_MASCULINE) else None


def surname_hint(word: str) -> Gender | None:
    """A weaker sign, for when there is no other: men are called Krėvė and Venclova, too."""
    fits = is_native(word, ALPHABET) and word.lower().endswith(("ė", "ova", "eva", "skaja"))
    return "f" if fits else None


def first_name_gender(word: str) -> Gender | None:
    lower = word.lower()
    if not is_native(word, ALPHABET) or len(lower) < _SHORTEST:
        return None
    return "f" if lower.endswith(("a", "ė")) else "m" if lower.endswith(_MASCULINE) else None


def looks_like_a_surname(word: str) -> bool:
    return bool(_SURNAME.search(word.lower()))


_SURNAME = re.compile(
    r"(?:aitis|ytis|utis|ūnas|ėnas|onis|(?:aus|ins|ic|ec|av|ev)k?as|[ai]uskas|inskas|ickas|"
    r"[aei]vičius|čius|aitė|ytė|utė|ūtė|ien[ėe]|skis|ovas|evas|ova|eva|skaja)$"
)
_FOREIGN = word_list("foreign names with a Lithuanian ending")


def _name(word: str, gender: Gender | None, *, listed: bool) -> Forms:
    lower = word.lower()
    english = is_english_only(word, "lt") and not lower.endswith(("a", "o"))
    if english or lower in _FOREIGN or not is_native(word, ALPHABET):
        return unchanged(word, sure=False)
    if lower.endswith("e"):
        return ending(word, 1, "e", "ės", sure=listed or bool(_PLAIN_E.search(lower)))
    found = None if lower.endswith("ias") else _bent(word, _NAMES)
    if found is None or len(lower) < _SHORTEST:
        return unchanged(word, sure=False)
    if gender == "f" and lower.endswith("is"):
        return ending(word, 2, "ie", "ies", sure=False)
    if _PET_NAME.fullmatch(lower):
        return ending(word, 2, "", "o", sure=False)
    fits = not _contradicts(lower, gender)
    return found if fits else Forms(found.vocative, found.genitive, sure=False)


def _contradicts(lower: str, gender: Gender | None) -> bool:
    """A woman under a man's form of a surname, or the other way round: nobody knows the case."""
    if gender == "f":
        return lower.endswith(_MASCULINE)
    return gender == "m" and bool(re.search(r"(?:ienė|aitė|ytė|utė|ūtė)$", lower))


def _bent(word: str, endings: tuple[tuple[str, str, str], ...]) -> Forms | None:
    lower = word.lower()
    for nominative, vocative, genitive in endings:
        if lower.endswith(nominative):
            return ending(word, len(nominative), vocative, genitive)
    return None
