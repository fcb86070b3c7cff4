"""Formulas in Excel's words, of cells that speak LibreOffice's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

_EXCEL_A1: Final = 1  # com.sun.star.sheet.AddressConvention
_FORMULA: Final = 16  # com.sun.star.sheet.CellFlags
# LibreOffice reads a plain yes or no from a file of Excel's as a formula.
_YES_OR_NO: Final = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}
# A formula without any of these is spelled alike but for the semicolons.
_SPELLED_OTHERWISE: Final = frozenset(".!~{}")


def read(cells: Any, parser: Any) -> list[list[Any]]:
    """Formulas with their "=", and the other cells as they are."""
    places = list(_places(cells))
    # Each number spelled out takes longer than all the rest: most sheets have no formula.
    rows = [list(row) for row in (cells.getFormulaArray() if places else cells.getDataArray())]
    place = cells.RangeAddress
    for row, column in places:
        told = rows[row - place.StartRow]
        told[column - place.StartColumn] = _in_excel(
            told[column - place.StartColumn], cells.Spreadsheet, row, column, parser
        )
    return rows


def _places(cells: Any) -> Iterator[tuple[int, int]]:
    for area in cells.queryContentCells(_FORMULA).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column


def _in_excel(text: str, sheet: Any, row: int, column: int, parser: Any) -> str:
    if text in _YES_OR_NO:
        return _YES_OR_NO[text]
    if not _SPELLED_OTHERWISE & set(text):
        pieces = text.split('"')
        pieces[::2] = [piece.replace(";", ",") for piece in pieces[::2]]
        return '"'.join(pieces)
    cell = sheet.getCellByPosition(column, row)
    # A call a cell, and slow: a million formulas of other sheets would take minutes.
    return "=" + str(parser.printFormula(cell.getTokens(), cell.CellAddress))


def write(cell: Any, text: str, parser: Any) -> None:
    cell.setTokens(parser.parseFormula(text.removeprefix("="), cell.CellAddress))


def parser_of(document: Any) -> Any:
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    parser.FormulaConvention = _EXCEL_A1
    return parser
