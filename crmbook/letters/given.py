"""What the clerk gives for a run: days as each language writes them, words in the letter's own language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from crmbook.language import LANGUAGES, Language

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Words(str):
    """What the clerk gave in words; where a template wants a day, “at the end of May” is one too."""

    __slots__ = ()


def given_in(given: Mapping[str, object], language: Language) -> dict[str, object]:
    """Name → value for letters of a language: benefit.lt before benefit; 2026-05-31 is a day."""
    names = dict.fromkeys(map(name_of, given))
    found = {name: given.get(f"{name}.{language}", given.get(name)) for name in names}
    return {name: _read(value) for name, value in found.items()}


def name_of(key: str) -> str:
    """The name without its language: benefit.lt is benefit."""
    name, dot, language = key.rpartition(".")
    return name if dot and language in LANGUAGES else key


def only_elsewhere(
    given: Mapping[str, object], names: Iterable[str], language: Language, text: str
) -> list[str]:
    """Those of the names whose words were given without saying that they are of this language.

    A day, a number, and a word that the text of the template asks for by itself are of every one.
    """
    return [
        name for name in names
        if f"{name}.{language}" not in given and not _of_every_language(given.get(name, ""), text)
    ]  # fmt: skip


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    typed = value.strip()
    if _DAY.fullmatch(typed):
        with suppress(ValueError):
            return date.fromisoformat(typed)
    return Words(value)


def _of_every_language(value: object, text: str) -> bool:
    said = _read(value)
    if not isinstance(said, Words):
        return True
    told = said.strip()
    return bool(told) and (not any(map(str.isalpha, told)) or f'"{told}"' in text)
