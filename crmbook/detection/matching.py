"""Which table a block of cells is, and which of its columns is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from crmbook import schema
from crmbook.detection import grouped, parts
from crmbook.detection.headings import Fit, fits, is_gross, is_net, title_score
from crmbook.detection.looks import Look, agrees, look
from crmbook.detection.place import ABOVE, ACROSS, OR, Found, Place, Region
from crmbook.folding import squeezed
from crmbook.sheet import Value, letters

# Tables that tell what happened: a client and a day in every row.
HISTORIES = frozenset(
    table.key for table in schema.TABLES if {"client_id", "date"} <= set(table.required())
)
_LISTS = frozenset(("clients", "people", "products", "team"))
_ENOUGH = 0.25  # a lone heading that three tables share is no table
_BY_CONTENT = 0.6
_LOOKED_AT = 80  # rows are enough to see what a column holds
# Columns of purchases that tell who bought when there is no number.
CLIENT_NAMES = ("client_name", "last_name", "first_name")
_NO_DETAILS = frozenset(("client_id", "name", "notes", "owner", "since"))
AS_SET = 100.0  # the score of a place the owner agreed to


@dataclass(frozen=True)
class _Claim:
    """A heading that wants to be a column."""

    score: float
    place: int
    fit: Fit


def matches(region: Region) -> list[Place]:
    """The tables the region may be, the likeliest first."""
    looks = _looks(region)
    found = (_match(region, table, looks) for table in schema.TABLES)
    best = sorted((place for place in found if place), key=lambda place: -place.score)
    return [_whole(region, best[0], looks), *best[1:]] if best else []


def _looks(region: Region) -> list[Look]:
    return [look(_column(region, place)) for place in range(len(region.headings))]


def _match(region: Region, table: schema.Table, looks: Sequence[Look]) -> Place | None:
    named = max(title_score(title, table) for title in (region.sheet, region.name))
    if table.profile == "full" and table.key not in _LISTS and not named:
        return None  # few firms keep these: only where the title says so
    columns = _columns(region, table, looks)
    if not _is_whole(table, columns) or not (named or _has_own_heading(columns)):
        return None
    score = named + sum(found.sure * _weight(key) for key, found in columns.items())
    score += _leaning(table, columns, looks, region, named=named > 0)
    if score < _ENOUGH:
        return None
    return _place(region, table.key, columns, score)


def _place(region: Region, table: str, columns: Mapping[str, Found], score: float) -> Place:
    return Place(
        table,
        region.sheet,
        region.header_row,
        columns,
        last_row=region.last_row,
        open_end=region.open_end,
        score=score,
    )


def whole(region: Region, place: Place) -> Place:
    """The place with what stands beside its own columns."""
    return _whole(region, place, _looks(region))


def _whole(region: Region, place: Place, looks: Sequence[Look]) -> Place:
    details = _details(region, place, looks)
    split = parts.find(region, place.columns.get("date"))
    columns = {**place.columns, **({"date": split["month"]} if split else {})}
    known = (*columns.values(), *details.values(), *split.values())
    taken = {found.number for found in known}
    numbered = enumerate(region.headings, region.first_column)
    free = {letters(number): text for number, text in numbered if text and number not in taken}
    return replace(place, columns=columns, details=details, unused=free, parts=split)


def _details(region: Region, place: Place, looks: Sequence[Look]) -> dict[str, Found]:
    """What a list of purchases says of the client besides: a phone, a town, an e-mail."""
    if place.table != "purchases":
        return {}
    taken = {found.number for found in place.columns.values()}
    known = _columns(region, schema.table("clients"), looks)
    return {
        key: found
        for key, found in known.items()
        if found.number not in taken and found.reason == "heading" and key not in _NO_DETAILS
    }


def _is_whole(table: schema.Table, columns: Mapping[str, Found]) -> bool:
    """Everything without which the table is of no use is there."""
    if table.key == "clients":
        return any(key in columns for key in ("client_id", "name", "first_name", "last_name"))
    needed = set(table.required())
    if table.key == "purchases" and not columns.keys().isdisjoint(CLIENT_NAMES):
        needed.discard("client_id")
    return needed <= columns.keys()


def _has_own_heading(columns: Mapping[str, Found]) -> bool:
    return any(found.reason != "content" for found in columns.values())


def _leaning(
    table: schema.Table,
    columns: Mapping[str, Found],
    looks: Sequence[Look],
    region: Region,
    *,
    named: bool,
) -> float:
    """What speaks for a history or a list besides headings: a list names each client once."""
    if table.key == "purchases":
        # a list of visits is one of purchases, when nothing says otherwise
        return 0.3 if "amount" in columns or "quantity" in columns else 0.1
    if table.key == "team":
        return 0.0 if named else -1.0
    if table.key not in _LISTS:
        return 0.0
    dated = fits_any(region.headings, "purchases", "date")
    paid = fits_any(region.headings, "purchases", "amount")
    key = columns.get("client_id") or columns.get("name")
    once = key is None or looks[key.number - region.first_column].distinct > 0.99
    # a list of names is one of clients
    likelier = 0.3 if table.key == "clients" and not dated else 0.0
    return likelier - (2.0 if dated and (paid or not once) else 0.0) - (0.0 if once else 0.5)


def fits_any(headings: Iterable[str], table: str, column: str) -> bool:
    """Whether a heading says plainly that it is the column."""
    return any(
        fit.column == column and fit.reason == "heading"
        for heading in headings
        for fit in fits(heading, table)[:1]
    )


@cache
def _weight(column: str) -> float:
    """A column that many tables have tells little of which it is."""
    having = sum(1 for table in schema.TABLES if column in table)
    return 0.05 + 1 / max(having, 1)


# ── columns ──────────────────────────────────────────────────────────────────────────────────


def columns_of(region: Region, table: str) -> dict[str, Found]:
    """The columns of the table that the region has, whether it is that table or not."""
    return _columns(region, schema.table(table), _looks(region))


def _columns(region: Region, table: schema.Table, looks: Sequence[Look]) -> dict[str, Found]:
    claims = [
        _Claim(_judged(fit, table, heading, looks[place]), place, fit)
        for place, heading in enumerate(region.headings)
        for fit in fits(heading, table.key)
    ]
    found: dict[str, Found] = {}
    taken: set[int] = set()
    for claim in sorted(claims, key=lambda claim: (-claim.score, claim.place)):
        if claim.fit.column not in found and claim.place not in taken and claim.score >= 0.4:
            taken.add(claim.place)
            found[claim.fit.column] = _found(region, claim)
    found = _by_content(region, table, looks, found)
    return _named_above(region, found) if table.key == "purchases" else found


def _named_above(region: Region, found: dict[str, Found]) -> dict[str, Found]:
    """With the column of the clients who stand on lines of their own, where no heading names one."""
    named = [found[key] for key in ("client_id", *CLIENT_NAMES) if key in found]
    if "date" not in found or any(one.reason != "content" for one in named):
        return found
    place = grouped.column(region, found["date"].number - region.first_column)
    if place is None:
        return found
    others = {key: one for key, one in found.items() if one not in named}
    return {**others, "client_name": _above(region.first_column + place)}


def _above(number: int) -> Found:
    return Found(number, letters(number), "", 0.8, "above")


def _found(region: Region, claim: _Claim) -> Found:
    number = region.first_column + claim.place
    heading = region.headings[claim.place]
    sure = claim.fit.score if claim.score > claim.fit.score / 2 else claim.score
    return Found(number, letters(number), heading, sure, claim.fit.reason)


def _judged(fit: Fit, table: schema.Table, heading: str, seen: Look) -> float:
    """The fit of the heading, seen together with the cells under it."""
    column, score = table.column(fit.column), fit.score
    if not agrees(column.kind, seen):
        score *= 0.45
    if column.key in {"client_id", "client_name", "name"} and seen.filled:
        is_id = column.key == "client_id"
        # “Client” may be a number or a name: the cells tell
        score *= 1 if (seen.codelike > 0.5) == is_id else 0.9
    if column.key in {"amount", "price"}:
        # of several sums the one without VAT; a plain “Sum” before one with VAT
        score += 0.05 * is_net(heading) - 0.05 * is_gross(heading)
    return score if seen.filled or column.kind != "money" else score - 0.2


def _by_content(
    region: Region, table: schema.Table, looks: Sequence[Look], found: dict[str, Found]
) -> dict[str, Found]:
    """Fill what matters and no heading named, from what the cells hold."""
    if table.key not in HISTORIES or not found:
        return found
    free = [
        place
        for place in range(len(looks))
        if region.first_column + place not in {one.number for one in found.values()}
    ]
    wanted = _wanted(region, table, found, looks, free)
    return {**found, **{key: _guess(region, place) for key, place in wanted.items()}}


def _guess(region: Region, place: int) -> Found:
    number = region.first_column + place
    return Found(number, letters(number), region.headings[place], _BY_CONTENT, "content")


def _wanted(
    region: Region,
    table: schema.Table,
    found: Mapping[str, Found],
    looks: Sequence[Look],
    free: Sequence[int],
) -> dict[str, int]:
    """Column key → place: the only free column that can be it."""
    chosen: dict[str, int] = {}
    if "date" not in found:
        _choose(chosen, "date", [p for p in free if looks[p].dates > 0.8])
    if found.keys().isdisjoint(("client_id", *CLIENT_NAMES)):
        key = "client_name" if table.key == "purchases" else "client_id"
        names = [p for p in free if looks[p].texts > 0.8 and looks[p].dates == 0]
        _choose(chosen, key, names)
        if table.key == "purchases" and key not in chosen:
            _choose(chosen, key, _contacts(region, free)[:1])
    priced = {"amount", "price", "quantity"} & found.keys()
    if table.key == "purchases" and not priced:
        _choose(chosen, "amount", [p for p in free if _is_money(looks[p])])
    return chosen


def _contacts(region: Region, free: Sequence[int]) -> list[int]:
    """The columns that can stand for a client nobody names: first the phone, then the e-mail."""
    return [
        place
        for key in ("phone", "email")
        for place in free
        if fits_any([region.headings[place]], "clients", key)
    ]


def _choose(chosen: dict[str, int], key: str, places: Sequence[int]) -> None:
    if len(places) == 1:
        chosen[key] = places[0]


def _is_money(seen: Look) -> bool:
    return seen.numbers > 0.8 and not seen.steps and seen.dates == 0 and seen.filled >= 3


def _column(region: Region, place: int) -> list[Value]:
    return [
        cast("Value", row[place]) if place < len(row) else None for row in region.head[:_LOOKED_AT]
    ]


# ── what the owner has set ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Gone:
    """A column whose heading, as set, is no longer there; instead: the heading now taken for it."""

    place: Place
    column: str
    heading: str
    instead: str = ""


def as_set(region: Region, table: str, wanted: Mapping[str, str]) -> tuple[Place, list[Gone]]:
    """The place as the settings say, and the columns whose headings are gone.

    wanted  column key → heading, "(D)" for a column without one, "(↑A)" for lines above, "-" for: not used
    """
    columns, gone = {}, []
    for key, heading in wanted.items():
        number = _numbered(region, heading)
        if heading.startswith(ABOVE):
            columns[key] = _above(_column_number(heading[len(ABOVE) : -1]))
        elif number is not None:
            columns[key] = _set(region, number)
        elif heading != "-":
            gone.append(key)
    taken = {found.number for found in columns.values() if found.reason != "above"}
    looks = _looks(region)
    for key, found in _columns(region, schema.table(table), looks).items():
        missing = key not in wanted or key in gone
        if missing and found.number not in taken and found.reason == "heading":
            columns[key] = found
    place = _whole(region, _place(region, table, columns, AS_SET), looks)
    headings = place.headings
    return place, [Gone(place, key, wanted[key], headings.get(key, "")) for key in gone]


def _set(region: Region, number: int) -> Found:
    place = number - region.first_column
    heading = region.headings[place] if 0 <= place < len(region.headings) else ""
    return Found(number, letters(number), heading, 1.0, "settings")


def _numbered(region: Region, heading: str) -> int | None:
    if heading.startswith("(") and heading.endswith(")") and heading[1:-1].isalpha():
        return _column_number(heading[1:-1])
    wanted = {squeezed(one) for one in heading.split(OR)}
    for place, text in enumerate(region.headings):
        if text and squeezed(text) in wanted:
            return region.first_column + place
    return None


def _column_number(letter: str) -> int:
    number = 0
    for sign in letter.upper():
        number = number * 26 + ord(sign) - 64
    return number - 1


def stored(place: Place) -> dict[str, str]:
    """Column key → how the settings name it: its heading, or "(D)" when that says nothing."""
    times = Counter([*place.headings.values(), *place.unused.values()])

    def said(found: Found) -> str:
        if found.reason in {"across", "above"}:
            return ACROSS if found.reason == "across" else f"{ABOVE}{found.letter})"
        plain = found.heading and times[found.heading] == 1
        return found.heading if plain else f"({found.letter})"

    return {key: said(found) for key, found in place.columns.items()}
