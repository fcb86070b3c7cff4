"""A workbook that is open in Excel or LibreOffice, read and written before its owner's eyes.

Everything that speaks to the program stands in this package, and speaks xlwings only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import TablePlace
from crmbook.books import leftovers
from crmbook.books.backups import Backups, back_up
from crmbook.books.closing import Closing
from crmbook.books.creating import with_macros
from crmbook.books.folder import Folder
from crmbook.books.live import marks, naming, place, protection, reading
from crmbook.errors import CrmbookError, Problem
from crmbook.language import _
from crmbook.sheet import Area, Sheet, Value

if TYPE_CHECKING:
    import xlwings

__all__ = ["LiveBook"]


class LiveBook(Closing):
    """What is written is seen at once, and on disk when its owner saves.

    The program takes its undo list away with the first write, as it does for every macro; the file
    as it was saved last is kept among the backups before.

    path     the file, None when the workbook was never saved, or lies on a server
    target   the file that its owner's saving writes; one in the user's home where path is None
    folder   what crmbook keeps beside it
    backups  how many backups stay; None keeps none
    remarks  what the owner should hear of the writes so far
    """

    def __init__(
        self, book: xlwings.Book, *, now: datetime | None = None, backups: Backups | None = None
    ) -> None:
        """Now names the backup; without it none is kept."""
        self.path: Path | None = place.file_of(book)
        self.target = place.beside(book)
        self.folder = Folder(self.target)
        self.remarks: list[Problem] = []
        self.backups = backups
        self._now = now
        self._book = book

    @property
    def name(self) -> str:
        return str(self._book.name)

    # Reading

    def sheets(self) -> list[str]:
        """All but what a write left behind that was stopped: the next one takes it away."""
        titles = [str(sheet.name) for sheet in self._book.sheets]
        left = leftovers.left(titles, marks.owned(self._book).values())
        return [title for title in titles if title not in left]

    def read(self, sheet: str) -> list[list[Value]]:
        return reading.values(reading.sheet_of(self._book, sheet))

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        return iter(self.read(sheet))

    def tables(self) -> list[TablePlace]:
        there = self.sheets()
        sheets = [sheet for sheet in self._book.sheets if sheet.name in there]
        return [table for sheet in sheets for table in reading.tables(sheet)]

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
        return marks.owned(self._book)

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        return naming.titles(self._book, marks.all_marks(self._book), wanted)

    # Writing

    def expect_to_write(self) -> None:
        """Refuse now what a write would refuse, before anyone computes for a minute."""
        protection.refuse_structure(self._book)

    def write(self, sheets: Sequence[Sheet]) -> None:
        from crmbook.books.live import planting

        if sheets:
            self._make_safe()
            self.remarks += planting.write(self._book, sheets)
            self.remarks += _damaged_buttons(self.path)

    def append(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        from crmbook.books.live import entering

        self._make_safe()
        entering.append(self._book, table, rows)

    def change(self, sheet: str, cells: Mapping[str, Value]) -> None:
        from crmbook.books.live import entering

        self._make_safe()
        entering.change(reading.sheet_of(self._book, sheet), cells)

    def _make_safe(self) -> None:
        """Keep the file as it was saved last. Nothing of it changes yet, so a failure stops nobody."""
        if self.path is None or self.backups is None or self._now is None:
            return
        try:
            back_up(self.path, self.folder.backups, self._now, self.backups)
        except OSError:
            self.remarks.append(_without_backup(self.folder.path))
        self._now = None  # once: what comes later, we wrote

    def close(self) -> None:
        """The workbook stays open: its owner works in it."""


def _damaged_buttons(file: Path | None) -> list[Problem]:
    """What another program did to the buttons in the file, which only a closed refresh mends."""
    from crmbook.books.macros import condition_of
    from crmbook.books.package import Package

    if file is None or not with_macros(file):
        return []
    with suppress(CrmbookError, OSError), Package.open(file) as package:
        if condition_of(package) == "damaged":
            text = _(
                "Another program has damaged the buttons of this workbook. They are mended when it is "
                "closed: save it, close it, and type in a terminal: crmbook refresh {file}"
            ).format(file=f'"{file}"')
            return [Problem("", "", text, "buttons_damaged", "warning")]
    return []


def _without_backup(folder: Path) -> Problem:
    text = _(
        "No copy of the workbook as it was saved last could be kept in {folder}. Close it without "
        "saving, and all is as it was."
    )
    return Problem("", "", text.format(folder=folder), "no_backup", "warning")
