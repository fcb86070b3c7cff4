"""Which names are a company's."""

from __future__ import annotations

import re

from crmbook.folding import fold
from crmbook.letters.naming.word_lists import word_list

# A legal form stands in capitals as a word of its own: "AB" is one, "Ab" is not.
_FORMS = word_list("legal forms in capitals")
_MIXED_FORMS = word_list("legal forms in small letters")
_WORDS = word_list("words of companies")
_QUOTED = re.compile(r"^[„“”\"«»‚‘].+[“”\"»«’‘]|[„“\"«].+[“”\"»]$")
_AND_COMPANY = re.compile(r"(?:&|\bir|\bun|\band)\s+(?:co|ko|company)\b\.?", re.IGNORECASE)


def is_company(name: str) -> bool:
    pieces = name.replace(",", " ").split()
    if _QUOTED.search(name) or _AND_COMPANY.search(name):
        return True
    if len(pieces) < 2:
        return False
    ends = (pieces[0], pieces[-1])
    if any(word in _FORMS for word in ends) or any(word in _MIXED_FORMS for word in pieces):
        return True
    return any(word in _FORMS and len(word) > 2 for word in pieces) or any(
        fold(word) in _WORDS for word in pieces
    )
