"""Formulas and names of the owner's that speak of sheets of ours, led over to those that replace them.

A program makes #REF! of them when the sheet they speak of goes, though another of its title comes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.books.formula_names import with_title
from crmbook.books.live import protection, reading
from crmbook.books.ownership import is_ours

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True)
class References:
    """formulas: (title of the sheet, row, column, formula); names: name → what it means."""

    book: xlwings.Book
    formulas: Sequence[tuple[str, int, int, str]]
    names: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.formulas or self.names)

    def retell(self, titles: Mapping[str, str]) -> None:
        """Let them speak of other sheets, old title → new one. Raises ProtectedError before any does."""
        protection.refuse_sheets(self.book, {title for title, *_place in self.formulas})
        for title, row, column, formula in self.formulas:
            self.book.sheets[title].range((row, column)).formula = _told(formula, titles)
        for name, meaning in self.names.items():
            self.book.names[name].refers_to = _told(meaning, titles)


def _told(formula: str, titles: Mapping[str, str]) -> str:
    for old, new in titles.items():
        formula = with_title(formula, old, new)
    return formula


def of(book: xlwings.Book, titles: Sequence[str], *, besides: Sequence[str]) -> References:
    """What speaks of the sheets of those titles, but for these sheets and the others named."""
    if not titles:
        return References(book, [], {})
    names_one = _naming(titles).search
    own = {*titles, *besides}
    formulas = [
        (str(sheet.name), row, column, text)
        for sheet in book.sheets
        if sheet.name not in own
        for row, column, text in reading.formulas_that(names_one, reading.used(sheet))
    ]
    meanings = {
        str(name.name): str(name.refers_to) for name in book.names if not is_ours(str(name.name))
    }
    spoken = {name: meaning for name, meaning in meanings.items() if names_one(meaning)}
    return References(book, formulas, spoken)


def _naming(titles: Sequence[str]) -> re.Pattern[str]:
    """A title as formulas name it: 'To do'!A1."""
    either = "|".join(re.escape(title.replace("'", "''")) for title in titles)
    return re.compile(rf"(?:'(?:{either})'|(?<![\w.'\]])(?:{either}))!", re.IGNORECASE)
