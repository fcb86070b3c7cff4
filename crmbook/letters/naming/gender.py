"""Whether a name is a man's or a woman's, as far as it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crmbook.errors import UsageError
from crmbook.language import Language, _
from crmbook.letters.naming import latvian, lithuanian
from crmbook.letters.naming.first_names import Gender, bearer, is_english_only, is_in_calendar

_WORDS: dict[str, Gender] = {
    "m": "m", "male": "m", "man": "m", "vyras": "m", "vīrietis": "m",
    "f": "f", "female": "f", "woman": "f", "moteris": "f", "sieviete": "f",
}  # fmt: skip
# Endings that no English surname has.
_BALTIC_MAN = re.compile(r"(?:aitis|[ay]uskas|inskas|[ae]vičius|ickas|ūnas|ėnas|iņš|ovs|evs|ītis)$")
_BALTIC_WOMAN = re.compile(r"(?:ien[ėe]|aitė|ytė|utė|ūtė|iņa|ova|eva|skaja|skaya)$")


def given_gender(gender: object) -> Gender | None:
    """What the caller says: "m", "female", "moteris"; nothing, or an empty cell, says nothing."""
    if not isinstance(gender, str) or not gender.strip():
        return None
    found = _WORDS.get(gender.strip().lower())
    if found is None:
        raise UsageError(
            _("The gender must be “male” or “female”, not “{value}”.").format(value=gender)
        )
    return found


def told(
    first_names: Sequence[str], surname: Sequence[str], language: Language
) -> tuple[Gender | None, bool]:
    """The gender, and whether first name and surname contradict each other."""
    by_first = of_first_name(first_names[0], language) if first_names else None
    by_surname = of_surname(surname[-1], language) if surname else None
    if by_first and by_surname and by_first != by_surname:
        return None, True
    if first_names and by_first is None and bearer(_first_part(first_names[0]), language):
        return None if language == "en" else by_surname, False
    hint = lithuanian.surname_hint(surname[-1]) if surname and language == "lt" else None
    return by_first or by_surname or hint, False


@lru_cache(maxsize=20_000)
def of_first_name(word: str, language: Language) -> Gender | None:
    part = _first_part(word)
    listed = bearer(part, language)
    if listed:
        return None if listed == "either" else listed
    if language == "en":
        return latvian.first_name_gender(part) if is_in_calendar(part) else None
    if language == "lt":
        return lithuanian.first_name_gender(part)
    return latvian.first_name_gender(part)


@lru_cache(maxsize=20_000)
def of_surname(word: str, language: Language) -> Gender | None:
    """By the last part of a double surname."""
    part = re.split(r"[-‐-–]", word)[-1]  # a hyphen in any dress
    if language == "lt":
        return lithuanian.surname_gender(part)
    if language == "lv":
        return latvian.surname_gender(part)
    lower = part.lower()
    if is_english_only(part, "lt"):
        return None
    return "f" if _BALTIC_WOMAN.search(lower) else "m" if _BALTIC_MAN.search(lower) else None


def _first_part(word: str) -> str:
    """Anna-Marija is Anna first."""
    return re.split(r"[-‐-–]", word)[0]  # a hyphen in any dress
