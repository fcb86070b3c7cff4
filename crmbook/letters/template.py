"""Letter templates: a header, a body, a language; the firm's own win over ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from crmbook.language import Language

Style = Literal["formal", "friendly"]
Channel = Literal["email", "post"]


@dataclass(frozen=True)
class Template:
    """A letter in one language.

    name      without language and ending: "win-back-ask"
    kind      a key of KINDS; it decides which consent is needed
    channels  how it may go, the better first
    subject   Jinja2, of one line
    audience  expression of who gets it, "" when the clerk says
    consent   the purpose the client must have agreed to; "" when none is needed
    attachments  names of files beside the template
    valid_until  a day, or so many days after the letter's; None when it does not end
    fallback_salutation  the whole line, for an unsure case; "" for the neutral one
    asks      what the clerk must give; given.<name> in the text
    path      its file; body is the text below the header, "" for a Word document
    body_line number of the body's first line in the file
    folders   where its partials are, the first wins
    """

    name: str
    language: Language
    kind: str
    channels: tuple[Channel, ...]
    subject: str
    audience: str
    consent: str
    salutation: Style
    attachments: tuple[Path, ...]
    valid_until: date | int | None
    fallback_salutation: str
    asks: tuple[str, ...]
    path: Path
    body: str
    body_line: int = 1
    folders: tuple[Path, ...] = ()

    @property
    def is_word(self) -> bool:
        return self.path.suffix.lower() == ".docx"

    @property
    def marketing(self) -> bool:
        raise NotImplementedError

    def ends_on(self, day: date) -> date | None:
        """The last day on which a letter of that day is valid."""
        raise NotImplementedError


def shipped() -> Path:
    """The folder of the templates that come with crmbook."""
    raise NotImplementedError


def folders(workbook: Path | None = None) -> tuple[Path, ...]:
    """Where templates are: the firm's own beside its workbook, then ours."""
    raise NotImplementedError


def find(
    name: str,
    language: Language,
    folders: Sequence[Path],
    *,
    otherwise: Language | None = None,
) -> Template:
    """A template in a language, else in the language otherwise; TemplateError when there is none."""
    raise NotImplementedError


def all_templates(folders: Sequence[Path]) -> list[Template]:
    """Every template in every language, by name and language; TemplateError for a bad header."""
    raise NotImplementedError
