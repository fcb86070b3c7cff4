"""From a workbook to tables, and from tables to findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook import __version__
from crmbook.book import Book
from crmbook.books import open_book
from crmbook.day import Day, day_of
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.registry import ANALYSES

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.settings import Content, Settings
    from crmbook.summaries import Summaries
    from crmbook.tables import Crm


@contextmanager
def opened(
    workbook: str | Path | Book, *, write: bool = False, now: datetime | None = None
) -> Iterator[Book]:
    """A workbook by its path is opened, and closed again; one that is open already stays open.

    write  a file that could not be written is refused now, before anyone computes for a minute
    """
    if not isinstance(workbook, str | Path):
        yield workbook
        return
    with open_book(workbook, now=now) as book:
        if write:
            book.expect_to_write()
        yield book


def read(path: str | Path) -> Crm:
    """Read a workbook: tables as checked DataFrames, settings, and the problems to mend."""
    from crmbook import tables

    with open_book(path) as book:
        return tables.read(book)


def analyse(
    tables: Mapping[str, pd.DataFrame],
    as_of: Day,
    settings: Mapping[str, Content] | None = None,
) -> dict[str, pd.DataFrame]:
    """Every analysis by name, one row a client, index client_id.

    tables    "purchases" with client_id, date and amount, and what else there is: "clients",
              "contacts", "feedback", …; a plain dict of DataFrames will do
    as_of     a date, or a text such as 2026-03-31
    settings  those of the workbook, or a dict such as {"abc_a": 0.7}; the defaults when None

    Raises UsageError for a table without the columns it is about.
    """
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

    _need_columns(tables)
    known = settings if isinstance(settings, Settings) else Settings.checked(settings or {})
    return run(Summaries(tables, day_of(as_of)), known)


def _need_columns(tables: Mapping[str, pd.DataFrame]) -> None:
    """Every history is of clients and days; nothing can be said of one that is not."""
    from crmbook.schema import TABLES

    for table in TABLES:
        needed = {column.key for column in table.columns if column.required} & {"client_id", "date"}
        missing = sorted(needed - set(tables.get(table.key, needed)))
        if missing:
            raise UsageError(
                _("The table “{table}” has no column “{column}”.").format(
                    table=table.key, column=missing[0]
                )
            )


def run(summaries: Summaries, settings: Settings) -> dict[str, pd.DataFrame]:
    """Every registered analysis, in the registry's order."""
    return {
        name: import_module(f"crmbook.analyses.{name}").analyse(summaries, settings)
        for name in ANALYSES
    }


def find(book: Book, crm: Crm, as_of: date) -> Findings:
    """All that the reports may look at. Speaks: titles and reasons are in the language spoken."""
    from crmbook import reports
    from crmbook.findings import Findings
    from crmbook.summaries import Summaries

    summaries = Summaries(crm.tables, as_of)
    return Findings(
        tables=crm.tables,
        summaries=summaries,
        results=run(summaries, crm.settings),
        settings=crm.settings,
        as_of=as_of,
        problems=crm.problems,
        titles=book.titles(reports.titles()),
        file=book.path.name if book.path else "",
        version=__version__,
    )


def grouped(crm: Crm, as_of: date) -> Findings:
    """The tables and the histories grouped, without any analysis: for a question, not for a report."""
    from crmbook.findings import Findings
    from crmbook.summaries import Summaries

    return Findings(crm.tables, Summaries(crm.tables, as_of), {}, crm.settings, as_of)
