"""Letter templates: a header, a body, a language; the firm's own win over ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from crmbook.language import LANGUAGES, Language, _
from crmbook.letters.environment import TemplateError
from crmbook.letters.header import Header, read_header
from crmbook.letters.kinds import KINDS, MARKETING_KINDS
from crmbook.letters.rewriting import did_you_mean

Style = Literal["formal", "friendly"]
Channel = Literal["email", "post"]

_FOLDER = Path("templates", "letters")
_FILE = re.compile(r"(?P<name>\w[^.]*)(?:\.(?P<language>en|lt|lv))?\.(?P<ending>md|docx)")
_WORD = ".docx"
_STYLES: tuple[Style, ...] = get_args(Style)
_CHANNELS: tuple[Channel, ...] = get_args(Channel)


@dataclass(frozen=True)
class Template:
    """A letter in one language.

    name      without language and ending: "win-back"
    title     what people call it, else the name
    kind      one of KINDS; it decides which consent is needed
    channels  how it may go, the better first
    subject   Jinja2, of one line, in line subject_line of the file
    audience  expression of who gets it, "" when the clerk says
    consent   the purpose the client must have agreed to; "" when none is needed
    attachments  files beside the template
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
    title: str = ""
    subject_line: int = 1
    body_line: int = 1
    folders: tuple[Path, ...] = ()

    @property
    def is_word(self) -> bool:
        return self.path.suffix.lower() == _WORD

    @property
    def marketing(self) -> bool:
        return self.kind in MARKETING_KINDS

    def ends_on(self, day: date) -> date | None:
        """The last day on which a letter of that day is valid."""
        if isinstance(self.valid_until, int):
            return day + timedelta(days=self.valid_until)
        return self.valid_until


def shipped() -> Path:
    """The folder of the templates that come with crmbook: inside the wheel, or beside the package."""
    package = Path(__file__).parents[1]
    installed = package / _FOLDER
    return installed if installed.is_dir() else package.parent / _FOLDER


def folders(workbook: Path | None = None) -> tuple[Path, ...]:
    """Where templates are: the firm's own beside its workbook, then ours."""
    return (shipped(),) if workbook is None else (workbook.resolve().parent / _FOLDER, shipped())


def find(
    name: str,
    language: Language,
    folders: Sequence[Path],
    *,
    otherwise: Language | None = None,
) -> Template:
    """A template in a language, else in the language otherwise; TemplateError when there is none.

    A file without a language in its name or header is in the language otherwise, else in the one
    that is asked for.
    """
    for tongue in dict.fromkeys((language, otherwise or language)):
        for path in template_files(folders, name):
            if _language_of(path, otherwise or language) == tongue:
                return read(path, tongue, folders)
    raise _missing(name, language, folders)


def languages(name: str, folders: Sequence[Path], otherwise: Language = "en") -> list[Language]:
    """The languages in which there is a template."""
    found = {_language_of(path, otherwise) for path in template_files(folders, name)}
    return [language for language in LANGUAGES if language in found]


def all_templates(folders: Sequence[Path], otherwise: Language = "en") -> list[Template]:
    """Every template in every language, by name and language; TemplateError for a bad header."""
    templates, broken = read_all(folders, otherwise)
    if broken:
        raise broken[0]
    return templates


def read_all(
    folders: Sequence[Path], otherwise: Language = "en"
) -> tuple[list[Template], list[TemplateError]]:
    """Every template, the firm's own instead of ours, and what is wrong with those left out."""
    found: dict[tuple[str, str], Template] = {}
    broken: list[TemplateError] = []
    for path in template_files(folders):
        try:
            template = read(path, _language_of(path, otherwise), folders)
            found.setdefault((template.name, template.language), template)
        except TemplateError as error:
            broken.append(error)
    return [found[key] for key in sorted(found)], broken


def template_files(folders: Sequence[Path], name: str | None = None) -> Iterator[Path]:
    """The files of templates, the firm's own first; within a folder those with a language first."""
    for folder in folders:
        for path in sorted(
            folder.glob("*"), key=lambda path: (path.name.count("."), path.name), reverse=True
        ):
            found = _FILE.fullmatch(path.name)
            # Word leaves ~$letter.docx beside an open one; the pattern knows no such name.
            if found and found["name"] != "README" and name in {None, found["name"]}:
                yield path


def read(path: Path, language: Language, folders: Sequence[Path] = ()) -> Template:
    """The template in a file. Raises TemplateError for a header that is wrong."""
    header = _header(path)
    kind = header.one_of("kind", KINDS, "other")
    named = _FILE.fullmatch(path.name)
    name = named["name"] if named else path.stem
    return Template(
        name=name,
        title=header.text("name") or name,
        language=language,
        kind=kind,
        channels=header.some_of("channels", _CHANNELS, "post" if path.suffix == _WORD else "email"),
        subject=header.text("subject"),
        subject_line=header.lines.get("subject", 1),
        audience=header.text("audience"),
        consent=header.consent(kind),
        salutation=header.one_of("salutation", _STYLES, "formal"),
        attachments=header.attachments(),
        valid_until=header.valid_until(),
        fallback_salutation=header.text("fallback_salutation"),
        asks=header.asks(),
        path=path,
        body="" if path.suffix == _WORD else header.rest,
        body_line=header.rest_line,
        folders=tuple(folders),
    )


def _header(path: Path) -> Header:
    """The header above the text; that of a Word document is a text file of the same name."""
    if path.suffix.lower() != _WORD:
        return read_header(path, path.read_text(encoding="utf-8-sig"))
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        return Header(path)
    return read_header(beside, beside.read_text(encoding="utf-8-sig"))


def _language_of(path: Path, otherwise: Language) -> Language:
    named = _FILE.fullmatch(path.name)
    said = _header(path)
    by_header = said.one_of("language", ("", *LANGUAGES), "")
    by_name = (named and named["language"]) or ""
    if by_name and by_header and by_name != by_header:
        text = _(
            "The name of the file says “{name}”, its header “{header}”: a letter is of one language."
        )
        raise said.wrong("language", text.format(name=by_name, header=by_header))
    found = by_name or by_header or otherwise
    return next(language for language in LANGUAGES if language == found)


def _missing(name: str, language: Language, folders: Sequence[Path]) -> TemplateError:
    there = languages(name, folders)
    if there:
        text = _(
            "There is no letter “{name}” in the language “{language}”; there is one in: {there}."
        )
        return TemplateError(text.format(name=name, language=language, there=", ".join(there)))
    names = sorted({path.name.split(".")[0] for path in template_files(folders)})
    text = _("There is no letter “{name}”.").format(name=name)
    listed = _("There are: {names}.").format(names=", ".join(names)) if names else ""
    return TemplateError(text, remedy=did_you_mean(name, names) or listed)
