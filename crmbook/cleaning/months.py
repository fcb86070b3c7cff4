"""Months as people type them, no day said: 2025-07 · 07/2025 · 2025 m. liepa · Jul 25."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crmbook.folding import fold

# Folded; the Lithuanian and Latvian ones as they are called and as dates have them.
_NAMES = tuple(
    map(
        str.split,
        (
            "sausis sausio janvaris janvara january",
            "vasaris vasario februaris februara february",
            "kovas kovo marts march",
            "balandis balandzio aprilis april",
            "geguze geguzes maijs may",
            "birzelis birzelio junijs june",
            "liepa liepos julijs july",
            "rugpjutis rugpjucio augusts august",
            "rugsejis rugsejo septembris septembra september",
            "spalis spalio oktobris oktobra october",
            "lapkritis lapkricio novembris novembra november",
            "gruodis gruodzio decembris decembra december",
        ),
    )
)
_BEGINNINGS = frozenset(full[:2] for names in _NAMES for full in names)
_CUT = 3  # letters of a name are enough: Jul, geg., rgs. is not one
_MONTH_WORD = "men|menuo|menesis|menesio|menesi|menesa|month"
_YEAR_WORD = "m|g|gada|gads|metai|metu|year"
_SAID = re.compile(rf"(?:{_MONTH_WORD}|{_YEAR_WORD}|of|in)$")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./ ]\s*(\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{4})\.?")
_IN_WORDS = re.compile(rf"(\d{{4}})\W*(?:{_YEAR_WORD})\W+(\d{{1,2}})\W*(?:{_MONTH_WORD})?\W*")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})")
_SHORT_YEAR = re.compile(r"[^\W\d_]+\W*[-'’´/ .]\s*['’]?(\d{2})")
# "Liepos 25" is a day in Lithuanian, "liepa 25" can only be a year.
_OF_THE_MONTH = re.compile(r"\w{3,}io|kovo|rugsejo|geguzes|liepos")
FIRST_YEAR, LAST_YEAR = 1950, 2119
_CENTURY = 60  # a two-digit year from here on is of the 1900s
_DAYS = 31


@dataclass(frozen=True)
class Month:
    """The first day of a month; doubtful: “Jul 25” may be a day of a year nobody says."""

    first: date
    doubtful: bool = False


def typed(text: str) -> Month | None:
    """The month a text names, year and all; None when it names none, or a day as well."""
    plain = fold(text.replace("\xa0", " "))
    for form in (_YEAR_FIRST, _IN_WORDS, _RUN_TOGETHER):
        if found := form.fullmatch(plain):
            return _month(int(found[1]), int(found[2]))
    if found := _YEAR_LAST.fullmatch(plain):
        return _month(int(found[2]), int(found[1]))
    return _spelled(plain)


def name(word: str) -> int:
    """1 to 12 for a month's name in any language, folded, cut or with another ending; else 0."""
    if len(word) < _CUT or word[:2] not in _BEGINNINGS:  # as most words that are asked about
        return 0
    for number, names in enumerate(_NAMES, 1):
        if any(full.startswith(word) or _ends_otherwise(word, full) for full in names):
            return number
    return 0


def _ends_otherwise(word: str, full: str) -> bool:
    """Janvārī, martā, Sept, septembra; but neither Marija nor Martynas is March."""
    return word.startswith(full[:-1]) and len(word) <= len(full) + 1


def alone(text: str) -> int:
    """1 to 12 for a month's name with nothing beside it but the word for month; else 0."""
    parts = [part for part in _PARTS.findall(fold(text)) if not _SAID.match(part)]
    return name(parts[0]) if len(parts) == 1 else 0


def _month(year: int, month: int) -> Month | None:
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:  # months of a year
        return Month(date(year, month, 1))
    return None


def _spelled(plain: str) -> Month | None:
    parts = _PARTS.findall(plain)
    numbers = [part for part in parts if part.isdigit()]
    words = [part for part in parts if not part.isdigit() and not _SAID.match(part)]
    if len(numbers) != 1 or len(words) != 1 or not name(words[0]):
        return None
    year, month = int(numbers[0]), name(words[0])
    if len(numbers[0]) == 4:  # a year in full
        return _month(year, month)
    if not _SHORT_YEAR.fullmatch(plain) or _OF_THE_MONTH.fullmatch(words[0]):
        return None
    found = _month(year + (1900 if year >= _CENTURY else 2000), month)
    plainly = any(sign in plain for sign in "'’-") or year > _DAYS
    return found and Month(found.first, doubtful=not plainly)
