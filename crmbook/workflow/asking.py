"""Asking a workbook: what to mend, and who a client is. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.errors import CrmbookError, Problem
from crmbook.folding import fold
from crmbook.language import Language, _, speaking
from crmbook.schema import table as table_of
from crmbook.workflow.reading import find, opened
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result, to_mend

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.reports.card import Card

MOST_CARDS = 5


@dataclass(frozen=True)
class TableRead:
    """A table that was found: its name, its sheet, rows read and rows left out."""

    name: str
    sheet: str
    rows: int
    left_out: int


@dataclass(frozen=True)
class Checkup(Result):
    language: Language
    tables: Sequence[TableRead]
    problems: Sequence[Problem]

    @property
    def to_mend(self) -> int:
        return to_mend(self)


@dataclass(frozen=True)
class Found(Result):
    """The clients who answer to a name: the cards of the first few, the names of all."""

    language: Language
    currency: str
    cards: Sequence[Card]
    names: Sequence[str]


class ClientNotFoundError(CrmbookError):
    def __init__(self, who: str, near: Sequence[str]) -> None:
        text = _("No client is called “{who}”.").format(who=who)
        if near:
            text += " " + _("Did you mean: {names}?").format(names=", ".join(near))
        super().__init__(text)


def check(
    workbook: str | Path | Book,
    as_of: date,
    *,
    language: Language | None = None,
    step: Step = silently,
) -> Checkup:
    """What to mend in a workbook, by cell."""
    from crmbook import tables

    step(_("Reading the workbook…"))
    with opened(workbook) as book:
        crm = tables.read(book, as_of=as_of, language=language)
    with speaking(crm.language):
        read = [
            TableRead(table_of(key).names(), source.sheet, source.rows_read, source.rows_left_out)
            for key, first in crm.tables.sources.items()
            for source in (first, *first.also)
        ]
        return Checkup(crm.language, read, list(crm.problems))


def client(
    path: str | Path,
    who: str,
    as_of: date,
    *,
    language: Language | None = None,
    step: Step = silently,
) -> Found:
    """The cards of the clients who answer to a number, a name, or a part of a name.

    Case and diacritics do not matter. Raises ClientNotFoundError, with the names that come near.
    """
    from crmbook import tables
    from crmbook.reports.card import card

    step(_("Reading the workbook…"))
    with opened(path) as book:
        crm = tables.read(book, as_of=as_of, language=language)
        with speaking(crm.language):
            step(_("Computing…"))
            findings = find(book, crm, as_of)
            ids = _who(findings, who)
            cards = [card(findings, client_id) for client_id in ids[:MOST_CARDS]]
            names = [str(name) for name in findings.clients.loc[ids, "name"]]
            return Found(crm.language, crm.settings.text("currency"), cards, names)


def _who(findings: Findings, who: str) -> list[str]:
    """Ids that answer: the number itself, else the very name, else names that contain it."""
    names = findings.clients["name"].map(fold)
    wanted = fold(who)
    for answers in (names.index == who, names == wanted, names.str.contains(wanted, regex=False)):
        if wanted and answers.any():
            return [str(client_id) for client_id in names.index[answers]]
    raise ClientNotFoundError(who, _near(findings, wanted))


def _near(findings: Findings, wanted: str) -> list[str]:
    from rapidfuzz import process

    names = findings.clients["name"]
    found = process.extract(wanted, names.map(fold), limit=3, score_cutoff=70)
    return [str(names.loc[client_id]) for _name, _score, client_id in found]
