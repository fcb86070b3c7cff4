"""A row of a worksheet as text: its cells found, replaced and put in between, the rest kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crmbook.books.references import Range, column_number, parse_range

_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})\d+["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_KIND = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_REF = re.compile(rb"""\sref\s*=\s*["']([A-Za-z0-9:$]+)["']""")
_SHARED = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'](\d+):(\d+)["']""")
_CUSTOM_FORMAT = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True)
class FormulaText:
    """What stands in a cell's <f>: text is "" for a follower of a shared formula.

    area  what a shared, array or data-table formula covers, told by its first cell alone
    """

    text: str
    kind: str
    area: Range | None
    shared: str


@dataclass(frozen=True)
class CellText:
    """A cell; start and end are its place in the row's body."""

    column: int
    start: int
    end: int
    attributes: bytes
    inner: bytes
    formula: FormulaText | None
    filled: bool  # holds a value or a formula

    @property
    def style(self) -> int:
        found = _STYLE.search(self.attributes)
        return int(found[1]) if found else 0


@dataclass(frozen=True)
class RowText:
    """A row; start and end are its place in the block it was found in."""

    number: int
    start: int
    end: int
    attributes: bytes
    body: bytes

    @property
    def style(self) -> int | None:
        """The look of the row's empty cells, when it has one of its own."""
        found = _STYLE.search(self.attributes)
        return int(found[1]) if found and _CUSTOM_FORMAT.search(self.attributes) else None


class Wording:
    """How a sheet spells its rows and cells: some programs write x:row for row."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        name = re.escape(prefix)
        self.row_start = b"<" + prefix + b"row"
        self._row = re.compile(b"<" + name + rb"row(?=[\s/>])([^>]*?)(/?)>")
        self._row_end = b"</" + prefix + b"row>"
        self._cell = re.compile(
            b"<" + name + rb"c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</" + name + rb"c\s*>)", re.DOTALL
        )
        self._formula = re.compile(
            b"<" + name + rb"f(?=[\s/>])([^>]*?)(?:/>|>(.*?)</" + name + rb"f\s*>)", re.DOTALL
        )
        self._value = re.compile(
            b"<" + name + rb"v(?:\s*/>|(?=[\s>]).*?</" + name + rb"v\s*>)", re.DOTALL
        )
        self._filled = re.compile(b"<" + name + rb"(?:v|is|f)(?=[\s/>])")

    def rows(self, block: bytes, before: int = 0, at: int = 0) -> Iterator[RowText]:
        """The rows of a block; before is the number of the row above it, for rows without one."""
        while found := self._row.search(block, at):
            written = _NUMBER.search(found[1])
            before = int(written[1]) if written else before + 1
            row = self._row_text(block, found, before)
            at = row.end
            yield row

    def rows_from_end(self, block: bytes, before: int) -> Iterator[RowText]:
        """The rows of a block, the last one first."""
        end = len(block)
        while (at := block.rfind(self.row_start, 0, end)) >= 0:
            found = self._row.match(block, at)
            written = _NUMBER.search(found[1]) if found else None
            if found is None or written is None:
                # Without numbers a row's place is only known by counting from the top.
                yield from reversed(list(self.rows(block[:end], before)))
                return
            yield self._row_text(block, found, int(written[1]))
            end = at

    def _row_text(self, block: bytes, found: re.Match[bytes], number: int) -> RowText:
        body, end = b"", found.end()
        if not found[2]:
            closing = block.index(self._row_end, end)
            body, end = block[end:closing], closing + len(self._row_end)
        return RowText(number, found.start(), end, found[1], body)

    def last_number(self, block: bytes, before: int) -> int:
        """The number of the last row of a block."""
        at = block.rfind(self.row_start)
        found = self._row.match(block, at) if at >= 0 else None
        written = _NUMBER.search(found[1]) if found else None
        if written:
            return int(written[1])
        return max((row.number for row in self.rows(block, before)), default=before)

    def holds_values(self, data: bytes) -> bool:
        return self._filled.search(data) is not None

    def has_formulas(self, data: bytes) -> bool:
        # One letter is looked for ten times faster than two; rows without formulas have no f.
        start = b"<" + self.prefix + b"f"
        return b"f" in data and (start + b">" in data or start + b" " in data)

    def cells(self, row: RowText) -> list[CellText]:
        cells: list[CellText] = []
        column = 0
        for found in self._cell.finditer(row.body):
            place = _PLACE.search(found[1])
            column = column_number(place[1].decode()) if place else column + 1
            inner = found[2] or b""
            formula = self._formula.search(inner)
            cells.append(
                CellText(
                    column,
                    found.start(),
                    found.end(),
                    found[1],
                    inner,
                    _formula_text(formula[1], formula[2] or b"") if formula else None,
                    self.holds_values(inner),
                )
            )
        return cells

    def formulas(self, block: bytes) -> Iterator[FormulaText]:
        """The formulas of a block that cover more than their own cell."""
        for found in self._formula.finditer(block):
            if _REF.search(found[1]):
                yield _formula_text(found[1], found[2] or b"")

    def all_formulas(self, block: bytes) -> Iterator[FormulaText]:
        for found in self._formula.finditer(block):
            yield _formula_text(found[1], found[2] or b"")

    def with_formula(self, cell: bytes, text: bytes) -> bytes:
        """The XML of a cell with another text in its formula."""
        found = self._formula.search(cell)
        if found is None or found[2] is None:
            return cell
        return cell[: found.start(2)] + text + cell[found.end(2) :]

    def without_value(self, cell: bytes) -> bytes:
        """The XML of a cell without its value."""
        return self._value.sub(b"", cell)

    def rebuilt(self, row: RowText, cells: Mapping[int, bytes]) -> bytes:
        """The row with these cells, by column, in place of those it had or between them."""
        body, done = [], 0
        waiting = sorted(cells)
        for cell in self.cells(row):
            while waiting and waiting[0] < cell.column:
                body += [row.body[done : cell.start], cells[waiting.pop(0)]]
                done = cell.start
            if waiting and waiting[0] == cell.column:
                body += [row.body[done : cell.start], cells[waiting.pop(0)]]
                done = cell.end
        # What follows the last cell, an extension list, must stay behind the cells.
        last = max((cell.end for cell in self.cells(row)), default=0)
        body += [row.body[done : max(last, done)], *(cells[column] for column in waiting)]
        body.append(row.body[max(last, done) :])
        return self.written(_widened(row.attributes, cells), b"".join(body))

    def written(self, attributes: bytes, body: bytes) -> bytes:
        if not body:
            return self.row_start + attributes.rstrip() + b"/>"
        return self.row_start + attributes.rstrip() + b">" + body + self._row_end


def _widened(attributes: bytes, cells: Mapping[int, bytes]) -> bytes:
    found = _SPANS.search(attributes)
    if found is None or not cells:
        return attributes
    first = min(int(found[1]), *cells)
    last = max(int(found[2]), *cells)
    spans = b' spans="%d:%d"' % (first, last)
    return attributes[: found.start()] + spans + attributes[found.end() :]


@cache
def _range(text: bytes) -> Range | None:
    return parse_range(text.decode())


def _formula_text(attributes: bytes, text: bytes) -> FormulaText:
    kind, area, shared = (each.search(attributes) for each in (_KIND, _REF, _SHARED))
    return FormulaText(
        html.unescape(text.decode()),
        kind[1].decode() if kind else "normal",
        _range(area[1]) if area else None,
        shared[1].decode() if shared else "",
    )
