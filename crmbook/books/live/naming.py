"""Which titles our sheets get in a workbook that is open, and when one follows the language.

The program leads formulas over to a new title, but no link, no chart of a closed look, no macro: so
the file as it was saved last is asked as well, as for a closed book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import leftovers
from crmbook.books.live import place, references
from crmbook.books.ownership import owned_sheets, title_sum
from crmbook.books.package import Package
from crmbook.books.retitling import retitled
from crmbook.books.titles import legal, planned
from crmbook.errors import CrmbookError

if TYPE_CHECKING:
    import xlwings

    from crmbook.books.live.marks import Mark


def titles(
    book: xlwings.Book,
    held: Mapping[str, Mark],
    wanted: Mapping[str, str],
    others: Sequence[str] = (),
) -> dict[str, str]:
    """Key → the title a sheet of ours gets; others are titles that are taken besides."""
    existing = [str(sheet.name) for sheet in book.sheets]
    ours = {key: m.title for key, m in held.items() if not leftovers.is_for_now(m.title)}
    return planned([*existing, *others], ours | _new_titles(book, held, wanted), wanted)


def _new_titles(
    book: xlwings.Book, held: Mapping[str, Mark], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Key → the title that one of ours takes from now on, since the report speaks another language."""
    new = {
        key: legal(title)
        for key, title in wanted.items()
        if key in held and _is_given_by_us(held[key]) and legal(title) != held[key].title
    }
    existing = {str(sheet.name).casefold() for sheet in book.sheets}
    free = {key: title for key, title in new.items() if title.casefold() not in existing}
    agreed = _agreed_by_the_file(place.file_of(book), free) if free else {}
    ours = [mark.title for mark in held.values()]
    return {
        key: title
        for key, title in agreed.items()
        if not references.of(book, [held[key].title], besides=ours)
    }


def _is_given_by_us(mark: Mark) -> bool:
    return mark.facts is not None and mark.facts.given == title_sum(mark.title)


def _agreed_by_the_file(file: Path | None, new: Mapping[str, str]) -> dict[str, str]:
    """What nothing in the file stands against; none of it where there is no file that we can read."""
    if file is None:
        return {}
    with suppress(CrmbookError, OSError), Package.open(file) as package:
        return retitled(package, owned_sheets(package), new)
    return {}
