"""Texts that mean the same, however they are typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_WORD = re.compile(r"[^\W_]+")
_PHONE_SIGNS = re.compile(r"[ ()./-]")
_PHONE = re.compile(r"(?:(?:\+|00)?37[0-2]|[08])?([2-9][0-9]{7})")
_PIECE = re.compile(r"[^\W_]+|\+")
# One word in most programs, two in a person's eyes: "InvoiceNo", "UnitPrice", "CustomerID".
_HUMPS = re.compile(r"(?<=[a-ząčęėįšųūžāčēģīķļņš])(?=[A-ZĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅ])")


def fold(text: str) -> str:
    """Without diacritics, case and superfluous blanks: " Žukauskienė" → "zukauskiene"."""
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        plain = "".join(filterfalse(unicodedata.combining, plain))
    return " ".join(plain.split()).casefold()


def plain(name: str) -> str:
    """A name without quotes, points and blanks: both UAB "Rytas" and UAB „Rytas“ → "uabrytas".

    Two numbers stay two, K-1-1 is not K-11; an e-mail address stays as it is; a Baltic phone is
    one with its country and without, +370 600 12345 and 8 600 12345.
    """
    folded = fold(name)
    if "@" in folded:
        return folded
    phone = _PHONE.fullmatch(_PHONE_SIGNS.sub("", folded))
    if phone:
        return phone[1]
    run = ""
    for piece in _PIECE.findall(folded):
        run += f" {piece}" if run[-1:].isdigit() and piece[0].isdigit() else piece
    return run or folded


@lru_cache(maxsize=8192)
def words(heading: str) -> tuple[str, ...]:
    """The folded words of a heading: "Gim. data" → ("gim", "data")."""
    return tuple(_WORD.findall(fold(_HUMPS.sub(" ", heading))))


def squeezed(heading: str) -> str:
    """The folded words run together: "E-mail" and "email" are one heading."""
    return "".join(words(heading))
