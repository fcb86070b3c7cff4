"""Letters as a Word document: on A4, the address where an envelope has its window."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from crmbook.letters import word_parts as parts
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
    shares,
)
from crmbook.letters.paper import Paper, around, body
from crmbook.letters.picture import pixels
from crmbook.letters.word.package import member
from crmbook.letters.word.part import LEVEL, as_xml

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter

# Twentieths of a point, as Word counts; a millimetre has 56.7 of them.
_WIDTH = 9356  # between the margins of 25 mm and 20 mm
_WINDOW = 4536  # 80 mm
_HEAD = {"sender": 1417, "back": 1004, "to": 1548, "air": 454}  # 25, 17.7, 27.3 and 8 mm
_EMU_OF_A_PIXEL = 9525
_WIDEST = 5_940_000  # EMU: 165 mm
_HALVES: Mapping[Align, str] = {"left": "left", "right": "right", "center": "center"}
_END = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>'
)


def document(letters: Sequence[Letter]) -> bytes:
    """All letters in one file, each in a section of its own."""
    return _Document(letters).packed()


class _Document:
    """What letters of one file share: links, pictures, feet of pages, lists that count."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._language = letters[0].language
        self._spoken = self._language
        self._relations: dict[str, tuple[str, str, bool]] = {
            "rIdStyles": ("styles", "styles.xml", False),
            "rIdNumbering": ("numbering", "numbering.xml", False),
            "rIdSettings": ("settings", "settings.xml", False),
        }
        self._known: dict[tuple[str, str], str] = {}
        self._media: dict[str, Path] = {}
        self._feet: dict[str, str] = {}
        self._starts: list[int] = []
        self._drawings = 0
        self._body = "".join(self._letters(letters))

    def packed(self) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            for name, data in self._members():
                archive.writestr(member(name), data)
        return made.getvalue()

    def _members(self) -> Iterator[tuple[str, str | bytes]]:
        names = parts.NAMES
        yield "[Content_Types].xml", parts.content_types(list(self._feet.values()))
        yield (
            "_rels/.rels",
            parts.relationships({"rId1": ("officeDocument", "word/document.xml", False)}),
        )
        yield (
            "word/document.xml",
            (f"{parts.DECLARED}<w:document {names}><w:body>{self._body}</w:body></w:document>"),
        )
        yield "word/_rels/document.xml.rels", parts.relationships(self._relations)
        yield "word/styles.xml", parts.styles(self._language)
        yield "word/numbering.xml", parts.numbering(self._starts)
        yield "word/settings.xml", parts.SETTINGS
        for xml, name in self._feet.items():
            yield f"word/{name}.xml", f"{parts.DECLARED}<w:ftr {names}>{xml}</w:ftr>"
        for name, path in self._media.items():
            yield f"word/{name}", path.read_bytes()

    # ── a letter ──

    def _letters(self, letters: Sequence[Letter]) -> Iterator[str]:
        for n, letter in enumerate(letters, start=1):
            paper = around(letter)
            self._spoken = letter.language
            yield self._head(paper)
            yield self._styled("Dated", paper.dated)
            yield self._styled("Subject", paper.subject)
            blocks = body(letter)
            yield from self._blocks(blocks)
            if n < len(letters):
                yield _END.format(section=self._section(paper))
            else:
                if blocks and isinstance(blocks[-1], Table):
                    yield _END.format(section="")  # Word wants a paragraph after a table
                yield self._section(paper)

    def _head(self, paper: Paper) -> str:
        """Rows of fixed height: a long address is cut off, and never leaves the window."""
        rows = (
            _row(_HEAD["sender"], "top", self._styled("Sender", paper.sender), wide=True),
            _row(_HEAD["back"], "bottom", self._styled("Back", paper.back)),
            _row(
                _HEAD["to"],
                "top",
                "".join(
                    self._styled("Small" if paper.small else "Address", line) for line in paper.to
                ),
            ),
            _row(_HEAD["air"], "top", self._styled("Address", "")),
        )
        return (
            '<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
            f'<w:gridCol w:w="{_WINDOW}"/><w:gridCol w:w="{_WIDTH - _WINDOW}"/></w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )

    def _section(self, paper: Paper) -> str:
        first, later = self._foot(paper, numbered=False), self._foot(paper, numbered=True)
        return (
            f'<w:sectPr><w:footerReference w:type="first" r:id="{first}"/>'
            f'<w:footerReference w:type="default" r:id="{later}"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1133" w:bottom="1700" '
            'w:left="1417" w:header="567" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/>'
            "<w:titlePg/></w:sectPr>"
        )

    def _foot(self, paper: Paper, *, numbered: bool) -> str:
        lines = paper.foot or ("",)
        page = (
            '<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
            if numbered else ""
        )  # fmt: skip
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{_WIDTH}"/></w:tabs>'
        xml = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="Foot"/>{tab}</w:pPr>{self._run(Span(line))}'
            f"{page if n == 0 else ''}</w:p>"
            for n, line in enumerate(lines)
        )
        name = self._feet.setdefault(xml, f"footer{len(self._feet) + 1}")
        return self._relation("footer", f"{name}.xml", outside=False)

    # ── blocks ──

    def _blocks(self, blocks: Sequence[Block], depth: int = 0) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self._paragraph(block.spans)
            elif isinstance(block, Heading):
                yield self._paragraph(
                    block.spans, f'<w:pStyle w:val="Heading{min(block.level, 3)}"/>'
                )
            elif isinstance(block, List):
                yield from self._list(block, depth)
            elif isinstance(block, Table):
                yield self._table(block)
            elif isinstance(block, Image):
                yield f"<w:p>{self._image(block)}</w:p>"
            elif isinstance(block, Rule):
                yield (
                    '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" '
                    'w:color="A0A0A0"/></w:pBdr></w:pPr></w:p>'
                )

    def _styled(self, style: str, text: str) -> str:
        return self._paragraph((Span(text),), f'<w:pStyle w:val="{style}"/>')

    def _paragraph(self, spans: Spans, look: str = "") -> str:
        return f"<w:p><w:pPr>{look}</w:pPr>{''.join(map(self._span, spans))}</w:p>"

    def _list(self, block: List, depth: int) -> Iterator[str]:
        number = 1
        if block.ordered:
            self._starts.append(block.start)
            number = len(self._starts) + 1
        level = min(depth, 8)
        counted = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        inside = f'<w:ind w:left="{(level + 1) * 400}"/>'
        for n, item in enumerate(block.items, start=1):
            air = 160 if n == len(block.items) else 60
            first, rest = item[:1], item[1:]
            if first and isinstance(first[0], Paragraph):
                yield self._paragraph(first[0].spans, f'{counted}<w:spacing w:after="{air}"/>')
            else:
                yield self._paragraph((), counted)
                rest = item
            for each in rest:
                if isinstance(each, Paragraph):
                    yield self._paragraph(each.spans, inside)
                else:
                    yield from self._blocks((each,), depth + 1)

    def _table(self, block: Table) -> str:
        widths = _widths(block)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self._cells(block.head, block.aligned, widths, bold=True)
        rows = "".join(f"<w:tr>{self._cells(r, block.aligned, widths)}</w:tr>" for r in block.rows)
        line = 'w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"'
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders><w:bottom {line}/>'
            f'<w:insideH {line}/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}'
            f"</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
            '<w:p><w:pPr><w:spacing w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'
        )

    def _cells(
        self, cells: Sequence[Spans], aligned: Sequence[Align], widths: Sequence[int],
        *, bold: bool = False,
    ) -> str:  # fmt: skip
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + self._paragraph(
                tuple(Span(s.text, bold or s.bold, s.italic, s.link) for s in spans),
                f'<w:pStyle w:val="Cell"/><w:jc w:val="{_HALVES[side]}"/>',
            )
            + "</w:tc>"
            for spans, side, width in zip(cells, aligned, widths, strict=True)
        )

    # ── text ──

    def _span(self, span: Span) -> str:
        run = self._run(span)
        if not span.link:
            return run
        return f'<w:hyperlink r:id="{self._relation("hyperlink", span.link)}">{run}</w:hyperlink>'

    def _run(self, span: Span) -> str:
        look = '<w:rStyle w:val="Hyperlink"/>' if span.link else ""
        look += "<w:b/>" if span.bold else ""
        look += "<w:i/>" if span.italic else ""
        if self._spoken != self._language:
            look += f'<w:lang w:val="{parts.TAGS[self._spoken]}"/>'
        return (
            f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{as_xml(span.text)}</w:t></w:r>'
        )

    def _image(self, image: Image) -> str:
        width, height = (each * _EMU_OF_A_PIXEL for each in pixels(image.path))
        if width > _WIDEST:
            width, height = _WIDEST, height * _WIDEST // width
        self._drawings += 1
        size = f'cx="{width}" cy="{height}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{self._drawings}" '
            f'name="{self._drawings}" descr={quoteattr(image.alt)}/><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self._drawings}" name="{self._drawings}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{self._picture(image.path)}"/><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _picture(self, path: Path) -> str:
        known = {each: name for name, each in self._media.items()}
        name = known.get(path) or f"media/{len(known) + 1}{path.suffix.lower()}"
        self._media[name] = path
        return self._relation("image", name, outside=False)

    def _relation(self, kind: str, target: str, *, outside: bool = True) -> str:
        identity = self._known.setdefault((kind, target), f"rId{len(self._known) + 1}")
        self._relations[identity] = (kind, escape(target, {'"': "&quot;"}), outside)
        return identity


def _row(height: int, side: str, content: str, *, wide: bool = False) -> str:
    """A row of fixed height: the window and nothing beside it, or all of the page."""
    beside = "" if wide else _cell(_WIDTH - _WINDOW, "top", "<w:p/>")
    span = '<w:gridSpan w:val="2"/>' if wide else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f"{_cell(_WIDTH if wide else _WINDOW, side, content or '<w:p/>', span)}{beside}</w:tr>"
    )


def _cell(width: int, side: str, content: str, span: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="{side}"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _widths(block: Table) -> list[int]:
    wanted = shares(block)
    return [each * _WIDTH // sum(wanted) for each in wanted]
