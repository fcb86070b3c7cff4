"""Letters in the contact history: read from it, and rows written into it, each letter once."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook import schema
from crmbook.folding import fold
from crmbook.letters.ledger import Entry
from crmbook.sheet import Cell, Column, Sheet, TableBlock, Value

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.tables import Source, Tables

Called = Callable[[str], Value]  # a client's number, as the owner's list has it

_KINDS = {"letter": "post", "email": "email"}
_KIND_OF = {"post": "letter", "email": "email", "phone": "call", "in_person": "visit"}
# A list without a column for it keeps the campaign at the end of what was said: "Hello [win-back]".
_CAMPAIGN = re.compile(r"\[([^\[\]]+)\]\s*$")
_NEW = ("client_id", "date", "kind", "channel", "direction", "owner", "summary", "campaign")


def written(tables: Tables) -> list[Entry]:
    """Every letter and e-mail that went out to a client, as the contact history has it.

    campaign is "" where it tells of none; a letter of a campaign of ours is one that was sent. Where
    the history has no kinds, whatever names a campaign is a letter.
    """
    contacts = tables.get("contacts")
    if contacts is None:
        return []
    columns = ["client_id", "date", "kind", "direction", "summary", "campaign"]
    rows = contacts.reindex(columns=columns).dropna(subset=["client_id", "date"])
    out = rows[rows["kind"].isin(list(_KINDS)) | rows["kind"].isna()]
    told = zip(
        out.itertuples(index=False), map(campaign_of, out["campaign"], out["summary"]), strict=True
    )
    return [
        Entry(
            campaign,
            str(row.client_id),
            _KINDS.get(str(row.kind), ""),
            "sent",
            _day(row.date),
            recorded=True,
        )
        for row, campaign in told
        if campaign or (row.direction == "out" and str(row.kind) in _KINDS)
    ]


def _day(moment: Any) -> date:  # noqa: ANN401  # a cell
    found: date = moment.date()
    return found


def named(campaign: str) -> str:
    """A campaign by a name that comes back from a cell as it went in, alone or behind what was said."""
    return " ".join(campaign.replace("[", "(").replace("]", ")").split())


def campaign_of(campaign: object, summary: object) -> str:
    if isinstance(campaign, str) and campaign:
        return campaign
    found = _CAMPAIGN.search(summary) if isinstance(summary, str) else None
    return found[1] if found else ""


def unrecorded(sent: Sequence[Entry], tables: Tables) -> list[Entry]:
    """Sent letters of the ledger that the contact history has not: a run may have died in between."""
    there = written(tables)
    known = {(entry.campaign, entry.client_id) for entry in there}
    days = set() if _tells_campaigns(tables) else {
        (entry.client_id, entry.channel, entry.day) for entry in there
    }  # fmt: skip
    return [
        entry
        for entry in sent
        if entry.state == "sent"
        and not entry.recorded
        and (entry.campaign, entry.client_id) not in known
        and (entry.client_id, entry.channel, entry.day) not in days
    ]


def _tells_campaigns(tables: Tables) -> bool:
    """Whether a row of the contact history can say which letter it was; else its day has to do."""
    source = tables.sources.get("contacts")
    return source is None or bool({"campaign", "summary"} & _last(source).columns.keys())


def _last(source: Source) -> Source:
    """The sheet that rows are added to, where the history is on several."""
    return (source, *source.also)[-1]


def new_calls(made: Sequence[Entry], tables: Tables) -> list[Entry]:
    """Calls that the contact history has not: the same words on the same day are the same call."""
    contacts = tables.get("contacts")
    if contacts is None:
        return list(made)
    told = contacts.reindex(columns=["client_id", "date", "summary"]).dropna()
    known = {(str(row.client_id), _day(row.date), str(row.summary)) for row in told.itertuples()}
    return [one for one in made if (one.client_id, one.day, one.subject) not in known]


def record(book: Book, tables: Tables, entries: Sequence[Entry]) -> str:
    """Add a row for each letter or call to the owner's contacts, or make the sheet; its title."""
    source = tables.sources.get("contacts")
    names = tables["clients"].drop_duplicates("client_id").set_index("client_id")["name"]
    called = _called(book, tables, names)
    if source is None:
        sheet = _new_sheet([_cells(entry, names, called, _NEW) for entry in entries])
        title = book.titles({sheet.key: sheet.name})[sheet.key]
        book.write([replace(sheet, name=title)])
        return title
    last = _last(source)
    name, left = _place(book, last)
    places = {key: _number(letter) - left for key, letter in last.columns.items()}
    columns = {key: place for key, place in places.items() if place >= 0}
    rows = [_row(_cells(entry, names, called, columns), columns) for entry in entries]
    book.append(name, rows)
    return last.sheet


def _cells(
    entry: Entry, names: pd.Series, called: Called, columns: Container[str]
) -> dict[str, Value]:
    told = "campaign" in columns or not entry.campaign
    said = entry.subject if told else f"{entry.subject} [{entry.campaign}]".strip()
    return {
        "client_id": called(entry.client_id),
        "client_name": str(names.get(entry.client_id, entry.client_id)),
        "date": entry.day,
        "kind": _option("kind", _KIND_OF[entry.channel]),
        "channel": _option("channel", entry.channel),
        "direction": _option("direction", "out"),
        "owner": entry.owner or None,
        "summary": said,
        "campaign": entry.campaign or None,
    }


def _option(column: str, key: str) -> str:
    choices = schema.table("contacts").column(column).choices
    return next(str(option.names) for option in choices if option.key == key)


def _row(cells: Mapping[str, Value], columns: Mapping[str, int]) -> list[Value]:
    row: list[Value] = [None] * (max(columns.values()) + 1)
    for key, number in columns.items():
        row[number] = cells.get(key)
    return row


def _place(book: Book, source: Source) -> tuple[str, int]:
    """What to append to, and its first column: the Excel table with these headings, else the sheet."""
    for table in book.tables():
        if table.sheet == source.sheet and table.area.first_row == source.header_row - 1:
            return table.name, table.area.first_column
    return source.sheet, 0


def _called(book: Book, tables: Tables, names: pd.Series) -> Called:
    """What the owner's own cells call a client: a number, a text, or the name.

    A text among numbers, or a number among names, would be found by no formula.
    """
    contacts, clients = (tables.sources.get(key) for key in ("contacts", "clients"))
    cells = _client_cells(book, contacts and _last(contacts)) or _client_cells(book, clients)
    if any(isinstance(cell, (int, float)) for cell in cells):
        return _as_number
    said = {fold(str(cell)) for cell in cells}
    if said.isdisjoint(map(fold, names.index)) and not said.isdisjoint(map(fold, names)):
        of_one = names.drop_duplicates(keep=False)
        return lambda client: str(of_one.get(client, client))
    return lambda client: client


def _as_number(client: str) -> Value:
    return int(client) if client.isdecimal() and str(int(client)) == client else client


def _client_cells(book: Book, source: Source | None) -> list[Value]:
    letter = source.columns.get("client_id") if source else None
    if source is None or letter is None:
        return []
    rows = islice(book.rows(source.sheet), source.header_row, None)
    cells = (row[_number(letter)] for row in rows if len(row) > _number(letter))
    return [cell for cell in cells if cell is not None]


def _number(letters: str) -> int:
    """The place of a column, counted from 0: AB is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _new_sheet(told: Sequence[Mapping[str, Value]]) -> Sheet:
    table = schema.table("contacts")
    columns = [table.column(key) for key in _NEW]
    places = {key: number for number, key in enumerate(_NEW)}
    rows = [_row(cells, places) for cells in told]
    headings = [Cell(str(one.names), "heading") for one in columns]
    return Sheet(
        str(table.names),
        [headings, *rows],
        key=table.key,
        owned=False,
        columns=[Column(one.width, "date" if one.kind == "date" else "text") for one in columns],
        tables=[TableBlock(str(table.names), 0, 0, len(rows), len(columns))],
        freeze=(1, 0),
        hide_gridlines=False,
    )
