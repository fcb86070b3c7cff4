"""Whose name day it is: the Latvian calendar, and the firm's own list of Lithuanian names.

The firm's list is ``vardadieniai.csv`` beside the workbook, a day and its names on every line:
``03-19;Juozapas, Juozas`` or ``kovo 19 d.,Juozapas,Juozas``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from crmbook.errors import Problem
from crmbook.folding import fold
from crmbook.language import Language, _, spoken

FILE = "vardadieniai.csv"
Days = Mapping[str, Sequence[str]]  # "03-31" → the names

_MONTHS = (
    "sausio", "vasario", "kovo", "balandzio", "geguzes", "birzelio", "liepos", "rugpjucio",
    "rugsejo", "spalio", "lapkricio", "gruodzio",
)  # fmt: skip
_LINE = re.compile(
    r"(?:(?:\d{4}-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<dotted_day>\d{1,2})\.(?P<dotted_month>\d{1,2})\.?(?:\d{4}\b\.?)?"
    r"|(?P<named_month>[^\W\d_]+)\s+(?P<named_day>\d{1,2})(?:\s*d\b\.?)?)"
    r"\s*[;,:\t –-]\s*(?P<names>.*)"
)
_HEADINGS = ("data", "date", "diena", "day", "menuo")
_LEAP_YEAR = 2024


@dataclass(frozen=True)
class Calendar:
    """Name days, and what is wrong in the firm's own list."""

    days: Days
    problems: Sequence[Problem] = ()

    def names(self, day: date) -> list[str]:
        return list(self.days.get(f"{day:%m-%d}", ()))

    def day_of(self, first_name: str) -> tuple[int, int] | None:
        """Month and day; of several days the first of the year."""
        found = self._by_name.get(fold(first_name))
        return None if found is None else (int(found[:2]), int(found[3:]))

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        backwards = sorted(self.days.items(), reverse=True)
        return {fold(name): day for day, names in backwards for name in names}


def name_days(day: date, language: Language, folder: Path | None = None) -> list[str]:
    """The names whose day it is, as the calendar writes them; in English there are none.

    folder    where the workbook is, with the firm's list of Lithuanian names
    """
    return calendar(language, folder).names(day)


def name_day_of(
    first_name: str, language: Language, folder: Path | None = None
) -> tuple[int, int] | None:
    """Month and day of a first name, however it is typed; None when no calendar has it."""
    found = calendar(language, folder).day_of(first_name)
    return found or (_rarer_latvian().day_of(first_name) if language == "lv" else None)


def calendar(language: Language, folder: Path | None = None) -> Calendar:
    """The calendar a language goes by, with the problems of the firm's own list."""
    if language == "lv":
        return _latvian()
    path = None if folder is None else folder / FILE
    if language == "lt" and path is not None and path.is_file():
        return _of_the_firm(path, path.stat().st_mtime_ns, spoken())
    return Calendar({})


@cache
def _latvian() -> Calendar:
    return Calendar(latvian_calendar())


@cache
def latvian_calendar() -> Days:
    """The names of the traditional Latvian calendar."""
    from lv_namedays.nameday import read_namedays

    days: dict[str, list[str]] = read_namedays()
    return {day: [name for name in names if name.isalpha()] for day, names in days.items()}


@cache
def _rarer_latvian() -> Calendar:
    """Names that hang on no wall, and have a day all the same."""
    from lv_namedays.nameday import read_namedays_ext

    days: Days = read_namedays_ext()
    return Calendar(days)


@lru_cache(maxsize=8)
def _of_the_firm(path: Path, changed: int, speaking: Language) -> Calendar:
    """Read once, and again when the file has changed or its problems are told in another language."""
    del changed, speaking
    days: dict[str, list[str]] = {}
    problems = []
    for number, line in _lines(path):
        day, names = _read(line)
        if day and names:
            days.setdefault(day, []).extend(names)
        else:
            problems.append(_problem(number, line))
    return Calendar(days, problems)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1257", errors="replace")  # as an older Excel saves it here
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.replace('"', "").strip(" ;,\t")
        heading = number == 1 and fold(said).startswith(_HEADINGS)
        if said and not said.startswith("#") and not heading:
            yield number, said


def _read(line: str) -> tuple[str, list[str]]:
    """The day as "03-19" and the names; "" for no such day."""
    found = _LINE.match(line)
    if found is None:
        return "", []
    named = fold(found["named_month"] or "")
    if named and named not in _MONTHS:
        return "", []
    month = _MONTHS.index(named) + 1 if named else int(found["month"] or found["dotted_month"])
    day = int(found["day"] or found["dotted_day"] or found["named_day"])
    names = [name for name in re.split(r"[;,/|\s]+", found["names"]) if name]
    return _existing(month, day), [name for name in names if name.replace("-", "").isalpha()]


def _existing(month: int, day: int) -> str:
    try:
        return f"{date(_LEAP_YEAR, month, day):%m-%d}"
    except ValueError:
        return ""


def _problem(number: int, line: str) -> Problem:
    said = _(
        "Line {number} must be a day and names, such as 03-19;Juozapas, Juozas, not “{line}”."
    ).format(number=number, line=line[:60])
    return Problem(FILE, "", said, "name_day_line", "warning")
