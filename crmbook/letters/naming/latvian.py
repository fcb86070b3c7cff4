"""Latvian names and titles in the vocative and the genitive."""

from __future__ import annotations

import re

from crmbook.letters.naming.first_names import Gender, is_english_only, is_first_name
from crmbook.letters.naming.forms import Forms, by_parts, ending, is_native, like, unchanged
from crmbook.letters.naming.word_lists import word_list

ALPHABET = frozenset("aābcčdeēfgģhiījkķlļmnņoprsštuūvzž")

# The consonant before -is, as it becomes before the genitive's -a; longest first.
_SOFTENED = (
    ("sn", "šņ"), ("zn", "žņ"), ("sl", "šļ"), ("zl", "žļ"), ("ln", "ļņ"), ("ll", "ļļ"), ("nn", "ņņ"),
    ("dz", "dž"), ("b", "bj"), ("m", "mj"), ("p", "pj"), ("v", "vj"), ("t", "š"), ("d", "ž"),
    ("c", "č"), ("s", "š"), ("z", "ž"), ("n", "ņ"), ("l", "ļ"),
)  # fmt: skip
_SHORTEST = 3
_VOWELS = re.compile(r"ai|au|ei|ie|iu|ui|oi|[aāeēiīouū]")
# Nouns whose -s is not the -s of Bērzs; whether a surname keeps it, the bearer decides.
_STUBBORN = word_list("Latvian nouns that keep their s")
_NO_CASE_ENDING = ("as", "es", "os", "ās", "ēs", "ūs", "īs")
_FOREIGN = word_list("foreign names with a Latvian ending")
_FEMININE_SURNAME = re.compile(r"(?:iņa|ā|ova|eva|ska|cka|skaja|āne|īte|niece|ēja|aite|ene)$")
_SURNAME = re.compile(
    r"(?:iņš|ņš|iņa|ītis|nieks|niece|ovs|evs|ova|eva|skis|ckis|ska|cka|āns|āne|ēns|ēvičs)$"
)


def name(word: str, gender: Gender | None = None, *, listed: bool = False) -> Forms:
    """One name, or both halves of a double one.

    listed  a first name: Gatis → Gata, where the common noun would be softened
    """
    return by_parts(word, lambda part: _name(part, gender, listed=listed))


def noun(word: str) -> Forms:
    """A title: direktors → direktor, direktora; direktore → direktore, direktores."""
    return _name(word, None, listed=False)


def plural(word: str) -> Forms:
    """A family's surname: Bērziņi. The vocative is the nominative."""
    return by_parts(word, _plural)


def surname_gender(word: str) -> Gender | None:
    """What the ending of a surname says; a plain -a or -e says nothing: Jānis Liepa."""
    lower = word.lower()
    if (
        not is_native(word, ALPHABET)
        or lower in _FOREIGN | _STUBBORN
        or is_english_only(word, "lv")
    ):
        return None
    if _FEMININE_SURNAME.search(lower):
        return "f"
    return "m" if lower.endswith(("s", "š")) and not lower.endswith(_NO_CASE_ENDING) else None


def first_name_gender(word: str) -> Gender | None:
    lower = word.lower()
    if not is_native(word, ALPHABET) or len(lower) < _SHORTEST:
        return None
    return "f" if lower.endswith(("a", "e")) else "m" if lower.endswith(("s", "š")) else None


def looks_like_a_surname(word: str) -> bool:
    return bool(_SURNAME.search(word.lower()))


def _name(word: str, gender: Gender | None, *, listed: bool) -> Forms:
    lower = word.lower()
    if (
        len(lower) < _SHORTEST
        or lower in _STUBBORN
        or lower in _FOREIGN
        or lower.endswith("īts")  # Upīts: Upīša to some, Upīta to others
        or not is_native(word, ALPHABET)
    ):
        return unchanged(word, sure=False)
    if lower.endswith("s") and (lower.endswith(_NO_CASE_ENDING) or is_english_only(word, "lv")):
        return unchanged(word, sure=False)
    found = _bent(word, lower, listed=listed)
    if found is None:
        return unchanged(word, sure=False)
    man_s = lower.endswith(("s", "š"))
    contradicts = (gender == "f" and man_s) or (gender == "m" and lower.endswith("iņa"))
    return Forms(found.vocative, found.genitive, sure=found.sure and not contradicts)


def _bent(word: str, lower: str, *, listed: bool) -> Forms | None:
    if lower.endswith("ais"):  # Platais is an adjective
        return ending(word, 3, "ais", "ā")
    if lower.endswith("is"):
        return _second_declension(word, lower, listed=listed)
    if lower.endswith("us") and not lower.endswith("aus"):
        return ending(word, 2, "u", "us")
    if lower.endswith(("s", "š")):
        return ending(word, 1, "", "a")
    if lower.endswith(("a", "e", "ā")):
        return ending(word, 0, "", "s")
    return unchanged(word, sure=True) if lower.endswith("o") else None


def _second_declension(word: str, lower: str, *, listed: bool) -> Forms:
    stem = word[:-2]
    if not _VOWELS.search(stem.lower()):
        return unchanged(word, sure=False)
    short = len(_VOWELS.findall(lower)) == 2 and lower.endswith(("tis", "dis"))
    if short and lower != "briedis":
        # Valdis, Valda; a surname that is also a noun may go either way: Zuša or Zuta.
        sure = listed or is_first_name(word, "lv")
        return ending(word, 2, "i", "a", sure=sure)
    return Forms(stem + like(word, "i"), _soft(stem, word) + like(word, "a"))


def _soft(stem: str, word: str) -> str:
    if stem.lower().endswith("st"):  # Krustis, Krusta
        return stem
    for hard, soft in _SOFTENED:
        if stem.lower().endswith(hard):
            return stem[: len(stem) - len(hard)] + like(word, soft)
    return stem


def _plural(word: str) -> Forms:
    lower = word.lower()
    if lower.endswith("i"):
        return ending(word, 1, "i", "u")
    if lower.endswith(("as", "es")):
        return ending(word, 2, lower[-2:], "u")
    return unchanged(word, sure=False)
