"""Letters in the contact history: read from it, and rows written into it, each letter once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook import schema
from crmbook.letters.ledger import Entry
from crmbook.sheet import Cell, Column, Sheet, TableBlock, Value

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.tables import Source, Tables

_KINDS = {"letter": "post", "email": "email"}
_KIND_OF = {"post": "letter", "email": "email", "phone": "call", "in_person": "visit"}
# A list without a column for it keeps the campaign at the end of what was said: "Hello [win-back]".
_CAMPAIGN = re.compile(r"\[([^\[\]]+)\]\s*$")
_NEW = ("client_id", "date", "kind", "channel", "direction", "owner", "summary", "campaign")


def written(tables: Tables) -> list[Entry]:
    """Every letter and e-mail that went out to a client, as the contact history has it.

    campaign is "" where it tells of none; a letter of a campaign of ours is one that was sent.
    """
    contacts = tables.get("contacts")
    if contacts is None:
        return []
    columns = ["client_id", "date", "kind", "direction", "summary", "campaign"]
    rows = contacts.reindex(columns=columns).dropna(subset=["client_id", "date"])
    out = rows[rows["kind"].isin(list(_KINDS))]
    told = zip(
        out.itertuples(index=False), map(campaign_of, out["campaign"], out["summary"]), strict=True
    )
    return [
        Entry(
            campaign,
            str(row.client_id),
            _KINDS[str(row.kind)],
            "sent",
            _day(row.date),
            recorded=True,
        )
        for row, campaign in told
        if campaign or row.direction == "out"
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
    if source is None:
        sheet = _new_sheet(entries)
        title = book.titles({sheet.key: sheet.name})[sheet.key]
        book.write([replace(sheet, name=title)])
        return title
    last = _last(source)
    name, left = _place(book, last)
    places = {key: _number(letter) - left for key, letter in last.columns.items()}
    columns = {key: place for key, place in places.items() if place >= 0}
    names = tables["clients"].drop_duplicates("client_id").set_index("client_id")["name"]
    numbers = _are_numbers(book, last)
    rows = [_row(_cells(entry, names, columns), columns, numbers=numbers) for entry in entries]
    book.append(name, rows)
    return last.sheet


def _cells(entry: Entry, names: pd.Series, columns: Mapping[str, int]) -> dict[str, Value]:
    told = "campaign" in columns or not entry.campaign
    said = entry.subject if told else f"{entry.subject} [{entry.campaign}]".strip()
    return {
        "client_id": entry.client_id,
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


def _row(cells: Mapping[str, Value], columns: Mapping[str, int], *, numbers: bool) -> list[Value]:
    row: list[Value] = [None] * (max(columns.values()) + 1)
    for key, number in columns.items():
        value = cells.get(key)
        if key == "client_id" and numbers and isinstance(value, str) and value.isdecimal():
            value = int(value)
        row[number] = value
    return row


def _place(book: Book, source: Source) -> tuple[str, int]:
    """What to append to, and its first column: the Excel table with these headings, else the sheet."""
    for table in book.tables():
        if table.sheet == source.sheet and table.area.first_row == source.header_row - 1:
            return table.name, table.area.first_column
    return source.sheet, 0


def _are_numbers(book: Book, source: Source) -> bool:
    """Whether the owner's client numbers are numbers: a text among them would be found by no formula."""
    letter = source.columns.get("client_id")
    if letter is None:
        return False
    column = _number(letter)
    cells = [row[column] for row in book.rows(source.sheet) if len(row) > column]
    return any(isinstance(cell, (int, float)) for cell in cells[source.header_row :])


def _number(letters: str) -> int:
    """The place of a column, counted from 0: AB is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _new_sheet(entries: Sequence[Entry]) -> Sheet:
    table = schema.table("contacts")
    columns = [table.column(key) for key in _NEW]
    places = {key: number for number, key in enumerate(_NEW)}
    names = pd.Series(dtype="object")
    rows = [_row(_cells(entry, names, places), places, numbers=False) for entry in entries]
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
