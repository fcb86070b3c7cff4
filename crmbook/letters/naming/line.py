"""A greeting, and the name in the cases a sentence may need."""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.letters.naming.forms import Forms
from crmbook.letters.naming.manners import Manner


@dataclass(frozen=True)
class Salutation:
    """The greeting of a letter.

    text        the whole line: "Gerbiamasis pone Petraiti,", "Godātais Bērziņa kungs!"
    sure        False: the line is the neutral one, and the client belongs on the list to look at
    vocative    what was given, called to, in the order first name, surname: "Jonai Petraiti";
                letters stay capital or small as they were typed
    genitive    whose: "Jono Petraičio"; in English "John Smith’s"
    rule        which rule made the line, or why there is none: see docs/salutations.md
    """

    text: str
    sure: bool
    vocative: str
    genitive: str
    rule: str


def greeted(manner: Manner, line: str, names: Forms, rule: str) -> Salutation:
    return Salutation(line + manner.mark, True, names.vocative, names.genitive + manner.of, rule)


def neutral(manner: Manner, names: Forms, rule: str) -> Salutation:
    of = manner.of if names.genitive else ""
    return Salutation(manner.neutral, False, names.vocative, names.genitive + of, rule)
