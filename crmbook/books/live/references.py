"""Formulas and names of the owner's that speak of sheets of ours, kept while these are replaced.

A program makes #REF! of them when the sheet they speak of goes, though another of its title comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.books.live import reading
from crmbook.books.ownership import is_ours

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True)
class References:
    """formulas: (title of the sheet, row, column, formula); names: name → what it means."""

    formulas: Sequence[tuple[str, int, int, str]]
    names: dict[str, str]

    def restore(self, book: xlwings.Book) -> None:
        for title, row, column, formula in self.formulas:
            book.sheets[title].range((row, column)).formula = formula
        for name, meaning in self.names.items():
            book.names[name].refers_to = meaning


def of(book: xlwings.Book, titles: Sequence[str], *, besides: Sequence[str]) -> References:
    """What speaks of the sheets of those titles, but for these sheets and the others named."""
    if not titles:
        return References([], {})
    names_one = _naming(titles).search
    own = {*titles, *besides}
    formulas = [
        (str(sheet.name), row, column, text)
        for sheet in book.sheets
        if sheet.name not in own
        for row, cells in enumerate(reading.formulas(reading.used(sheet)), 1)
        for column, text in enumerate(cells, 1)
        if names_one(text)
    ]
    meanings = {
        str(name.name): str(name.refers_to) for name in book.names if not is_ours(str(name.name))
    }
    return References(
        formulas, {name: meaning for name, meaning in meanings.items() if names_one(meaning)}
    )


def _naming(titles: Sequence[str]) -> re.Pattern[str]:
    """A title as formulas name it: 'To do'!A1."""
    either = "|".join(re.escape(title.replace("'", "''")) for title in titles)
    return re.compile(rf"(?:'(?:{either})'|(?<![\w.'\]])(?:{either}))!", re.IGNORECASE)
