"""What a write that was stopped left behind in a workbook that is open, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.books import leftovers
from crmbook.books.live import marks, references

if TYPE_CHECKING:
    import xlwings


def sweep(book: xlwings.Book) -> None:
    """Formulas that speak of a sheet left behind speak again of the one that it was to replace."""
    owned = marks.owned(book)
    for title in leftovers.left([str(sheet.name) for sheet in book.sheets], owned.values()):
        instead = leftovers.stands_for(title, owned)
        if instead is not None:
            references.of(book, [title], besides=[]).retell({title: instead})
        book.sheets[title].delete()
    for key, title in owned.items():
        if title == leftovers.coming(key):  # the next one comes under this title
            book.sheets[title].name = leftovers.going(key)
