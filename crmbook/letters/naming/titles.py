"""Titles before and after names: dr., direktorius, Mrs, kungs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crmbook.letters.naming.first_names import Gender
from crmbook.letters.naming.word_lists import word_list


@dataclass(frozen=True)
class Title:
    """A word that says what somebody is.

    written   as it stands in a greeting
    kind      short: an abbreviation, never declined; noun: declined; courtesy: ponas, kundze, Mr,
              which greetings write themselves
    """

    written: str
    kind: Literal["short", "noun", "courtesy"]
    gender: Gender | None = None


_SHORT = {
    "dr": "dr.", "prof": "prof.", "doc": "doc.", "habil": "habil.", "hab": "habil.", "gyd": "gyd.",
    "adv": "adv.", "akad": "akad.", "inž": "inž.", "mgr": "mgr.", "mag": "mag.", "mg": "mg.",
    "kun": "kun.", "asist": "asist.", "lekt": "lekt.", "dir": "dir.", "vad": "vad.",
    "arch": "arch.", "not": "not.", "plk": "plk.", "kpt": "kpt.",
}  # fmt: skip
_MASCULINE, _FEMININE = word_list("titles of men"), word_list("titles of women")
_COURTESY: Mapping[str, tuple[str, Gender | None]] = {
    "ponas": ("ponas", "m"), "pone": ("ponas", "m"), "ponia": ("ponia", "f"),
    "panelė": ("panelė", "f"), "p": ("", None), "pon": ("", None), "gerb": ("", None),
    "god": ("", None), "cien": ("", None),
    "kungs": ("kungs", "m"), "k-gs": ("kungs", "m"), "kundze": ("kundze", "f"),
    "k-dze": ("kundze", "f"), "jaunkundze": ("jaunkundze", "f"),
    "mr": ("Mr", "m"), "mister": ("Mr", "m"), "mrs": ("Mrs", "f"), "ms": ("Ms", "f"),
    "miss": ("Miss", "f"), "mx": ("Mx", None),
}  # fmt: skip
_ABBREVIATED = {
    "p": ("p.",), "pon": ("pon.",), "gerb": ("gerb.", "Gerb."), "god": ("god.", "God."),
    "cien": ("cien.", "Cien."),
}  # fmt: skip
_ENGLISH: Mapping[str, tuple[str, Gender | None]] = {
    "dr": ("Dr", None), "doctor": ("Dr", None), "prof": ("Professor", None),
    "professor": ("Professor", None), "sir": ("Sir", "m"), "dame": ("Dame", "f"),
    "rev": ("Rev.", None), "reverend": ("Rev.", None),
}  # fmt: skip
# After the name, and of no use in a greeting.
_DEGREES = word_list("degrees")


@lru_cache(maxsize=20_000)
def title(word: str, language: str) -> Title | None:
    """The title that a word is, in any of the languages; None when it is a name."""
    plain = word.lower().rstrip(".")
    if plain in _ABBREVIATED and word not in _ABBREVIATED[plain]:  # J. P. Petraitis
        return None
    if plain in _COURTESY:
        return Title(_COURTESY[plain][0], "courtesy", _COURTESY[plain][1])
    if plain in _ENGLISH and (language == "en" or plain not in _SHORT):
        return Title(_ENGLISH[plain][0], "short", _ENGLISH[plain][1])
    if plain in _SHORT and (word.endswith(".") or plain in ("dr", "prof")):
        return Title(_SHORT[plain], "short")
    if plain in _MASCULINE or plain in _FEMININE:
        return Title(plain, "noun", "m" if plain in _MASCULINE else "f")
    return None


def is_degree(word: str) -> bool:
    """After or before a name, of no use in a greeting: MA and PhD, but Jack Ma is called so."""
    plain = word.lower().replace(".", "")
    is_short_name = len(word) == 2 and word.istitle() and plain not in ("jr", "sr")
    return plain in _DEGREES and not is_short_name
