"""A workbook that is open in Excel or LibreOffice, read and written before its owner's eyes.

Everything that speaks to the program stands in this package, and speaks xlwings only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import TablePlace
from crmbook.books.backups import Backups
from crmbook.books.closing import Closing
from crmbook.books.folder import Folder
from crmbook.books.live import marks, reading
from crmbook.books.titles import planned
from crmbook.errors import Problem
from crmbook.sheet import Area, Sheet, Value

if TYPE_CHECKING:
    import xlwings

__all__ = ["LiveBook"]


class LiveBook(Closing):
    """What is written is seen at once, and on disk when its owner saves.

    The program takes its undo list away with the first write, as it does for every macro.

    path     the file, None when the workbook was never saved, or lies on a server
    target   the file that its owner's saving writes
    folder   what crmbook keeps beside the workbook
    backups  kept by none: the file on disk stays as it is until its owner saves
    remarks  what the owner should hear of the writes so far
    """

    def __init__(self, book: xlwings.Book) -> None:
        path = Path(book.fullname)
        self.path: Path | None = path if path.is_file() else None
        self.target = path
        self.folder = Folder(path)
        self.remarks: list[Problem] = []
        self.backups: Backups | None = None
        self._book = book

    @property
    def name(self) -> str:
        return str(self._book.name)

    # Reading

    def sheets(self) -> list[str]:
        return [str(sheet.name) for sheet in self._book.sheets]

    def read(self, sheet: str) -> list[list[Value]]:
        return reading.values(reading.sheet_of(self._book, sheet))

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        return iter(self.read(sheet))

    def tables(self) -> list[TablePlace]:
        return [place for sheet in self._book.sheets for place in reading.tables(sheet)]

    def pivots(self) -> list[Area]:
        """None: an open program does not say through xlwings where they stand."""
        return []

    def merged(self, sheet: str) -> list[Area]:
        return reading.merged(reading.sheet_of(self._book, sheet))

    def errors(self, sheet: str) -> dict[str, str]:
        return reading.errors(reading.sheet_of(self._book, sheet))

    def uncached(self, sheet: str) -> list[str]:
        """None: an open program has calculated its formulas."""
        reading.sheet_of(self._book, sheet)
        return []

    def owned(self) -> dict[str, str]:
        return {key: mark.title for key, mark in marks.all_marks(self._book).items()}

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        return planned(self.sheets(), self.owned(), wanted)

    # Writing

    def expect_to_write(self) -> None:
        """Refuse now what a write would refuse, before anyone computes for a minute."""

    def write(self, sheets: Sequence[Sheet]) -> None:
        from crmbook.books.live import planting

        if sheets:
            self.remarks += planting.write(self._book, sheets)

    def append(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        from crmbook.books.live import entering

        entering.append(self._book, table, rows)

    def change(self, sheet: str, cells: Mapping[str, Value]) -> None:
        from crmbook.books.live import entering

        entering.change(reading.sheet_of(self._book, sheet), cells)

    def close(self) -> None:
        """The workbook stays open: its owner works in it."""
