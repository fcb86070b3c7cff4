"""The spreadsheets that LibreOffice has open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from xlwings import XlwingsError, base_classes

from crmbook.excel.calc import bridge, formulas
from crmbook.excel.calc.names import Names
from crmbook.excel.calc.ranges import Range
from crmbook.excel.calc.sheets import Sheets

if TYPE_CHECKING:
    from crmbook.excel.calc.application import App

_SPREADSHEET: Final = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS: Final = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
_NEVER: Final = 0  # com.sun.star.document.MacroExecMode


class Books(base_classes.Books):
    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.api

    @property
    def active(self) -> Book:
        shown = self.api.getCurrentComponent()
        if shown is not None and shown.supportsService(_SPREADSHEET):
            return Book(self.app, shown)
        return next(iter(self))

    def __iter__(self) -> Iterator[Book]:
        found = self.api.Components.createEnumeration()
        while found.hasMoreElements():
            document = found.nextElement()
            if hasattr(document, "supportsService") and document.supportsService(_SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int | str) -> Book:
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if key.lower() in {book.name.lower(), book.fullname.lower()}:
                return book
        raise KeyError(key)

    def open(self, fullname: str, *_options: object, **_more: object) -> Book:
        """Open a file out of sight, without its macros."""
        url = bridge.url_of(os.path.realpath(fullname))
        options = bridge.properties(Hidden=True, MacroExecutionMode=_NEVER)
        document = self.api.loadComponentFromURL(url, "_blank", 0, options)
        if document is None:
            raise XlwingsError(f"LibreOffice did not open {fullname}.")
        return Book(self.app, document)


class Book(base_classes.Book):
    app: Any = None

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.document = document
        self._formats: dict[int, Any] = {}

    @property
    def api(self) -> Any:
        return self.document

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @cached_property
    def parser(self) -> Any:
        return formulas.parser_of(self.document)

    @property
    def names(self) -> Names:
        return Names(self, self.document.NamedRanges)

    @property
    def fullname(self) -> str:
        url = self.document.URL
        return bridge.path_of(url) if url.startswith("file:") else url or self.document.Title

    @property
    def name(self) -> str:
        return os.path.basename(self.fullname)  # noqa: PTH119  # a path of the program's, or a title

    @property
    def selection(self) -> Range | None:
        controller = self.document.CurrentController
        chosen = controller.getSelection() if controller is not None else None
        if chosen is None or not hasattr(chosen, "RangeAddress"):  # a chart, or several areas
            return None
        return Range(self.sheets(chosen.Spreadsheet.Name), chosen)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if path is None:
            self.document.store()
            return
        whole = os.path.realpath(path)
        filter_ = _FILTERS[os.path.splitext(whole)[1].lower()]  # noqa: PTH122  # the same
        options = {"Password": password} if password else {}
        self.document.storeAsURL(
            bridge.url_of(whole), bridge.properties(FilterName=filter_, **options)
        )

    def close(self) -> None:
        self.document.close(True)  # UNO takes no names

    def activate(self) -> None:
        if self.document.CurrentController is not None:
            self.document.CurrentController.Frame.activate()

    def number_format(self, key: int) -> Any:
        """The format behind a number, asked for once."""
        if key not in self._formats:
            self._formats[key] = self.document.NumberFormats.getByKey(key)
        return self._formats[key]

    def format_key(self, code: str) -> int:
        """The number of a format given in Excel's words."""
        english = bridge.struct("lang.Locale", "en", "US", "")
        formats = self.document.NumberFormats
        key = int(formats.queryKey(code, english, False))
        return key if key != -1 else int(formats.addNew(code, english))
