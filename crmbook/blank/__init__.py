"""The sheets of a new workbook: Start, a table to fill in for each subject, Settings, Lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmbook import schema
from crmbook.blank.inputs import Rows, input_sheet
from crmbook.blank.lists import Lists
from crmbook.blank.settings import settings_sheet
from crmbook.blank.start import start_sheet
from crmbook.language import Language, speaking
from crmbook.reports import plays
from crmbook.schema import PROFILES, Profile, Table
from crmbook.schema.signs import FLAG_WORDS, default_flag_words
from crmbook.sheet import Sheet, Value


def sheets(
    language: Language,
    profile: Profile = "standard",
    rows: Mapping[str, Rows] | None = None,
    settings: Mapping[str, Value] | None = None,
    *,
    buttons: bool = False,
) -> list[Sheet]:
    """The sheets of a new workbook, in that language.

    Those to fill in are the owner's from now on. Start and Lists stay crmbook's: nothing on them is
    anybody's data, and so they are never taken for a list of clients.

    rows      table key → rows of column key → value; choices by their keys, as in our frames.
              A column that the profile leaves out is not shown, whatever the rows hold.
    buttons   the Start sheet gets them; the workbook must hold their macros
    settings  setting key → value, where it is not the default
    """
    with speaking(language):
        ours: dict[str, Rows] = {FLAG_WORDS.key: default_flag_words(), "plays": plays.rows()}
        filled = {**ours, **(rows or {})}
        tables = tables_of(profile)
        lists = Lists(tables, profile)
        return [
            start_sheet(tables, buttons=buttons),
            *(input_sheet(table, profile, lists, filled.get(table.key, ())) for table in tables),
            settings_sheet({"language": language, **(settings or {})}),
            lists.sheet(),
        ]


def tables_of(profile: Profile) -> Sequence[Table]:
    """The tables a new workbook of that profile has a sheet for, what happens daily first."""
    reach = PROFILES.index(profile)
    found = [table for table in schema.TABLES if PROFILES.index(table.profile) <= reach]
    return sorted(found, key=lambda table: _place(table.key))


# Where the owner types most stands first; what is written once and looked up stands last.
_FIRST = ("clients", "purchases", "contacts", "offers", "complaints", "feedback")
_LAST = ("people", "products", "team", "plays")


def _place(key: str) -> int:
    if key in _FIRST:
        return _FIRST.index(key) - len(_FIRST)
    return 1 + _LAST.index(key) if key in _LAST else 0


__all__ = ["Rows", "settings_sheet", "sheets", "start_sheet", "tables_of"]
