"""Adopting the workbook a firm already has: show what it was taken for, store it when told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.book import Book
from crmbook.books import open_book
from crmbook.errors import CrmbookError, Problem
from crmbook.language import Language, _, speaking, spoken
from crmbook.sheet import Value
from crmbook.workflow.log import log
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.detection import Detection, Place
    from crmbook.settings import Settings


@dataclass(frozen=True)
class ColumnTaken:
    """A column of the owner's, what it was taken for, how sure (0–1) and why."""

    letter: str
    heading: str
    meaning: str
    sure: float
    reason: str


@dataclass(frozen=True)
class PlaceTaken:
    """A sheet of the owner's and the table it was taken for, in the language spoken."""

    table: str
    sheet: str
    header_row: int
    columns: Sequence[ColumnTaken]
    unused: Sequence[str]


@dataclass(frozen=True)
class Adoption(Result):
    """What a workbook was taken for.

    settings  the rows that are, or would be, stored: key → value
    stored    title of the Settings sheet that holds them now, "" when nothing was written
    """

    language: Language
    places: Sequence[PlaceTaken]
    settings: Mapping[str, str]
    problems: Sequence[Problem] = ()
    stored: str = ""
    output: str = ""


class NothingToAdoptError(CrmbookError):
    """why: what keeps sheets that look like something from being read."""

    def __init__(self, file: str, why: Sequence[Problem] = ()) -> None:
        if why:
            super().__init__("\n".join(map(str, why)))
            return
        text = _(
            "No sheet of {file} looks like a list of clients or of purchases. A row of headings is "
            "needed, such as Client, Date, Amount, with the data right below it."
        )
        super().__init__(text.format(file=file))


def adopt(
    path: str | Path,
    *,
    language: Language | None = None,
    output: str | Path | None = None,
    store: bool = False,
) -> Adoption:
    """Understand a workbook; with store, remember it on its Settings sheet.

    Raises NothingToAdoptError when no sheet is understood.
    """
    began = datetime.now().astimezone()
    with open_book(path, output=output, now=began) as book:
        adoption = plan_adoption(book, language=language)
        if not store:
            return adoption
        stored = carry_out_adoption(adoption, book)
        log(book, "adopt", began, sheet=stored, settings=dict(adoption.settings))
        return replace(adoption, stored=stored, output=str(output or path))


def plan_adoption(book: Book, *, language: Language | None = None) -> Adoption:
    """What the workbook is taken for; nothing is written."""
    from crmbook import settings
    from crmbook.detection import detect, unclear

    owners = settings.read(book)
    found = detect(book, owners)
    speech = language or _language(owners) or found.language or spoken()
    with speaking(speech):
        if not found.places:
            unread = [unclear.problem(*one) for one in found.unclear]
            raise NothingToAdoptError(book.path.name if book.path else "", unread)
        places = [_taken(place) for place in found]
        return Adoption(speech, places, _stored_language(speech, found), found.problems())


def carry_out_adoption(adoption: Adoption, book: Book) -> str:
    """Store the mapping on the workbook's Settings sheet; its title."""
    from crmbook import blank, settings

    with speaking(adoption.language):
        owners = settings.read(book)
        if owners.sheet:
            _change(book, owners, adoption.settings)
            return owners.sheet
        # the currency stays to be found: the euro, set, would leave out amounts of all others
        sheet = blank.settings_sheet({**adoption.settings, "currency": None})
        title = book.titles({"settings": sheet.name})["settings"]
        book.write([replace(sheet, name=title)])
        return title


def _stored_language(language: Language, found: Detection) -> dict[str, str]:
    return {"language": language, **found.settings()}


def _language(owners: Settings) -> Language | None:
    from crmbook.language import LANGUAGES

    return next((one for one in LANGUAGES if one == owners.text("language")), None)


def _taken(place: Place) -> PlaceTaken:
    table, clients = schema.table(place.table), schema.table("clients")
    known = [(found, table.column(key)) for key, found in place.columns.items()]
    known += [(found, clients.column(key)) for key, found in place.details.items()]
    known += [(found, table.column("date")) for key, found in place.parts.items() if key != "month"]
    columns = [
        ColumnTaken(found.letter, found.heading, column.names(), found.sure, found.why())
        for found, column in sorted(known, key=lambda item: item[0].number)
    ]
    return PlaceTaken(
        table.names(), place.sheet, place.header_row, columns, list(place.unused.values())
    )


def _change(book: Book, owners: Settings, wanted: Mapping[str, str]) -> None:
    """Change the rows that are there, empty those of columns that went, add the rest below."""
    from crmbook import settings

    rows = settings.rows_of(book, owners.sheet)
    stale = {key: None for key in rows if settings.is_mapping(key) and key not in wanted}
    there: dict[str, Value] = {key: value for key, value in wanted.items() if key in rows}
    book.change(owners.sheet, {rows[key]: value for key, value in {**stale, **there}.items()})
    new = [
        [settings.mapping_name(key, spoken()), value, None]
        for key, value in wanted.items()
        if key not in rows
    ]
    if new:
        tables = [table.name for table in book.tables() if table.sheet == owners.sheet]
        book.append(tables[0] if tables else owners.sheet, new)
