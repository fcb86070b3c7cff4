"""The open workbook whose button was pressed, found by what its macro says."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Call:
    """What a macro says.

    pipe, document  where LibreOffice listens, and its number for the workbook; "" in Excel, whose
                    words --wb, --from_xl, --app and --hwnd xlwings reads itself
    """

    command: str
    pipe: str = ""
    document: str = ""


def understood(arguments: Sequence[str]) -> Call:
    parser = ArgumentParser(prog="python -m crmbook.buttons")
    parser.add_argument("command")
    for name in ("pipe", "document", "wb", "from_xl", "app", "hwnd"):
        parser.add_argument(f"--{name}", default="")
    given = parser.parse_args(arguments)
    return Call(given.command, given.pipe, given.document)


def workbook(call: Call) -> xlwings.Book:
    """The workbook, as xlwings knows it. Raises WorkbookGoneError."""
    return _in_libreoffice(call) if call.pipe else _in_excel()


def _in_excel() -> xlwings.Book:
    import xlwings

    try:
        return xlwings.Book.caller()
    except KeyError as error:  # Excel runs, and has no workbook of that name
        raise WorkbookGoneError from error


def _in_libreoffice(call: Call) -> xlwings.Book:
    from crmbook.excel.calc import connect, register

    books = register(connect(call.pipe)).apps.active.books
    for book in books:
        if book.api.RuntimeUID == call.document:
            return book
    raise WorkbookGoneError
