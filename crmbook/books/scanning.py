"""Cells that a reader of values passes over: errors, and formulas nobody has calculated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO

from crmbook.books.package import Package
from crmbook.books.references import column_number
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _
from crmbook.sheet import address

_BLOCK = 1 << 20
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])")
_DIMENSION = re.compile(
    rb"""<(?:[\w.-]+:)?dimension\s[^>]*?ref=["'](?:[A-Z]+\d+:)?([A-Z]+)(\d+)["']"""
)
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]+)(\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\b")
_FILLED = re.compile(rb"""<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]+)(\d+)["'][^>]*(?<!/)>""")


# A sheet is read as the whole rectangle from A1: 40 bytes for each cell, empty or not.
MOST_CELLS = 50_000_000
# A part packed smaller than this can't fill more than 256 MB, whatever it says of its size.
MAY_SWELL = 256 << 10


class TooWideError(WorkbookRefusedError):
    def __init__(self, sheet: str, cell: str) -> None:
        super().__init__(
            _(
                "The sheet “{sheet}” is used as far as {cell}, too far to read. If what stands there "
                "is there by mistake, delete those rows and columns, save and run again."
            ).format(sheet=sheet, cell=cell)
        )


@dataclass(frozen=True)
class Faults:
    """errors: address → what Excel shows, "#N/A"; uncached: addresses of formulas without a value."""

    errors: dict[str, str] = field(default_factory=dict)
    uncached: list[str] = field(default_factory=list)


@dataclass
class _Place:
    """Where the last cell stood, from 0; rows and cells may leave out where they stand."""

    row: int = -1
    column: int = -1


def faults_of(package: Package, sheet: str) -> Faults:
    """The faults of a sheet by its title; none when it has no part."""
    part = part_of(package, sheet)
    if not part:
        return Faults()
    with package.stream(part) as stream:
        return faults(stream)


def part_of(package: Package, sheet: str) -> str:
    """The part of a sheet by its title, "" when there is none."""
    part = next((each.part for each in package.workbook.sheets if each.name == sheet), "")
    return part if part and package.has(part) else ""


def faults(stream: BinaryIO) -> Faults:
    """Read a worksheet's XML in blocks; only those that hold an error or a formula are looked into."""
    found, place = Faults(), _Place()
    for prefix, piece in _pieces(stream):
        # Where rows do not tell their number, every one must be counted.
        if _may_have_faults(prefix, piece) or _NUMBER.search(piece[:200]) is None:
            _look_into(piece, _tokens(prefix), place, found)
    return found


def _may_have_faults(prefix: bytes, piece: bytes) -> bool:
    # A single sign is looked for ten times faster than three, and most sheets have none of these.
    return (
        (b"e" in piece and b'"e"' in piece)
        or (b"'" in piece and b"'e'" in piece)
        or (b"f" in piece and b"<" + prefix + b"f" in piece)
    )


def refuse_too_wide(stream: BinaryIO, sheet: str) -> None:
    """Raise TooWideError for a sheet whose one stray cell, far away, would fill all memory."""
    head = stream.read(_BLOCK)
    said = _DIMENSION.search(head[: head.find(b"sheetData")])
    if said and _cells_up_to(_corner(said)) <= MOST_CELLS:
        return
    # Whole columns that are only coloured count in what a sheet says of itself; values decide.
    last = farthest(stream, head)
    if _cells_up_to(last) > MOST_CELLS:
        raise TooWideError(sheet, address(*last))


def refuse_swollen_texts(package: Package) -> None:
    """Read the shared texts to the end that the package tells; refused as damaged when they go on."""
    texts = package.relationships(package.workbook.part).first("sharedStrings")
    if texts and package.has(texts.target) and package.packed_size(texts.target) > MAY_SWELL:
        with package.stream(texts.target) as stream:
            while stream.read(_BLOCK):
                pass


def farthest(stream: BinaryIO, head: bytes = b"") -> tuple[int, int]:
    """The last row and the last column that hold a value, from 0."""
    last_row = last_column = 0
    held = head
    while held:
        for filled in _FILLED.finditer(held):
            row, column = _corner(filled)
            last_row, last_column = max(last_row, row), max(last_column, column)
        more = stream.read(_BLOCK)
        held = held[held.rfind(b"<") :] + more if more else b""
    return last_row, last_column


def _cells_up_to(corner: tuple[int, int]) -> int:
    return (corner[0] + 1) * (corner[1] + 1)


def _corner(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]) - 1, column_number(match[1].decode()) - 1


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The prefix of the tags, and the rows in pieces of whole rows."""
    held = b""
    while (data := _DATA.search(held)) is None:
        more = stream.read(_BLOCK)
        if not more:
            return
        held += more
    prefix = data[1]
    start = b"<" + prefix + b"row"
    held = held[data.start() :]
    while more := stream.read(_BLOCK):
        held += more
        cut = held.rfind(start)
        if cut > 0:
            yield prefix, held[:cut]
            held = held[cut:]
    yield prefix, held


@cache
def _tokens(prefix: bytes) -> re.Pattern[bytes]:
    """A row's opening tag, or a whole cell."""
    tag = re.escape(prefix)
    return re.compile(
        b"<%brow\\b([^>]*)>|<%bc\\b([^>]*?)(?:/>|>(.*?)</%bc>)" % (tag, tag, tag), re.DOTALL
    )


def _look_into(piece: bytes, token: re.Pattern[bytes], place: _Place, found: Faults) -> None:
    for match in token.finditer(piece):
        row, cell, content = match.groups()
        if row is not None:
            number = _NUMBER.search(row)
            place.row = int(number[1]) - 1 if number else place.row + 1
            place.column = -1
            continue
        reference = _REFERENCE.search(cell)
        place.column = column_number(reference[1].decode()) - 1 if reference else place.column + 1
        if content:
            _note(found, place, cell, content)


def _note(found: Faults, place: _Place, cell: bytes, content: bytes) -> None:
    kind = _TYPE.search(cell)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        found.errors[address(place.row, place.column)] = value[1].decode() if value else "#VALUE!"
    elif value is None and (kind is None or kind[1] != b"str") and _FORMULA.search(content):
        # A formula whose result is the empty text says so by its type; it was calculated.
        found.uncached.append(address(place.row, place.column))
