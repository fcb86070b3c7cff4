"""A letter as plain text: wrapped lines that a mail program may flow anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crmbook.letters.blocks import Block, Heading, Image, List, Paragraph, Rule, Spans, Table

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter

WIDTH = 72
_GAP = 2  # blanks between the columns of a table


def text(letter: Letter) -> str:
    r"""The letter in format=flowed (RFC 3676): a line that goes on ends with a blank.

    Lines end with \n; a mail program that knows nothing of flowed text shows them as they are.
    """
    return "\n".join(map(_stuffed, _stacked(letter.blocks, WIDTH))) + "\n"


def _stuffed(line: str) -> str:
    """A line that mail could take for a quotation or a new message begins with a blank."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line


def _stacked(blocks: Sequence[Block], width: int) -> Iterator[str]:
    """The lines of blocks, an empty line between two of them; a list follows its words at once."""
    for n, block in enumerate(blocks):
        if n and not (isinstance(block, List) and isinstance(blocks[n - 1], Paragraph)):
            yield ""
        yield from _lines(block, width)


def _lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _wrapped(_text(block.spans), width)
    elif isinstance(block, Heading):
        yield from _heading(block, width)
    elif isinstance(block, List):
        yield from _list(block, width)
    elif isinstance(block, Table):
        yield from _table(block, width)
    elif isinstance(block, Image):
        if block.alt:
            yield from _wrapped(f"[{block.alt}]", width)
    elif isinstance(block, Rule):
        yield "─" * (width // 3)


def _heading(block: Heading, width: int) -> Iterator[str]:
    lines = list(_wrapped(_text(block.spans), width))
    yield from lines
    yield ("=" if block.level == 1 else "-") * max(len(line.rstrip()) for line in lines)


def _list(block: List, width: int) -> Iterator[str]:
    for n, item in enumerate(block.items, start=block.start):
        mark = f"{n}. " if block.ordered else "• "
        pad = " " * len(mark)
        for row, line in enumerate(_stacked(item, width - len(mark))):
            yield (mark + line) if row == 0 else (pad + line if line else "")


def _text(spans: Spans) -> str:
    """The text of spans; where a link leads stands behind it, unless it says so itself."""
    return "".join(
        f"{span.text} ({span.link.removeprefix('mailto:').removeprefix('tel:')})"
        if span.link and not _says(span.text, span.link) else span.text
        for span in spans
    )  # fmt: skip


def _says(shown: str, link: str) -> bool:
    """Whether a text is its own address, as people write one down."""
    bare = link.rstrip("/")
    for start in ("mailto:", "tel:", "https://", "http://"):
        bare = bare.removeprefix(start)
    return shown.replace(" ", "").rstrip("/") in {bare, link.rstrip("/")}


def _wrapped(text: str, width: int) -> Iterator[str]:
    for line in text.split("\n"):
        yield from _flowed(line.rstrip(" "), width)


def _flowed(line: str, width: int) -> Iterator[str]:
    """Lines of whole words; all but the last end with the blank that lets them flow."""
    if len(line) <= width:
        yield line
        return
    row = ""
    for word in line.split(" "):
        if row and len(row) + 1 + len(word) > width:
            yield f"{row} "
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def _table(block: Table, width: int) -> Iterator[str]:
    rows = [[_text(cell).replace("\n", " ") for cell in row] for row in (block.head, *block.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + _GAP * (len(widths) - 1) > width:
        yield from _records(rows, width)
        return
    for n, row in enumerate(rows):
        cells = zip(row, widths, block.aligned, strict=True)
        yield (" " * _GAP).join(_padded(*each) for each in cells).rstrip()
        if n == 0:
            yield (" " * _GAP).join("-" * each for each in widths)


def _padded(text: str, width: int, aligned: str) -> str:
    if aligned == "right":
        return text.rjust(width)
    return text.center(width) if aligned == "center" else text.ljust(width)


def _records(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table too wide for a line: every row as lines of "heading: cell"."""
    head, *body = rows
    for n, row in enumerate(body):
        if n:
            yield ""
        for name, cell in zip(head, row, strict=True):
            yield from _wrapped(f"{name}: {cell}" if name else cell, width)
