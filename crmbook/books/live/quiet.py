"""The program kept still while we write, and left as its owner had it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings


@contextmanager
def quietly(book: xlwings.Book) -> Iterator[dict[str, str]]:
    """No flicker, no questions, no events, no calculating between; then all as before.

    The sheet and the cells that were chosen are chosen again, if they are still there; what is
    yielded takes the new titles of sheets, by the old ones.
    """
    app, called = book.app, dict[str, str]()
    active, chosen = str(book.sheets.active.name), _chosen(book)
    try:
        with app.properties(
            screen_updating=False, display_alerts=False, enable_events=False, calculation="manual"
        ):
            yield called
    finally:
        # However it ends, and however we found it: else the owner looks at a dead window.
        app.screen_updating = True
        with suppress(Exception):  # the sheet, or the program itself, may be gone
            _choose(book, called.get(active, active), chosen)


def _chosen(book: xlwings.Book) -> str | None:
    """The address of the chosen cells; None for a chart, or for cells of another workbook."""
    cells = book.selection
    if cells is None or cells.sheet.book.name != book.name:
        return None
    return str(cells.address)


def _choose(book: xlwings.Book, title: str, cells: str | None) -> None:
    sheet = book.sheets[title]
    sheet.activate()
    if cells is not None:
        sheet.range(cells).select()
