"""Finds the tags in a part's paragraphs, over however many runs Word has split them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from crmbook.language import _
from crmbook.letters.environment import TemplateError
from crmbook.letters.program import Place
from crmbook.letters.word.marks import FIRST_TAG, MOST_TAGS
from crmbook.letters.word.package import w

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# {%p …%} is for its paragraph, {%tr …%} for its row, {%tc …%} for its cell; {{r …}} is plain text.
_LEVEL = re.compile(r"\{[{%][-+]?(p|tr|tc|r)\s+")
_WORD = re.compile(r"\{%\s*(\w+)")
_OPENS = frozenset({"if", "for"})
_BETWEEN = frozenset({"elif", "else"})
_CLOSES = {"endif": "if", "endfor": "for"}
_SHOWN = 60  # characters of the paragraph on both sides of a tag in a message
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(eq=False)
class Tag:
    """mark stands for it in the text of element; level: "p", "tr", "tc", or "" when none is asked."""

    mark: str
    source: str
    level: str
    place: Place
    element: etree._Element = field(repr=False)

    @property
    def prints(self) -> bool:
        return self.source.startswith("{{")

    @property
    def word(self) -> str:
        found = _WORD.match(self.source)
        return found[1] if found else ""


@dataclass(eq=False)
class Construct:
    """The tags of one loop or condition: what opens it, what stands between, what closes it."""

    tags: list[Tag]


@dataclass(frozen=True)
class _Piece:
    element: etree._Element
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Finder:
    """Tags of one part, each put into the run where it begins."""

    def __init__(self, template: str, part: str) -> None:
        self._template, self._part = template, part
        self.tags: list[Tag] = []

    def find(self, root: etree._Element) -> list[Tag]:
        """All, in document order."""
        number = 0
        for paragraph in root.iter(w("p")):
            # Word shows one of two wordings of a text box; nobody counts the other's paragraphs.
            number += next(paragraph.iterancestors(_FALLBACK), None) is None
            self._paragraph(paragraph, number)
        order = {element: n for n, element in enumerate(root.iter(w("t")))}
        self.tags.sort(
            key=lambda tag: (order[tag.element], (tag.element.text or "").index(tag.mark))
        )
        return self.tags

    def _paragraph(self, element: etree._Element, number: int) -> None:
        pieces = list(_pieces(element))
        text = "".join(piece.text for piece in pieces)
        if not _LOOSE.search(text):
            return
        found = list(_TAG.finditer(text))
        self._refuse_loose(text, number)
        for match in found:
            place = self._place(text, number, match.start(), match.end())
            piece = next(p for p in pieces if p.start <= match.start() < p.end)
            if len(self.tags) > MOST_TAGS:
                raise TemplateError(_("It holds too many tags."), template=self._template)
            mark = chr(FIRST_TAG + len(self.tags))
            source, level = _normal(match[0])
            self.tags.append(Tag(mark, source, level, place, piece.element))
        marks = [
            (m.start(), m.end(), t.mark)
            for m, t in zip(found, self.tags[-len(found) :], strict=True)
        ]
        for piece in pieces:
            _rewrite(piece, marks)

    def _refuse_loose(self, text: str, number: int) -> None:
        loose = _LOOSE.search(_TAG.sub(lambda found: " " * len(found[0]), text))
        if loose:
            place = self._place(text, number, loose.start(), loose.end())
            raise self.error(
                _("“{sign}” is half a tag.").format(sign=loose[0]), place,
                _("A tag begins and ends in the same paragraph: {{ … }} or {% … %}."),
            )  # fmt: skip

    def _place(self, text: str, number: int, start: int, end: int) -> Place:
        around = text[max(0, start - _SHOWN) : end + _SHOWN].strip()
        return Place(self._part, _("paragraph {n}").format(n=number), around, number)

    def error(self, what: str, place: Place, remedy: str) -> TemplateError:
        return TemplateError(
            what, template=self._template, part=place.part, place=place.place, around=place.around,
            remedy=remedy,
        )  # fmt: skip

    def constructs(self) -> Iterator[Construct]:
        """Loops and conditions, the inner before the outer."""
        open_tags: list[list[Tag]] = []
        for tag in self.tags:
            word = tag.word
            if word in _OPENS:
                open_tags.append([tag])
            elif word in _BETWEEN:
                self._opened(open_tags, tag, "").append(tag)
            elif word in _CLOSES:
                opened = self._opened(open_tags, tag, _CLOSES[word])
                yield Construct([*opened, tag])
                open_tags.pop()
            elif word not in {"", "set"}:
                raise self.error(
                    _("A Word letter has no tag “{word}”.").format(word=word), tag.place,
                    _("There are if, elif, else, endif, for, endfor and set."),
                )  # fmt: skip
        if open_tags:
            tag = open_tags[-1][0]
            raise self.error(
                _("The tag {tag} is never closed.").format(tag=tag.source), tag.place,
                _("Write {closing} where it ends.").format(closing=f"{{% end{tag.word} %}}"),
            )  # fmt: skip

    def _opened(self, open_tags: list[list[Tag]], tag: Tag, wanted: str) -> list[Tag]:
        if not open_tags or (wanted and open_tags[-1][0].word != wanted):
            raise self.error(
                _("The tag {tag} closes nothing that is open here.").format(tag=tag.source), tag.place,
                _("Every if ends with endif, every for with endfor, the inner before the outer."),
            )  # fmt: skip
        return open_tags[-1]


def _pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """Texts of the paragraph itself; those of a text box in it are paragraphs of their own."""
    at = 0
    for run in paragraph.iter(w("r")):
        if next(run.iterancestors(w("p")), None) is not paragraph:
            continue
        for child in run:
            text = (child.text or "") if child.tag == w("t") else _BLANK.get(str(child.tag), "")
            if text:
                yield _Piece(child, text, at)
                at += len(text)


# What somebody may have pressed inside a tag without noticing.
_BLANK = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "\xad",
}


def _rewrite(piece: _Piece, marks: list[tuple[int, int, str]]) -> None:
    """The piece without what belongs to tags, and with the marks of those that begin in it."""
    inside = [mark for mark in marks if mark[0] < piece.end and mark[1] > piece.start]
    if not inside:
        return
    if piece.element.tag != w("t"):
        parent = piece.element.getparent()
        if parent is not None:
            parent.remove(piece.element)
        return
    text, at = "", piece.start
    for start, end, mark in inside:
        text += piece.text[at - piece.start : max(start, at) - piece.start]
        text += mark if start >= piece.start else ""
        at = min(end, piece.end)
    piece.element.text = text + piece.text[at - piece.start :]


def _normal(source: str) -> tuple[str, str]:
    """A tag on one line without its level, and the level."""
    if source.startswith("{#"):
        return "", ""
    found = _LEVEL.match(source)
    level = found[1] if found else ""
    inner = source[found.end() if found else 2 : -2].strip().removeprefix("-").removesuffix("-")
    inner = " ".join(inner.replace("\xad", "").split("\n")).replace("\t", " ").strip()
    opening, closing = source[:2], source[-2:]
    return f"{opening} {inner} {closing}", "" if level == "r" else level
