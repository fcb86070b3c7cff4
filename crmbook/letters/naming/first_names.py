"""Which words are first names, and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from crmbook.folding import fold
from crmbook.language import LANGUAGES, Language

Gender = Literal["m", "f"]
Bearer = Literal["m", "f", "either"]


@lru_cache(maxsize=20_000)
def bearer(name: str, language: Language) -> Bearer | None:
    """Whose name it is by the lists: the language's own first, then the others together.

    A name without its diacritics is found too: Zivile. Names borne by both, such as Alex, are
    "either"; None when no list has the name, for the ending to tell.
    """
    wanted = fold(name)
    own = _listed(language).get(wanted)
    if own or (language == "lv" and wanted in _calendar()):
        return own  # Francis of the Latvian calendar is no Frances
    found = {_listed(other)[wanted] for other in LANGUAGES if wanted in _listed(other)}
    return found.pop() if len(found) == 1 else "either" if found else None


@lru_cache(maxsize=20_000)
def is_first_name(name: str, language: Language) -> bool:
    """Listed as a first name. A letter in English may be to anybody, so all lists count there.

    The Lithuanian and Latvian lists are not asked about each other's people: what is a first
    name in the one is often a surname in the other.
    """
    lists: tuple[Language, ...] = LANGUAGES if language == "en" else (language, "en")
    wanted = fold(name)
    named = language != "lt" and wanted in _calendar()
    return named or any(wanted in _listed(one) for one in lists)


def is_in_calendar(name: str) -> bool:
    return fold(name) in _calendar()


@lru_cache(maxsize=20_000)
def is_english_only(name: str, language: Language) -> bool:
    """Thomas ends like a Lithuanian name, and is none."""
    wanted = fold(name)
    own = wanted in _listed(language) or (language == "lv" and wanted in _calendar())
    return not own and wanted in _listed("en")


@cache
def _listed(language: Language) -> Mapping[str, Bearer]:
    """Folded name → who bears it."""
    found: dict[str, Bearer] = {}
    text = files(__package__).joinpath(f"first_names/{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, *names = line.split()
        who: Bearer = "m" if kind == "m" else "f" if kind == "f" else "either"
        if kind != "#":
            for name in map(fold, names):
                found[name] = who if found.get(name, who) == who else "either"
    return found


@cache
def _calendar() -> frozenset[str]:
    from crmbook.letters.namedays import latvian_calendar

    return frozenset(fold(name) for names in latvian_calendar().values() for name in names)
