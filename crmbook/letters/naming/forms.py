"""A word in the cases a letter needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_HYPHEN = re.compile(r"([-‐-–])")  # in any dress
# Digraphs that neither language writes in a name of its own.
_FOREIGN_SPELLING = re.compile(r"th|ph|sh|sch|ee|oo")


@dataclass(frozen=True)
class Forms:
    """sure is False where a native reader would have to decide; the forms are then a proposal."""

    vocative: str
    genitive: str
    sure: bool = True


def unchanged(word: str, *, sure: bool) -> Forms:
    return Forms(word, word, sure)


def ending(word: str, drop: int, vocative: str, genitive: str, *, sure: bool = True) -> Forms:
    """The word with other endings, in capitals where the word is: PETRAITIS → PETRAITI."""
    stem = word[: len(word) - drop]
    if not stem:  # an ending is no name
        return unchanged(word, sure=False)
    return Forms(stem + like(word, vocative), stem + like(word, genitive), sure)


def like(word: str, added: str) -> str:
    return added.upper() if word.isupper() and len(word) > 1 else added


def is_native(word: str, alphabet: frozenset[str]) -> bool:
    lower = word.lower()
    return alphabet.issuperset(lower) and not _FOREIGN_SPELLING.search(lower)


def by_parts(word: str, decline: Callable[[str], Forms]) -> Forms:
    """Every part of a double name is declined: Petraitis-Jonaitis → Petraiti-Jonaiti."""
    if not _HYPHEN.search(word):
        return decline(word)
    pieces = re.split(_HYPHEN, word)
    forms = [
        decline(one) if one and i % 2 == 0 else Forms(one, one) for i, one in enumerate(pieces)
    ]
    return Forms(
        "".join(one.vocative for one in forms),
        "".join(one.genitive for one in forms),
        all(one.sure for one in forms),
    )


def joined(forms: Sequence[Forms]) -> Forms:
    if len(forms) == 1:
        return forms[0]
    return Forms(
        " ".join(one.vocative for one in forms if one.vocative),
        " ".join(one.genitive for one in forms if one.genitive),
        all(one.sure for one in forms),
    )
