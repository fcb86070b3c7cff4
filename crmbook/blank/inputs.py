"""A sheet to fill in: an Excel table with headings that explain themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from crmbook.blank.lists import REACH, Lists, options_of
from crmbook.language import _
from crmbook.schema import Column, Kind, Profile, Table
from crmbook.sheet import (
    Area,
    Cell,
    Check,
    Choice,
    Format,
    Print,
    Rule,
    Sheet,
    TableBlock,
    Value,
    address,
    letters,
)
from crmbook.sheet import Column as Look

Rows: TypeAlias = Sequence[Mapping[str, Value]]

LOOKS: Mapping[Kind, Format] = {
    "id": "id", "date": "date", "money": "money", "share": "percent",
    "phone": "id",  # as text: Excel makes 37060012345 of +370 600 12345
}  # fmt: skip

# Thin lines and grey bands: the headings have colours of their own.
TABLE_STYLE = "Table Style Light 1"
COLOURS = {"clients": "#2F75B5", "purchases": "#2F75B5"}


def input_sheet(table: Table, profile: Profile, lists: Lists, rows: Rows) -> Sheet:
    columns = table.shown(profile)
    below = max(REACH, len(rows) + 1000)
    return Sheet(
        str(table.names),
        [_headings(columns), *([_shown(column, row) for column in columns] for row in rows)],
        key=table.key,
        owned=False,
        columns=[Look(_width(column), LOOKS.get(column.kind, "text")) for column in columns],
        tables=[TableBlock(table_name(table), 0, 0, len(rows), len(columns), TABLE_STYLE)],
        choices=_choices(columns, lists, table, below),
        checks=_checks(columns, below),
        rules=_rules(table, below),
        notes={address(0, n): _note(column) for n, column in enumerate(columns)},
        freeze=(1, 2 if table.key == "clients" else 1),
        row_heights={0: 32},
        print=_print(columns),
        tab_color=COLOURS.get(table.key, "#9BC2E6"),
        hide_gridlines=False,
    )


# Characters that stay readable across a landscape page.
_PAGE = 230


def _print(columns: Sequence[Column]) -> Print:
    """On one page across where it stays readable, else on several with the first columns repeated."""
    width = sum(_width(column) for column in columns)
    if width <= _PAGE:
        return Print(landscape=width > 100, repeat_rows=1)
    return Print(landscape=True, fit_width=False, repeat_rows=1, repeat_columns=2)


def table_name(table: Table) -> str:
    """What formulas call the Excel table: Pirkimai, Kontaktiniai_asmenys."""
    return str(table.names).replace(" ", "_")


def _headings(columns: Sequence[Column]) -> list[Value | Cell]:
    return [Cell(str(it.names), "heading" if it.required else "optional") for it in columns]


def _width(column: Column) -> float:
    """Room for the longest word of the heading and the arrow of its filter."""
    heading = str(column.names)
    # a line may break at the dash of "(0–10)"
    words = [heading] if "(" in heading else heading.split()
    return max(column.width, 9, *(len(word) + 4 for word in words))


def _note(column: Column) -> str:
    said = [str(column.meaning)]
    said.append(
        _("Needed in every row.") if column.required else _("Leave it empty if you don't know.")
    )
    if column.kind == "id":
        said.append(_("Letters and digits as you like; it stays as you type it."))
    if column.kind == "date":
        said.append(_("A date, for example 2026-03-31."))
    if options_of(column):
        said.append(_("Choose from the list."))
    if column.personal:
        said.append(_("Personal data: write only what you need."))
    return "\n".join(said)


def _shown(column: Column, row: Mapping[str, Value]) -> Value:
    """The value as the owner would type it: a choice by its word, not by its key."""
    value = row.get(column.key)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    words = {option.key: str(option.names) for option in options_of(column)}
    return words.get(value, value) if isinstance(value, str) else value


# ── what may be typed ────────────────────────────────────────────────────────────────────────


# Marks people give; in some firms 4.5 is one, so another number may be typed all the same.
SCALES = {"rating": range(1, 6), "service_rating": range(1, 6), "recommend": range(11)}


def _area(place: int, below: int) -> Area:
    return Area(1, place, below, place)


def _choices(columns: Sequence[Column], lists: Lists, on: Table, below: int) -> list[Choice]:
    found = []
    for place, column in enumerate(columns):
        if options_of(column):
            message = _("Choose one of the list, or leave the cell empty.")
            found.append(Choice(_area(place, below), lists.source(column), message))
        elif scale := SCALES.get(column.key):
            message = _("A whole number from {low} to {high}.").format(low=scale[0], high=scale[-1])
            found.append(
                Choice(_area(place, below), [str(n) for n in scale], message, strict=False)
            )
        elif entries := lists.entries(column, on):
            sheet, source = entries
            message = _("This is not on the sheet “{sheet}” yet.").format(sheet=sheet.names)
            found.append(Choice(_area(place, below), source, message, strict=False))
    return found


def _checks(columns: Sequence[Column], below: int) -> list[Check]:
    found = []
    for place, column in enumerate(columns):
        area = _area(place, below)
        if column.kind == "date":
            found.append(Check(area, "date", _("Type a date, for example 2026-03-31.")))
        elif column.kind == "share":
            found.append(Check(area, "share", _("Type a part of the whole, for example 10%.")))
        elif column.key in MAY_BE_NEGATIVE:
            found.append(Check(area, "number", _("Type a number; a return is negative.")))
        elif column.key not in SCALES and column.kind in {"money", "number", "integer", "minutes"}:
            found.append(Check(area, "not_negative", _("Type a number, not less than 0.")))
    return found


MAY_BE_NEGATIVE = {"amount", "quantity", "cost"}


def _rules(table: Table, below: int) -> list[Rule]:
    """A number given to two clients shows at once."""
    if table.key != "clients":
        return []
    ids = f"${letters(0)}$2:${letters(0)}${below + 1}"
    return [Rule(_area(0, below), "formula", f"=COUNTIF({ids},$A2)>1", "bad")]
