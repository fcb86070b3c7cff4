"""Calls instead of letters: a list to call from, and what came of the calls, read back from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.day import Day
from crmbook.language import LANGUAGES, Language, speaking
from crmbook.workflow.letters import Who, place_of, planning
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.findings import Findings
    from crmbook.letters.calls import Call
    from crmbook.letters.ledger import Entry
    from crmbook.letters.plan import Wish
    from crmbook.sheet import Value


@dataclass(frozen=True)
class Calls(Result):
    """Whom to call, the most at stake first.

    sheet    its title, "" when nothing was written
    noted    outcomes of the last list that the contact history has now
    """

    campaign: str
    language: Language
    currency: str
    calls: Sequence[Call]
    sheet: str = ""
    noted: int = 0


def plan_calls(
    path: str | Path,
    wish: Wish,
    who: Who,
    *,
    as_of: Day | None = None,
    language: Language | None = None,
    write: bool = False,
    step: Step = silently,
) -> Calls:
    """The clients of a plan whom a letter does not reach, as a list of calls.

    write  what was typed on the last list goes into the contact history, and the new one into the
           workbook as a sheet of ours
    """
    from crmbook.letters.calls import calls

    with planning(path, wish, who, as_of, language, write=write, step=step) as (book, found, plan):
        due = calls(found, plan, _kind(book, wish, plan.language))
        noted, sheet = _written(book, found, plan.campaign, due) if write else (0, "")
        currency = found.settings.text("currency")
        return Calls(plan.campaign, plan.language, currency, due, sheet, noted)


def _kind(book: Book, wish: Wish, language: Language) -> str:
    from crmbook.letters import template

    folders = template.folders(place_of(book))
    there = template.languages(wish.name, folders, language)
    return template.find(wish.name, there[0] if there else language, folders).kind


def _written(book: Book, findings: Findings, campaign: str, due: Sequence[Call]) -> tuple[int, str]:
    from crmbook.letters import recording
    from crmbook.reports import calls as sheet

    entries = list(_outcomes(book, findings.as_of))
    new = recording.new_calls(entries, findings.tables)
    if new:
        recording.record(book, findings.tables, new)
    title = book.titles({sheet.KEY: sheet.title()})[sheet.KEY]
    shown = [
        sheet.Due(
            one.client_id,
            one.person,
            one.phone,
            one.weekday,
            one.reason,
            one.opening,
            one.value,
            one.town,
            one.address,
            one.visit,
        )
        for one in due
    ]
    book.write([sheet.build(findings, shown, campaign, title)])
    return len(new), title


def _outcomes(book: Book, day: date) -> Iterator[Entry]:
    """What was typed on the last list of calls; the cells are emptied, for the rows are elsewhere now."""
    from crmbook.letters.ledger import Entry
    from crmbook.reports import calls as sheet
    from crmbook.sheet import address

    title = book.owned().get(sheet.KEY)
    if title is None:
        return
    cleared: dict[str, Value] = {}
    head: _Heading | None = None
    for place, row in enumerate(book.read(title)):
        head, before = _heading(row) or head, head
        if head is None or head is not before:
            continue
        number, told = row[head.number], row[head.outcome]
        if number is not None and told is not None:
            cleared[address(place, head.outcome)] = None
            yield Entry("", str(number), head.channel, "sent", day, subject=str(told))
    if cleared:
        book.change(title, cleared)


@dataclass(frozen=True)
class _Heading:
    """Columns of a block: the client's number, what came of it; and whether one calls or visits."""

    number: int
    outcome: int
    channel: str


def _heading(row: Sequence[Value]) -> _Heading | None:
    """The list may have been written in another language than the one spoken now."""
    from crmbook.reports import calls as sheet

    for language in LANGUAGES:
        with speaking(language):
            number, outcome, town = sheet.number(), sheet.outcome(), sheet.town()
        if number in row and outcome in row:
            channel = "in_person" if town in row else "phone"
            return _Heading(row.index(number), row.index(outcome), channel)
    return None
