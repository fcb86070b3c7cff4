"""What stands on paper around the words of a letter: sender, address, date, subject, foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crmbook.language import Language, _, speaking
from crmbook.letters.values import legible

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter


@dataclass(frozen=True)
class Paper:
    """All in the language of the letter.

    sender  the firm's name; back: one line that a window shows above the address
    to      the lines in the window
    foot    the firm's particulars, for the foot of every page
    """

    language: Language
    sender: str
    back: str
    to: tuple[str, ...]
    dated: str
    subject: str
    foot: tuple[str, ...]


def around(letter: Letter) -> Paper:
    company = letter.context["company"]
    return Paper(
        language=letter.language,
        sender=_line(company.get("name")),
        back=_joined(company.get("name"), company.get("address")),
        to=tuple(filter(None, map(_line, letter.to))),
        dated=_dated(letter.context["letter"].get("date"), letter.language),
        subject=_line(letter.subject),
        foot=_foot(company, letter.language),
    )


def _foot(company: Mapping[str, object], language: Language) -> tuple[str, ...]:
    with speaking(language):
        code = company.get("code") and _("Company code {code}").format(code=company["code"])
    lines = (
        _joined(company.get("name"), code, company.get("address")),
        _joined(company.get("phone"), company.get("email"), company.get("website")),
        _joined(company.get("bank")),
    )
    return tuple(filter(None, lines))


def _dated(day: object, language: Language) -> str:
    from crmbook.letters.wording import date as worded

    return worded(day, language) if isinstance(day, date) else _line(day)


def _joined(*values: object) -> str:
    return " · ".join(filter(None, map(_line, values)))


def _line(value: object) -> str:
    """A value on one line; nothing for what is missing."""
    return "" if value is None else " ".join(legible(value).split())
