"""How every named format looks: one quiet, printable design."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final, TypeAlias

from crmbook.books.native import native
from crmbook.sheet import Cell, Column, Format, Value

# A format's name, with what the cell or the place adds: "money", "text+date", "input+column".
# "" is no look at all: the workbook's own Normal.
Look: TypeAlias = str
Properties: TypeAlias = dict[str, object]

INK: Final = "#1F2933"
SLATE: Final = "#55616F"
NAVY: Final = "#1F3F66"
LINE: Final = "#C9D1DA"
LINK: Final = "#1A5DAB"

_PLAIN: Final[Mapping[str, object]] = MappingProxyType({"font_color": INK, "valign": "vcenter"})
# Texts keep away from the number in the column before them, and all begin at one line.
_LEFT: Final[Mapping[str, object]] = MappingProxyType({"align": "left", "indent": 1})
_TEXT: Final[Mapping[str, object]] = MappingProxyType({**_PLAIN, **_LEFT})
_KPI: Final[Mapping[str, object]] = MappingProxyType(
    {"bold": True, "font_size": 16, "font_color": NAVY, "align": "right", "valign": "vcenter"}
)
# A little air, as wide as a bracket, between a number and the text in the next column:
# LibreOffice draws an indent from the right in some rows and not in others.
_AIR: Final = "_)"
_TEXT_RIGHT: Final = f"General{_AIR};General{_AIR};General{_AIR};@{_AIR}"
_INPUT: Final[Mapping[str, object]] = MappingProxyType(
    {
        "font_color": INK,
        "valign": "top",
        "bg_color": "#FFF8E1",
        "border": 1,
        "border_color": "#DDCF9F",
        **_LEFT,
    }
)
_DATE: Final = "yyyy-mm-dd"
_TIME: Final = "yyyy-mm-dd hh:mm"
_MONEY: Final = "#,##0.00"
_PERCENT: Final = "0.0%"

_LOOKS: Final[Mapping[Format, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 18, "font_color": NAVY, "valign": "vcenter", **_LEFT},
    "subtitle": {"font_size": 11, "font_color": SLATE, "valign": "vcenter", **_LEFT},
    "text": _TEXT,
    "wrapped": {**_TEXT, "text_wrap": True},
    "heading": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True,
        "valign": "vcenter", "border": 1, "border_color": NAVY, **_LEFT,
    },
    # the heading of a column that may stay empty
    "optional": {
        "bold": True, "font_color": NAVY, "bg_color": "#DCE6F2", "text_wrap": True,
        "valign": "vcenter", "border": 1, "border_color": LINE, **_LEFT,
    },
    # "@": an id typed as 0017 stays 0017
    "id": {**_TEXT, "num_format": "@"},
    "heading_right": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True,
        "valign": "vcenter", "align": "right", "num_format": _TEXT_RIGHT, "border": 1, "border_color": NAVY,
    },
    "text_right": {**_PLAIN, "align": "right", "num_format": _TEXT_RIGHT},
    "label": {"bold": True, "font_color": INK, "valign": "vcenter", **_LEFT},
    "note": {"font_size": 10, "font_color": SLATE, "valign": "vcenter", **_LEFT},
    "good": {**_TEXT, "font_color": "#1B5E33", "bg_color": "#DFF0E4"},
    "warn": {**_TEXT, "font_color": "#7A4B00", "bg_color": "#FFF0CC"},
    "bad": {**_TEXT, "font_color": "#9B1C1C", "bg_color": "#FBE0DE"},
    # every other row of a list, so that the eye keeps to its line
    "band": {"bg_color": "#F3F6FA"},
    "date": {**_TEXT, "num_format": _DATE},
    "integer": {**_PLAIN, "num_format": f"#,##0{_AIR}"},
    "decimal": {**_PLAIN, "num_format": f"#,##0.0{_AIR}"},
    "money": {**_PLAIN, "num_format": f"{_MONEY}{_AIR}"},
    "percent": {**_PLAIN, "num_format": f"{_PERCENT}{_AIR}"},
    "kpi": {**_KPI, "num_format": f"#,##0.0{_AIR}"},
    "kpi_money": {**_KPI, "num_format": f"#,##0{_AIR}"},
    "kpi_percent": {**_KPI, "num_format": f"{_PERCENT}{_AIR}"},
    "link": {**_TEXT, "font_color": LINK, "underline": 1, "text_wrap": True},
    "input": _INPUT,
    "input_date": {**_INPUT, "num_format": _DATE, "align": "left"},
    "input_money": {**_INPUT, "num_format": _MONEY},
    "input_percent": {**_INPUT, "num_format": _PERCENT},
    # "@": an id typed as 0017 stays 0017
    "input_id": {**_INPUT, "num_format": "@"},
}  # fmt: skip

# On a chart's axis there is room for whole numbers only.
_AXES: Final[Mapping[str, str]] = {
    "integer": "#,##0", "decimal": "#,##0.0", "money": "#,##0", "kpi": "#,##0",
    "kpi_money": "#,##0", "percent": "0%", "kpi_percent": "0%", "date": _DATE,
}  # fmt: skip

_FILLED: Final = frozenset(f"{name}" for name, drawn in _LOOKS.items() if "bg_color" in drawn)
_DATED: Final = frozenset({"date", "input_date"})
WHOLE: Final = frozenset({"kpi"})


def look_of(value: Value | Cell, column: Format | None) -> Look:
    """The look of a value in a column whose cells have this format."""
    format_ = column
    if isinstance(value, Cell):
        format_ = value.format or ("link" if value.link and column is None else column)
        value = value.value
    value = native(value)
    if isinstance(value, date):
        return _dated(value, format_ or "date")
    if format_ in WHOLE and (not isinstance(value, float) or value.is_integer()):
        return f"{format_}+whole"
    return format_ or ""


def _dated(value: date, format_: Format) -> Look:
    """A date must show as one whatever its cell's format: 46112 tells nobody anything."""
    if isinstance(value, datetime) and value.time() != time():
        return f"{format_}+time"
    return format_ if format_ in _DATED else f"{format_}+date"


def column_look(column: Column) -> Look:
    """The look of the cells of a column that nobody has written yet: no fill, no border."""
    return f"{column.format}+column" if column.format else ""


def is_filled(look: Look) -> bool:
    """Whether an empty cell of this look is seen, and so must be written."""
    return look.partition("+")[0] in _FILLED


def properties(look: Look) -> Properties:
    """What XlsxWriter is to be told of a look."""
    name, *added = look.split("+")
    drawn = dict(_named(name))
    if "date" in added:
        drawn |= {"num_format": _DATE, **_at_left(drawn)}
    if "time" in added:
        drawn |= {"num_format": _TIME, **_at_left(drawn)}
    if "whole" in added:
        drawn["num_format"] = f"#,##0{_AIR}"
    if "wrap" in added:
        drawn["text_wrap"] = True
    if "column" in added:
        drawn = {
            key: drawn[key] for key in drawn if key not in ("bg_color", "border", "border_color")
        }
    return drawn


def _at_left(drawn: Properties) -> Properties:
    """A day stands where a text would, unless its place says otherwise."""
    return {} if "align" in drawn else dict(_LEFT)


def rule_properties(format_: Format) -> Properties:
    """What a conditional format changes of a cell: its colours and weight, not its size."""
    drawn = _named(format_)
    return {key: drawn[key] for key in ("bold", "italic", "font_color", "bg_color") if key in drawn}


def axis_format(format_: Format | None) -> str:
    return _AXES.get(format_ or "", "General")


def _named(name: str) -> Mapping[str, object]:
    return next((drawn for format_, drawn in _LOOKS.items() if format_ == name), {})
