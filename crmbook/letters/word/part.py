"""A part of a Word document as a Jinja2 template of XML, and what is rendered by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from lxml import etree

from crmbook.language import Language, _
from crmbook.letters.environment import TemplateError, environment
from crmbook.letters.program import Place, Program, Source
from crmbook.letters.values import legible
from crmbook.letters.word import marks
from crmbook.letters.word.cleaning import clean, join_runs
from crmbook.letters.word.lifting import Lifting
from crmbook.letters.word.package import w
from crmbook.letters.word.tags import Finder

if TYPE_CHECKING:
    from crmbook.letters.variables import Variable

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRESERVED = '<w:t xml:space="preserve">'
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
LEVEL = 4  # of compression: half the time of the usual 6, and hardly larger
# Jinja counts lines, and so tells which tag is at fault: every tag begins a line of its own.
_NEXT_LINE = "{#\n#}"
_JINJA = re.compile(r"\{\{|\{%|\{#")
_NO_ROWS = re.compile(
    f"{marks.TABLE}<w:tbl>(?:<w:tblPr>(?:(?!</w:tblPr>).)*</w:tblPr>|<w:tblPr/>)?"
    "(?:<w:tblGrid>(?:(?!</w:tblGrid>).)*</w:tblGrid>|<w:tblGrid/>)?(?:</w:tbl>)",
    re.DOTALL,
)


class Part:
    """One part, compiled when it is first rendered in a language."""

    def __init__(self, template: str, label: str, root: etree._Element) -> None:
        self._template, self._label = template, label
        clean(root, template)
        finder = Finder(template, label)
        tags = finder.find(root)
        Lifting(finder).run()
        join_runs(root)
        _preserve(root)
        self.root = root
        self._tags = {tag.mark: tag for tag in tags}
        self._programs: dict[Language, Program] = {}

    @property
    def has_tags(self) -> bool:
        return bool(self._tags)

    def render(self, context: Mapping[str, object], language: Language) -> str:
        """XML, with marks of numbers and sections still in it."""
        if language not in self._programs:
            self._programs[language] = self._compiled(language)
        return _DECLARED + _mended(self._programs[language].render(context))

    def variables(self, language: Language) -> list[Variable]:
        return self._compiled(language).variables

    def _compiled(self, language: Language) -> Program:
        source, places = self._source
        return Program(
            environment(language, escape=as_xml),
            Source(self._template, source, place=lambda line: places.get(line, Place(self._label))),
        )

    @cached_property
    def _source(self) -> tuple[str, dict[int, Place]]:
        xml = etree.tostring(self.root, encoding="unicode").replace("\n", " ")
        loose = _JINJA.search(xml)
        if loose:
            raise TemplateError(
                _("A tag stands where it can't be filled: in a field, a link or the text of a picture."),
                template=self._template, part=self._label,
                around=re.sub("<[^>]*>|[\U000f0000-\U000ffffd]", " ", xml[loose.start() : loose.start() + 120]),
                remedy=_("Type it as plain text into the paragraph."),
            )  # fmt: skip
        lines = count(2)
        places: dict[int, Place] = {}

        def tag(found: re.Match[str]) -> str:
            each = self._tags[found[0]]
            places[next(lines)] = each.place
            return _NEXT_LINE + each.source

        return marks.TAGS.sub(tag, xml), places


def as_xml(value: object) -> str:
    """A value inside a run's text: lines and tabs become Word's, everything else is text."""
    text = escape(legible(value))
    if "\n" in text:
        text = text.replace("\n", f"</w:t><w:br/>{_PRESERVED}")
    if "\t" in text:
        text = text.replace("\t", f"</w:t><w:tab/>{_PRESERVED}")
    return text


def _preserve(root: etree._Element) -> None:
    """Blanks at the ends of a text are only kept when the text says so."""
    for text in root.iter(w("t")):
        said = text.text or ""
        if marks.TAGS.search(said) or said != said.strip():
            text.set(_SPACE, "preserve")


def _mended(xml: str) -> str:
    """Cells that lost every paragraph get an empty one, tables that lost every row go."""
    if marks.TABLE in xml:
        xml = _NO_ROWS.sub("", xml).replace(marks.TABLE, "")
    if marks.END in xml:
        for end in ("</w:p>", "<w:p/>"):
            xml = xml.replace(end + marks.END, end)
        xml = xml.replace(marks.END, "<w:p/>")
    return xml
