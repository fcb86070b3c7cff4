"""What stands at the bottom of a sheet: its last used rows, and what is below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crmbook.books.references import LAST_ROW, Range
from crmbook.books.row_text import CellText, FormulaText, RowText, Wording
from crmbook.books.sheet_text import RowBlock, SheetText

Used = Callable[[CellText], bool]


@dataclass
class Survey:
    """Made in one pass over the rows, of which only a few are kept.

    used    whether a cell counts as used
    bottom  the last row that can be used: the last data row of a table
    reach   how many rows below the last used one are to be kept
    """

    used: Used
    reach: int
    top: int = 1
    bottom: int = LAST_ROW
    first: int = 0  # number of the first used row, 0 when there is none
    last: RowText | None = None
    previous: RowText | None = None  # the used row above the last
    below: list[RowText] = field(default_factory=list)
    areas: list[FormulaText] = field(default_factory=list)
    has_formulas: bool = False

    @property
    def last_number(self) -> int:
        return self.last.number if self.last else 0

    def of(self, text: SheetText) -> Survey:
        """Look at all rows of the sheet."""
        for block in text.blocks():
            self._formulas(text.wording, block)
            self._rows(text.wording, block)
        return self

    def _formulas(self, wording: Wording, block: RowBlock) -> None:
        if wording.has_formulas(block.data):
            self.has_formulas = True
            self.areas.extend(wording.formulas(block.data))

    def _rows(self, wording: Wording, block: RowBlock) -> None:
        if block.last < self.top or block.before >= max(self.bottom, self.last_number + self.reach):
            return
        if self._may_be_used(wording, block):
            if not self.first:
                self.first = self._first_used(wording, block)
            found = self._last_two(wording, block)
            if found:
                self.previous = found[1] if len(found) > 1 else self.last
                self.last = found[0]
                self.below = []
        self._keep_below(wording, block)

    def _may_be_used(self, wording: Wording, block: RowBlock) -> bool:
        return block.before < self.bottom and wording.holds_values(block.data)

    def _first_used(self, wording: Wording, block: RowBlock) -> int:
        rows = wording.rows(block.data, block.before)
        return next((row.number for row in rows if self._is_used(wording, row)), 0)

    def _last_two(self, wording: Wording, block: RowBlock) -> list[RowText]:
        """The last used row of a block and the one above it, looked for from the end."""
        found: list[RowText] = []
        for row in wording.rows_from_end(block.data, block.before):
            if self._is_used(wording, row):
                found.append(row)
                if len(found) == 2:
                    break
        return found

    def _is_used(self, wording: Wording, row: RowText) -> bool:
        inside = self.top <= row.number <= self.bottom
        return inside and any(self.used(cell) for cell in wording.cells(row))

    def _keep_below(self, wording: Wording, block: RowBlock) -> None:
        first = max(self.last_number, self.top - 1)
        if block.last <= first or len(self.below) >= self.reach:
            return
        for row in self._rows_after(wording, block, first):
            if row.number > first + self.reach:
                return
            self.below.append(row)

    def _rows_after(self, wording: Wording, block: RowBlock, number: int) -> Iterator[RowText]:
        start, before = 0, block.before
        if self.last is not None and block.before < self.last.number <= block.last:
            # Row by row from the block's start would cost a second for nothing.
            start, before = self.last.end, self.last.number
        for row in wording.rows(block.data, before, start):
            if row.number > number:
                yield row

    def array_over(self, area: Range) -> Range | None:
        """An array formula's or data table's cells among these."""
        for formula in self.areas:
            covers = formula.kind in {"array", "dataTable"} and formula.area is not None
            if covers and formula.area is not None and formula.area.overlaps(area):
                return formula.area
        return None

    def shared_master(self, shared: str) -> FormulaText | None:
        found = [each for each in self.areas if each.kind == "shared" and each.shared == shared]
        return found[-1] if found else None
