"""Which names are a company's."""

from __future__ import annotations

import re

from crmbook.folding import fold
from crmbook.letters.naming.word_lists import word_list

# A legal form stands in capitals as a word of its own: "AB" is one, "Ab" is not.
_FORMS = word_list("legal forms in capitals")
_LONG_FORMS = frozenset(word for word in _FORMS if len(word) > 2)
_MIXED_FORMS = word_list("legal forms in small letters")
_WORDS = word_list("words of companies") | {fold(it) for it in word_list("words of companies")}
_QUOTED = re.compile(r"^[„“”\"«»‚‘].+[“”\"»«’‘]|[„“\"«].+[“”\"»]$")
_AND_COMPANY = re.compile(r"(?:&|\bir|\bun|\band)\s+(?:co|ko|company)\b", re.IGNORECASE)


def is_company(name: str) -> bool:
    """By its legal form, its quotes, or a word such as "mokykla", beside another word.

    A legal form of two letters counts only where one stands, first or last: "Jonas AB Petraitis"
    has an initial.
    """
    if _QUOTED.search(name) or _AND_COMPANY.search(name):
        return True
    pieces = name.replace(",", " ").split()
    if len(pieces) < 2:
        return False
    return not (
        _FORMS.isdisjoint((pieces[0], pieces[-1]))
        and _LONG_FORMS.isdisjoint(pieces)
        and _MIXED_FORMS.isdisjoint(pieces)
        and _WORDS.isdisjoint(name.lower().replace(",", " ").split())
    )
