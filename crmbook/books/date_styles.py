"""Looks that show a day as a day: found among a workbook's styles, added when a cell has none."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.names import main

if TYPE_CHECKING:
    from crmbook.books.package import Package

_SHORT_DATE = 14
_DATE_AND_TIME = 22
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
# Text in quotes, escaped letters, fillers and colours say nothing of days.
_SILENT = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DAYS = re.compile("[dmyhs]", re.IGNORECASE)


class DateStyles:
    def __init__(self, package: Package) -> None:
        self._package = package
        found = package.relationships(package.workbook.part).first("styles")
        self._part = found.target if found is not None and package.has(found.target) else None
        self._known: dict[tuple[int, bool], int] = {}

    def dated(self, style: int, *, time: bool = False) -> int:
        """The style itself when it shows dates, else one like it that does."""
        if (style, time) not in self._known:
            self._known[style, time] = self._dated(style, time)
        return self._known[style, time]

    def _dated(self, style: int, time: bool) -> int:
        looks = self._looks()
        if looks is None or not 0 <= style < len(looks):
            return style
        if self._shows_date(looks[style]):
            return style
        wanted = self._like(looks[style], _DATE_AND_TIME if time else _SHORT_DATE)
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
        if self._part is None:
            return 0
        self._package.touch(self._part)
        looks = self._looks()
        if looks is None:
            return 0
        looks.append(look)
        looks.set("count", str(len(looks)))
        return len(looks) - 1


def is_date_format(code: str) -> bool:
    """Whether a number format shows days or times: "yyyy-mm-dd" does, '0.0 "days"' does not."""
    first = _SILENT.sub("", code).split(";")[0]
    return first.lower() != "general" and _DAYS.search(first) is not None


def _same(one: etree._Element, other: etree._Element) -> bool:
    return _canonical(one) == _canonical(other)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_tail=False)
