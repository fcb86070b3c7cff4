"""The marks of our sheets among the names of a workbook that is open; a closed one has the same."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.books import ownership
from crmbook.books.ownership import Facts
from crmbook.sheet import quoted

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True)
class Mark:
    """A sheet of ours; facts is None when nobody can tell any more what we wrote on it."""

    title: str
    facts: Facts | None


def all_marks(book: xlwings.Book) -> dict[str, Mark]:
    """Key → the sheet so marked."""
    meanings = {str(name.name): str(name.refers_to) for name in book.names}
    titles = {str(sheet.name).casefold(): str(sheet.name) for sheet in book.sheets}
    found = {}
    for name, meaning in meanings.items():
        title = titles.get(ownership.title_in(meaning).casefold())
        if ownership.is_mark(name) and title is not None:
            facts = Facts.read(meanings.get(ownership.facts_beside(name), ""))
            found[facts.key if facts else ownership.key_in(name)] = Mark(title, facts)
    return found


def owned(book: xlwings.Book) -> dict[str, str]:
    """Key → title of the sheets that are crmbook's."""
    return {key: mark.title for key, mark in all_marks(book).items()}


def mark(book: xlwings.Book, title: str, facts: Facts) -> None:
    name = ownership.mark_of(facts.key)
    text = str(facts).replace('"', '""')
    _set(book, name, f"={quoted(title)}!$A$1")
    _set(book, ownership.facts_beside(name), f'="{text}"')


def _set(book: xlwings.Book, name: str, meaning: str) -> None:
    if name in book.names:
        book.names[name].refers_to = meaning
        return
    made = book.names.add(name, meaning)
    with suppress(Exception):  # seen in the list of names, it would do no harm
        _hide(made)


def _hide(name: xlwings.main.Name) -> None:
    """Excel on Windows and on macOS each have a word for it; xlwings has none."""
    if hasattr(name.api, "Visible"):
        name.api.Visible = False
    else:
        name.api.visible.set(False)
