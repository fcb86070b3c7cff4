"""Equipping a workbook with buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.books import open_book
from crmbook.books.closed import ClosedBook
from crmbook.books.creating import with_macros
from crmbook.errors import Problem, UsageError
from crmbook.language import Language, _, speaking
from crmbook.sheet import Sheet
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.tables import Crm


@dataclass(frozen=True)
class Equipped(Result):
    """The workbook with buttons, and the sheet they stand on."""

    file: str
    sheet: str
    language: Language
    written: bool
    remarks: Sequence[Problem] = ()


def equip(
    path: str | Path,
    *,
    output: str | Path | None = None,
    language: Language | None = None,
    dry_run: bool = False,
) -> Equipped:
    """Put the buttons on the sheet Start, and the macros behind them; the rest stays as it is.

    output  the workbook with macros, .xlsm; None writes into a workbook that is one already
    """
    from crmbook import tables

    if output is None and not with_macros(path):
        raise _without_a_name(Path(path))
    with open_book(path, output=output, macros=True) as book:
        crm = tables.read(book, language=language)
        with speaking(crm.language):
            start = _start(crm)
            title = book.titles({start.key: start.name})[start.key]
            if not dry_run:
                book.write([start])
        return Equipped(str(output or path), title, crm.language, not dry_run, book.remarks)


def anew(book: Book, crm: Crm) -> Sequence[Sheet]:
    """The sheet with the buttons where it needs to be made anew, to be written with whatever is written.

    It does where another program has cut them from their macros, and where an earlier crmbook made
    it, which had fewer. One that the owner has deleted stays deleted otherwise.
    """
    if not isinstance(book, ClosedBook) or not with_macros(book.target):
        return ()
    return [_start(crm)] if book.has_dead_buttons or _is_of_an_earlier_crmbook(book) else ()


def _start(crm: Crm) -> Sheet:
    from crmbook import blank, schema

    sources = crm.tables.sources
    there = [table for table in schema.TABLES if table.key in sources]
    titles = {table.key: sources[table.key].sheet for table in there}
    return blank.start_sheet(there, titles, buttons=True)


def _is_of_an_earlier_crmbook(book: Book) -> bool:
    from crmbook.blank import start

    title = book.owned().get(start.KEY)
    return title is not None and start.lacks_a_button(
        {value for row in book.read(title) for value in row}
    )


def _without_a_name(path: Path) -> UsageError:
    text = _(
        "Excel keeps macros only in a workbook whose name ends in .xlsm. Say what the new one is called: --output {name}"
    )
    return UsageError(text.format(name=path.with_suffix(".xlsm").name))
