"""One value of the owner's as the XML of a cell, which keeps it whole or refuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from crmbook.books import rows
from crmbook.books.native import native
from crmbook.books.rows import LONGEST_TEXT, Plain, escaped
from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.sheet import Value

Kind = Literal["", "number", "day", "moment"]

_MIDNIGHT = time()
_KEEPS_SPACE = re.compile(r"^\s|\s$|[\n\t]|\s\s").search


class ContentRefusedError(UsageError):
    """A value no cell can hold."""


@dataclass(frozen=True)
class Formula:
    """A formula without its "=" and without a result; array when it was entered as one."""

    text: str
    array: bool = False


def plain(value: Value, *, date1904: bool) -> Plain:
    """The value as a cell holds it: dates have become numbers, missing ones and "" an empty cell."""
    if isinstance(value, str):
        return _fitting(value) or None
    try:
        return rows.plain(value, date1904=date1904)
    except ValueError as error:
        raise ContentRefusedError(
            _("A cell can hold text, a number, a date, yes or no; not {value}.").format(
                value=repr(value)[:80]
            )
        ) from error


def kind_of(value: Value, content: Plain) -> Kind:
    """What kind of look a value wants, once it has become the content of a cell."""
    if content is None or isinstance(content, str | bool):
        return ""
    day = native(value)
    if not isinstance(day, date):
        return "number"
    return "moment" if isinstance(day, datetime) and day.time() != _MIDNIGHT else "day"


def _fitting(text: str) -> str:
    # Excel counts in UTF-16 units: an emoji is two. A sheet of ours is cut, the owner's text never.
    length = len(text)
    if length * 2 > LONGEST_TEXT:
        length = len(text.encode("utf-16-le", "replace")) // 2
    if length > LONGEST_TEXT:
        raise ContentRefusedError(
            _("A cell holds at most {longest} characters; “{start}…” has {length}.").format(
                longest=LONGEST_TEXT, start=text[:30], length=length
            )
        )
    return text


def cell_xml(prefix: str, place: str, style: int, content: Plain | Formula) -> str:
    """A cell's element. Text is kept in the cell itself, so that no other part changes."""
    start = f'<{prefix}c r="{place}"' + (f' s="{style}"' if style else "")
    if content is None:
        return f"{start}/>"
    if isinstance(content, Formula):
        mark = f' t="array" ref="{place}"' if content.array else ""
        return f"{start}><{prefix}f{mark}>{escaped(content.text)}</{prefix}f></{prefix}c>"
    if isinstance(content, bool):
        return f'{start} t="b"><{prefix}v>{int(content)}</{prefix}v></{prefix}c>'
    if isinstance(content, str):
        space = ' xml:space="preserve"' if _KEEPS_SPACE(content) else ""
        inside = f"<{prefix}is><{prefix}t{space}>{escaped(content)}</{prefix}t></{prefix}is>"
        return f'{start} t="inlineStr">{inside}</{prefix}c>'
    return f"{start}><{prefix}v>{content!r}</{prefix}v></{prefix}c>"
