"""The cells of a sheet, written as XML row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from crmbook.books.formula_names import in_file
from crmbook.books.looks import WHOLE, Look, is_filled, look_of
from crmbook.books.native import native
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Cell, Column, Format, Value, address, letters

ROWS_A_BLOCK: Final = 500
LONGEST_TEXT: Final = 32_767
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
# From 16 digits on Excel rounds a number; a code of 20 digits stays whole as text.
_LARGEST_WHOLE: Final = 10**15
_FIRST_DAY_1900: Final = date(1900, 3, 1)  # before it Excel counts a day that never was
_ORIGIN_1900: Final = date(1899, 12, 30)
_ORIGIN_1904: Final = date(1904, 1, 1)
_REMEMBERED: Final = 20_000

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Plain = str | float | int | bool | None


class ValueRefusedError(CrmbookError):
    """A value no cell can hold; a fault of ours or of a caller's, never of the owner's."""

    def __init__(self, title: str, place: str, value: object) -> None:
        super().__init__(
            _("{sheet}!{cell}: a cell cannot hold {value}.").format(
                sheet=title, cell=place, value=repr(value)[:80]
            )
        )


def plain(value: object, *, date1904: bool = False) -> Plain:
    """A value as a cell stores it: a number, a text, a yes or no, or nothing.

    Dates become serial numbers; those before Excel's calendar, and whole numbers longer than
    Excel's 15 digits, become text; "" and a missing number become nothing. Raises ValueError.
    """
    value = native(value)
    if value is None or value == "":  # 0 and no are values
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < _LARGEST_WHOLE else str(value)
    if isinstance(value, float):
        if value - value != 0.0:
            raise ValueError(value)
        return float(value)
    if isinstance(value, date):
        return _serial(value, date1904=date1904)
    raise ValueError(value)


def _serial(value: date, *, date1904: bool) -> int | float | str:
    day = value.date() if isinstance(value, datetime) else value
    if day < (_ORIGIN_1904 if date1904 else _FIRST_DAY_1900):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    days = (day - (_ORIGIN_1904 if date1904 else _ORIGIN_1900)).days
    if not isinstance(value, datetime) or value.time() == time():
        return days
    midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
    return days + (value - midnight).total_seconds() / 86_400


def escaped(text: str) -> str:
    """Text as XML may hold it, the way Excel writes what XML may not: _x0007_."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if found in _ENTITIES:
        return _ENTITIES[found]
    if found == "_":
        return "_x005F_"  # the text itself says _x0007_, and must go on saying so
    if "\ud800" <= found <= "\udfff":
        return "\ufffd"  # half a character, which no file can hold
    return f"_x{ord(found):04X}_"


def cut(text: str) -> str:
    """No more than a cell can hold; Excel counts in UTF-16 units."""
    if (
        len(text) * 2 <= LONGEST_TEXT
        or len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST_TEXT
    ):
        return text
    units = text.encode("utf-16-le", "replace")[: 2 * (LONGEST_TEXT - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


class RowWriter:
    """Writes the rows of one sheet.

    styles   look → number of the cell style; a look that is missing is the workbook's Normal
    heights  of rows that keep them; fitted, of rows that a program may fit anew
    looks    (row, column) → the look of a cell that its place decides, as in a merged area
    tally    is told the constants of every row, and how many formulas stand in it
    """

    def __init__(  # noqa: PLR0913  # what a row depends on
        self,
        title: str,
        columns: Sequence[Column],
        styles: Mapping[Look, int],
        *,
        heights: Mapping[int, float] | None = None,
        fitted: Mapping[int, float] | None = None,
        looks: Mapping[tuple[int, int], Look] | None = None,
        date1904: bool = False,
        tally: Callable[[Iterable[Plain], int], None] | None = None,
    ) -> None:
        self._title = title
        self._formats = [column.format for column in columns]
        self._styles = styles
        self._heights = heights or {}
        self._fitted = fitted or {}
        self._looks = looks or {}
        self._date1904 = date1904
        self._tally = tally
        # Where a place or a value decides the look, no cell may be written by its column alone.
        self._rows_by_cell = {row for row, _ in self._looks}
        self._all_by_cell = any(each in WHOLE for each in self._formats)
        self._places: list[tuple[str, str, str]] = []
        self._texts: dict[str, str] = {}

    def blocks(self, rows: Iterable[Sequence[Value | Cell]]) -> Iterator[bytes]:
        """The content of <sheetData>, some hundreds of rows at a time."""
        block: list[str] = []
        last = -1
        for last, row in enumerate(rows):
            block.append(self._row(last, row))
            if len(block) >= ROWS_A_BLOCK:
                yield "".join(block).encode()
                block.clear()
        block += [self._row(row, ()) for row in sorted(self._heights) if row > last]
        yield "".join(block).encode()

    def _row(self, row: int, values: Sequence[Value | Cell]) -> str:
        cells = self._cells(row, values)
        height = self._heights.get(row)
        if height is not None:
            return f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
        if row in self._fitted:
            return f'<row r="{row + 1}" ht="{self._fitted[row]:g}">{"".join(cells)}</row>'
        return f'<row r="{row + 1}">{"".join(cells)}</row>' if cells else ""

    def _cells(self, row: int, values: Sequence[Value | Cell]) -> list[str]:
        while len(self._places) < len(values):
            self._places.append(self._place(len(self._places)))
        number = row + 1
        by_column = not self._all_by_cell and row not in self._rows_by_cell
        cells: list[str] = []
        constants: list[Plain] = []
        formulas = 0
        # The commonest kinds are written here: a call for each of 400,000 cells takes a second.
        for column, (value, (head, style, empty)) in enumerate(
            zip(values, self._places, strict=False)
        ):
            if value is None and by_column:
                if empty:
                    cells.append(f'{head}{number}"{empty}/>')
            elif type(value) is float and by_column and value - value == 0.0:
                cells.append(f'{head}{number}"{style}><v>{value!r}</v></c>')
                constants.append(value)
            elif type(value) is int and by_column and abs(value) < _LARGEST_WHOLE:
                cells.append(f'{head}{number}"{style}><v>{value}</v></c>')
                constants.append(value)
            elif type(value) is str and by_column and value:
                cells.append(f'{head}{number}"{style}{self._texts.get(value) or self._text(value)}')
                constants.append(value)
            else:
                cell, constant, formula = self._any(row, column, value)
                if cell:
                    cells.append(cell)
                constants.append(constant)
                formulas += formula
        if self._tally is not None:
            self._tally(constants, formulas)
        return cells

    def _place(self, column: int) -> tuple[str, str, str]:
        """What a cell of the column begins with, its style, and its style when it is empty."""
        look = look_of(None, self._format(column))
        style = self._style(look)
        return f'<c r="{letters(column)}', style, style if is_filled(look) else ""

    def _format(self, column: int) -> Format | None:
        return self._formats[column] if column < len(self._formats) else None

    def _style(self, look: Look) -> str:
        number = self._styles.get(look, 0)
        return f' s="{number}"' if number else ""

    def _any(self, row: int, column: int, value: Value | Cell) -> tuple[str, Plain, int]:
        """Any cell as XML, its constant, and 1 when it is a formula."""
        held = value.value if isinstance(value, Cell) else value
        try:
            stored = plain(held, date1904=self._date1904)
        except ValueError as error:
            raise ValueRefusedError(self._title, address(row, column), held) from error
        look = self._looks.get((row, column)) or look_of(value, self._format(column))
        head = f'{self._places[column][0]}{row + 1}"{self._style(look)}'
        if isinstance(value, Cell) and value.formula:
            return f"{head}{_formula(in_file(value.formula), stored)}", None, 1
        if stored is None:
            return (f"{head}/>" if look else ""), None, 0
        return f"{head}{self._constant(stored)}", stored, 0

    def _constant(self, stored: str | float | bool) -> str:
        if isinstance(stored, str):
            return self._texts.get(stored) or self._text(stored)
        if isinstance(stored, bool):
            return f' t="b"><v>{int(stored)}</v></c>'
        return f"><v>{stored!r}</v></c>"

    def _text(self, text: str) -> str:
        whole = cut(text)
        space = ' xml:space="preserve"' if whole != whole.strip() or "\n" in whole else ""
        written = f' t="inlineStr"><is><t{space}>{escaped(whole)}</t></is></c>'
        if len(self._texts) < _REMEMBERED:
            self._texts[text] = written
        return written


def _formula(formula: str, cached: Plain) -> str:
    """A formula with its result, which programs that do not calculate show."""
    text = f"<f>{escaped(formula)}</f>"
    if isinstance(cached, str):
        return f' t="str">{text}<v>{escaped(cut(cached))}</v></c>'
    if isinstance(cached, bool):
        return f' t="b">{text}<v>{int(cached)}</v></c>'
    return f">{text}</c>" if cached is None else f">{text}<v>{cached!r}</v></c>"
