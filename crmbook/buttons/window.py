"""The window of the workbook: what is said in it, and where the cursor is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from crmbook.workflow import Spot

if TYPE_CHECKING:
    import xlwings

_MOST_CELLS = 60  # of a row, from the left: a name stands before that


class Window:
    """Of a book that is open in Excel or in LibreOffice, as xlwings knows it."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book

    def is_open(self) -> bool:
        """Whether the workbook is still there: its owner may close it while we compute."""
        try:
            return bool(self._book.sheets.active.name)
        except Exception:  # noqa: BLE001  # each program has its own errors for what is gone
            return False

    def busy(self, step: str) -> None:
        """Say in the status bar what is being done."""
        with suppress(Exception):  # a bar that can't be written to is no failure
            self._book.app.status_bar = f"crmbook: {step}"

    def calm(self) -> None:
        """Give the program back as it was, however the work ended."""
        with suppress(Exception):
            self._book.app.screen_updating = True
        with suppress(Exception):
            self._book.app.status_bar = False

    def tell(self, text: str, *, wrong: bool = False) -> bool:
        """Show a message and wait until it was read; False where there is no window to show it in."""
        try:
            self._book.app.alert(text, "crmbook", "ok", "critical" if wrong else "info")
        except Exception:  # noqa: BLE001  # the program is gone: the log has the message
            return False
        return True

    def spot(self, sheet: str = "") -> Spot:
        """The row of the cursor, on the sheet in front or on another, which then is in front."""
        if sheet:
            self._book.sheets[sheet].activate()
        chosen = self._book.selection
        if chosen is None:  # a chart, or several areas
            return Spot(str(self._book.sheets.active.name), 0)
        row = int(chosen.row)
        cells = chosen.sheet.range((row, 1), (row, _MOST_CELLS)).value
        return Spot(str(chosen.sheet.name), row, cells)

    def show(self, sheet: str, cells: str = "A1") -> None:
        """Bring a sheet to the front, with the cursor on these cells."""
        with suppress(Exception):  # a hidden sheet can't be shown; its message was read
            self._book.sheets[sheet].activate()
            self._book.sheets[sheet].range(cells).select()
