"""Single cells of a sheet changed in its text; every other byte of the sheet stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crmbook.books.brush import Brush, column_styles
from crmbook.books.cell_xml import ContentRefusedError
from crmbook.books.forbidden import CellRefusedError, Forbidden
from crmbook.books.references import Range, cell, parse_cell
from crmbook.books.row_text import RowText, Wording
from crmbook.books.sheet_text import frame, framed, in_order, opened, put_rows, widen_dimension
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.sheet import Value

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry


@dataclass
class _Seen:
    """What was met while the rows passed by."""

    rows: dict[int, RowText] = field(default_factory=dict)
    areas: list[Range] = field(default_factory=list)  # of array formulas and data tables
    formula_gone: bool = False


def change(package: Package, sheet: str, cells: Mapping[str, Value]) -> None:
    """Set the cells named, "C7" → value, keeping their looks; None empties a cell."""
    entry = package.workbook.sheet(sheet)
    wanted = _by_row(cells)
    if not wanted:
        return
    in_order(package, entry.part)
    source = package.source(entry.part)
    with source() as stream:
        text = opened(stream, package.name)
        seen = _Seen()
        for block in text.blocks():
            _look(text.wording, block.data, seen)
            if any(block.before < number <= block.last for number in wanted):
                for row in text.wording.rows(block.data, block.before):
                    if row.number in wanted:
                        seen.rows[row.number] = row
    root = frame(text)
    _refuse(Forbidden(package, entry, root, seen.areas), entry, seen, text.wording, wanted)
    brush = Brush(package, text.wording, column_styles(root))
    rows = _written(brush, entry.name, seen, wanted)
    ends = (text.head, text.tail)
    if widen_dimension(root, _extent(wanted)):
        ends = framed(root, text.wording.prefix)
    put_rows(package, entry.part, source, ends, lambda: rows)
    if seen.formula_gone:
        package.workbook.drop_calc_chain()
    package.workbook.calculate_on_load()


def _by_row(cells: Mapping[str, Value]) -> dict[int, dict[int, Value]]:
    wanted: dict[int, dict[int, Value]] = {}
    for place, value in cells.items():
        found = parse_cell(place)
        if found is None:
            raise UsageError(_("“{cell}” is not the address of a cell.").format(cell=place))
        wanted.setdefault(found[0], {})[found[1]] = value
    return dict(sorted(wanted.items()))


def _look(wording: Wording, block: bytes, seen: _Seen) -> None:
    for formula in wording.formulas(block):
        if formula.kind in {"array", "dataTable"} and formula.area is not None:
            seen.areas.append(formula.area)


def _extent(wanted: Mapping[int, Mapping[int, Value]]) -> Range:
    columns = [column for cells in wanted.values() for column in cells]
    return Range(min(wanted), min(columns), max(wanted), max(columns))


def _written(
    brush: Brush, sheet: str, seen: _Seen, wanted: Mapping[int, Mapping[int, Value]]
) -> list[tuple[int, bytes]]:
    rows = []
    for number, values in wanted.items():
        row = seen.rows.get(number) or brush.empty_row(number)
        had = {each.column: each for each in brush.wording.cells(row)}
        if any(had[column].formula for column in values if column in had):
            seen.formula_gone = True
        cells = {}
        for column, value in values.items():
            try:
                cells[column] = brush.value(row, had.get(column), column, value)
            except ContentRefusedError as error:
                place = f"{sheet}!{cell(number, column)}"
                raise ContentRefusedError(f"{place}: {error}") from error
        rows.append((number, brush.wording.rebuilt(row, cells)))
    return rows


def _refuse(
    forbidden: Forbidden,
    entry: SheetEntry,
    seen: _Seen,
    wording: Wording,
    wanted: Mapping[int, Mapping[int, Value]],
) -> None:
    for number, values in wanted.items():
        row = seen.rows.get(number)
        had = {each.column: each for each in wording.cells(row)} if row else {}
        for column, value in values.items():
            reason = forbidden.reason(number, column, had.get(column), value)
            if reason:
                raise CellRefusedError(entry.name, cell(number, column), reason)
