"""A worksheet's XML as text: what stands before the rows, the rows in blocks, what stands after.

A sheet of a million rows is never in memory: its rows pass by in blocks of whole rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from crmbook.books.archive import BLOCK, damaged
from crmbook.books.names import main
from crmbook.books.package import Package, parser
from crmbook.books.references import Range, parse_range
from crmbook.books.row_text import Wording
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

_OPENING = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^>]*?(/?)>")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_KNOWN_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_BOM = b"\xef\xbb\xbf"
# Sheets up to this size are held in memory, where even odd XML can be put in order.
SMALL = 32 << 20


@dataclass(frozen=True)
class RowBlock:
    """Whole rows; before is the number of the last row above them, last that of their own last."""

    data: bytes
    before: int
    last: int


@dataclass
class SheetText:
    """head ends with <sheetData>, tail begins with </sheetData>; tail is known after the rows."""

    wording: Wording
    head: bytes
    stream: BinaryIO
    rest: bytes
    book: str
    tail: bytes = field(default=b"")

    def blocks(self) -> Iterator[RowBlock]:
        """The rows, in blocks of whole rows."""
        before = 0
        for data in self._whole_rows():
            last = self.wording.last_number(data, before)
            yield RowBlock(data, before, last)
            before = last

    def _whole_rows(self) -> Iterator[bytes]:
        closing = b"</" + self.wording.prefix + b"sheetData"
        held, searched = self.rest, 0
        while (end := held.find(closing, searched)) < 0:
            cut = held.rfind(self.wording.row_start)
            if cut > 0:
                yield self._plain(held[:cut])
                held = held[cut:]
            searched = max(len(held) - len(closing), 0)
            more = self.stream.read(BLOCK)
            if not more:
                raise damaged(self.book, "sheet")
            held += more
        if end:
            yield self._plain(held[:end])
        self.tail = held[end:] + self.stream.read()

    def _plain(self, block: bytes) -> bytes:
        # One letter is looked for ten times faster than two.
        if b"!" in block and b"<!" in block:
            raise WorkbookRefusedError(
                _(
                    "A sheet of {book} holds comments or raw text between its cells, as Excel "
                    "never writes them. Open it in Excel, save it again and run again."
                ).format(book=self.book)
            )
        return block


def opened(stream: BinaryIO, book: str) -> SheetText:
    """Read as far as the rows."""
    held = b""
    while True:
        more = stream.read(BLOCK)
        held += more
        found = _OPENING.search(held)
        if found:
            break
        if not more:
            raise WorkbookRefusedError(
                _("{book}: this sheet holds no cells (it is a chart or a dialog).").format(
                    book=book
                )
            )
    prefix, closed = found.groups()
    head, rest = held[: found.end()], held[found.end() :]
    if closed:
        head = head[:-2].rstrip() + b">"
        rest = b"</" + prefix + b"sheetData>" + rest
    return SheetText(Wording(prefix), head, stream, rest, book)


def in_order(package: Package, part: str) -> None:
    """Put a sheet that is not plain UTF-8 text, or holds comments, as Excel would write it."""
    size = package.size(part)
    if size is None or size > SMALL:
        return
    data = package.read(part)
    declared = _DECLARED.match(data[:200])
    known = declared is None or declared[1].lower() in _KNOWN_ENCODINGS
    if known and data[:2] not in {b"\xff\xfe", b"\xfe\xff"} and b"<!" not in data:
        if data.startswith(_BOM):
            package.put(part, data[len(_BOM) :])
        return
    root = etree.fromstring(data, _without_comments())
    package.put(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _without_comments() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        strip_cdata=True,
    )


def spliced(text: SheetText, rows: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """The blocks of rows with these put in: instead of the row of that number, else in its place."""
    waiting = iter(rows)
    pending = next(waiting, None)
    for block in text.blocks():
        if pending is None or pending[0] > block.last:
            yield block.data
            continue
        done = 0
        for row in text.wording.rows(block.data, block.before):
            while pending is not None and pending[0] < row.number:
                yield block.data[done : row.start] + pending[1]
                done, pending = row.start, next(waiting, None)
            if pending is not None and pending[0] == row.number:
                yield block.data[done : row.start] + pending[1]
                done, pending = row.end, next(waiting, None)
        yield block.data[done:]
    while pending is not None:
        yield pending[1]
        pending = next(waiting, None)


def frame(text: SheetText) -> etree._Element:
    """The sheet without its rows, to be edited as XML; the rows must have been read."""
    return etree.fromstring(text.head + text.tail, parser())


def framed(root: etree._Element, prefix: bytes) -> tuple[bytes, bytes]:
    """The head and the tail of an edited frame."""
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    found = _OPENING.search(data)
    if found is None:
        raise ValueError(data[:200])
    if found[2]:
        return data[: found.end() - 2] + b">", b"</" + prefix + b"sheetData>" + data[found.end() :]
    return data[: found.end()], data[found.end() :].lstrip()


def widen_dimension(root: etree._Element, area: Range) -> bool:
    """Let the sheet's stated extent hold an area; False when it did, or states none."""
    element = root.find(main("dimension"))
    stated = parse_range(element.get("ref", "")) if element is not None else None
    if element is None or stated is None or stated.joined(area) == stated:
        return False
    element.set("ref", stated.joined(area).text)
    return True


def put_rows(
    package: Package,
    part: str,
    source: Callable[[], BinaryIO],
    ends: tuple[bytes, bytes],
    rows: Callable[[], Iterable[tuple[int, bytes]]],
) -> None:
    """Put the sheet anew: its ends, the rows of its source, and these rows among them."""

    def blocks() -> Iterator[bytes]:
        with source() as stream:
            yield ends[0]
            yield from spliced(opened(stream, package.name), rows())
            yield ends[1]

    size = package.size(part)
    small = size is not None and size <= SMALL
    package.put(part, b"".join(blocks()) if small else blocks)
