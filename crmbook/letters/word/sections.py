"""What must be told apart when many letters stand in one file: numbers, names, sections, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from crmbook.letters.word import marks
from crmbook.letters.word.package import Package, as_bytes, w

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VML = "{urn:schemas-microsoft-com:vml}"
_SPID = "{urn:schemas-microsoft-com:office:office}spid"
_AFTER_NUMBERS = (
    "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter",
    "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
_BEFORE = re.compile(f"<w:(?:{'|'.join(_AFTER_NUMBERS)})[ />]|</w:sectPr>")
_CONTINUOUS = re.compile(r'<w:type w:val="(?:continuous|nextColumn)"/>')
_PAGE_NUMBERS = re.compile(r"<w:pgNumType(?! [^>]*w:start)")
_WORDS = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_NUMBERED = 6  # digits of a letter's number: the numbers of a template never run into it
_LONGEST_NAME = 40 - _NUMBERED


def mark(root: etree._Element, package: Package) -> None:
    """Put marks where letters of one file must differ, and around the words of the letter."""
    for drawing in root.iter(_WP):
        drawing.set("id", marks.NUMBER)
    for shape in root.iter(f"{_VML}shape", f"{_VML}rect", f"{_VML}roundrect"):
        for name in ("id", _SPID):
            if shape.get(name):
                shape.set(name, shape.get(name, "") + marks.LETTER)
    _mark_bookmarks(root)
    ordered = set(ordered_lists(package))
    for number in root.iter(w("numId")):
        if number.get(w("val")) in ordered:
            number.set(w("val"), number.get(w("val"), "") + marks.LETTER)
    for name in ("footnoteReference", "endnoteReference"):
        for reference in root.iter(w(name)):
            reference.set(w("id"), reference.get(w("id"), "") + marks.LETTER)
    _mark_body(root[0] if root[0].tag == w("body") else root.find(w("body")))


def _mark_bookmarks(root: etree._Element) -> None:
    renamed: dict[str, str] = {}
    for start in root.iter(w("bookmarkStart")):
        name = start.get(w("name"), "")
        renamed[name] = name[:_LONGEST_NAME] + marks.LETTER
        start.set(w("name"), renamed[name])
    for end in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
        end.set(w("id"), end.get(w("id"), "") + marks.LETTER)
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"))
        if anchor in renamed:
            link.set(w("anchor"), renamed[anchor])
    for code in root.iter(w("instrText")):
        code.text = " ".join(renamed.get(each, each) for each in (code.text or "").split(" "))


def _mark_body(body: etree._Element | None) -> None:
    if body is None:
        return
    section = body[-1] if len(body) and body[-1].tag == w("sectPr") else None
    if section is None:
        section = etree.SubElement(body, w("sectPr"))
    body.text = marks.BODY + (body.text or "")
    last = section.getprevious()
    if last is not None and _can_end(last):
        _end_of_section(last)
        last.tail = (last.tail or "") + marks.BODY_END
    elif last is not None:
        last.tail = (last.tail or "") + marks.BREAK + marks.BODY_END
    else:
        body.text += marks.BREAK + marks.BODY_END


def _can_end(element: etree._Element) -> bool:
    """The last paragraph, when every letter has it."""
    always = not (element.tail or "").replace(marks.END, "")
    return element.tag == w("p") and always and element.find(f".//{w('sectPr')}") is None


def _end_of_section(paragraph: etree._Element) -> None:
    look = paragraph.find(w("pPr"))
    if look is None:
        look = etree.Element(w("pPr"))
        paragraph.insert(0, look)
    change = look.find(w("pPrChange"))
    if change is not None:
        look.remove(change)
    if len(look):
        look[-1].tail = marks.SECTION
    else:
        look.text = marks.SECTION


def alone(xml: str) -> str:
    """The document of one letter."""
    for sign in (marks.BODY, marks.BODY_END, marks.SECTION, marks.BREAK, marks.LETTER):
        xml = xml.replace(sign, "")
    return numbered(xml, 1)[0]


def numbered(xml: str, first: int) -> tuple[str, int]:
    """Drawings numbered from first; gives the next free number."""
    if marks.NUMBER not in xml:
        return xml, first
    start, *pieces = xml.split(marks.NUMBER)
    text = "".join(f"{n}{piece}" for n, piece in enumerate(pieces, start=first))
    return start + text, first + len(pieces)


def cut(xml: str) -> tuple[str, str, str, str]:
    """What stands before the words of a letter, the words, their section, the end."""
    head, _sign, rest = xml.partition(marks.BODY)
    words, _sign, tail = rest.partition(marks.BODY_END)
    end = tail.rindex("</w:body>")
    return head, words, tail[:end], tail[end:]


def one_of_many(words: str, number: int, section: str) -> str:
    """The words of one letter of a file; with a section when another letter follows."""
    words = words.replace(marks.LETTER, f"{number:0{_NUMBERED}d}")
    first, _end, _rest = words.partition("</w:sectPr>")
    if "<w:sectPr" in first:  # a letter of several sections: the first begins its page
        at = first.rindex("<w:sectPr")
        own = words[at : words.index("</w:sectPr>", at) + len("</w:sectPr>")]
        words = words[:at] + restarted(own) + words[at + len(own) :]
    words = words.replace(marks.SECTION, section)
    return words.replace(
        marks.BREAK,
        f'{_WORDS}<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>' if section else "",
    )


@lru_cache(maxsize=32)
def restarted(section: str) -> str:
    """A section that begins a page, whose pages are counted from 1."""
    section = _CONTINUOUS.sub("", section)
    if section.endswith("/>"):
        section = re.sub(r"/>$", "></w:sectPr>", section) if section.count("<") == 1 else section
    if "<w:pgNumType" in section:
        return _PAGE_NUMBERS.sub('<w:pgNumType w:start="1"', section)
    return _BEFORE.sub(lambda found: f'<w:pgNumType w:start="1"/>{found[0]}', section, count=1)


# ── lists ──


def ordered_lists(package: Package) -> Iterator[str]:
    """Numbers of lists that count: in the next letter they begin anew."""
    root = _numbering(package)
    if root is None:
        return
    counting = {
        each.get(w("abstractNumId")) for each in root.iter(w("abstractNum"))
        if any(form.get(w("val")) not in {"bullet", "none"} for form in each.iter(w("numFmt")))
    }  # fmt: skip
    for number in root.findall(w("num")):
        kind = number.find(w("abstractNumId"))
        if kind is not None and kind.get(w("val")) in counting:
            yield number.get(w("numId"), "")


def numbering_of(package: Package, document: etree._Element, letters: int) -> dict[str, bytes]:
    """The part of lists with those of every letter; nothing when the document counts none."""
    root, name = _numbering(package), _numbering_name(package)
    if root is None or not name:
        return {}
    used = {each.get(w("val"), "") for each in document.iter(w("numId"))}
    wanted = [one for one in ordered_lists(package) if one + marks.LETTER in used]
    known = {each.get(w("numId")): each for each in root.findall(w("num"))}
    last = root.findall(w("num"))[-1] if known else None
    if last is None or not wanted:
        return {}
    at = root.index(last) + 1
    made = [
        _again(known[one], f"{one}{n:0{_NUMBERED}d}")
        for n in range(1, letters + 1)
        for one in wanted
    ]
    root[at:at] = made
    return {name: as_bytes(root)}


def _again(number: etree._Element, identity: str) -> etree._Element:
    made = etree.Element(w("num"), {w("numId"): identity})
    for child in number:
        made.append(etree.fromstring(etree.tostring(child)))
    overridden = {each.get(w("ilvl")) for each in made.findall(w("lvlOverride"))}
    for level in map(str, range(9)):
        if level not in overridden:
            override = etree.SubElement(made, w("lvlOverride"), {w("ilvl"): level})
            etree.SubElement(override, w("startOverride"), {w("val"): "1"})
    return made


def _numbering_name(package: Package) -> str:
    found = (
        each.target for each in package.relationships(package.main) if each.kind == "numbering"
    )
    return next((name for name in found if name in package.members), "")


def _numbering(package: Package) -> etree._Element | None:
    name = _numbering_name(package)
    return package.xml(name) if name else None
