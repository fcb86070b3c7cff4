"""The workbook you keep your clients in becomes a CRM that thinks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# Each name is imported when it is first used: reading a workbook needs no pandas,
# and `crmbook --help` needs nothing at all.
_HOMES = {
    "Book": "books",
    "Cell": "sheet",
    "Chart": "sheet",
    "Column": "sheet",
    "Crm": "tables",
    "CrmbookError": "errors",
    "Problem": "errors",
    "Salutation": "letters.salutation",
    "Sheet": "sheet",
    "Summary": "workflow",
    "TableBlock": "sheet",
    "analyse": "workflow",
    "open_book": "books",
    "read": "workflow",
    "refresh": "workflow",
    "salutation": "letters.salutation",
    "silence": "analyses.silence",
}

if TYPE_CHECKING:
    from crmbook.analyses.silence import silence
    from crmbook.books import Book, open_book
    from crmbook.errors import CrmbookError, Problem
    from crmbook.letters.salutation import Salutation, salutation
    from crmbook.sheet import Cell, Chart, Column, Sheet, TableBlock
    from crmbook.tables import Crm
    from crmbook.workflow import Summary, analyse, read, refresh

__all__ = [
    "Book",
    "Cell",
    "Chart",
    "Column",
    "Crm",
    "CrmbookError",
    "Problem",
    "Salutation",
    "Sheet",
    "Summary",
    "TableBlock",
    "analyse",
    "open_book",
    "read",
    "refresh",
    "salutation",
    "silence",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'crmbook' has no attribute {name!r}")
    found = getattr(import_module(f"crmbook.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
