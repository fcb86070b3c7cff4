"""The Settings sheet: what can be set, its value, what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmbook.blank.inputs import TABLE_STYLE
from crmbook.blank.lists import YES_NO
from crmbook.language import _, spoken
from crmbook.schema import SETTINGS, Kind, Option, Setting
from crmbook.schema.options import HEADINGS, SHEET
from crmbook.settings import mapping_name
from crmbook.sheet import Area, Cell, Check, Choice, Format, Print, Sheet, TableBlock, Value
from crmbook.sheet import Column as Look

LOOKS: Mapping[Kind, Format] = {
    "date": "input_date", "money": "input_money", "share": "input_percent"
}  # fmt: skip


def settings_sheet(values: Mapping[str, Value]) -> Sheet:
    """All settings with their values: those given, else the defaults.

    Where an adopted table stands comes below them.
    """
    rows = [_row(setting, values.get(setting.key, setting.default)) for setting in SETTINGS]
    known = {setting.key for setting in SETTINGS}
    rows += [_mapping_row(key, value) for key, value in values.items() if key not in known]
    return Sheet(
        str(SHEET),
        [[Cell(str(name), "heading") for name in HEADINGS], *rows],
        key="settings",
        owned=False,
        columns=[Look(42, "text"), Look(22, "input"), Look(84, "wrapped")],
        tables=[TableBlock(str(SHEET), 0, 0, len(rows), 3, TABLE_STYLE, autofilter=False)],
        choices=[*_choices()],
        checks=[*_checks()],
        row_heights={0: 24} | dict.fromkeys(range(1, len(rows) + 1), 17),
        freeze=(1, 0),
        print=Print(landscape=True, repeat_rows=1),
        tab_color="#A6A6A6",
    )


def _row(setting: Setting, value: Value) -> Sequence[Value | Cell]:
    return [
        Cell(str(setting.names), "text"),
        Cell(_shown(setting, value), LOOKS.get(setting.kind, "input")),
        Cell(str(setting.meaning), "wrapped"),
    ]


def _mapping_row(key: str, value: Value) -> Sequence[Value | Cell]:
    """Where a table or a column of the owner's stands, as crmbook adopt understood it."""
    return [
        Cell(mapping_name(key, spoken()), "text"),
        Cell(value, "input"),
        Cell(_("Where your data stand, as crmbook adopt understood it."), "wrapped"),
    ]


def _shown(setting: Setting, value: Value) -> Value:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return next((str(it.names) for it in _options(setting) if it.key == value), value)


def _options(setting: Setting) -> Sequence[Option]:
    return YES_NO if setting.kind == "yes_no" else setting.choices


def _cell(place: int) -> Area:
    return Area(place, 1, place, 1)


def _choices() -> list[Choice]:
    return [
        Choice(
            _cell(place), [str(it.names) for it in _options(setting)], _("Choose one of the list.")
        )
        for place, setting in enumerate(SETTINGS, start=1)
        if _options(setting)
    ]


def _checks() -> list[Check]:
    message = _("Type a number, not less than 0.")
    numbers = {"integer", "number", "money"}
    found = [
        Check(_cell(place), "not_negative", message)
        for place, setting in enumerate(SETTINGS, start=1)
        if setting.kind in numbers
    ]
    part = _("Type a part of the whole, for example 80%.")
    return found + [
        Check(_cell(place), "share", part)
        for place, setting in enumerate(SETTINGS, start=1)
        if setting.kind == "share"
    ]
