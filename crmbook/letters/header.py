"""The header of a template: lines such as ``subject: …`` above the first empty line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from crmbook.language import _
from crmbook.letters.environment import TemplateError
from crmbook.letters.kinds import MARKETING, MARKETING_KINDS
from crmbook.letters.rewriting import did_you_mean

KEYS = (
    "name", "kind", "language", "channels", "subject", "audience", "consent", "salutation",
    "attachments", "valid_until", "fallback_salutation", "asks",
)  # fmt: skip
NO_CONSENT = "none"

_LINE = re.compile(r"(\w+)\s*:\s*(.*)")
_ASKED = re.compile(r"[^\W\d]\w*")
_DAYS = re.compile(r"(\d{1,4})(\s*(days?|d\.?|dienų|dienos|dienas|dienu))?", re.IGNORECASE)

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class Header:
    """Key → value as it was written, and the line of each; rest is the text below."""

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    rest: str = ""
    rest_line: int = 1

    def text(self, key: str) -> str:
        return self.values.get(key, "")

    def words(self, key: str) -> list[str]:
        """The parts of a value, by commas."""
        return [part.strip() for part in self.text(key).split(",") if part.strip()]

    def one_of(self, key: str, allowed: Collection[Word], otherwise: Word) -> Word:
        return self._allowed(key, self.text(key) or otherwise, allowed)

    def some_of(self, key: str, allowed: Collection[Word], otherwise: Word) -> tuple[Word, ...]:
        found = self.words(key) or [otherwise]
        return tuple(dict.fromkeys(self._allowed(key, each, allowed) for each in found))

    def _allowed(self, key: str, value: str, allowed: Collection[Word]) -> Word:
        found = next((each for each in allowed if each == value), None)
        if found is None:
            text = _("“{key}” must be one of: {allowed}; not “{value}”.")
            listed = ", ".join(sorted(allowed))
            raise self.wrong(key, text.format(key=key, allowed=listed, value=value))
        return found

    def asks(self) -> tuple[str, ...]:
        """Names, so that {{ given.name }} can be written."""
        for name in self.words("asks"):
            if not _ASKED.fullmatch(name):
                text = _(
                    "“{name}” can't be asked for: a name is one word of letters, as in: asks: benefit"
                )
                raise self.wrong("asks", text.format(name=name))
        return tuple(self.words("asks"))

    def consent(self, kind: str) -> str:
        """The purpose a client must have agreed to; "" when the kind needs none."""
        wanted = self.text("consent")
        if kind in MARKETING_KINDS:
            if wanted == NO_CONSENT:
                text = _("A letter of the kind “{kind}” is marketing; it can't go without consent.")
                raise self.wrong("consent", text.format(kind=kind))
            return wanted or MARKETING
        return "" if wanted == NO_CONSENT else wanted

    def valid_until(self) -> date | int | None:
        """A day, or a number of days."""
        value = self.text("valid_until")
        if not value:
            return None
        days = _DAYS.fullmatch(value)
        try:
            return int(days[1]) if days else date.fromisoformat(value)
        except ValueError:
            text = _(
                "“valid_until” is a day such as 2026-05-31, or a number of days, not “{value}”."
            )
            raise self.wrong("valid_until", text.format(value=value)) from None

    def attachments(self) -> tuple[Path, ...]:
        """Files that lie beside the template."""
        return tuple(self._attachment(name) for name in self.words("attachments"))

    def _attachment(self, name: str) -> Path:
        path = self.path.parent / name
        if Path(name).name != name or not path.is_file():
            text = _("The attachment “{name}” is not in the folder of the template, {folder}.")
            raise self.wrong("attachments", text.format(name=name, folder=self.path.parent))
        return path

    def wrong(self, key: str, text: str) -> TemplateError:
        line = self.lines.get(key, 1)
        return _misplaced(self.path, line, text, "")


def read_header(path: Path, text: str) -> Header:
    """Raises TemplateError for a line that is no header line, or a key that does not exist."""
    header = Header(path)
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            rest = "\n".join(lines[number:]).strip("\n")
            skipped = next((n for n, each in enumerate(lines[number:]) if each.strip()), 0)
            return Header(path, header.values, header.lines, rest, number + skipped + 1)
        if not line.startswith("#"):
            _take(header, number, line)
    return header


def _take(header: Header, number: int, line: str) -> None:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        text = _(
            "A header line looks like “subject: …”; an empty line stands before the letter itself."
        )
        raise _misplaced(header.path, number, text, line)
    key, value = found[1], found[2]
    if key not in KEYS:
        text = _("There is no header “{key}”.").format(key=key)
        raise _misplaced(header.path, number, f"{text} {did_you_mean(key, KEYS)}".strip(), line)
    if key in header.lines:
        text = _("The header “{key}” stands twice, first in line {n}.")
        raise _misplaced(header.path, number, text.format(key=key, n=header.lines[key]), line)
    header.values[key], header.lines[key] = value.strip(), number


def _misplaced(path: Path, number: int, text: str, line: str) -> TemplateError:
    place = _("line {n}").format(n=number)
    return TemplateError(text, template=path.name, place=place, number=number, around=line.strip())
