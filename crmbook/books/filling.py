"""Looks and formulas that new rows take over from the last row above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.books.cell_xml import Formula
from crmbook.books.formulas import moved_down, references
from crmbook.books.names import main
from crmbook.books.row_text import CellText, RowText

if TYPE_CHECKING:
    from crmbook.books.destination import Destination

_KEPT = re.compile(rb"""\s(?:s|customFormat|customHeight)\s*=\s*["']\w+["']""")
_HEIGHT = re.compile(rb"""\sht\s*=\s*["'][\d.]+["']""")


@dataclass(frozen=True)
class Fill:
    """A formula for every new row; written_in is the row its text is meant for, if it matters."""

    text: str
    written_in: int | None = None
    array: bool = False

    def at(self, row: int) -> Formula:
        moved = (
            self.text if self.written_in is None else moved_down(self.text, row - self.written_in)
        )
        return Formula(moved, self.array)


class Filling:
    """What the rows above a destination hand down."""

    def __init__(self, place: Destination) -> None:
        self._place = place
        self._model = _model(place)
        cells = place.wording.cells(self._model) if self._model else []
        self._cells = {cell.column: cell for cell in cells}
        table = place.table
        columns = range(table.area.left, table.area.right + 1) if table else self._cells
        self.styles = {
            column: self._cells[column].style for column in columns if column in self._cells
        }
        self.fills = self._calculated() if table else self._repeated()

    @property
    def row_attributes(self) -> bytes:
        """The row's own look and height, without its number."""
        if self._model is None:
            return b""
        kept = b"".join(_KEPT.findall(self._model.attributes))
        height = _HEIGHT.search(self._model.attributes) if b"customHeight" in kept else None
        return kept + (height[0] if height else b"")

    def _calculated(self) -> dict[int, Fill]:
        table = self._place.table
        fills = {}
        for column, (text, array) in (table.calculated() if table else {}).items():
            if all(each.fixed for each in references(text)):
                fills[column] = Fill(text, None, array)
            elif column in self._cells and self._model is not None:
                # A formula that names cells beside it is stored for one row, not said which.
                found = self._formula(self._model, self._cells[column])
                if found is not None:
                    fills[column] = found
        return fills

    def _repeated(self) -> dict[int, Fill]:
        """Formulas that the last two rows have alike."""
        above = self._place.survey.previous
        if self._model is None or above is None:
            return {}
        upper = {cell.column: cell for cell in self._place.wording.cells(above)}
        fills = {}
        for column, cell in self._cells.items():
            found = self._formula(self._model, cell)
            other = self._formula(above, upper[column]) if column in upper else None
            alike = found and other and other.at(self._model.number) == found.at(self._model.number)
            if found and alike:
                fills[column] = found
        return fills

    def _formula(self, row: RowText, cell: CellText) -> Fill | None:
        formula = cell.formula
        if formula is None or formula.kind == "dataTable":
            return None
        if formula.kind == "array":
            alone = formula.area is not None and formula.area.top == formula.area.bottom
            return Fill(formula.text, row.number, array=True) if alone else None
        if formula.text:
            return Fill(formula.text, row.number)
        master = self._place.survey.shared_master(formula.shared)
        if master is None or master.area is None or master.area.left != cell.column:
            return None
        return Fill(master.text, master.area.top)


def _model(place: Destination) -> RowText | None:
    """The row whose looks are taken: the last used one, but never one of headings."""
    last = place.survey.last
    if place.table is not None:
        blank = place.survey.below[0] if place.survey.below else None
        if last is None and blank is not None and blank.number <= place.table.last_row:
            return blank
        return last
    if last is None or last.number <= max(place.survey.first, _frozen(place)):
        return None
    return last


def _frozen(place: Destination) -> int:
    """How many rows stay in view at the top: they hold headings."""
    panes = place.root.iterfind(f"{main('sheetViews')}/{main('sheetView')}/{main('pane')}")
    return max(
        (int(float(p.get("ySplit", "0"))) for p in panes if "frozen" in p.get("state", "")),
        default=0,
    )
