"""Cells in, checked tables out, with every cell to mend named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from crmbook import detection, schema
from crmbook import settings as owners
from crmbook.book import Book
from crmbook.cleaning import Conventions
from crmbook.detection import Detection, Place
from crmbook.errors import Problem
from crmbook.language import Language, _, speaking, spoken
from crmbook.settings import Settings
from crmbook.tables import capacity, clients, past, purchases
from crmbook.tables.framing import Framed, frame
from crmbook.tables.taking import Taken, take

__all__ = ["Crm", "Settings", "Source", "Tables", "read"]


@dataclass(frozen=True)
class Source:
    """Where a table was read from. Rows count from 1, as in Excel.

    last_row       the last row with data
    rows_left_out  rows that could not be used; each is in a problem
    also           the other sheets of the same table
    """

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, str]
    headings: Mapping[str, str]
    rows_read: int
    rows_left_out: int
    also: Sequence[Source] = ()


@dataclass(frozen=True)
class Tables(Mapping[str, pd.DataFrame]):
    """Table key → frame; only the tables that were found, and clients always."""

    frames: Mapping[str, pd.DataFrame]
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __getitem__(self, key: str) -> pd.DataFrame:
        return self.frames[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def until(self, day: date) -> Tables:
        """As they stood on the evening of a day: see past.until. The sources say where they stand today."""
        listed = self.sources.get("clients")
        owners_listed = listed is not None and "owner" in listed.columns
        return replace(self, frames=past.until(self.frames, day, owners_listed=owners_listed))


@dataclass(frozen=True)
class Crm:
    """A workbook, read: tables, settings, what the owner should mend, and how it was found."""

    tables: Tables
    settings: Settings
    problems: list[Problem]
    language: Language
    detection: Detection = field(default_factory=Detection)


def read(
    book: Book,
    settings: Settings | None = None,
    *,
    as_of: date | None = None,
    language: Language | None = None,
) -> Crm:
    """The tables of a workbook.

    settings  None: those of the workbook's own Settings sheet
    as_of     days after it are said to be in the future; they stay in the tables
    language  of the problems; None: as set, else the language of the headings
    """
    agreed = owners.read(book) if settings is None else settings
    surveyed, taken = [], []
    for sheet in detection.survey(book, agreed):
        taken += take(book, sheet.places, sheet.rows)
        surveyed.append(sheet)
    found = detection.decide(surveyed, agreed)
    tongue = language or _set_language(agreed) or found.language or spoken()
    conventions = _conventions(book, agreed, found.language or tongue)
    with speaking(tongue):
        if settings is None and agreed.problems:
            agreed = owners.read(book)  # once more: now its problems are in the right language
        parts = {
            table: [frame(_taken_at(taken, place), conventions, as_of) for place in places]
            for table, places in found.places.items()
        }
        crm = _built(found, parts, agreed, tongue)
        late = purchases.late(parts.get("purchases", ()), as_of)
        return replace(crm, problems=[*crm.problems, *late])


def _set_language(settings: Settings) -> Language | None:
    chosen = settings.text("language")
    return chosen if chosen in {"en", "lt", "lv"} else None  # type: ignore[return-value]


def _built(
    found: Detection,
    parts: Mapping[str, Sequence[Framed]],
    settings: Settings,
    language: Language,
) -> Crm:
    currency = purchases.currency(parts.get("purchases", ()), settings)
    parts, copies = _without_copies({**parts, **_valued(parts, settings, currency)})
    listed, said = clients.listed(parts["clients"]) if "clients" in parts else (None, [])
    linked = clients.link(_of_clients(parts), listed)
    bought = linked.parts.get("purchases", ())
    everyone = _everyone(listed, linked.unknown, bought)
    if listed is None:
        everyone = clients.with_details(everyone, bought)
    frames = {table: _joined(table, pieces) for table, pieces in {**parts, **linked.parts}.items()}
    problems = [
        *settings.problems,
        *found.problems(),
        *(problem for pieces in parts.values() for piece in pieces for problem in piece.problems),
        *copies,
        *said,
        *linked.problems,
    ]
    sources = {table: _source(pieces) for table, pieces in parts.items()}
    problems += capacity.nearly_full(sources)
    if listed is not None:
        sources["clients"] = _each_once(sources["clients"], listed)
    tables = Tables(
        {"clients": everyone} | {k: v for k, v in frames.items() if k != "clients"}, sources
    )
    return Crm(tables, settings.set(currency=currency), problems, language, found)


def _valued(
    parts: Mapping[str, Sequence[Framed]], settings: Settings, currency: str
) -> dict[str, Sequence[Framed]]:
    if "purchases" not in parts:
        return {}
    return {
        "purchases": [purchases.valued(part, settings, currency) for part in parts["purchases"]]
    }


def _of_clients(parts: Mapping[str, Sequence[Framed]]) -> dict[str, Sequence[Framed]]:
    """The tables whose rows each belong to a client."""
    return {
        key: pieces
        for key, pieces in parts.items()
        if key != "clients" and {"client_id", "client_name"} & set(pieces[0].frame)
    }


def _conventions(book: Book, settings: Settings, language: Language) -> Conventions:
    order = settings.text("date_order")
    month_first = None if not order else order == "month_first"
    return Conventions(language, month_first, bool(getattr(book, "from_1904", False)))


def _taken_at(taken: Sequence[Taken], place: Place) -> Taken:
    return next(one for one in taken if one.place is place)


# ── one frame from several sheets ────────────────────────────────────────────────────────────


def _without_copies(
    parts: Mapping[str, Sequence[Framed]],
) -> tuple[dict[str, Sequence[Framed]], list[Problem]]:
    """A sheet that holds exactly what another holds is its copy, and is not counted twice."""
    kept: dict[str, Sequence[Framed]] = {}
    problems: list[Problem] = []
    for table, pieces in parts.items():
        originals: list[Framed] = []
        for piece in pieces:
            twin = next((one for one in originals if _same(one.frame, piece.frame)), None)
            if twin is None:
                originals.append(piece)
            else:
                problems.append(_copy(piece, twin))
        kept[table] = originals
    return kept, problems


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    if len(one) != len(other) or not len(one):
        return False
    return one.drop(columns="row").equals(other.drop(columns="row"))


def _copy(piece: Framed, twin: Framed) -> Problem:
    text = _("This sheet is a copy of “{other}”; it was not counted again.")
    said = text.format(other=twin.place.sheet)
    return Problem(piece.place.sheet, "", said, "copied_sheet", "warning")


def _joined(table: str, pieces: Sequence[Framed]) -> pd.DataFrame:
    """The rows of all the sheets, columns as in the schema; sheet too, when there are several."""
    if len(pieces) == 1:
        frame = pieces[0].frame
    else:
        several = [piece.frame.assign(sheet=piece.place.sheet) for piece in pieces]
        frame = pd.concat(several, ignore_index=True)
    known = [column.key for column in schema.table(table).columns]
    return frame[[key for key in (*known, "row", "sheet") if key in frame]]


def _source(pieces: Sequence[Framed]) -> Source:
    first, *others = [_one_source(piece) for piece in pieces]
    return replace(first, also=tuple(others))


def _each_once(source: Source, listed: pd.DataFrame) -> Source:
    """The source of clients, those who stood there twice left out."""
    parts = [source, *source.also]
    if len(parts) == 1:
        return replace(source, rows_left_out=source.rows_read - len(listed))
    used = listed["sheet"].value_counts()
    first, *others = [
        replace(part, rows_left_out=part.rows_read - int(used.get(part.sheet, 0))) for part in parts
    ]
    return replace(first, also=tuple(others))


def _one_source(piece: Framed) -> Source:
    place, rows = piece.place, piece.taken.rows
    return Source(
        place.sheet,
        place.header_row,
        place.first_row,
        int(rows.max()) if len(rows) else place.header_row,
        {key: found.letter for key, found in place.columns.items()},
        place.headings,
        piece.read,
        piece.read - len(piece.frame),
    )


# ── everyone ─────────────────────────────────────────────────────────────────────────────────


def _everyone(
    listed: pd.DataFrame | None, unknown: pd.Series[Any], bought: Sequence[Framed]
) -> pd.DataFrame:
    """Clients of the list, and those whom only histories know; each with an owner, if any."""
    columns = [] if listed is None else list(listed.columns)
    strangers = clients.made(unknown, columns)
    if listed is None:
        everyone = strangers
    elif len(strangers):
        types = {key: kind for key, kind in listed.dtypes.items() if key in strangers}
        everyone = pd.concat([listed, strangers.astype(types)], ignore_index=True)
    else:
        everyone = listed
    if "owner" in everyone:
        return _in_order(everyone)
    sold = [part.frame[["client_id", "date", "owner"]] for part in bought if "owner" in part.frame]
    owner = past.last_owner(everyone["client_id"], pd.concat(sold) if sold else None)
    return _in_order(everyone.assign(owner=owner))


def _in_order(everyone: pd.DataFrame) -> pd.DataFrame:
    first = ["client_id", "name", "owner"]
    rest = [key for key in everyone if key not in {*first, "row"}]
    return everyone[[*first, *rest, "row"]].astype({"row": np.int64})
