"""Where rows are appended: below an Excel table, or below a sheet's last used row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.references import LAST_COLUMN, LAST_ROW, Range
from crmbook.books.row_text import CellText, Wording
from crmbook.books.sheet_text import frame, in_order, opened
from crmbook.books.survey import Survey, Used
from crmbook.books.table_parts import TablePart, find_table, tables_of
from crmbook.errors import SheetNotFoundError, UsageError, WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry


@dataclass(frozen=True)
class Destination:
    """The place as it was found.

    left     the column that takes the first value of a row
    columns  the columns that are written, the table's and those of the rows
    head, tail, root  the sheet around its rows: as text, and to be edited
    """

    sheet: SheetEntry
    table: TablePart | None
    left: int
    columns: range
    wording: Wording
    head: bytes
    tail: bytes
    root: etree._Element
    survey: Survey
    count: int

    @property
    def totals(self) -> int:
        """1 when the table has a totals row below its data, else 0."""
        return self.table.totals_rows if self.table else 0

    @property
    def start(self) -> int:
        """The row that takes the first of the rows."""
        return max(self.survey.last_number, self.survey.top - 1) + 1

    @property
    def end(self) -> int:
        return self.start + self.count - 1

    @property
    def bottom(self) -> int:
        """The last row of the list as it was."""
        return self.table.last_row if self.table else self.survey.last_number

    @property
    def stretch(self) -> int:
        """How many rows the list gets longer: blank rows at its end are filled first."""
        return max(self.end - self.bottom, 0)

    @property
    def area(self) -> Range:
        """All cells that are written, with the totals row in its new place."""
        moved = self.totals if self.stretch else 0
        return Range(self.start, self.columns[0], self.end + moved, self.columns[-1])


def find(package: Package, name: str, rows: Sequence[Sequence[object]]) -> Destination:
    """The table of that name, else the sheet; a table at the end of the sheet is meant with it."""
    width = max(len(row) for row in rows)
    table = find_table(package, name)
    if table is not None:
        _refuse_too_wide(table, width)
        return _surveyed(package, table.sheet, table, table.area.left, rows)
    sheet = package.workbook.sheet(name)
    if sheet.kind != "worksheet" or not package.has(sheet.part):
        raise SheetNotFoundError(name, package.name)
    plain = _surveyed(package, sheet, None, 1, rows)
    last = _table_at_end(package, plain)
    return plain if last is None else _surveyed(package, sheet, last, 1, rows)


def _table_at_end(package: Package, plain: Destination) -> TablePart | None:
    """Excel lets a table grow over what is typed right below it; so do we."""
    number = plain.survey.last_number
    for table in tables_of(package, plain.sheet):
        beside = table.area.left <= plain.columns[-1]
        if beside and table.area.top <= number <= table.area.bottom:
            return table
    return None


def _surveyed(
    package: Package,
    sheet: SheetEntry,
    table: TablePart | None,
    left: int,
    rows: Sequence[Sequence[object]],
) -> Destination:
    in_order(package, sheet.part)
    right = left + max(len(row) for row in rows) - 1
    if right > LAST_COLUMN:
        raise UsageError(
            _("A sheet has no more than {columns} columns.").format(columns=LAST_COLUMN)
        )
    columns = range(left, right + 1)
    reach = len(rows)
    survey = Survey(_is_filled, reach)
    if table is not None:
        columns = range(min(left, table.area.left), max(right, table.area.right) + 1)
        reach += table.totals_rows
        survey = Survey(_used_in(table), reach, table.first_row, table.last_row)
    with package.stream(sheet.part) as stream:
        text = opened(stream, package.name)
        survey.of(text)
    root = frame(text)
    found = Destination(
        sheet, table, left, columns, text.wording, text.head, text.tail, root, survey, len(rows)
    )
    if found.area.bottom > LAST_ROW:
        raise SheetFullError(sheet.name, len(rows))
    return found


class SheetFullError(WorkbookRefusedError):
    def __init__(self, sheet: str, rows: int) -> None:
        super().__init__(
            _("{rows} rows do not fit on the sheet “{sheet}”: Excel has {last} rows.").format(
                rows=rows, sheet=sheet, last=LAST_ROW
            )
        )


def _is_filled(cell: CellText) -> bool:
    return cell.filled


def _used_in(table: TablePart) -> Used:
    """Used cells of a table: a calculated column alone does not make a row used."""
    columns = set(range(table.area.left, table.area.right + 1))
    calculated = set(table.calculated())
    if calculated == columns:
        calculated = set()

    def used(cell: CellText) -> bool:
        if cell.column not in columns or not cell.filled:
            return False
        return cell.formula is None or cell.column not in calculated

    return used


def _refuse_too_wide(table: TablePart, width: int) -> None:
    columns = table.area.right - table.area.left + 1
    if width > columns:
        raise UsageError(
            _(
                "The table “{table}” has {columns} columns; a row of {values} values is too long."
            ).format(table=table.name, columns=columns, values=width)
        )
