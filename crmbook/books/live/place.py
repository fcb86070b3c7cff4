"""Where an open workbook lies, and where what crmbook keeps of it can lie."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings


def file_of(book: xlwings.Book) -> Path | None:
    """The file on this computer; None when there is none, or none that anyone can find.

    Of a workbook in OneDrive or SharePoint Excel knows an address only; xlwings looks for the folder
    that is kept in step with it, and raises errors of many kinds where it finds none.
    """
    with suppress(Exception):
        path = Path(book.fullname)
        return path if path.is_file() else None
    return None


def beside(book: xlwings.Book) -> Path:
    """The file, or one that would lie in the folder crmbook of the user's home."""
    return file_of(book) or Path.home() / "crmbook" / str(book.name)
