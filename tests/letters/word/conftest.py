"""Small Word documents written as XML, the way Word would have left them; invented people."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from crmbook.letters.word import WordTemplate
from crmbook.letters.word import compile as compiled

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>'
    '<w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1701" w:right="1134" w:bottom="1134" w:left="1418" w:header="567" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)


def p(*texts: str, style: str = "") -> str:
    """A paragraph with a run for each text."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(map(run, texts))}</w:p>"


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    return run(text, "<w:b/>")


def split(text: str) -> str:
    """A paragraph whose every letter is a run of its own, with spelling marks between."""
    runs = '<w:proofErr w:type="spellStart"/>'.join(
        f'<w:r w:rsidR="00A1{n:04d}"><w:t xml:space="preserve">{letter}</w:t></w:r>'
        for n, letter in enumerate(text)
    )
    return f"<w:p>{runs}</w:p>"


def row(*cells: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{c}</w:tc>' for c in cells
    )
    return f"<w:tr>{made}</w:tr>"


def table(*rows: str, columns: int = 3) -> str:
    grid = '<w:gridCol w:w="3000"/>' * columns
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def picture(relation: str = "rId9") -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1440000" cy="360000"/>'
        '<wp:docPr id="1" name="Logo"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="Logo"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1440000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(width: int = 40, height: int = 10) -> bytes:
    """A blue rectangle."""
    rows = b"".join(b"\0" + b"\x20\x60\xc0" * width for _row in range(height))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


STYLES = (
    f'<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Carlito" w:hAnsi="Carlito"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:b/><w:color w:val="C00000"/><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def docx(
    path: Path,
    body: str,
    *,
    header: str = "",
    footer: str = "",
    section: str = SECTION,
    more: dict[str, bytes | str] | None = None,
    main_type: str = f"{WORD}.document.main+xml",
) -> Path:
    """A document with a header (a logo in it), a footer, styles and a numbered list."""
    kinds = {"header1": "header", "footer1": "footer", "styles": "styles", "numbering": "numbering"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        for n, (name, kind) in enumerate(kinds.items(), start=1)
    )
    image = f'<Relationship Id="rId9" Type="{OFFICE}/image" Target="media/logo.png"/>'
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}{image}</Relationships>'
        ),
        "word/header1.xml": f"<w:hdr {NAMES}><w:p>{picture()}{run(header)}</w:p></w:hdr>",
        "word/_rels/header1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{image}</Relationships>',
        "word/footer1.xml": f"<w:ftr {NAMES}>{footer or p('')}</w:ftr>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/media/logo.png": png(),
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


class Word:
    """Writes documents and fills them; the pieces of a body are functions of the module."""

    p, run, bold, split = (
        staticmethod(p),
        staticmethod(run),
        staticmethod(bold),
        staticmethod(split),
    )
    row, table, picture = staticmethod(row), staticmethod(table), staticmethod(picture)

    def __init__(self, folder: Path) -> None:
        self.path = folder / "win-back.lt.docx"

    def write(self, body: str, **more: Any) -> Path:  # noqa: ANN401  # as docx
        return docx(self.path, body, **more)

    def template(self, body: str, **more: Any) -> WordTemplate:  # noqa: ANN401  # as docx
        return compiled(self.write(body, **more))

    @staticmethod
    def open(path: Path) -> WordTemplate:
        return compiled(path)

    @staticmethod
    def add(path: Path, kind: str, xml: str) -> None:
        """Put a part of the document's own into a file: footnotes, endnotes, comments."""
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        relation = (
            f'<Relationship Id="rId77" Type="{OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'
        )
        override = (
            f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/></Types>'
        )
        for name, end, added in (
            ("word/_rels/document.xml.rels", b"</Relationships>", relation),
            ("[Content_Types].xml", b"</Types>", override),
        ):
            members[name] = members[name].replace(end, added.encode())
        members[f"word/{kind}.xml"] = xml.encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)

    def fill(
        self,
        body: str,
        context: Mapping[str, Any],
        part: str = "document",
        **more: Any,  # noqa: ANN401  # as docx
    ) -> str:
        """The XML of a part of one letter, without what stands around the words."""
        made = self.path.with_name("made.docx")
        made.write_bytes(self.template(body, **more).render(context))
        return self.read(made, part)

    @staticmethod
    def read(path: Path, part: str = "document") -> str:
        with zipfile.ZipFile(path) as archive:
            return archive.read(f"word/{part}.xml").decode()

    def text(self, body: str, context: Mapping[str, Any], **more: Any) -> list[str]:  # noqa: ANN401  # as docx
        """What the paragraphs of one letter say; | stands for a line break."""
        return said(self.fill(body, context, **more))


def said(xml: str) -> list[str]:
    root = etree.fromstring(xml.encode())
    return [
        "".join((e.text or "") if e.tag == W + "t" else "|" for e in each.iter(W + "t", W + "br"))
        for each in root.iter(W + "p")
    ]


@pytest.fixture
def word(tmp_path: Path) -> Word:
    return Word(tmp_path)
