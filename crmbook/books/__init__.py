"""Workbooks: closed files and books in memory, read and written without loss."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.errors import UsageError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.closed import ClosedBook

__all__ = ["Book", "open_book"]

_LIVE = "live:"


def open_book(
    path: str | PathLike[str],
    *,
    output: str | PathLike[str] | None = None,
) -> ClosedBook:
    """Open a workbook file; a context manager.

    output  writes go there, and the file at path stays as it is
    """
    from crmbook.books.closed import ClosedBook

    if isinstance(path, str) and path.startswith(_LIVE):
        raise UsageError(
            _(
                "Writing into a workbook that is open in Excel (“{path}”) needs a later version of "
                "crmbook. Save it, close it and give its name alone."
            ).format(path=path)
        )
    return ClosedBook(path, output=output)
