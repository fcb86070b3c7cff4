"""Purchases that stand as a table of amounts, clients down and months across."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from crmbook.detection import calendar, matching
from crmbook.detection.calendar import Across, Unclear
from crmbook.detection.looks import look
from crmbook.detection.matching import fits_any
from crmbook.detection.place import ACROSS, Found, Place, Region
from crmbook.detection.regions import under
from crmbook.detection.totals import is_total
from crmbook.folding import words
from crmbook.sheet import Value, letters

Rows = Sequence[Sequence[Value]]

_SCORE = 0.3  # a list of single purchases always tells more
_LOOKED_AT = 80
_SOME = 0.3
_FORMS = frozenset(
    ("uab", "ab", "mb", "vsi", "ii", "tub", "kub", "zub", "sia", "as", "ik", "zs", "ps", "ltd", "llc",
     "inc", "gmbh", "oy", "ou", "plc", "individuali", "imone", "seimos")
)  # fmt: skip
_PERSON = re.compile(r"[^\W\d_][^\W\d_.]*(?:[ -][^\W\d_][^\W\d_.]*\.?){1,3}")
_NAMES = ("client_id", "client_name", "first_name", "last_name")
_FIGURES = ("date", "amount", "price", "quantity", "cost", "discount")


def find(title: str, rows: Rows, said: Sequence[str]) -> Place | Unclear | None:
    """The place of the amounts; what is unclear about them; None when no months stand across."""
    found = calendar.find(rows, (title, *said))
    if found is None:
        return _turned(rows)
    if isinstance(found, Unclear):
        return found
    return place(under(title, rows, found.row + 1), found)


def in_a_pivot(title: str, rows: Rows, said: Sequence[str]) -> Unclear | None:
    """Months across in a pivot table that is alive: whoever turns it changes what would be read."""
    found = find(title, rows, said)
    return Unclear("pivot", found.header_row - 1, 0) if isinstance(found, Place) else None


def place(region: Region, across: Across) -> Place | Unclear:
    """The place of the amounts under the months."""
    columns = _whose(region, across)
    if not columns:
        return _nobody(region, across)
    who = columns[next(key for key in _NAMES if key in columns)].number
    if sums := _adding_up(region.head, who, across):
        return Unclear("sums", across.row + 1, who, [sums])
    found = Place(
        "purchases", region.sheet, region.header_row, columns | _months(across),
        across=across.days, score=_SCORE,
    )  # fmt: skip
    return matching.whole(_without(region, across.columns), found)


def _turned(rows: Rows) -> Unclear | None:
    """Clients across and months down, the other way round."""
    found = calendar.turned(rows)
    return Unclear("turned", found[0], 0) if found and _are_clients(found[1]) else None


def _months(across: Across) -> dict[str, Found]:
    """The columns of the day and of the amount, as the owner is shown them: B:M, 2025-01 … 2025-12."""
    days = sorted(across.days.values())
    form = "%Y-%m" if all(day.day == 1 for day in days) else "%Y-%m-%d"
    first, last = min(across.days), max(across.days)
    heading = f"{days[0].strftime(form)} … {days[-1].strftime(form)}"
    months = Found(first, f"{letters(first)}:{letters(last)}", heading, 1.0, "across")
    return {"date": months, "amount": months}


def as_set(
    title: str, rows: Rows, wanted: Mapping[str, str], said: Sequence[str]
) -> Place | Unclear:
    """The place where the owner agreed that months stand across."""
    found = calendar.find(rows, (title, *said))
    if not isinstance(found, Across):
        return found or Unclear("gone", 0, 0)
    region = under(title, rows, found.row + 1)
    others = {key: heading for key, heading in wanted.items() if heading != ACROSS}
    agreed, _gone = matching.as_set(_without(region, found.columns), "purchases", others)
    columns = {key: one for key, one in agreed.columns.items() if key not in _FIGURES}
    if not any(key in columns for key in _NAMES):
        columns |= _whose(region, found)
    if not any(key in columns for key in _NAMES):
        return _nobody(region, found)
    return replace(agreed, columns=columns | _months(found), across=found.days)


def _nobody(region: Region, across: Across) -> Unclear:
    return Unclear("whose", across.row, 0, [_heading(region, 0) or letters(0)])


# ── whose the amounts are ────────────────────────────────────────────────────────────────────


def _whose(region: Region, across: Across) -> dict[str, Found]:
    """Columns that name the client, and what else a purchase has, beside the months."""
    free = _without(region, across.columns)
    columns = {
        key: found
        for key, found in matching.columns_of(free, "purchases").items()
        if key not in _FIGURES and found.reason != "content"
    }
    if any(key in columns for key in _NAMES):
        return columns
    for number in range(min(across.columns)):
        named = _heading(region, number)
        if fits_any([named], "clients", "name") or _are_clients(_column(region, number)):
            found = Found(number, letters(number), _heading(region, number), 0.6, "content")
            return {**columns, "client_name": found}
    return {}


def _without(region: Region, numbers: Sequence[int]) -> Region:
    """The region with nothing in some columns."""
    gone = set(numbers)
    headings = ["" if place in gone else text for place, text in enumerate(region.headings)]
    return replace(region, headings=headings)


def _heading(region: Region, number: int) -> str:
    return region.headings[number] if number < len(region.headings) else ""


def _column(region: Region, number: int) -> list[Value]:
    return [row[number] if number < len(row) else None for row in islice(region.head, _LOOKED_AT)]  # type: ignore[misc]


def _are_clients(values: Sequence[Value]) -> bool:
    """Names of companies or of people, by how they are written."""
    names = [v for v in values if isinstance(v, str) and v.strip() and not is_total(v)]
    if not names or look(values).texts < calendar.MOSTLY:
        return False
    firms = sum(not _FORMS.isdisjoint(words(name)) for name in names)
    people = sum(_is_person(name) for name in names)
    return firms >= _SOME * len(names) or firms + people >= 2 * _SOME * len(names)


def _is_person(name: str) -> bool:
    parts = name.replace("-", " ").split()
    return _PERSON.fullmatch(name.strip()) is not None and all(part[0].isupper() for part in parts)


# ── rows that add up those below them ────────────────────────────────────────────────────────


def _adding_up(head: Sequence[Sequence[object]], who: int, across: Across) -> str:
    """The first name whose amounts are the sums of the rows below, when all names are so or below one.

    So does Excel lay out a pivot of clients and their products in one column.
    """
    figures = [
        (str(row[who]), [_number(row, place) for place in across.columns])
        for row in head
        if who < len(row) and row[who] is not None and not is_total(str(row[who]))
    ]
    at, sizes = 0, []
    while at < len(figures):
        below, left = at + 1, figures[at][1]
        while below < len(figures) and _is_left(left):
            left = [a - b for a, b in zip(left, figures[below][1], strict=True)]
            below += 1
        if _is_left(left):
            return ""
        sizes.append(below - at - 1)
        at = below
    # everybody may pay the same each month: one row alone is not the parts of the one above
    several = sum(size > 1 for size in sizes)
    return figures[0][0] if several > len(sizes) / 2 else ""


def _is_left(figures: Sequence[float]) -> bool:
    return any(abs(figure) > 0.005 for figure in figures)  # half a cent


def _number(row: Sequence[object], place: int) -> float:
    value = row[place] if place < len(row) else None
    return float(value) if isinstance(value, (int, float)) else 0.0
