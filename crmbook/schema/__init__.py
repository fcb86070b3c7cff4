"""Every table, column, choice and setting of a workbook, stated once, in three languages."""

from __future__ import annotations

from crmbook.schema.care import CAMPAIGNS, CONSENTS, EVENTS, GIFTS, INVITATIONS, POINTS
from crmbook.schema.history import COMPLAINTS, CONTACTS, FEEDBACK, OFFERS, PURCHASES
from crmbook.schema.model import PROFILES, Column, Kind, Names, Option, Profile, Setting, Table
from crmbook.schema.options import SETTINGS
from crmbook.schema.plans import (
    CANDIDATES,
    DEALS,
    FAREWELLS,
    GOALS,
    PARTNERS,
    PROJECTS,
    TASKS,
    TRAINING,
)
from crmbook.schema.plays import PLAYS
from crmbook.schema.signs import FLAG_WORDS, SIGNAL_READINGS
from crmbook.schema.who import CLIENTS, PEOPLE, PRODUCTS, TEAM

TABLES: tuple[Table, ...] = (
    CLIENTS,
    PEOPLE,
    PRODUCTS,
    TEAM,
    PURCHASES,
    CONTACTS,
    OFFERS,
    COMPLAINTS,
    FEEDBACK,
    EVENTS,
    INVITATIONS,
    GIFTS,
    POINTS,
    DEALS,
    TASKS,
    PROJECTS,
    CAMPAIGNS,
    FAREWELLS,
    GOALS,
    TRAINING,
    CANDIDATES,
    PARTNERS,
    CONSENTS,
    PLAYS,
    SIGNAL_READINGS,
    FLAG_WORDS,
)

_TABLES = {table.key: table for table in TABLES}
_SETTINGS = {setting.key: setting for setting in SETTINGS}


def table(key: str) -> Table:
    """The table of that key; KeyError when there is none."""
    return _TABLES[key]


def setting(key: str) -> Setting:
    """The setting of that key; KeyError when there is none."""
    return _SETTINGS[key]


__all__ = [
    "PROFILES",
    "SETTINGS",
    "TABLES",
    "Column",
    "Kind",
    "Names",
    "Option",
    "Profile",
    "Setting",
    "Table",
    "setting",
    "table",
]
