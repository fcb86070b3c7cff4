"""Rectangles of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from crmbook.excel.calc import bridge, formulas, values
from crmbook.excel.calc.drawings import Note

if TYPE_CHECKING:
    from crmbook.excel.calc.sheets import Sheet
    from crmbook.excel.calc.tables import Table

_CONTENTS: Final = 1 | 2 | 4 | 16  # numbers, days, texts, formulas: com.sun.star.sheet.CellFlags
_EVERYTHING: Final = 1023


class Range(base_classes.Range):
    """One rectangle; row and column count from 1, as xlwings wants it."""

    options: Any = None
    has_array = False
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, cells: Any) -> None:
        self._sheet = sheet
        self.cells = cells
        place = cells.RangeAddress
        self.first: tuple[int, int] = (place.StartRow + 1, place.StartColumn + 1)
        self.size: tuple[int, int] = (
            place.EndRow - place.StartRow + 1,
            place.EndColumn - place.StartColumn + 1,
        )

    @property
    def api(self) -> Any:
        return self.cells

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self.first[0]

    @property
    def column(self) -> int:
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.size

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (each + 1 for each in divmod(row - 1, self.shape[1]))
        return self.sheet.box(self.row + row - 1, self.column + column - 1, 1, 1)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        from xlwings.utils import col_name

        def cell(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{col_name(column)}{'$' * row_absolute}{row}"

        text = cell(self.row, self.column)
        if len(self) > 1:
            rows, columns = self.shape
            text += ":" + cell(self.row + rows - 1, self.column + columns - 1)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address()

    # Values and formulas

    @property
    def raw_value(self) -> list[list[Any]]:
        return values.read(self.cells, self.sheet.book)

    @raw_value.setter
    def raw_value(self, given: Any) -> None:
        rows = (
            given if isinstance(given, list | tuple) else [[given] * self.shape[1]] * self.shape[0]
        )
        if rows and not isinstance(rows[0], list | tuple):
            rows = [rows]
        written = values.Written(rows, self.sheet.book)
        written.put(self.cells)
        for row, column, text in written.formulas:
            cell = self.cells.getCellByPosition(column, row)
            formulas.write(cell, text, self.sheet.book.parser)

    @property
    def formula(self) -> Any:
        rows = formulas.read(self.cells, self.sheet.book.parser)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, given: Any) -> None:
        self.raw_value = given

    formula2 = formula

    def clear_contents(self) -> None:
        self.cells.clearContents(_CONTENTS)

    def clear(self) -> None:
        self.cells.clearContents(_EVERYTHING)

    # Looks

    @property
    def number_format(self) -> str | None:
        """None where the cells differ."""
        key = self.cells.NumberFormat
        return None if key is None else str(self.sheet.book.number_format(key).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.cells.NumberFormat = self.sheet.book.format_key(code)

    @property
    def color(self) -> tuple[int, int, int] | None:
        color = self.cells.CellBackColor
        return None if color in {-1, None} else (color >> 16 & 255, color >> 8 & 255, color & 255)

    @property
    def column_width(self) -> float:
        """In points: LibreOffice does not count in letters."""
        return float(self.cells.Columns.Width) * 72 / 2540

    @property
    def hyperlink(self) -> str:
        fields = self.cells.getCellByPosition(0, 0).getTextFields()
        return str(fields.getByIndex(0).URL) if fields.Count else ""

    @property
    def note(self) -> Note | None:
        annotation = self.cells.getCellByPosition(0, 0).Annotation
        return Note(annotation) if annotation.String else None

    # Merged cells

    @property
    def merge_cells(self) -> bool | None:
        """None where some are merged and some are not."""
        if not self.cells.IsMerged and len(self) > 1:
            return False
        return True if len(self.merge_area) >= len(self) > 0 and self._is_within_merged else None

    @property
    def _is_within_merged(self) -> bool:
        area = self.merge_area
        return len(area) > 1 or bool(self.cells.IsMerged)

    @property
    def merge_area(self) -> Range:
        cursor = self.sheet.sheet.createCursorByRange(self.cells.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        return Range(self.sheet, self.sheet.sheet.getCellRangeByName(cursor.AbsoluteName))

    # Moving and choosing

    def copy(self, destination: Any = None) -> None:
        """Copy within the workbook; a destination of more rows is filled with the same ones."""
        target = destination.impl if hasattr(destination, "impl") else destination
        rows, columns = self.shape
        for row in range(0, max(target.shape[0], rows), rows):
            for column in range(0, max(target.shape[1], columns), columns):
                first = target(row + 1, column + 1).cells.getCellByPosition(0, 0)
                target.sheet.sheet.copyRange(first.CellAddress, self.cells.RangeAddress)

    def insert(self, shift: str | None = None, _copy_origin: str | None = None) -> None:
        way = bridge.enum("sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        self.sheet.sheet.insertCells(self.cells.RangeAddress, way)

    def select(self) -> None:
        controller = self.sheet.book.document.CurrentController
        if controller is not None:
            controller.select(self.cells)

    @property
    def table(self) -> Table | None:
        for table in self.sheet.tables.members():
            row, column = self.row - table.range.row, self.column - table.range.column
            if 0 <= row < table.range.shape[0] and 0 <= column < table.range.shape[1]:
                found: Table = table
                return found
        return None
