"""What a table, a column, a choice and a setting are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from crmbook.language import Language, spoken

Kind = Literal[
    "id", "text", "number", "integer", "money", "share", "date", "yes_no",
    "choice", "email", "phone", "minutes",
]  # fmt: skip
Profile = Literal["minimal", "standard", "full"]
PROFILES: tuple[Profile, ...] = get_args(Profile)


@dataclass(frozen=True)
class Names:
    """One name in our three languages; as text, the name in the language spoken now."""

    en: str
    lt: str
    lv: str

    def of(self, language: Language) -> str:
        return str(getattr(self, language))

    def __call__(self) -> str:
        return self.of(spoken())

    def __str__(self) -> str:
        return self.of(spoken())

    def __iter__(self) -> Iterator[str]:
        return iter((self.en, self.lt, self.lv))


@dataclass(frozen=True)
class Option:
    """One value of a choice: its key in our frames, its names in sheets, other words for it."""

    key: str
    names: Names
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table.

    aliases   other headings under which firms keep it, in any language
    personal  the column holds personal data
    profile   the smallest profile whose new workbook shows the column
    offered   False: understood where a firm keeps it, not put into a new workbook
    width     in characters
    """

    key: str
    names: Names
    kind: Kind
    meaning: Names
    required: bool = False
    choices: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    personal: bool = False
    profile: Profile = "standard"
    offered: bool = True
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A sheet of the owner's: its key is its name in code, its names are its titles."""

    key: str
    names: Names
    columns: tuple[Column, ...]
    meaning: Names
    profile: Profile = "full"
    aliases: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def __contains__(self, key: object) -> bool:
        return any(column.key == key for column in self.columns)

    def required(self) -> list[str]:
        return [column.key for column in self.columns if column.required]

    def shown(self, profile: Profile) -> list[Column]:
        """The columns of the table in a new workbook of that profile."""
        reach = PROFILES.index(profile)
        within = (c for c in self.columns if PROFILES.index(c.profile) <= reach)
        return [column for column in within if column.offered]


@dataclass(frozen=True)
class Setting:
    """A row of the Settings sheet. A default of None means: worked out from the data."""

    key: str
    names: Names
    default: str | float | bool | None
    kind: Kind
    meaning: Names
    choices: tuple[Option, ...] = ()
