"""Workbooks: closed files and books in memory, read and written without loss."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from os import PathLike, fspath
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.books.backups import Backups
from crmbook.errors import Problem, UsageError
from crmbook.language import _
from crmbook.sheet import Sheet

if TYPE_CHECKING:
    from crmbook.books.archive import Limits
    from crmbook.books.closed import ClosedBook
    from crmbook.books.live import LiveBook

__all__ = ["LIVE", "Backups", "Book", "create", "open_book", "open_file"]

LIVE = "live:"
_KEPT = Backups()


def open_book(  # noqa: PLR0913  # all but the path are seldom given
    path: str | PathLike[str],
    *,
    output: str | PathLike[str] | None = None,
    backups: Backups | None = _KEPT,
    password: str | None = None,
    limits: Limits | None = None,
    now: datetime | None = None,
    macros: bool = False,
) -> ClosedBook | LiveBook:
    """Open a workbook file; a context manager.

    path      "live:clients.xlsx" means the workbook of that name or path that is open in Excel, or
              in the LibreOffice whose button was pressed; it takes none of the options
    output    writes go there, and the file at path stays as it is
    backups   how many backups are kept beside the workbook; None writes without one
    password  of an encrypted workbook, which is then read but never written
    limits    what a workbook may unpack to before it is taken for a zip bomb
    macros    writes put the macros of the buttons in; the output must end in .xlsm
    now       the moment that names the backup; None asks the clock
    """
    if fspath(path).startswith(LIVE):
        from crmbook.books.live import LiveBook, finding

        if output is not None or macros:
            raise UsageError(
                _(
                    "A workbook that is open is written where it is. Leave the output out, or close "
                    "the workbook and give its name without “live:”."
                )
            )
        book = finding.find(fspath(path).removeprefix(LIVE))
        return LiveBook(book, now=now or datetime.now().astimezone(), backups=backups)
    return open_file(
        path,
        output=output,
        backups=backups,
        password=password,
        limits=limits,
        now=now,
        macros=macros,
    )


def open_file(  # noqa: PLR0913  # as open_book
    path: str | PathLike[str],
    *,
    output: str | PathLike[str] | None = None,
    backups: Backups | None = _KEPT,
    password: str | None = None,
    limits: Limits | None = None,
    now: datetime | None = None,
    macros: bool = False,
) -> ClosedBook:
    """Open a workbook that is a file, as open_book does."""
    from crmbook.books.closed import ClosedBook

    return ClosedBook(
        path,
        output=output,
        backups=backups,
        password=password,
        limits=limits,
        macros=macros,
        now=now or datetime.now().astimezone(),
    )


def create(
    path: str | PathLike[str], sheets: Sequence[Sheet], *, created: date | None = None
) -> list[Problem]:
    """Make a new workbook of these sheets; what the owner should hear of it.

    created  the day that the file's properties tell; the same day gives the same bytes
    Raises WorkbookExistsError when there is a file of that name: it is never written over.
    """
    from crmbook.books import creating

    return creating.create(path, sheets, created=created)
