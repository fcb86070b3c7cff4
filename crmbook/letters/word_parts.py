"""The parts of a Word letter that are the same for everybody: styles, lists, settings."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OUTSIDE = ' TargetMode="External"'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# Metrically the same font is in Windows, macOS and, as Liberation Sans, in every LibreOffice.
_FONT = "Arial"
TAGS = {"en": "en-GB", "lt": "lt-LT", "lv": "lv-LV"}


def styles(language: str) -> str:
    return (
        f"{DECLARED}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{TAGS[language]}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="0B5394"/><w:u w:val="single"/></w:rPr></w:style>'
        + _paragraph("Subject", "Subject", '<w:spacing w:before="240" w:after="240"/>', "<w:b/>")
        + _paragraph("Dated", "Dated", '<w:spacing w:after="240"/><w:jc w:val="right"/>', "")
        + _paragraph("Address", "Address", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', "")
        + _paragraph("Small", "Address, small", '<w:spacing w:after="0" w:line="180" w:lineRule="exact"/>', '<w:sz w:val="16"/>')
        + _paragraph("Sender", "Sender", '<w:spacing w:after="0"/>', '<w:b/><w:sz w:val="28"/>')
        + _paragraph("Back", "Return address", '<w:spacing w:after="40"/>', _grey(14))
        + _paragraph("Foot", "Company details", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', _grey(15))
        + _paragraph("Cell", "Cell", '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>', "")
        + "".join(
            _paragraph(
                f"Heading{n}", f"heading {n}",
                f'<w:keepNext/><w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="{n - 1}"/>',
                f'<w:b/><w:sz w:val="{size}"/>',
            )
            for n, size in enumerate((30, 26, 23), start=1)
        )
        + "</w:styles>"
    )  # fmt: skip


def _grey(half_points: int) -> str:
    return f'<w:color w:val="595959"/><w:sz w:val="{half_points}"/>'


def _paragraph(key: str, name: str, look: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{look}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def numbering(starts: list[int]) -> str:
    """Number 1 has bullets; from 2 on, a list that counts from each of starts."""
    counted = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for n, start in enumerate(starts, start=2)
    )
    return (
        f"{DECLARED}<w:numbering {NAMES}>{_list(0, 'bullet', '•')}{_list(1, 'decimal', '')}"
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{counted}</w:numbering>'
    )


def _list(number: int, form: str, sign: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{sign or f"%{n + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{(n + 1) * 400}" w:hanging="300"/></w:pPr></w:lvl>'
        for n in range(9)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


SETTINGS = (
    f'{DECLARED}<w:settings {NAMES}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def content_types(footers: list[str]) -> str:
    kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering",
             "settings": "settings"} | dict.fromkeys(footers, "footer")  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    pictures = "".join(
        f'<Default Extension="{ending}" ContentType="image/{kind}"/>'
        for ending, kind in (("png", "png"), ("jpg", "jpeg"), ("jpeg", "jpeg"), ("gif", "gif"))
    )
    return (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}</Types>'
    )


def relationships(found: dict[str, tuple[str, str, bool]]) -> str:
    """Of ids: type, target, whether the target is outside."""
    made = "".join(
        f'<Relationship Id="{identity}" Type="{R}/{kind}" Target="{target}"'
        f"{OUTSIDE if outside else ''}/>"
        for identity, (kind, target, outside) in found.items()
    )
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'
