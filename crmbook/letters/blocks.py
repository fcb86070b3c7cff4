"""What a letter is made of, whatever it is printed as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Span:
    r"""Text of one look; \n in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    spans: Spans


@dataclass(frozen=True)
class Heading:
    level: int
    spans: Spans


@dataclass(frozen=True)
class List:
    """Bullets, or numbers from start; an item holds blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table:
    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligned: tuple[Align, ...]


@dataclass(frozen=True)
class Image:
    """A picture that lies beside the template."""

    path: Path
    alt: str


@dataclass(frozen=True)
class Rule:
    """A line across the letter."""


Block = Paragraph | Heading | List | Table | Image | Rule


def said(spans: Iterable[Span]) -> str:
    """The text of spans, without their looks."""
    return "".join(span.text for span in spans)


def shares(table: Table) -> list[int]:
    """How wide the columns are beside each other: as their longest text asks, within reason."""
    columns = zip(table.head, *table.rows, strict=True)
    return [max(6, min(40, max(len(said(cell)) for cell in column))) for column in columns]


def pictures(blocks: Sequence[Block]) -> list[Path]:
    """The pictures of a letter, each once, in their order."""
    found: dict[Path, None] = {}
    for block in blocks:
        if isinstance(block, Image):
            found[block.path] = None
        elif isinstance(block, List):
            found |= dict.fromkeys(path for item in block.items for path in pictures(item))
    return list(found)
