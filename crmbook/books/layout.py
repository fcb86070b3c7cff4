"""A sheet made ready to be written: its looks, links, notes, table headings and extent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final, TypeAlias

from crmbook.books.formula_names import in_table
from crmbook.books.heights import USUAL, fitted, is_tall, width_of, wraps
from crmbook.books.looks import WHOLE, Look, column_look, look_of
from crmbook.books.native import native
from crmbook.books.rows import MOST_COLUMNS, MOST_ROWS
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Area, Cell, Format, Sheet, TableBlock, Value, address

Row: TypeAlias = "Sequence[Value | Cell]"
Place = tuple[int, int]

# Values whose look their column decides alone; of the others each cell is looked at.
_BY_COLUMN: Final = frozenset({str, float, int, bool, type(None)})
_LONGEST_HEADING: Final = 255
_WRAPPED_WHEN_MERGED: Final = frozenset({"", "text", "note", "subtitle"})


class SheetRefusedError(CrmbookError):
    """A sheet that no workbook can hold; a fault of a caller's, never of the owner's."""


@dataclass(frozen=True)
class Link:
    row: int
    column: int
    target: str
    tip: str


class Layout:
    """Looks once over all rows of a sheet; the rows themselves are not copied.

    by_place  the look of a cell that its place decides, as in a merged area
    heights   of the rows that are taller than usual because of what stands in them
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.width = max(map(len, sheet.rows), default=0)
        self.links: list[Link] = []
        self.notes = dict(sheet.notes)
        self.looks: set[Look] = set()
        self.heights: dict[int, float] = {}
        self.by_place = self._merged_looks()
        self.headings = [self._headings(block) for block in sheet.tables]
        self._refuse_impossible()
        self._look_over()

    def rows(self) -> Iterator[Row]:
        """The rows as they are to be written: headings as texts, calculated columns as formulas."""
        below = max((block.row + 1 for block in self.sheet.tables), default=0)
        for number in range(max(self.height, below, *self._calculated_ends, 0)):
            given = self.sheet.rows[number] if number < self.height else ()
            yield self._heading_row(number, self._calculated_row(number, given))

    def value(self, row: int, column: int) -> Value:
        """What a chart shows of a cell before anything is calculated."""
        given = self._given(row, column)
        return given.value if isinstance(given, Cell) else given

    def format(self, column: int) -> Format | None:
        return self.sheet.columns[column].format if column < len(self.sheet.columns) else None

    # The pass over the rows

    def _look_over(self) -> None:
        for column in self.sheet.columns:
            self.looks |= {column_look(column), look_of(None, column.format)}
        formats = [column.format for column in self.sheet.columns]
        by_column = _BY_COLUMN if not any(each in WHOLE for each in formats) else frozenset()
        wrapping = [n for n, each in enumerate(formats) if each and wraps(each)]
        tall = {n for n, each in enumerate(formats) if each and is_tall(each)}
        whole = {n for n, each in enumerate(formats) if each in WHOLE}
        by_cell = frozenset({*wrapping, *tall, *whole})
        for number, row in enumerate(self.sheet.rows):
            if not set(map(type, row)) <= by_column:
                self._look_at(number, row, by_cell)
            elif wrapping:
                self._fit(number, [(n, row[n]) for n in wrapping if n < len(row)])
        self.looks |= set(self.by_place.values())
        self.looks |= {"heading"} if self.sheet.tables else set()
        self.looks.discard("")
        for block, headings in zip(self.sheet.tables, self.headings, strict=True):
            self._fit(block.row, list(enumerate(headings, block.column)), "heading")

    def _look_at(self, number: int, row: Row, by_cell: frozenset[int]) -> None:
        """by_cell: the columns where a value says something of its own of its look or height."""
        cells = list(enumerate(row))
        if number not in self._merged_rows:
            # Most of a row with a single day or link in it is as its columns say: pass over it.
            cells = [
                each for each in cells if type(each[1]) not in _BY_COLUMN or each[0] in by_cell
            ]
        for column, value in cells:
            if isinstance(value, Cell):
                self.looks.add(look_of(value, self.format(column)))
                self._note_extras(number, column, value)
            elif type(value) not in _BY_COLUMN or self.format(column) in WHOLE:
                self.looks.add(look_of(value, self.format(column)))
        self._fit(number, cells)

    def _fit(
        self, number: int, cells: Iterable[tuple[int, Value | Cell]], format_: Format | None = None
    ) -> None:
        texts = []
        for column, given in cells:
            value = native(given.value if isinstance(given, Cell) else given)
            look = self.by_place.get((number, column)) or look_of(
                given, format_ or self.format(column)
            )
            if is_tall(look) or (isinstance(value, str) and wraps(look)):
                texts.append((str(value or ""), look, self._width(number, column)))
        height = fitted(texts)
        if height is not None:
            self.heights[number] = max(height, self.heights.get(number, USUAL))

    def _width(self, row: int, column: int) -> float:
        """Of a cell, or of the merged area that begins there."""
        last = self._merged_to.get((row, column), column)
        columns = self.sheet.columns[column : last + 1]
        given = sum(width_of(each.width) for each in columns)
        return given + width_of(None) * (last + 1 - column - len(columns))

    def _note_extras(self, row: int, column: int, cell: Cell) -> None:
        if cell.link:
            self.links.append(Link(row, column, cell.link, cell.tip or ""))
        elif cell.tip:
            self.notes.setdefault(address(row, column), cell.tip)

    # Merged areas

    @cached_property
    def _merged_rows(self) -> set[int]:
        return {row for row, _column in self.by_place}

    @cached_property
    def _merged_to(self) -> dict[Place, int]:
        return {(each.first_row, each.first_column): each.last_column for each in self.sheet.merges}

    def _merged_looks(self) -> dict[Place, Look]:
        """Long texts in merged areas wrap; a cell of their own would let them run on."""
        looks = {}
        for area in self.sheet.merges:
            cell = self._given(area.first_row, area.first_column)
            look = look_of(cell, self.format(area.first_column))
            if look.partition("+")[0] in _WRAPPED_WHEN_MERGED:
                looks[area.first_row, area.first_column] = f"{look or 'text'}+wrap"
        return looks

    def _given(self, row: int, column: int) -> Value | Cell:
        if row < self.height and column < len(self.sheet.rows[row]):
            return self.sheet.rows[row][column]
        return None

    # Tables

    def _headings(self, block: TableBlock) -> list[str]:
        """Texts, none empty, no two equal: else Excel repairs the file."""
        found: list[str] = []
        taken: set[str] = set()
        for column in range(block.column, block.column + block.columns):
            given = self._given(block.row, column)
            value = given.value if isinstance(given, Cell) else given
            text = "" if value is None else str(value).strip()
            text = text[:_LONGEST_HEADING] or _("Column {n}").format(n=len(found) + 1)
            found.append(_unlike(text, taken))
            taken.add(found[-1].casefold())
        return found

    @cached_property
    def _heading_rows(self) -> dict[int, list[tuple[TableBlock, list[str]]]]:
        rows: dict[int, list[tuple[TableBlock, list[str]]]] = {}
        for block, headings in zip(self.sheet.tables, self.headings, strict=True):
            rows.setdefault(block.row, []).append((block, headings))
        return rows

    def _heading_row(self, number: int, row: Row) -> Row:
        if number not in self._heading_rows:
            return row
        cells = list(row)
        for block, headings in self._heading_rows[number]:
            cells += [None] * (block.column + block.columns - len(cells))
            for column, text in enumerate(headings, block.column):
                cells[column] = _with_value(cells[column], text)
        return cells

    @cached_property
    def _calculated(self) -> list[TableBlock]:
        return [block for block in self.sheet.tables if block.calculated]

    @cached_property
    def _calculated_ends(self) -> list[int]:
        return [block.row + 1 + max(block.rows, 1) for block in self._calculated]

    def _calculated_row(self, number: int, row: Row) -> Row:
        if not self._calculated:
            return row
        for block in self._calculated:
            if block.row < number <= block.row + max(block.rows, 1):
                row = _calculated(row, block)
        return row

    # What no workbook can hold

    def _refuse_impossible(self) -> None:
        if self.height > MOST_ROWS or self.width > MOST_COLUMNS:
            raise SheetRefusedError(
                _("The sheet “{sheet}” would have {rows} rows and {columns} columns: too many for Excel.")
                .format(sheet=self.sheet.name, rows=self.height, columns=self.width)
            )  # fmt: skip
        areas = [*map(table_area, self.sheet.tables), *self.sheet.merges]
        if any(_meet(one, other) for one, other in combinations(areas, 2)):
            raise SheetRefusedError(
                _("On the sheet “{sheet}” two tables or merged areas overlap.").format(
                    sheet=self.sheet.name
                )
            )


def table_area(block: TableBlock) -> Area:
    """Headings and rows; a table without rows has one blank row."""
    return Area(
        block.row,
        block.column,
        block.row + max(block.rows, 1),
        block.column + block.columns - 1,
    )


def _meet(one: Area, other: Area) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )


def _unlike(text: str, taken: set[str]) -> str:
    wanted, number = text, 2
    while wanted.casefold() in taken:
        wanted, number = f"{text} {number}", number + 1
    return wanted


def _with_value(cell: Value | Cell, text: str) -> Cell:
    if isinstance(cell, Cell):
        return Cell(text, cell.format or "heading", None, cell.link, cell.tip)
    return Cell(text, "heading")


def _calculated(row: Row, block: TableBlock) -> Row:
    cells = list(row)
    cells += [None] * (block.column + block.columns - len(cells))
    for column, unqualified in block.calculated.items():
        place, formula = block.column + column, in_table(unqualified, block.name)
        given = cells[place]
        if not isinstance(given, Cell):
            cells[place] = Cell(given, formula=formula)
        elif given.formula is None:
            cells[place] = Cell(given.value, given.format, formula, given.link, given.tip)
    return cells
