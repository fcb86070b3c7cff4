"""Looks that show a day as a day and a number as a number: found among the styles, or added."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.names import MAIN, main
from crmbook.books.styles import merge_styles
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.package import Package

_GENERAL = 0
_SHORT_DATE = 14
_DATE_AND_TIME = 22
_NUMBERS = (_GENERAL, 2, 4, 1, 3)
_MOST_STYLES = 65_490
_SCRATCH = (
    '<styleSheet xmlns="{}"><fonts><font/></fonts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="{}" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
# Text in quotes, escaped letters, fillers and colours say nothing of days.
_SILENT = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DAYS = re.compile("[dmyhs]", re.IGNORECASE)


class DateStyles:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[tuple[int, int], int] = {}

    @property
    def _part(self) -> str | None:
        found = self._package.relationships(self._package.workbook.part).first("styles")
        return found.target if found is not None and self._package.has(found.target) else None

    def dated(self, style: int, *, time: bool = False) -> int:
        """The style itself when it shows dates, else one like it that does."""
        return self._fitting(style, _DATE_AND_TIME if time else _SHORT_DATE)

    def undated(self, style: int) -> int:
        """The style itself when it does not show dates, else one like it that does not."""
        return self._fitting(style, self._general)

    @cached_property
    def _general(self) -> int:
        # Some programs give the numbers of Excel's own formats another meaning.
        codes = self._codes()
        return next((each for each in _NUMBERS if each not in codes), _GENERAL)

    def _fitting(self, style: int, number_format: int) -> int:
        key = (style, number_format)
        if key not in self._known:
            self._known[key] = self._found(style, number_format)
        return self._known[key]

    def _found(self, style: int, number_format: int) -> int:
        looks = self._looks()
        if looks is None or not len(looks):
            return style if number_format not in _BUILT_IN else self._first(number_format)
        if not 0 <= style < len(looks):
            return style
        if self._shows_date(looks[style]) == (number_format in _BUILT_IN):
            return style
        wanted = self._like(looks[style], number_format)
        for number, look in enumerate(looks):
            if _same(look, wanted):
                return number
        return self._add(wanted)

    def _looks(self) -> etree._Element | None:
        return None if self._part is None else self._package.xml(self._part).find(main("cellXfs"))

    def _shows_date(self, look: etree._Element) -> bool:
        number = int(look.get("numFmtId", "0"))
        code = self._codes().get(number)
        return number in _BUILT_IN if code is None else is_date_format(code)

    def _codes(self) -> dict[int, str]:
        if self._part is None:
            return {}
        formats = self._package.xml(self._part).iterfind(f"{main('numFmts')}/{main('numFmt')}")
        return {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in formats}

    def _like(self, look: etree._Element, number_format: int) -> etree._Element:
        wanted = copy.deepcopy(look)
        wanted.set("numFmtId", str(number_format))
        wanted.set("applyNumberFormat", "1")
        return wanted

    def _add(self, look: etree._Element) -> int:
        looks = self._looks()
        if self._part is None or looks is None:
            return 0
        if len(looks) >= _MOST_STYLES:
            raise WorkbookRefusedError(
                _(
                    "{book} has as many cell styles as Excel allows, so a date can't be shown as one. "
                    "Give the cells a date format in Excel, save and run again."
                ).format(book=self._package.name)
            )
        self._package.touch(self._part)
        looks.append(look)
        looks.set("count", str(len(looks)))
        return len(looks) - 1

    def _first(self, number_format: int) -> int:
        """The first look of a workbook that has none at all."""
        scratch = etree.fromstring(_SCRATCH.format(MAIN, number_format))
        return merge_styles(self._package, scratch, [1]).cells[1]


def is_date_format(code: str) -> bool:
    """Whether a number format shows days or times: "yyyy-mm-dd" does, '0.0 "days"' does not."""
    first = _SILENT.sub("", code).split(";")[0]
    return first.lower() != "general" and _DAYS.search(first) is not None


def _same(one: etree._Element, other: etree._Element) -> bool:
    return _canonical(one) == _canonical(other)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_tail=False)
