"""The client on whose row the cursor stands: their card, as a sheet of the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.errors import CrmbookError
from crmbook.folding import fold
from crmbook.language import Language, _, speaking
from crmbook.sheet import Value
from crmbook.workflow.asking import MOST_CARDS
from crmbook.workflow.reading import find
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings


@dataclass(frozen=True)
class Spot:
    """Where the cursor is: a row of a sheet, counted from 1 as in Excel, and what stands in it."""

    sheet: str
    row: int
    cells: Sequence[Value] = ()


Where = Callable[[str], Spot]  # the cursor on a sheet; "" is the sheet in front


@dataclass(frozen=True)
class Carded(Result):
    """Whose cards were written, and the sheet they are on."""

    language: Language
    names: Sequence[str]
    sheet: str


class NoClientThereError(CrmbookError):
    def __init__(self, spot: Spot, sheet: str) -> None:
        text = _(
            "No client is found in row {row} of “{here}”. Put the cursor in the row of a client, "
            "for example on the sheet “{sheet}”, and press the button again."
        )
        super().__init__(text.format(row=spot.row, here=spot.sheet, sheet=sheet))


def card_at(
    book: Book,
    where: Where,
    as_of: date,
    *,
    language: Language | None = None,
    step: Step = silently,
) -> Carded:
    """Write the card of the client in whose row the cursor stands.

    That is the row on the sheet in front, or else the one on the client list. Raises NoClientThereError.
    """
    from crmbook import tables
    from crmbook.reports import client_card
    from crmbook.reports.card import card

    step(_("Reading the workbook…"))
    crm = tables.read(book, as_of=as_of, language=language)
    with speaking(crm.language):
        step(_("Computing…"))
        findings = find(book, crm, as_of)
        ids = _pointed_at(findings, where)
        cards = [card(findings, client_id) for client_id in ids[:MOST_CARDS]]
        title = book.titles({client_card.KEY: client_card.title()})[client_card.KEY]
        step(_("Writing…"))
        book.write([client_card.build(findings, cards, title)])
        return Carded(crm.language, [one.name for one in cards], title)


def _pointed_at(findings: Findings, where: Where) -> list[str]:
    source = findings.tables.sources.get("clients") or findings.tables.sources.get("purchases")
    here, listed = where(""), source.sheet if source else ""
    ids = clients_at(findings, here)
    if not ids and listed and here.sheet != listed:
        ids = clients_at(findings, where(listed))
    if not ids:
        raise NoClientThereError(here, listed)
    return ids


def clients_at(findings: Findings, spot: Spot) -> list[str]:
    """Whose row it is: that of a table we read, or else a row in which a client's name stands."""
    for key, source in findings.tables.sources.items():
        rows = findings.tables[key].reset_index()
        if {"client_id", "row"} <= set(rows):
            there = rows["row"] == spot.row
            sheets = rows.get("sheet", source.sheet)
            found = rows.loc[there & (sheets == spot.sheet), "client_id"].dropna()
            if len(found):
                return [str(found.iloc[0])]
    return _named(findings.clients["name"], spot)


def _named(names: pd.Series, spot: Spot) -> list[str]:
    folded = names.map(fold)
    for value in spot.cells:
        if isinstance(value, str) and value.strip():
            ids = folded.index[folded == fold(value)]
            if len(ids):
                return [str(client_id) for client_id in ids]
    return []
