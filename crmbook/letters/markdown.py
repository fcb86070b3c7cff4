"""Markdown with the values of a client in it becomes blocks; a value is never Markdown itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.letters.blocks import (
    Align,
    Block,
    Heading,
    Image,
    List,
    Paragraph,
    Rule,
    Span,
    Spans,
    Table,
    said,
)
from crmbook.letters.values import legible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

# A value is one letter of a private alphabet while Markdown is read: to the parser it is part of
# a word, so it can't open or close anything. Values that come in have lost such letters.
_OPENS, _CLOSES = "\ue000", "\ue001"
_VALUE = re.compile(f"{_OPENS}([^{_OPENS}{_CLOSES}]*){_CLOSES}?")
_FIRST = 0xF0000
_MOST_VALUES = 0xFFF0
_STANDS_FOR_VALUE = re.compile("[\U000f0000-\U000fffff]")

_RULES = (
    "heading", "list", "table", "hr", "emphasis", "link", "image", "autolink", "escape",
    "newline", "entity", "normalize", "text_join", "inline", "block", "balance_pairs",
)  # fmt: skip
_WEB = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@|tel:[+\d])", re.IGNORECASE)
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})
_LARGEST_PICTURE = 5 << 20
_PLAIN = Span("")


class PictureError(CrmbookError):
    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(
            _(
                "The picture “{name}” can't be used. Put a .png, .jpg or .gif of at most 5 MB into "
                "the folder of the template, {folder}, and write its name alone: ![logo](logo.png)"
            ).format(name=name, folder=folder)
        )


class LinkError(CrmbookError):
    def __init__(self, address: str) -> None:
        super().__init__(
            _(
                "The link “{address}” can't be used: "
                "a link begins with https://, http://, mailto: or tel:."
            ).format(address=address)
        )


class TooManyValuesError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _("A letter can't hold more than {n} values.").format(n=f"{_MOST_VALUES:,}")
        )


def hide(value: object) -> str:
    """A value in the midst of Markdown, so that ``blocks`` can tell it from the template's text."""
    return f"{_OPENS}{legible(value)}{_CLOSES}"


def shown(text: str) -> str:
    """A text with hidden values, with the values in their places."""
    return _VALUE.sub(r"\1", text)


def blocks(text: str, folder: Path) -> tuple[Block, ...]:
    """A rendered letter as blocks; its pictures lie in folder.

    Headings, lists, tables, bold, italic, links, pictures and lines are understood; HTML is text.
    A line ends where it ends in the source.
    """
    values = _VALUE.findall(text)
    if len(values) > _MOST_VALUES:
        raise TooManyValuesError
    places = map(chr, range(_FIRST, _FIRST + len(values)))
    skeleton = _VALUE.sub(lambda _found: next(places), text)
    return tuple(_Filling(values).blocks(_parsed(skeleton, folder)))


@lru_cache(maxsize=256)
def _parsed(skeleton: str, folder: Path) -> tuple[Block, ...]:
    """Clients whose letters take the same branches share one skeleton, which is read once."""
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_parser().parse(skeleton))
    return tuple(_Reading(folder).blocks(root.children))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable(_RULES, ignoreInvalid=True)
    parser.options["maxNesting"] = 20
    # A hidden address is judged when it is known, and must not be percent-encoded before.
    parser.normalizeLink = str  # type: ignore[assignment, method-assign]
    parser.validateLink = bool  # type: ignore[assignment, method-assign]
    return parser


class _Reading:
    """Markdown's own tree as blocks, with values still hidden."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            if node.type == "paragraph":
                yield from self._paragraph(node.children[0])
            elif node.type == "heading":
                yield Heading(int(node.tag[1]), self._spans(node.children[0]))
            elif node.type in {"bullet_list", "ordered_list"}:
                yield self._list(node)
            elif node.type == "table":
                yield self._table(node)
            elif node.type == "hr":
                yield Rule()

    def _paragraph(self, inline: SyntaxTreeNode) -> Iterator[Block]:
        """Text before, between and after pictures."""
        edges = [n for n, child in enumerate(inline.children) if child.type == "image"]
        for start, end in pairwise([-1, *edges, len(inline.children)]):
            spans = _trimmed(self._looks(inline.children[start + 1 : end]))
            if spans:
                yield Paragraph(spans)
            if end < len(inline.children):
                yield self._image(inline.children[end])

    def _image(self, node: SyntaxTreeNode) -> Image:
        name = str(node.attrs["src"])
        path = self._folder / name
        # The client's values must not choose what is read from the disk.
        plain = Path(name).name == name and not _STANDS_FOR_VALUE.search(name)
        fits = plain and path.suffix.lower() in _PICTURES and path.is_file()
        if not fits or path.stat().st_size > _LARGEST_PICTURE:
            raise PictureError(name, self._folder)
        return Image(path, node.content)

    def _list(self, node: SyntaxTreeNode) -> List:
        items = tuple(tuple(self.blocks(item.children)) for item in node.children)
        return List(items, node.type == "ordered_list", int(node.attrs.get("start", 1)))

    def _table(self, node: SyntaxTreeNode) -> Table:
        head, *body = (part.children for part in node.children)
        rows = [self._cells(row) for part in body for row in part]
        aligned = tuple(_alignment(cell) for cell in head[0].children)
        return Table(self._cells(head[0]), tuple(rows), aligned)

    def _cells(self, row: SyntaxTreeNode) -> tuple[Spans, ...]:
        return tuple(self._spans(cell.children[0]) for cell in row.children)

    def _spans(self, inline: SyntaxTreeNode) -> Spans:
        return _trimmed(self._looks(inline.children))

    def _looks(self, nodes: Sequence[SyntaxTreeNode], look: Span = _PLAIN) -> Iterator[Span]:
        for node in nodes:
            if node.type == "strong":
                yield from self._looks(node.children, _with(look, bold=True))
            elif node.type == "em":
                yield from self._looks(node.children, _with(look, italic=True))
            elif node.type == "link" and node.info == "auto":
                address = str(node.attrs["href"])
                yield _with(look, text=address.removeprefix("mailto:"), link=address)
            elif node.type == "link":
                yield from self._looks(node.children, _with(look, link=str(node.attrs["href"])))
            else:
                text = "\n" if node.type in {"softbreak", "hardbreak"} else node.content
                yield _with(look, text=text)


def _with(look: Span, **changes: str | bool) -> Span:
    return Span(**(vars(look) | changes))


def _alignment(cell: SyntaxTreeNode) -> Align:
    style = str(cell.attrs.get("style", ""))
    return cast("Align", style.removeprefix("text-align:") or "left")


def _trimmed(spans: Iterator[Span]) -> Spans:
    """Neighbours of one look become one span; breaks at both ends are dropped."""
    joined: list[Span] = []
    for span in spans:
        if joined and vars(joined[-1]) | {"text": ""} == vars(span) | {"text": ""}:
            joined[-1] = _with(span, text=joined[-1].text + span.text)
        elif span.text:
            joined.append(span)
    if joined:
        joined[0] = _with(joined[0], text=joined[0].text.lstrip("\n"))
        joined[-1] = _with(joined[-1], text=joined[-1].text.rstrip("\n"))
    return tuple(span for span in joined if span.text)


class _Filling:
    """Blocks with the values put back where they were hidden."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = {_FIRST + n: value for n, value in enumerate(values)}

    def blocks(self, hidden: Sequence[Block]) -> Iterator[Block]:
        """What is empty for this client leaves no gap in the letter."""
        for block in hidden:
            if isinstance(block, (Paragraph, Heading)):
                spans = self._spans(block.spans)
                if said(spans).strip():
                    yield (
                        Paragraph(spans)
                        if isinstance(block, Paragraph)
                        else Heading(block.level, spans)
                    )
            elif isinstance(block, List):
                items = tuple(tuple(self.blocks(item)) for item in block.items)
                yield List(items, block.ordered, block.start)
            elif isinstance(block, Table):
                rows = tuple(tuple(map(self._spans, row)) for row in block.rows)
                yield Table(tuple(map(self._spans, block.head)), rows, block.aligned)
            elif isinstance(block, Image):
                yield Image(block.path, self._text(block.alt))
            else:
                yield block

    def _spans(self, spans: Spans) -> Spans:
        return tuple(self._span(span) for span in spans)

    def _span(self, span: Span) -> Span:
        text = self._text(span.text)
        return Span(text, span.bold, span.italic, span.link and _address(self._text(span.link)))

    def _text(self, text: str) -> str:
        return text.translate(self._values)


def _address(link: str) -> str:
    link = link.strip()
    if not _WEB.match(link) or re.search(r'[\s<>"]', link):
        raise LinkError(link)
    return link
