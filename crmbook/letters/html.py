"""A letter as HTML: an e-mail, and the sheets of a gallery."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

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
from crmbook.letters.layouts import layout, page
from crmbook.letters.paper import around
from crmbook.letters.paper import body as on_paper

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter

Source = Callable[[Path], str]

_PREHEADER = 110  # characters that mail programs show beside the subject
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}

# No colours of text or ground: a dark mail program chooses both, and they always fit each other.
_BELOW = "margin:0 0 16px"
_SIZES = {1: 22, 2: 19, 3: 17}
# Outlook lets no cell inherit the letters of the page.
_LETTERS = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.4"
_CELL = f"{_LETTERS};padding:6px 12px 6px 0;border-bottom:1px solid #a0a0a0;vertical-align:top"
_RULE = "border:0;border-top:1px solid #a0a0a0;margin:24px 0"
_PICTURE = "display:block;max-width:100%;height:auto;border:0;margin:0 0 16px"


def email(letter: Letter) -> str:
    """A whole page for a mail; its pictures are ``cid:`` and the picture's file name."""
    file = layout("email.html", letter.template.path.parent)
    return page(file).render(
        language=letter.language,
        subject=letter.subject,
        preheader=_preheader(letter.blocks),
        body=_marked(body(letter.blocks, lambda path: f"cid:{path.name}")),
    )


def gallery(letters: Sequence[Letter], title: str) -> str:
    """One page that shows letters as sheets of paper; nothing in it comes from elsewhere."""
    file = layout("page.html", letters[0].template.path.parent)
    sheets = [(around(each), _marked(body(on_paper(each), _inside))) for each in letters]
    return page(file).render(language=letters[0].language, title=title, sheets=sheets)


def body(blocks: Sequence[Block], source: Source) -> str:
    """The words of a letter; source gives the address of a picture."""
    return "\n".join(_block(block, source) for block in blocks)


def _inside(path: Path) -> str:
    return f"data:{_KINDS[path.suffix.lower()]};base64,{b64encode(path.read_bytes()).decode()}"


def _marked(html: str) -> object:
    from markupsafe import Markup

    return Markup(html)  # noqa: S704  # every value in it went through escape


def _preheader(blocks: Sequence[Block]) -> str:
    """The first words after the greeting."""
    texts = [said(block.spans) for block in blocks if isinstance(block, Paragraph)]
    return " ".join(" ".join(texts[1:3]).split())[:_PREHEADER]


def _block(block: Block, source: Source) -> str:
    if isinstance(block, Paragraph):
        return f'<p style="{_BELOW}">{_spans(block.spans)}</p>'
    if isinstance(block, Heading):
        size = _SIZES.get(block.level, 16)
        style = f"margin:24px 0 12px;font-size:{size}px;line-height:1.3"
        return f'<h{block.level} style="{style}">{_spans(block.spans)}</h{block.level}>'
    if isinstance(block, List):
        return _list(block, source)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Rule):
        return f'<hr style="{_RULE}">'
    return _image(block, source)


def _image(block: Image, source: Source) -> str:
    return f'<img src="{escape(source(block.path))}" alt="{escape(block.alt)}" style="{_PICTURE}">'


def _list(block: List, source: Source) -> str:
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    tag = "ol" if block.ordered else "ul"
    items = "".join(
        f'<li style="margin:0 0 6px">{_item(item, source)}</li>' for item in block.items
    )
    return f'<{tag}{start} style="{_BELOW};padding-left:24px">{items}</{tag}>'


def _item(item: Sequence[Block], source: Source) -> str:
    """An item of one paragraph needs no air of its own."""
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return _spans(item[0].spans)
    return body(item, source)


def _table(block: Table) -> str:
    head = _row("th", block.head, block.aligned, "font-weight:bold;")
    rows = "".join(_row("td", row, block.aligned, "") for row in block.rows)
    style = f"{_BELOW};border-collapse:collapse;width:100%"
    return f'<table style="{style}"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _row(tag: str, cells: Sequence[Spans], aligned: Sequence[Align], look: str) -> str:
    return "<tr>{}</tr>".format(
        "".join(
            f'<{tag} style="{look}{_CELL};text-align:{side}">{_spans(cell)}</{tag}>'
            for cell, side in zip(cells, aligned, strict=True)
        )
    )


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    html = escape(span.text).replace("\n", "<br>")
    if span.bold:
        html = f"<strong>{html}</strong>"
    if span.italic:
        html = f"<em>{html}</em>"
    return f'<a href="{escape(span.link)}">{html}</a>' if span.link else html
