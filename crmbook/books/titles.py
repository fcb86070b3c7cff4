"""Which title a sheet of ours gets, so that nobody else's is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Final

from crmbook.errors import Problem
from crmbook.language import _

LONGEST: Final = 31
_OURS = re.compile(r" \(crmbook(?: \d+)?\)$")
_FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")


def legal(title: str) -> str:
    """A title as Excel allows it: at most 31 characters, no brackets, slashes, stars or colons."""
    cleaned = _FORBIDDEN.sub(" ", title).strip().strip("'").strip()
    return _shortened(cleaned, "") or _("Sheet")


def planned(
    existing: Iterable[str], owned: Mapping[str, str], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Key → title: the one a sheet of ours has, else the wanted one unless somebody has it."""
    taken = {title.casefold() for title in existing}
    titles = {}
    for key, title in wanted.items():
        titles[key] = owned.get(key) or beside(title, taken)
        taken.add(titles[key].casefold())
    return titles


def beside(title: str, taken: set[str]) -> str:
    """The title, or "Silence (crmbook)", "Silence (crmbook 2)" … when it is taken."""
    ours = (f" (crmbook{number})" for number in chain([""], (f" {n}" for n in count(2))))
    return _first_free(legal(title), chain([""], ours), taken)


def wanted_for(title: str) -> str:
    """The title that would have been given, had nobody had it: "Silence (crmbook 2)" → "Silence"."""
    return _OURS.sub("", title)


def kept(title: str, taken: set[str]) -> str:
    """The title of a sheet of ours that has become its owner's: "Silence (kept)"."""
    word = _("kept")
    marks = (f" ({word}{number})" for number in chain([""], (f" {n}" for n in count(2))))
    return _first_free(title, marks, taken)


def changed(wanted: str, given: str) -> Problem:
    """What is said when a title could not be given as it was wanted."""
    text = _(
        "Excel does not allow “{title}” as the name of a sheet: it takes 31 characters, and none of "
        ": \\ / ? * [ ]. The sheet is called “{ours}”."
    ).format(title=wanted, ours=given)
    return Problem(given, "", text, "title_changed", "note")


def taken(wanted: str, given: str) -> Problem:
    """What is said when somebody else has the title."""
    text = _(
        "The workbook has a sheet “{title}” that is not crmbook's. It was not touched; "
        "the report stands on “{ours}”."
    ).format(title=wanted, ours=given)
    return Problem(given, "", text, "title_taken", "note")


def _first_free(title: str, endings: Iterable[str], taken: set[str]) -> str:
    candidates = (_shortened(title, ending) for ending in endings)
    return next(each for each in candidates if each.casefold() not in taken)


def _shortened(title: str, ending: str) -> str:
    # Excel counts in UTF-16 units: a face in a title counts twice.
    room = 2 * (LONGEST - len(ending))
    return title.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").rstrip() + ending
