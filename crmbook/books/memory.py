"""A workbook that is nowhere but in memory, written by the same code as a file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from crmbook.book import TablePlace
from crmbook.books import grafting, places, scanning
from crmbook.books.changing import Changing, Edit
from crmbook.books.creating import workbook
from crmbook.books.package import Package
from crmbook.books.reading import Values
from crmbook.errors import Problem
from crmbook.language import _
from crmbook.sheet import Area, Sheet, Value


class MemoryBook(Changing):
    """The bytes of a workbook; every write makes them anew, or fails and leaves them.

    data  what would be the file
    """

    def __init__(self, data: bytes) -> None:
        self.path: Path | None = None
        self.remarks: list[Problem] = []
        self.data = data
        self._opened: Values | None = None

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> Self:
        """A new workbook of these sheets."""
        data, remarks = workbook(sheets)
        book = cls(data)
        book.remarks += remarks
        return book

    def sheets(self) -> list[str]:
        return self._values.sheets()

    def read(self, sheet: str) -> list[list[Value]]:
        return list(self.rows(sheet))

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        return self._values.rows(sheet)

    def merged(self, sheet: str) -> list[Area]:
        return self._values.merged(sheet)

    def tables(self) -> list[TablePlace]:
        with self._package() as package:
            return places.tables(package)

    def pivots(self) -> list[Area]:
        with self._package() as package:
            return places.pivots(package)

    @property
    def from_1904(self) -> bool:
        """Days are counted from 1904, as old Macs did; a plain number may be such a day."""
        with self._package() as package:
            return package.workbook.date1904

    def owned(self) -> dict[str, str]:
        with self._package() as package:
            return grafting.owned(package)

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        with self._package() as package:
            return grafting.titles(package, wanted)

    def errors(self, sheet: str) -> dict[str, str]:
        with self._package() as package:
            return scanning.faults_of(package, sheet).errors

    def uncached(self, sheet: str) -> list[str]:
        with self._package() as package:
            return scanning.faults_of(package, sheet).uncached

    def _step(self, edit: Edit) -> None:
        with self._package() as package:
            remarks = edit(package) or ()
            saved = io.BytesIO()
            package.save(saved)
        self.close()
        self.data = saved.getvalue()
        self.remarks += remarks

    def _package(self) -> Package:
        return Package.open(io.BytesIO(self.data))

    @property
    def _values(self) -> Values:
        if self._opened is None:
            self._opened = Values(self.data, _("The workbook"))
        return self._opened

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = None
