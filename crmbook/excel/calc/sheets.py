"""The sheets of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from xlwings import NoSuchObjectError, base_classes, utils

from crmbook.excel.calc import pages
from crmbook.excel.calc.conditional import copy_styles
from crmbook.excel.calc.drawings import Note, Shapes, copy_series_names, notes
from crmbook.excel.calc.front import in_front
from crmbook.excel.calc.ranges import Range
from crmbook.excel.calc.tables import Tables, all_kept

if TYPE_CHECKING:
    from crmbook.excel.calc.books import Book

_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?")
_LIBRARY: Final = "Standard"
_MODULE: Final = "CrmCopied"


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        controller = self.book.document.CurrentController
        return self(1) if controller is None else Sheet(self.book, controller.ActiveSheet)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for title in self.api.ElementNames:
            if title.lower() == key.lower():
                return Sheet(self.book, self.api.getByName(title))
        raise KeyError(key)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(place + 1) for place in range(len(self)))

    def __contains__(self, key: str) -> bool:
        return key.lower() in {title.lower() for title in self.api.ElementNames}


class Sheet(base_classes.Sheet):
    """box is a rectangle of it: first row and column, counted from 1, rows and columns."""

    book: Any = None

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet

    @property
    def index(self) -> int:
        return int(self.sheet.RangeAddress.Sheet) + 1

    @property
    def name(self) -> str:
        return str(self.sheet.Name)

    @name.setter
    def name(self, title: str) -> None:
        self.sheet.Name = title

    @property
    def visible(self) -> bool:
        return bool(self.sheet.IsVisible)

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.sheet.IsVisible = visible

    @cached_property
    def tables(self) -> Tables:
        return Tables(self)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def notes(self) -> list[Note]:
        return notes(self.sheet)

    @property
    def cells(self) -> Range:
        return Range(self, self.sheet)

    @property
    def used_range(self) -> Range:
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)  # UNO takes no names
        end = cursor.RangeAddress
        return self.box(1, 1, end.EndRow + 1, end.EndColumn + 1)

    def box(self, row: int, column: int, rows: int, columns: int) -> Range:
        return Range(
            self,
            self.sheet.getCellRangeByPosition(
                column - 1, row - 1, column + columns - 2, row + rows - 2
            ),
        )

    def range(self, first: Any, last: Any = None) -> Range:
        one = self._cells(first)
        if last is None:
            return one
        other = self._cells(last)
        top, left = min(one.row, other.row), min(one.column, other.column)
        bottom = max(each.row + each.shape[0] for each in (one, other))
        right = max(each.column + each.shape[1] for each in (one, other))
        return self.box(top, left, bottom - top, right - left)

    def _cells(self, at: Any) -> Range:
        if isinstance(at, Range):
            return at
        if isinstance(at, str):
            return self._named(at)
        row, column, *size = at
        return self.box(row, column, *(size or (1, 1)))

    def _named(self, text: str) -> Range:
        if _ADDRESS.fullmatch(text):
            first, last = utils.a1_to_tuples(text.replace("$", "").upper())
            return self.range(first, last)
        if self.book.names.contains(text):
            found: Range = self.book.names(text).refers_to_range
            return found
        raise NoSuchObjectError(f"No cells are called {text!r}.")

    def activate(self) -> None:
        controller = self.book.document.CurrentController
        if controller is not None:
            controller.setActiveSheet(self.sheet)

    select = activate

    def delete(self) -> None:
        in_front(self.book.app.engine.context, self._delete)

    def _delete(self) -> None:
        gone, kept = self.index - 1, all_kept(self.book.document)
        self.book.document.Sheets.removeByName(self.name)
        for table in kept:
            if table.area.Sheet != gone:
                table.restore(self.book.document, table.area.Sheet - (table.area.Sheet > gone))

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy into this workbook or another one, with all that stands on the sheet."""
        neighbour = before or after or self
        place = neighbour.index - (before is not None)
        in_front(self.book.app.engine.context, lambda: self._copy(neighbour.book, place))

    def _copy(self, target: Book, place: int) -> None:
        title = _free(self.name, target.document.Sheets.ElementNames)
        kept = all_kept(target.document)
        if target.document.RuntimeUID == self.book.document.RuntimeUID:
            target.document.Sheets.copyByName(self.name, title, place)
        else:
            _give_module(self.book.document, self.sheet)
            self._import(target, place)
            self._bring(target, place, title)
        for table in kept:
            table.restore(target.document, table.area.Sheet + (table.area.Sheet >= place))

    def _import(self, target: Book, place: int) -> None:
        """LibreOffice 7.4 may crash when a sheet comes in before the one in front of its owner."""
        sheets = target.document.Sheets
        front = next(sheet for sheet in target.sheets if sheet.visible)
        front.activate()
        safe = place if place >= front.index else len(target.sheets)
        sheets.importSheet(self.book.document, self.name, safe)
        if safe != place:
            sheets.moveByName(sheets.getByIndex(safe).Name, place)

    def _bring(self, target: Book, place: int, title: str) -> None:
        """What LibreOffice leaves behind: tables, the view, the page."""
        made = target.document.Sheets.getByIndex(place)
        made.Name = title
        for table in all_kept(self.book.document):
            if table.area.Sheet == self.index - 1:
                table.make(target.document, place)
        copy_series_names(self.sheet, made)
        copy_styles(self.book, self.sheet, target, made)
        pages.copy_page(self.book.document, self.sheet, target.document, made)
        pages.copy_view(self.book, self.sheet, target, made)


def _give_module(document: Any, sheet: Any) -> None:
    """A workbook with macros takes a sheet's module with it: without one LibreOffice breaks the bridge."""
    libraries = document.BasicLibraries
    if not libraries.hasByName(_LIBRARY):
        libraries.createLibrary(_LIBRARY)
    sheet.CodeName = _MODULE
    library = libraries.getByName(_LIBRARY)
    if not library.hasByName(_MODULE):
        library.insertByName(_MODULE, "Rem Attribute VBA_ModuleType=VBADocumentModule\n")


def _free(title: str, taken: tuple[str, ...]) -> str:
    """The title, or one with a number when a sheet has it: as Excel counts copies."""
    titles = {each.lower() for each in taken}
    endings = (f" ({number})" for number in count(2))
    candidates = (f"{title[: 31 - len(ending)]}{ending}" for ending in endings)
    if title.lower() not in titles:
        return title
    return next(each for each in candidates if each.lower() not in titles)
