"""The open workbook whose button was pressed, found by what its macro says."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crmbook.errors import CrmbookError
from crmbook.language import _

if TYPE_CHECKING:
    import xlwings


class WorkbookGoneError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The workbook was closed. Open it, wait until it is there, and press the button again."
            )
        )


class NoXlwingsError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The Python that the buttons start lacks xlwings, which speaks to Excel and LibreOffice. "
                "Type in a terminal: {command}"
            ).format(command=f'"{sys.executable}" -m pip install xlwings')
        )


@dataclass(frozen=True)
class Call:
    """What a macro says.

    answer          the file in which LibreOffice's macro reads whether we can speak to it
    pipe, document  where LibreOffice listens, and its number for the workbook; "" in Excel, whose
                    words --from_xl, --app and --hwnd xlwings reads itself
    workbook        its name in Excel, which also has one that lies on a server
    """

    command: str
    pipe: str = ""
    document: str = ""
    answer: str = ""
    workbook: str = ""


def understood(arguments: Sequence[str]) -> Call:
    parser = ArgumentParser(prog="python -m crmbook.buttons")
    parser.add_argument("command")
    for name in ("pipe", "document", "answer", "wb", "from_xl", "app", "hwnd"):
        parser.add_argument(f"--{name}", default="")
    given = parser.parse_args(arguments)
    return Call(given.command, given.pipe, given.document, given.answer, workbook=unquote(given.wb))


def refuse_without_libreoffice() -> None:
    """Raise NoXlwingsError or NoBridgeError where this Python could not speak to LibreOffice."""
    from crmbook.excel.calc import bridge

    bridge.url_of(tempfile.gettempdir())
    _refuse_without_xlwings()


def _refuse_without_xlwings() -> None:
    if find_spec("xlwings") is None:
        raise NoXlwingsError


def workbook(call: Call) -> xlwings.Book:
    """The workbook, as xlwings knows it. Raises WorkbookGoneError, NoXlwingsError."""
    _refuse_without_xlwings()
    return _in_libreoffice(call) if call.pipe else _in_excel(call.workbook)


def _in_excel(name: str) -> xlwings.Book:
    import xlwings

    if "=" in name:  # where xlwings would cut it
        return _by_name(name)
    sys.argv = [f"--wb={name}" if each.startswith("--wb=") else each for each in sys.argv]
    try:
        return xlwings.Book.caller()
    except KeyError as error:  # Excel runs, and has no workbook of that name
        raise WorkbookGoneError from error


def _by_name(name: str) -> xlwings.Book:
    from crmbook.books.live import finding

    try:
        return finding.find(name)
    except finding.NotOpenError as error:
        raise WorkbookGoneError from error


def _in_libreoffice(call: Call) -> xlwings.Book:
    from crmbook.excel.calc import connect, register

    books = register(connect(call.pipe)).apps.active.books
    for book in books:
        if book.api.RuntimeUID == call.document:
            return book
    raise WorkbookGoneError
