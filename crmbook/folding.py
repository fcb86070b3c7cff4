"""Texts that mean the same, however they are typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_WORD = re.compile(r"[^\W_]+")
# One word in most programs, two in a person's eyes: "InvoiceNo", "UnitPrice", "CustomerID".
_HUMPS = re.compile(r"(?<=[a-ząčęėįšųūžāčēģīķļņš])(?=[A-ZĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅ])")


def fold(text: str) -> str:
    """Without diacritics, case and superfluous blanks: " Žukauskienė" → "zukauskiene"."""
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        plain = "".join(filterfalse(unicodedata.combining, plain))
    return " ".join(plain.split()).casefold()


@lru_cache(maxsize=8192)
def words(heading: str) -> tuple[str, ...]:
    """The folded words of a heading: "Gim. data" → ("gim", "data")."""
    return tuple(_WORD.findall(fold(_HUMPS.sub(" ", heading))))


def squeezed(heading: str) -> str:
    """The folded words run together: "E-mail" and "email" are one heading."""
    return "".join(words(heading))
