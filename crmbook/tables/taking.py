"""The rows of a sheet become columns of cells; blank rows, totals and repeated headings do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from crmbook import cells as columns
from crmbook.book import Book
from crmbook.cells import Cells, Mask
from crmbook.cleaning import dates
from crmbook.detection import Place, regions
from crmbook.detection.matching import CLIENT_NAMES, HISTORIES
from crmbook.detection.totals import begins_as_total
from crmbook.sheet import Value
from crmbook.tables import assembling, continuing, grouping, melting
from crmbook.tables.continuing import Lines
from crmbook.tables.grouping import Groups
from crmbook.tables.problems import Rows

_DAYS_FROM, _DAYS_TO = 36_525, 60_000  # the years 2000 to 2064
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Taken:
    """The cells of a place, rows without data left out.

    rows      the Excel row of each
    uncached  column key → the cells whose formula has no value
    details   the same of what the history says of its clients
    below     how many rows stand right below the Excel table, and were read
    merged    column key → the first row filled from the merged cell above, and how many were
    goes_on   the rows whose client, day and document stand on a row above
    named     the rows whose client stands on a row above, alone or with another purchase
    guessed   of those it is not plain that the client is theirs
    spots     where months stand across: the number of the column of each amount
    """

    place: Place
    cells: Mapping[str, Cells]
    rows: Rows
    uncached: Mapping[str, Mask]
    merged: Mapping[str, tuple[int, int]]
    details: Mapping[str, Cells] = field(default_factory=dict)
    below: int = 0
    goes_on: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    named: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    guessed: bool = False
    spots: Rows | None = None


def take(book: Book, places: Sequence[Place], rows: Iterator[Sequence[Value]]) -> list[Taken]:
    """The cells of the tables of one sheet, from all its rows, read once."""
    if not places:
        return []
    wanted = sorted({0}.union(*(_numbers(place) for place in places)))
    everything = columns.columns(rows, wanted)
    sheet = places[0].sheet
    errors, uncached = book.errors(sheet), book.uncached(sheet)
    merges = _filled_down(book, sheet, everything)
    for number, changes in _by_column(errors).items():
        if number in everything:
            everything[number] = columns.replaced(everything[number], changes)
    ends = [_end(place, places, everything) for place in places]
    return [
        (_melted if place.across else _taken)(place, end, everything, merges, uncached)
        for place, end in zip(places, ends, strict=True)
    ]


def _numbers(place: Place) -> set[int]:
    found = (*place.columns.values(), *place.details.values(), *place.parts.values())
    return {one.number for one in found} | place.across.keys()


def _end(place: Place, places: Sequence[Place], everything: Mapping[int, Cells]) -> int:
    """The number of rows down to the last that may be the table's."""
    length = len(everything[0])
    if place.last_row is None or place.last_row >= length:
        return length
    if not place.open_end:
        return place.last_row
    # Excel did not stretch the table over what was typed or pasted right below it
    later = [other.header_row - 1 for other in places if other.header_row > place.last_row]
    limit = min([length, *later])
    filled = np.zeros(limit - place.last_row, dtype=bool)
    for found in place.columns.values():
        filled |= everything[found.number].filled[place.last_row : limit]
    blank = np.flatnonzero(~filled)
    return place.last_row + (int(blank[0]) if len(blank) else len(filled))


def _by_column(found: Mapping[str, str]) -> dict[int, dict[int, Value]]:
    """Column number → row place → value, all from 0."""
    changes: dict[int, dict[int, Value]] = {}
    for cell, value in found.items():
        row, column = _parted(cell)
        changes.setdefault(column, {})[row] = value
    return changes


def _parted(cell: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    number = 0
    for sign in found[1]:
        number = number * 26 + ord(sign) - 64
    return int(found[2]) - 1, number - 1


def _filled_down(
    book: Book, sheet: str, everything: Mapping[int, Cells]
) -> dict[int, dict[int, Value]]:
    """Column number → row place → the value of the merged cell that covers it."""
    filled: dict[int, dict[int, Value]] = {}
    for area in book.merged(sheet):
        column = area.first_column
        if column not in everything or area.last_row == area.first_row:
            continue
        cells = everything[column]
        if area.first_row < len(cells) and (value := cells.at(area.first_row)) is not None:
            last = min(area.last_row, len(cells) - 1)
            below = range(area.first_row + 1, last + 1)
            filled.setdefault(column, {}).update(dict.fromkeys(below, value))
    return filled


def _taken(
    place: Place,
    end: int,
    everything: Mapping[int, Cells],
    merges: Mapping[int, Mapping[int, Value]],
    uncached: Sequence[str],
) -> Taken:
    start = min(_start(place, everything), end)
    span = np.arange(start, end)
    own = {key: everything[found.number].take(span) for key, found in place.columns.items()}
    if place.parts:
        parts = {key: everything[found.number].take(span) for key, found in place.parts.items()}
        own["date"] = assembling.days(parts)
    first = everything[0].take(span)
    groups = _grouped(place, own, merges, span)
    own |= groups.names
    lines, keep = _data(place, own, first)
    keep &= ~groups.lines
    rows = span[keep] + 1
    cells, merged = {}, {}
    for key, found in place.columns.items():
        covered = _changes(merges.get(found.number, {}), span)
        changes = {row: value for row, value in covered.items() if keep[row]}
        whole = lines.filled(key, columns.replaced(own[key], changes))
        cells[key] = whole.take(np.flatnonzero(keep))
        if changes:
            merged[key] = (min(changes) + start + 1, len(changes))
    kept = span[keep]
    details = {key: everything[found.number].take(kept) for key, found in place.details.items()}
    below = int((rows > (place.last_row or end)).sum())
    unsaid = _uncached(place, uncached, rows)
    return Taken(
        place, cells, rows, unsaid, merged, details, below, lines.goes_on[keep],
        groups.named[keep], guessed=groups.guessed,
    )  # fmt: skip


def _start(place: Place, everything: Mapping[int, Cells]) -> int:
    """The row after the headings; or the first client's line, where that stands above them."""
    named = [found for found in place.columns.values() if found.reason == "above"]
    if named:
        names = everything[named[0].number]
        for row in range(place.header_row - 2, max(place.header_row - 2 - regions.ABOVE, -1), -1):
            if isinstance(names.at(row), str):
                return row
    return place.header_row


def _grouped(
    place: Place,
    own: Mapping[str, Cells],
    merges: Mapping[int, Mapping[int, Value]],
    span: npt.NDArray[np.int64],
) -> Groups:
    """Merged cells name the client of all the rows that they cover."""
    covered = {
        key: columns.replaced(own[key], _changes(merges.get(found.number, {}), span))
        for key, found in place.columns.items()
    }
    nothing = np.zeros(len(span), dtype=bool)
    dated = _has_day(own["date"]) if "date" in own else nothing
    return grouping.groups(place, covered, dated)


def _changes(merged: Mapping[int, Value], span: npt.NDArray[np.int64]) -> dict[int, Value]:
    start, end = (int(span[0]), int(span[-1])) if len(span) else (0, -1)
    return {row - start: value for row, value in merged.items() if start <= row <= end}


def _melted(
    place: Place,
    end: int,
    everything: Mapping[int, Cells],
    merges: Mapping[int, Mapping[int, Value]],
    uncached: Sequence[str],
) -> Taken:
    """A row for each amount under a month."""
    start = min(place.header_row, end)
    span = np.arange(start, end)

    def cells(number: int) -> Cells:
        whole = columns.replaced(everything[number], merges.get(number, {}))
        return whole.take(span)

    own = {key: cells(f.number) for key, f in place.columns.items() if f.reason != "across"}
    months = {number: everything[number].take(span) for number in place.across}
    parted = [_parted(cell) for cell in uncached]
    unsaid = {n: np.isin(span, [row for row, column in parted if column == n]) for n in months}
    melted = melting.melt(place, own, months, unsaid)
    amounts = np.zeros(len(melted.told_in), dtype=bool)
    for number, mask in unsaid.items():
        amounts |= (melted.spots == number) & mask[melted.told_in]
    details = {
        key: cells(found.number).take(melted.told_in) for key, found in place.details.items()
    }
    return Taken(
        place, melted.cells, span[melted.told_in] + 1, {"amount": amounts}, {}, details,
        goes_on=np.zeros(len(melted.told_in), dtype=bool), spots=melted.spots,
    )  # fmt: skip


def _uncached(place: Place, cells: Sequence[str], rows: Rows) -> dict[str, Mask]:
    if not cells:
        return {}
    by_column: dict[int, list[int]] = {}
    for row, column in map(_parted, cells):
        by_column.setdefault(column, []).append(row + 1)
    return {
        key: np.isin(rows, by_column[found.number])
        for key, found in place.columns.items()
        if found.number in by_column
    }


# ── what is no data ──────────────────────────────────────────────────────────────────────────


def _data(place: Place, own: Mapping[str, Cells], first: Cells) -> tuple[Lines, Mask]:
    """The rows that are data: not blank, no total, not the headings once more."""
    filled = np.zeros(len(first), dtype=bool)
    for cells in own.values():
        filled |= cells.filled
    said = _say_totals(place, own, first)
    lines = continuing.lines(place, own, said)
    if place.table in HISTORIES:
        said |= _sums_alone(own) & ~lines.goes_on
    return lines, filled & ~said & ~_headings_again(place, own)


def _say_totals(place: Place, own: Mapping[str, Cells], first: Cells) -> Mask:
    """Rows that say that they add up others."""
    if place.table in HISTORIES:
        doubtful = ~_has_day(own["date"])
    else:
        known = own.get("client_id", own.get("name", first))
        doubtful = ~known.filled
        doubtful[np.flatnonzero(~doubtful)] |= _says_total(known.take(~doubtful))
    said = np.zeros(len(first), dtype=bool)
    for cells in (first, *own.values()):
        said[doubtful] |= _says_total(cells.take(doubtful))
    return said


def _says_total(cells: Cells) -> Mask:
    """The cells that begin as totals do; only the texts that are there are looked at."""
    said = np.zeros(len(cells.distinct) + 1, dtype=bool)
    for code in np.unique(cells.codes):
        text = cells.distinct[code] if code >= 0 else None
        said[code] = isinstance(text, str) and begins_as_total(text)
    found: Mask = said[cells.codes]
    return found


def _has_day(cells: Cells) -> Mask:
    known = [isinstance(value, date) or dates.is_date(value) for value in cells.distinct]
    day: Mask = cells.spread(known, fill=False, dtype=bool)
    # A number is a day only when it is one of our times: under a total stands a count or a sum.
    return day | ((cells.numbers > _DAYS_FROM) & (cells.numbers < _DAYS_TO))


def _sums_alone(own: Mapping[str, Cells]) -> Mask:
    """The last rows, when they have numbers but neither a client nor a day."""
    named = own["date"].filled
    for key in ("client_id", *CLIENT_NAMES):
        if key in own:
            named = named | own[key].filled
    alone = np.zeros(len(named), dtype=bool)
    if named.any():
        last = int(np.flatnonzero(named)[-1])
        alone[last + 1 :] = True
    return alone


def _headings_again(place: Place, own: Mapping[str, Cells]) -> Mask:
    """Rows that repeat the headings, as lists pasted together have them."""
    again: Mask | None = None
    for key, cells in own.items():
        if place.columns[key].reason == "above":
            continue
        heading = place.columns[key].heading
        found = [isinstance(v, str) and v.split() == heading.split() for v in cells.distinct]
        same: Mask = cells.spread(found, fill=False, dtype=bool)
        same |= ~cells.filled
        again = same if again is None else again & same
    return again if again is not None else np.zeros(0, dtype=bool)
