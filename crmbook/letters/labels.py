"""Address labels for the letters that go by post: A4 sheets of 3 × 8, each 70 × 37 mm."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crmbook.letters.values import legible
from crmbook.letters.word.package import member
from crmbook.letters.word.part import as_xml

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter

ACROSS, DOWN = 3, 8
MOST_LINES = 6  # more do not fit on 37 mm
_WIDTH, _HEIGHT = 3969, 2097  # 70 and 37 mm in twentieths of a point, as Word counts

# A 37 mm label eight times is 296 mm; half a millimetre is left above and below.
_TYPST = """
#set document(date: none)
#set page(paper: "a4", margin: (x: 0mm, y: 0.5mm))
#set text(size: 11pt)
#let labels = json(bytes(sys.inputs.labels))
#grid(
  columns: (70mm,) * 3,
  rows: 37mm,
  ..labels.map(lines => box(
    width: 70mm, height: 37mm, inset: (x: 6mm, y: 5mm), clip: true,
    align(left + horizon, lines.join(linebreak())),
  )),
)
"""


def labels(letters: Sequence[Letter]) -> list[list[str]]:
    """The lines of each label, in the order of the letters that go by post."""
    posted = [letter for letter in letters if letter.channel == "post"]
    return [[" ".join(legible(line).split()) for line in one.to][:MOST_LINES] for one in posted]


def pdf(told: Sequence[Sequence[str]]) -> bytes:
    """Sheets to print on; a line that is too long is wrapped, a label that is too full is cut."""
    from crmbook.letters.pdf import NoTypesetterError

    try:
        from typst import compile as typeset
    except ImportError as error:
        raise NoTypesetterError from error
    made = typeset(_TYPST.encode(), sys_inputs={"labels": json.dumps(told)})
    assert isinstance(made, bytes)  # noqa: S101  # one file, for no page number is asked for
    return made


def word(told: Sequence[Sequence[str]]) -> bytes:
    """The same as a Word table, for who wants to change a label by hand."""
    rows = "".join(_row(told[start : start + ACROSS]) for start in range(0, len(told), ACROSS))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(rows):
            archive.writestr(member(name), text)
    return made.getvalue()


def _row(told: Sequence[Sequence[str]]) -> str:
    cells = "".join(map(_cell, [*told, *([[]] * (ACROSS - len(told)))]))
    height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{_HEIGHT}" w:hRule="exact"/></w:trPr>'
    return f"<w:tr>{height}{cells}</w:tr>"


def _cell(lines: Sequence[str]) -> str:
    width = f'<w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    # indented here and not by margins of the cell: those would move the table to the left
    look = '<w:pPr><w:spacing w:before="0" w:after="0"/><w:ind w:left="340" w:right="200"/></w:pPr>'
    texts = [f'<w:r><w:t xml:space="preserve">{as_xml(line)}</w:t></w:r>' for line in lines]
    return f"<w:tc>{width}<w:p>{look}{'<w:r><w:br/></w:r>'.join(texts)}</w:p></w:tc>"


def _parts(rows: str) -> Iterator[tuple[str, str]]:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    yield (
        "[Content_Types].xml",
        (
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="word/document.xml" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
            "</Relationships>"
        ),
    )
    grid = f'<w:gridCol w:w="{_WIDTH}"/>' * ACROSS
    yield (
        "word/document.xml",
        (
            f'{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f'<w:body><w:tbl><w:tblPr><w:tblW w:w="{_WIDTH * ACROSS}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_LAST}</w:body></w:document>"
        ),
    )


# Word wants a paragraph below a table; a tall one would open an empty page.
_LAST = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="14" w:right="0" w:bottom="0" '
    'w:left="0" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
)
