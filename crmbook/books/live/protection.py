"""What its owner has protected: the structure of the workbook, or a sheet."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    import xlwings


class StructureProtectedError(WorkbookRefusedError):
    def __init__(self, book: str) -> None:
        text = _(
            "The structure of {book} is protected, so no sheet can be added or removed. Nothing was "
            "written. Take the protection off (Review, Protect Workbook) and try again."
        )
        super().__init__(text.format(book=book))


class SheetProtectedError(WorkbookRefusedError):
    def __init__(self, sheet: str) -> None:
        text = _(
            "The sheet “{sheet}” is protected, and crmbook would have to write on it. Nothing was "
            "written. Take the protection off (Review, Unprotect Sheet) and try again."
        )
        super().__init__(text.format(sheet=sheet))


def refuse_structure(book: xlwings.Book) -> None:
    """Raise StructureProtectedError when no sheet can come or go."""
    if _is_set(book.api, "ProtectStructure", "protect_structure"):
        raise StructureProtectedError(str(book.name))


def refuse_sheets(book: xlwings.Book, titles: Collection[str]) -> None:
    """Raise SheetProtectedError when one of them takes no value."""
    for title in sorted(titles):
        if _is_set(book.sheets[title].api, "ProtectContents", "protect_contents"):
            raise SheetProtectedError(title)


def _is_set(api: Any, windows: str, mac: str) -> bool:  # noqa: ANN401  # each program's own object
    """Excel on Windows and on macOS and LibreOffice have a word for it each; xlwings has none."""
    with suppress(Exception):  # what can't be asked is not protected, as far as we know
        if hasattr(api, windows):  # first: of what it has not, COM tells with another error
            return bool(getattr(api, windows))
        return bool(api.isProtected() if hasattr(api, "isProtected") else getattr(api, mac).get())
    return False
