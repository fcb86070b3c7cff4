"""Equipping a workbook with buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crmbook.books import open_book
from crmbook.books.creating import with_macros
from crmbook.errors import Problem, UsageError
from crmbook.language import Language, _, speaking
from crmbook.workflow.result import Result


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
    from crmbook import blank, schema, tables

    if output is None and not with_macros(path):
        raise _without_a_name(Path(path))
    with open_book(path, output=output, macros=True) as book:
        crm = tables.read(book, language=language)
        with speaking(crm.language):
            sources = crm.tables.sources
            there = [table for table in schema.TABLES if table.key in sources]
            titles = {table.key: sources[table.key].sheet for table in there}
            start = blank.start_sheet(there, titles, buttons=True)
            title = book.titles({start.key: start.name})[start.key]
            if not dry_run:
                book.write([start])
        return Equipped(str(output or path), title, crm.language, not dry_run, book.remarks)


def put_back(path: str | Path) -> Sequence[Problem]:
    """Make the sheet with the buttons anew where it needs that; what the owner should hear of it.

    It does where another program has cut them from their macros, and where an earlier crmbook made
    it, which had fewer. One that the owner has deleted stays deleted otherwise.
    """
    if with_macros(path) and (_is_damaged(path) or _is_of_an_earlier_crmbook(path)):
        return equip(path).remarks
    return ()


def _is_damaged(path: str | Path) -> bool:
    from crmbook.books.macros import condition_of
    from crmbook.books.package import Package

    with Package.open(path) as package:
        return condition_of(package) == "damaged"


def _is_of_an_earlier_crmbook(path: str | Path) -> bool:
    from crmbook.blank import start

    with open_book(path) as book:
        title = book.owned().get(start.KEY)
        return title is not None and start.lacks_a_button(
            {value for row in book.read(title) for value in row}
        )


def _without_a_name(path: Path) -> UsageError:
    text = _(
        "Excel keeps macros only in a workbook whose name ends in .xlsm. Say what the new one is called: --output {name}"
    )
    return UsageError(text.format(name=path.with_suffix(".xlsm").name))
