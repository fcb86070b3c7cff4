"""The workbook meant, among those that are open in the programs that run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books.live.place import file_of
from crmbook.errors import CrmbookError
from crmbook.language import _

if TYPE_CHECKING:
    import xlwings


class NotOpenError(CrmbookError):
    def __init__(self, wanted: str, opened: list[str]) -> None:
        if opened:
            text = _(
                "“{workbook}” is not open in Excel or LibreOffice; open are: {others}. "
                "Open it there and run again, or give its name without “live:”."
            ).format(workbook=wanted, others=", ".join(opened))
        else:
            text = _(
                "No workbook is open in Excel, or in a LibreOffice that crmbook can reach. "
                "Open “{workbook}” there and run again, or give its name without “live:”."
            ).format(workbook=wanted)
        super().__init__(text)


class OpenTwiceError(CrmbookError):
    def __init__(self, wanted: str) -> None:
        super().__init__(
            _(
                "“{workbook}” is open twice. Close one of them and run again, or give the whole "
                "path of the one that is meant."
            ).format(workbook=wanted)
        )


class NoXlwingsError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The library xlwings, which speaks to Excel, is not installed. "
                "Install it with “pip install xlwings”, or close the workbook and give its name "
                "without “live:”."
            )
        )


def find(wanted: str) -> xlwings.Book:
    """The open workbook of that name or path; Raises NotOpenError."""
    books = list(_open_books(wanted))
    found = [book for book in books if is_meant(book, wanted)]
    if not found:
        raise NotOpenError(wanted, sorted(str(book.name) for book in books))
    if len(found) > 1:
        raise OpenTwiceError(wanted)
    return found[0]


def _open_books(wanted: str) -> Iterator[xlwings.Book]:
    """Of every program that runs, as far as it can be reached; LibreOffice once a button was pressed."""
    try:
        import xlwings
    except ImportError as error:
        raise NoXlwingsError from error
    if not any(_running(xlwings.engines)):
        _reach_libreoffice(wanted)
    for app in _running(xlwings.engines):
        yield from app.books


def _running(engines: Iterable[xlwings.Engine]) -> Iterator[xlwings.App]:
    for engine in engines:
        if engine.type == "desktop":
            yield from engine.apps


def _reach_libreoffice(wanted: str) -> None:
    """Speak to the one that has the workbook, when several are open."""
    from crmbook.excel import calc
    from crmbook.excel.calc import listening

    for pipe in listening.pipes():
        with suppress(CrmbookError):  # nobody listens any more
            engine = calc.register(calc.connect(pipe, 0))
            if any(is_meant(book, wanted) for app in engine.apps for book in app.books):
                return


def is_meant(book: xlwings.Book, wanted: str) -> bool:
    """By its name alone, or by its path; a path on a server is compared by its name."""
    folder, name = os.path.split(wanted)
    if str(book.name).casefold() != name.casefold():
        return False
    opened = file_of(book)
    if not folder or opened is None:
        return True
    return Path(wanted).expanduser().resolve() == opened.resolve()
