"""Which sheet is which table, where its headings stand, which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from crmbook import schema
from crmbook.book import Book, TablePlace
from crmbook.cleaning import months
from crmbook.detection import copies, matching, pivoted, regions, unclear
from crmbook.detection.calendar import Unclear
from crmbook.detection.headings import Reason, language_of
from crmbook.detection.matching import Gone
from crmbook.detection.place import ACROSS, OR, Found, Place
from crmbook.errors import Problem
from crmbook.folding import words
from crmbook.language import Language, _
from crmbook.settings import Settings
from crmbook.sheet import Value

__all__ = ["Detection", "Found", "Place", "Reason", "detect"]

# Parts several titles in one setting: no sheet's title may hold it.
_APART = " / "
_YEAR = re.compile(r"(?:19|20)\d\d")
_MATTER = ("client_id", "client_name", "name", "date", "amount", "document")


@dataclass(frozen=True)
class Detection:
    """The plan of reading a workbook, which `adopt` shows and stores.

    places    table → where it stands; on several sheets, when they are one list
    aside     places that look like a table that is read elsewhere
    gone      columns whose headings, as set, are not there any more
    lost      (table, sheet's title) as set, where there is no such sheet
    copies    sheets that were reports of crmbook's, and were not read
    unclear   (sheet's title, why) of sheets with months across, when no purchases were found
    language  of the headings; None when they do not tell
    """

    places: Mapping[str, Sequence[Place]] = field(default_factory=dict)
    aside: Sequence[Place] = ()
    gone: Sequence[Gone] = ()
    lost: Sequence[tuple[str, str]] = ()
    copies: Sequence[str] = ()
    unclear: Sequence[tuple[str, Unclear]] = ()
    language: Language | None = None

    def __iter__(self) -> Iterator[Place]:
        return chain.from_iterable(self.places.values())

    def settings(self) -> dict[str, str]:
        """The plan as rows of the Settings sheet: key → value."""
        rows = {}
        for table, places in self.places.items():
            rows[f"{table}.sheet"] = _APART.join(place.sheet for place in places)
            rows[f"{table}.header_row"] = _APART.join(str(place.header_row) for place in places)
            for column, headings in _called(places).items():
                rows[f"{table}.columns.{column}"] = OR.join(headings)
        return rows

    def problems(self) -> list[Problem]:
        """What the owner should hear of the plan, in the language spoken."""
        return [
            *(
                []
                if self.places or self.lost or self.unclear
                else [Problem("", "", nothing_found(), "nothing_found")]
            ),
            *(_sheet_gone(table, title) for table, title in self.lost),
            *(_heading_gone(gone) for gone in self.gone),
            *(_left_aside(place, self.places[place.table][0]) for place in self.aside),
            *(_copy_of_report(title) for title in self.copies),
            *(unclear.problem(title, why) for title, why in self.unclear),
            *(_months_across(place) for place in self if place.across),
            *(_guessed(place, found, key) for place, key, found in self._guesses()),
        ]

    def _guesses(self) -> Iterator[tuple[Place, str, Found]]:
        for place in self:
            for key, found in place.columns.items():
                if found.reason == "content":
                    yield place, key, found


def _called(places: Sequence[Place]) -> dict[str, list[str]]:
    """Column key → how the settings name it, each of the names that sheets give it once."""
    called: dict[str, list[str]] = {}
    for place in places:
        for column, heading in matching.stored(place).items():
            if heading not in called.setdefault(column, []):
                called[column].append(heading)
    return called


@dataclass(frozen=True)
class Surveyed:
    """A sheet whose first rows were looked at: what it may be, and all its rows, read once."""

    title: str
    places: Sequence[Place]
    gone: Sequence[Gone]
    rows: Iterator[list[Value]]
    report: bool = False
    unclear: Unclear | None = None


def detect(book: Book, settings: Settings | None = None) -> Detection:
    """Look at every sheet of the owner's and say which table it is."""
    from crmbook import settings as owners

    agreed = settings if settings is not None else owners.read(book)
    return decide(list(survey(book, agreed)), agreed)


def survey(book: Book, settings: Settings) -> Iterator[Surveyed]:
    """Sheet by sheet; a sheet's rows must be taken before the next sheet is asked for."""
    passed = {*book.owned().values(), settings.sheet}
    tables, pivots = book.tables(), book.pivots()
    said = [book.path.stem] if book.path else []
    for title in book.sheets():
        if title in passed:
            continue
        rows = book.rows(title)
        head = list(islice(rows, regions.HEAD))
        if not _agreed(title, settings) and copies.is_report(head):
            yield Surveyed(title, [], [], rows, report=True)
            continue
        here = [area for area in pivots if area.sheet == title]
        seen = regions.without(head, here)
        places, gone = _places(title, seen, tables, settings)
        across = _across(title, seen, places, settings, said)
        if across is None and here and not places:
            across = pivoted.in_a_pivot(title, head, said)
        if isinstance(across, Place):
            places = [*_lists(places), across]
        why = across if isinstance(across, Unclear) else None
        yield Surveyed(title, places, gone, chain(head, rows), unclear=why)


def _across(
    title: str,
    head: Sequence[Sequence[Value]],
    places: Sequence[Place],
    settings: Settings,
    said: Sequence[str],
) -> Place | Unclear | None:
    """The amounts of months, where the sheet holds no history of single days."""
    agreed = _agreed(title, settings)
    if "purchases" in agreed and _is_across(settings, "purchases"):
        return pivoted.as_set(title, head, _wanted(settings, "purchases"), said)
    if agreed or any(place.table in matching.HISTORIES for place in places):
        return None
    return pivoted.find(title, head, said)


def _lists(places: Sequence[Place]) -> list[Place]:
    """A list of clients that says more of them than their names, beside the amounts of months."""
    names = {"client_id", "name", "first_name", "last_name"}
    return [place for place in places if place.table == "clients" and set(place.columns) - names]


def _places(
    title: str, head: Sequence[Sequence[Value]], tables: Sequence[TablePlace], settings: Settings
) -> tuple[list[Place], list[Gone]]:
    agreed = [table for table in _agreed(title, settings) if not _is_across(settings, table)]
    if agreed or _agreed(title, settings):
        found = [_as_set(title, head, tables, table, settings) for table in agreed]
        return [place for place, _gone in found], [one for _place, gone in found for one in gone]
    blocks = regions.regions(title, head, tables)
    return [place for region in blocks for place in matching.matches(region)[:1]], []


def _is_across(settings: Settings, table: str) -> bool:
    return settings.place(table).get("columns.date") == ACROSS


def _agreed(title: str, settings: Settings) -> list[str]:
    """The tables that are set to stand on this sheet."""
    return [table.key for table in schema.TABLES if title in _titles(settings, table.key)]


def _titles(settings: Settings, table: str) -> list[str]:
    return [title for title in settings.place(table).get("sheet", "").split(_APART) if title]


def _as_set(
    title: str,
    head: Sequence[Sequence[Value]],
    tables: Sequence[TablePlace],
    table: str,
    settings: Settings,
) -> tuple[Place, list[Gone]]:
    said, wanted = settings.place(table), _wanted(settings, table)
    row = regions.row_with(head, list(wanted.values()))
    hint = said.get("header_row", "1").split(_APART)
    place = _titles(settings, table).index(title)
    said_row = hint[min(place, len(hint) - 1)]
    number = row + 1 if row is not None else int(said_row) if said_row.isdigit() else 1
    for region in regions.regions(title, head, tables):
        if region.name and region.header_row == number:
            return matching.as_set(region, table, wanted)
    return matching.as_set(regions.under(title, head, number), table, wanted)


def _wanted(settings: Settings, table: str) -> dict[str, str]:
    """Column key → the heading that is set for it."""
    return {
        key.removeprefix("columns."): heading
        for key, heading in settings.place(table).items()
        if key.startswith("columns.") and key.removeprefix("columns.") in schema.table(table)
    }


def decide(surveyed: Sequence[Surveyed], settings: Settings) -> Detection:
    """One plan from what every sheet may be."""
    found = [place for sheet in surveyed for place in sheet.places]
    chosen: dict[str, Sequence[Place]] = {}
    aside: list[Place] = []
    for table in schema.TABLES:
        of_table = [place for place in found if place.table == table.key]
        if not of_table:
            continue
        best = max(of_table, key=lambda place: place.score)
        chosen[table.key] = [place for place in of_table if _one_list(place, best)]
        aside += [place for place in of_table if not _one_list(place, best)]
    titles = {sheet.title for sheet in surveyed}
    lost = [
        (table.key, title)
        for table in schema.TABLES
        for title in _titles(settings, table.key)
        if title not in titles and title != "-"
    ]
    gone = _missed([gone for sheet in surveyed for gone in sheet.gone], found)
    reports = [sheet.title for sheet in surveyed if sheet.report]
    doubts = [(sheet.title, sheet.unclear) for sheet in surveyed if sheet.unclear]
    unread = [] if "purchases" in chosen else doubts
    return Detection(chosen, aside, gone, lost, reports, unread, _language(chosen.values()))


def _missed(gone: Sequence[Gone], places: Sequence[Place]) -> list[Gone]:
    """Without columns that one of several sheets has, and that the others can do without."""
    had = {(place.table, column) for place in places for column in place.columns}
    return [
        one for one in gone if one.column in _MATTER or (one.place.table, one.column) not in had
    ]


def _one_list(place: Place, best: Place) -> bool:
    """Two sheets that are one list: two years, two towns; not orders and their invoices."""
    if place is best or place.score == best.score == matching.AS_SET:
        return True
    mine, its = _matter(place), _matter(best)
    if place.across and best.across:
        return _same_name(place, best)
    return (mine == its and _same_name(place, best)) or _same_but_for_time(place, best)


def _same_but_for_time(place: Place, other: Place) -> bool:
    """Sales 2024 and Sales 2025 are one list, even where a heading was changed in between."""
    if place.across or other.across or place.sheet == other.sheet:
        return False
    titles = [words(one.sheet) for one in (place, other)]
    bare = [tuple(word for word in title if not _is_time(word)) for title in titles]
    return bare[0] == bare[1] and bare[0] != titles[0] and bare[1] != titles[1]


def _is_time(word: str) -> bool:
    """A year or a month in a sheet's title."""
    return bool(_YEAR.fullmatch(word) or months.name(word))


def _matter(place: Place) -> dict[str, str]:
    return {key: text for key, text in place.headings.items() if key in _MATTER}


def _same_name(place: Place, other: Place) -> bool:
    named = _named(place), _named(other)
    return not (named[0] and named[1]) or bool(named[0] & named[1])


def _named(place: Place) -> set[str]:
    """The words of the title by which tables of this kind are called."""
    table = schema.table(place.table)
    known = {word for name in (*table.names, *table.aliases) for word in words(name)}
    return known & set(words(place.sheet))


def _language(chosen: Iterable[Sequence[Place]]) -> Language | None:
    places = [place for found in chosen for place in found]
    headings = [text for place in places for text in (*place.headings.values(), place.sheet)]
    return language_of(headings)


# ── what the owner hears ─────────────────────────────────────────────────────────────────────


def nothing_found() -> str:
    return _(
        "No sheet looks like a list of clients or of purchases. A row of headings is needed, such "
        "as Client, Date, Amount, with the data right below it."
    )


def _sheet_gone(table: str, title: str) -> Problem:
    text = _(
        "“{sheet}”, where “{table}” was set to stand, is not in the workbook any more. "
        "Put it back or run: crmbook adopt."
    ).format(sheet=title, table=schema.table(table).names())
    return Problem("", "", text, "sheet_gone")


def _heading_gone(gone: Gone) -> Problem:
    column = schema.table(gone.place.table).column(gone.column).names()
    said = (
        _("The heading “{heading}”, set for “{column}”, is gone; “{instead}” was read instead.")
        if gone.instead
        else _(
            "The heading “{heading}”, set for “{column}”, is gone. Put it back or run: crmbook adopt."
        )
    )
    text = said.format(heading=gone.heading, column=column, instead=gone.instead)
    return Problem(
        gone.place.sheet,
        f"A{gone.place.header_row}",
        text,
        "heading_gone",
        "warning" if gone.instead else "error",
    )


def _left_aside(place: Place, read: Place) -> Problem:
    text = _(
        "This sheet looks like “{table}” too, but “{other}” was read, and this one was not."
    ).format(table=schema.table(place.table).names(), other=read.sheet)
    remedy = _("To have both read as one list, give them the same headings.")
    return Problem(place.sheet, "", f"{text} {remedy}", "sheet_left_aside", "warning")


def _copy_of_report(title: str) -> Problem:
    text = _("This sheet is a copy of a report of crmbook's; it was not read.")
    return Problem(title, "", text, "copied_report", "note")


def _months_across(place: Place) -> Problem:
    months = place.columns["amount"]
    text = (
        _(
            "Months stand across, {months}. Each amount under them was read as one purchase on the "
            "first day of its month; empty cells and noughts are none."
        )
        if all(day.day == 1 for day in place.across.values())
        else _(
            "Days stand across, {months}. Each amount under them was read as one purchase on that "
            "day; empty cells and noughts are none."
        )
    ).format(months=months.heading)
    cell = f"{months.letter.partition(':')[0]}{place.header_row}"
    return Problem(place.sheet, cell, text, "months_across", "note")


def _guessed(place: Place, found: Found, key: str) -> Problem:
    text = _("“{heading}” was taken for “{column}” by what its cells hold.").format(
        heading=found.heading or found.letter,
        column=schema.table(place.table).column(key).names(),
    )
    return Problem(
        place.sheet, f"{found.letter}{place.header_row}", text, "guessed_column", "warning"
    )
