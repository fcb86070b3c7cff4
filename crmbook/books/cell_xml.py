"""One value as the XML of a cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Value

# What a cell can hold on disk: dates have become numbers.
Plain: TypeAlias = "str | float | int | bool | None"

LONGEST_TEXT = 32_767
_EXACT = 10**15
_DAY = 86_400
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel knows no time zones
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001  # the same
_FIRST_1900 = datetime(1900, 1, 1)  # noqa: DTZ001  # the same
_LEAP_1900 = 60
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile(
    "[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
).search
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEEPS_SPACE = re.compile(r"^\s|\s$|[\n\t]|\s\s").search


class ValueRefusedError(CrmbookError):
    """A value no cell can hold."""


@dataclass(frozen=True)
class Formula:
    """A formula without its "=" and without a result; array when it was entered as one."""

    text: str
    array: bool = False


def plain(value: Value, date1904: bool) -> Plain:
    """The value as a cell holds it; missing numbers and empty text are an empty cell.

    Whole numbers of more than 15 digits become text: Excel would round them.
    Dates before Excel's first day become text, too.
    """
    item = getattr(value, "item", None)
    if item is not None and not isinstance(value, str | int | float):
        value = item()  # a scalar of NumPy
    if value is None or value != value or value == "":  # noqa: PLR0124  # NaN and NaT are not themselves
        return None
    if isinstance(value, str):
        return _fitting(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < _EXACT else str(value)
    if isinstance(value, float | Decimal):
        return _finite(float(value))
    if isinstance(value, date):
        return serial(value, date1904)
    raise ValueRefusedError(
        _("A cell can't hold “{value}”: {kind} is none of text, number, date, yes or no.").format(
            value=value, kind=type(value).__name__
        )
    )


def _fitting(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueRefusedError(
            _("A cell holds at most {longest} characters; “{start}…” has {length}.").format(
                longest=LONGEST_TEXT, start=text[:30], length=len(text)
            )
        )
    return text


def _finite(number: float) -> float:
    if math.isinf(number):
        raise ValueRefusedError(_("A cell can't hold an infinite number."))
    return number


def serial(day: date, date1904: bool) -> float | int | str:
    """A date as Excel counts days, text when it is before the first day Excel knows."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001
    if moment.tzinfo is not None:
        moment = moment.replace(tzinfo=None)
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    if moment < (_EPOCH_1904 if date1904 else _FIRST_1900):
        return day.isoformat()
    passed = moment - epoch
    days = passed.days
    if not date1904 and days <= _LEAP_1900:
        days -= 1  # Excel believes that 29 February 1900 was a day
    fraction = passed - timedelta(days=passed.days)
    return days + fraction.total_seconds() / _DAY if fraction else days


def is_date(value: object) -> bool:
    return isinstance(value, date) and value == value  # noqa: PLR0124  # NaT is not itself


def has_time(value: object) -> bool:
    return isinstance(value, datetime) and value.time() != datetime.min.replace(tzinfo=UTC).time()


def escaped(text: str) -> str:
    """Text as XML and Excel want it: _x0041_ would be read as A, a bell is no XML character."""
    if not _NEEDS_CARE(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _SURROGATE.sub("\ufffd", text)
    text = _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
