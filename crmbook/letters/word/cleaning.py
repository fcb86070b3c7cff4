"""A part without what Word leaves behind while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crmbook.language import _
from crmbook.letters.environment import TemplateError
from crmbook.letters.word.marks import PRIVATE
from crmbook.letters.word.package import W, w

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_LEFT_BEHIND = (
    "proofErr", "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd", "commentReference",
    "annotationRef",
)  # fmt: skip
_UNWRAPPED = ("smartTag",)
_OF_A_SESSION = re.compile(rf"\{{{W}\}}rsid|\{{{_W14}\}}(paraId|textId)$")


def clean(root: etree._Element, template: str) -> None:
    """Spelling marks, revision numbers, remarks and unused bookmarks go; text stays as it is."""
    if next(root.iter(*map(w, _TRACKED)), None) is not None:
        raise TemplateError(
            _("It holds tracked changes, and a client would see what was struck out."),
            template=template,
            remedy=_("In Word: Review, Accept All Changes; then save."),
        )
    _drop_attributes(root)
    for element in list(root.iter(*map(w, _LEFT_BEHIND))):
        _drop(element)
    for element in list(root.iter(*map(w, _UNWRAPPED))):
        _unwrap(element)
    _drop_bookmarks(root)
    for sdt in list(root.iter(w("sdtPr"))):
        for name in ("id", "dataBinding", "showingPlcHdr"):
            for child in sdt.findall(w(name)):
                sdt.remove(child)


def _drop_attributes(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if _OF_A_SESSION.match(str(name))]:
            del element.attrib[name]
        if element.tag != w("t"):
            element.text = element.text if (element.text or "").strip() else None
        elif element.text:
            element.text = PRIVATE.sub("", element.text).replace("\n", " ")
        element.tail = None


def _drop_bookmarks(root: etree._Element) -> None:
    """One that nothing refers to would only make names that are there twice in a print file."""
    used = set(_referred(root))
    gone = set()
    for start in list(root.iter(w("bookmarkStart"))):
        if start.get(w("name")) not in used:
            gone.add(start.get(w("id")))
            _drop(start)
    for end in list(root.iter(w("bookmarkEnd"))):
        if end.get(w("id")) in gone:
            _drop(end)


def _referred(root: etree._Element) -> Iterator[str]:
    for link in root.iter(w("hyperlink")):
        yield link.get(w("anchor"), "")
    for code in root.iter(w("instrText")):
        yield from (code.text or "").replace('"', " ").split()
    for field in root.iter(w("fldSimple")):
        yield from field.get(w("instr"), "").replace('"', " ").split()


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    inner = [child for child in element if not str(child.tag).endswith("Pr")]
    parent[at : at + 1] = inner


def join_runs(root: etree._Element) -> None:
    """Neighbouring runs of one look become one: less to render, for every client."""
    for paragraph in root.iter(w("p")):
        for run in list(paragraph.iter(w("r"))):
            _tidy(run)
        for run in list(paragraph.iter(w("r"))):
            _absorb(run)


def _tidy(run: etree._Element) -> None:
    """A text that is empty now goes, and the run with it when nothing else is in it."""
    for text in run.findall(w("t")):
        if not text.text and not text.tail:
            run.remove(text)
    bare = all(child.tag == w("rPr") for child in run) and not (run.text or "")
    if bare and not run.tail:
        _drop(run)


def _absorb(run: etree._Element) -> None:
    while (after := run.getnext()) is not None and _alike(run, after):
        text, more = run[-1], after[-1]
        text.text = (text.text or "") + (more.text or "")
        run.tail = after.tail
        after.tail = None
        _drop(after)


def _alike(run: etree._Element, other: etree._Element) -> bool:
    return not run.tail and _text_only(run) and _text_only(other) and _look(run) == _look(other)


def _text_only(run: etree._Element) -> bool:
    inner = [child.tag for child in run if child.tag != w("rPr")]
    return run.tag == w("r") and inner == [w("t")] and not run[-1].tail


def _look(run: etree._Element) -> bytes:
    look = run.find(w("rPr"))
    return (
        b""
        if look is None or not len(look)
        else etree.tostring(look, method="c14n", with_tail=False)
    )
