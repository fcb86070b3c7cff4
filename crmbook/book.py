"""What a workbook can do, however it is reached: a closed file, an open program, memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from crmbook.errors import Problem
from crmbook.sheet import Area, Sheet, Value


@dataclass(frozen=True)
class TablePlace:
    """An Excel table of the owner's or ours: where its headings, rows and totals row stand."""

    name: str
    sheet: str
    area: Area  # headings, rows and totals row
    headings: Sequence[str]
    has_totals: bool = False


class Book(Protocol):
    """A workbook. Every call that writes is one step: done and safe on disk, or not begun.

    path     the file, None in memory
    remarks  what the owner should hear of the writes so far: a title that was taken,
             a sheet of ours that was kept because something had been typed on it, …
    """

    path: Path | None
    remarks: list[Problem]

    def sheets(self) -> list[str]:
        """Titles of the worksheets, in the workbook's order, hidden ones too."""
        ...

    def read(self, sheet: str) -> list[list[Value]]:
        """All values from A1 to the last used cell; rectangular, None for an empty cell.

        Formulas give their cached values. Raises SheetNotFoundError.
        """
        ...

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        """The same as read, row by row, for sheets too large to hold as lists."""
        ...

    def tables(self) -> list[TablePlace]:
        """The Excel tables of the workbook."""
        ...

    def pivots(self) -> list[Area]:
        """Where pivot tables stand: what they show stands elsewhere too, or nowhere any more."""
        ...

    def merged(self, sheet: str) -> list[Area]:
        """The merged areas of a sheet."""
        ...

    def errors(self, sheet: str) -> dict[str, str]:
        """The cells that show an error, "C7" → "#DIV/0!"; reading finds them empty."""
        ...

    def uncached(self, sheet: str) -> list[str]:
        """The cells whose formula has no value, since no program has calculated it."""
        ...

    def owned(self) -> dict[str, str]:
        """Key → title of the sheets that are crmbook's."""
        ...

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Key → the title that write would give a sheet: the wanted one, unless the owner has it."""
        ...

    def write(self, sheets: Sequence[Sheet]) -> None:
        """Make or replace exactly these sheets, nothing else."""
        ...

    def append(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        """Put rows below an Excel table, or below a sheet's last used row."""
        ...

    def change(self, sheet: str, cells: Mapping[str, Value]) -> None:
        """Set the cells named, "C7" → value, keeping their looks."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
