"""Styles of conditional formats, carried over to a copy of a sheet in another workbook.

LibreOffice names them ConditionalStyle_1, 2 … in every workbook: a sheet copied over would take on
the looks of the other workbook's. And those it brings change the letters, too, not only the colour.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crmbook.excel.calc.books import Book

_STYLE: Final = "com.sun.star.style.CellStyle"
_READ_ONLY: Final = 16  # com.sun.star.beans.PropertyAttribute
_NAME: Final = "crmbook {number:08x}"


def copy_styles(source: Book, sheet: Any, target: Book, made: Any) -> None:
    """Give the conditions of a copy styles of their own, one for each look."""
    ours, theirs = _styles(source), _styles(target)
    for given, condition in zip(_conditions(sheet), _conditions(made), strict=True):
        looks = _looks(ours.getByName(given.StyleName))
        name = _NAME.format(number=zlib.crc32(repr(sorted(looks.items())).encode()))
        if not theirs.hasByName(name):
            theirs.insertByName(name, target.document.createInstance(_STYLE))
            style = theirs.getByName(name)
            for each, value in looks.items():
                setattr(style, each, value)
        condition.StyleName = name


def _styles(book: Book) -> Any:
    return book.document.StyleFamilies.getByName("CellStyles")


def _conditions(sheet: Any) -> Iterator[Any]:
    """Conditions that give cells a style; bars and scales have none."""
    for format_ in sheet.ConditionalFormats.getConditionalFormats():
        for number in range(format_.Count):
            condition = format_.getByIndex(number)
            if hasattr(condition, "StyleName"):
                yield condition


def _looks(style: Any) -> Mapping[str, Any]:
    """What a style says itself, and does not take from the style above it."""
    properties = style.PropertySetInfo.Properties
    names = tuple(sorted(each.Name for each in properties if not each.Attributes & _READ_ONLY))
    states = zip(names, style.getPropertyStates(names), strict=True)
    direct = [name for name, state in states if state.value == "DIRECT_VALUE"]
    return {name: getattr(style, name) for name in direct if name != "ParentStyle"}
