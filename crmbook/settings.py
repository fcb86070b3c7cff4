"""What the owner has set, over what we take for granted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Self

from crmbook import schema
from crmbook.book import Book
from crmbook.errors import Problem, UsageError
from crmbook.folding import fold, squeezed
from crmbook.language import LANGUAGES, Language, _
from crmbook.schema.options import HEADINGS, SHEET, WHERE_HEADINGS, WHERE_SHEET
from crmbook.sheet import Value, address

Content = str | float | bool | None

_NUMBERS = {"number", "integer", "money", "share", "minutes"}
_YES = {"yes", "y", "true", "taip", "ja", "1", "x", "✓", "✔"}
_NO = {"no", "n", "false", "ne", "0", "-", ""}
# A Settings sheet starts within its first rows, or it is something else of that name.
_HEADING_WITHIN = 12
# Keys that name a table's place or a currency's rate are free, the rest stand in the schema.
_FREE = ("rate.", *(f"{table.key}." for table in schema.TABLES))


@dataclass(frozen=True)
class Settings(Mapping[str, Content]):
    """Key → value: the owner's where there is one, else the default. Nothing in it changes."""

    given: Mapping[str, Content] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    sheet: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Content]) -> Self:
        return cls(dict(given))

    @classmethod
    def checked(cls, given: Mapping[str, Content]) -> Self:
        """The same of what a program gives; raises UsageError for a setting that does not exist."""
        for key in given:
            if key not in _keys().values() and not key.startswith(_FREE):
                raise UsageError(_("There is no setting “{name}”.").format(name=key))
        return cls.of(given)

    def __getitem__(self, key: str) -> Content:
        value = self.given.get(key)
        return value if value is not None else schema.setting(key).default

    def __iter__(self) -> Iterator[str]:
        yield from (setting.key for setting in schema.SETTINGS)
        yield from (key for key in self.given if key.startswith(_FREE))

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def number(self, key: str) -> float:
        """A number; 0 when nothing is set, which every setting means by "worked out"."""
        return float(self[key] or 0)

    def text(self, key: str) -> str:
        """A text; "" when nothing is set."""
        value = self[key]
        return "" if value is None else str(value)

    def yes(self, key: str) -> bool:
        return bool(self[key])

    def rates(self) -> dict[str, float]:
        """Currency → what one of it is worth in the workbook's currency."""
        return {
            key.removeprefix("rate."): float(value)
            for key, value in self.given.items()
            if key.startswith("rate.") and isinstance(value, (int, float))
        }

    def place(self, table: str) -> dict[str, str]:
        """Where the owner agreed that a table stands: its sheet, header_row, columns.amount and so on."""
        prefix = f"{table}."
        return {
            key.removeprefix(prefix): _written(value)
            for key, value in self.given.items()
            if key.startswith(prefix) and value is not None
        }

    def set(self, **values: Content) -> Settings:
        return replace(self, given={**self.given, **values})


def read(book: Book) -> Settings:
    """The settings of a workbook; the defaults when it has no Settings sheet."""
    for title in book.sheets():
        if not is_settings_title(title):
            continue
        rows = list(book.rows(title))
        start = _heading_row(rows)
        if start is not None:
            return _read_rows(title, rows, start)
    return Settings()


def is_mapping(key: str) -> bool:
    """A key that says where a table stands: "purchases.sheet", "purchases.columns.amount"."""
    return key.partition(".")[0] in {table.key for table in schema.TABLES}


def mapping_name(key: str, language: Language) -> str:
    """What the owner reads for a mapping key: "purchases.columns.amount" → "Pirkimai: Suma"."""
    if not is_mapping(key):
        return key
    table, _dot, what = key.partition(".")
    names = {"sheet": WHERE_SHEET, "header_row": WHERE_HEADINGS}.get(what)
    if names is None:
        names = schema.table(table).column(what.removeprefix("columns.")).names
    return f"{schema.table(table).names.of(language)}: {names.of(language)}"


def rows_of(book: Book, title: str) -> dict[str, str]:
    """Key → the cell that holds its value, on a Settings sheet: "language" → "B3"."""
    rows = list(book.rows(title))
    start = _heading_row(rows)
    found: dict[str, str] = {}
    for number, row in enumerate(rows[(start or 0) + 1 :], (start or 0) + 1):
        key = _key_of(row[0]) if row else ""
        if key:
            found.setdefault(key, address(number, 1))
    return found


def is_settings_title(title: str) -> bool:
    """A sheet that may be ours by its name: "Settings", "Nustatymai (2)", "crmbook Settings"."""
    folded = fold(title)
    return any(fold(name) in folded for name in SHEET)


def _heading_row(rows: Sequence[Sequence[Value]]) -> int | None:
    """The row that says Setting and Value, in any of the languages."""
    setting, value, _meaning = HEADINGS
    for number, row in enumerate(islice(rows, _HEADING_WITHIN)):
        found = [fold(cell) for cell in row[:2] if isinstance(cell, str)]
        if len(found) == 2 and any(
            found == [fold(setting.of(language)), fold(value.of(language))]
            for language in LANGUAGES
        ):
            return number
    return None


def _read_rows(title: str, rows: Sequence[Sequence[Value]], start: int) -> Settings:
    given: dict[str, Content] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows[start + 1 :], start + 1):
        name, value = row[0], row[1]
        if name is None or value is None:
            continue
        key = _key_of(name)
        if not key:
            problems.append(_unknown(title, number, str(name)))
            continue
        content = _content(key, value)
        if content is None:
            problems.append(_wrong(title, number, key, value))
        else:
            given[key] = content
    return Settings(given, tuple(problems), title)


def _key_of(name: Value) -> str:
    """The key that a row is named after, in any language; "" when there is none."""
    text = "" if name is None else str(name)
    if text.startswith(_FREE):
        return text
    return _keys().get(squeezed(text)) or (_mapping_keys().get(squeezed(text), "") if text else "")


@cache
def _keys() -> dict[str, str]:
    """Folded name in any language, or the key itself → key."""
    return {
        squeezed(name): entry.key for entry in schema.SETTINGS for name in (*entry.names, entry.key)
    }


@cache
def _mapping_keys() -> dict[str, str]:
    """The name of a mapping key in any language, squeezed → the key."""
    return {
        squeezed(mapping_name(key, language)): key
        for table in schema.TABLES
        for what in ("sheet", "header_row", *(f"columns.{one.key}" for one in table.columns))
        for language in LANGUAGES
        for key in (f"{table.key}.{what}",)
    }


def _content(key: str, value: Value) -> Content:
    """The value as its kind wants it, None when it can't be that."""
    if key.startswith("rate."):
        return _as_number(value)
    if key.startswith(_FREE):
        return _written(value)
    entry = schema.setting(key)
    if entry.kind in _NUMBERS:
        return _as_number(value)
    if entry.kind == "yes_no":
        return _as_yes_no(value)
    if entry.kind == "choice":
        return _as_choice(entry, value)
    return _written(value)


def _as_number(value: Value) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = _written(value).replace("\xa0", "").replace(" ", "").replace(",", ".")
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("%€"))
    except ValueError:
        return None
    return number / 100 if percent else number


def _as_yes_no(value: Value) -> bool | None:
    folded = fold(_written(value))
    return True if folded in _YES else False if folded in _NO else None


def _as_choice(entry: schema.Setting, value: Value) -> str | None:
    wanted = squeezed(_written(value))
    for option in entry.choices:
        if wanted in {squeezed(name) for name in (option.key, *option.names, *option.aliases)}:
            return option.key
    return None


def _written(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _unknown(title: str, row: int, name: str) -> Problem:
    text = _("There is no setting “{name}”; it was passed over.").format(name=name)
    return Problem(title, address(row, 0), text, "unknown_setting", "warning")


def _wrong(title: str, row: int, key: str, value: Value) -> Problem:
    entry = schema.setting(key) if key in _keys().values() else None
    name = entry.names() if entry else key
    if entry and entry.choices:
        allowed = ", ".join(option.names() for option in entry.choices)
        text = _("“{name}” must be one of: {allowed}; not “{value}”.")
        said = text.format(name=name, allowed=allowed, value=value)
    elif entry and entry.kind == "yes_no":
        said = _("“{name}” must be yes or no, not “{value}”.").format(name=name, value=value)
    else:
        said = _("“{name}” must be a number, not “{value}”.").format(name=name, value=value)
    return Problem(title, address(row, 1), said, "wrong_setting")
