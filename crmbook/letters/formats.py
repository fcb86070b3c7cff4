"""The formats of a letter, each by one door: from a letter to bytes, from several to one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal, get_args

from crmbook.errors import UsageError
from crmbook.language import _
from crmbook.letters import html, plain
from crmbook.letters.mail import draft

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter
    from crmbook.letters.plan import LetterPlan

Format = Literal["docx", "pdf", "html", "txt", "eml"]
FORMATS: tuple[Format, ...] = get_args(Format)


class NoSuchFormatError(UsageError):
    def __init__(self, name: str) -> None:
        text = _("There is no format “{name}”; there are: {formats}.")
        super().__init__(text.format(name=name, formats=", ".join(FORMATS)))


class WordLetterError(UsageError):
    """The owner's own Word document is what it is."""

    def __init__(self, name: str, wanted: str) -> None:
        text = _(
            "The letter “{name}” is a Word document: it can be made as docx, pdf or eml, not as {format}."
        )
        super().__init__(text.format(name=name, format=wanted))


def formats_of(given: str) -> tuple[Format, ...]:
    """The formats of a text such as docx, PDF."""
    found: list[Format] = []
    for name in given.replace(",", " ").lower().split():
        known = next((one for one in FORMATS if one == name.lstrip(".")), None)
        if known is None:
            raise NoSuchFormatError(name)
        found.append(known)
    return tuple(dict.fromkeys(found))


def word(letters: Sequence[Letter]) -> bytes:
    """A Word file: by the owner's own document, or from the Markdown."""
    template = letters[0].template
    if not template.is_word:
        from crmbook.letters import word_from_markdown

        return word_from_markdown.document(letters)
    from io import BytesIO

    from crmbook.letters.word import compile as compiled

    document = compiled(template.path)
    if len(letters) == 1:
        return document.render(letters[0].context)
    target = BytesIO()
    document.render_many([letter.context for letter in letters], target)
    return target.getvalue()


def together(letters: Sequence[Letter], wanted: Format, title: str) -> bytes:
    """All letters in one file, each on a page of its own."""
    if wanted == "docx":
        return word(letters)
    if wanted == "pdf":
        return _pdf(letters)
    if wanted == "html":
        return html.gallery(letters, title).encode()
    return "\f".join(plain.text(letter) for letter in letters).encode()


def each(letters: Sequence[Letter], wanted: Format, plan: LetterPlan) -> Iterator[bytes]:
    """A file a letter, in their order."""
    if wanted == "pdf":
        yield from _pdfs(letters)
        return
    make = _MAKERS[wanted]
    for letter in letters:
        yield make(letter, plan)


def _pdf(letters: Sequence[Letter]) -> bytes:
    from crmbook.letters import pdf
    from crmbook.letters.word_as_pdf import pdfs

    return next(pdfs([word(letters)])) if letters[0].template.is_word else pdf.document(letters)


def _pdfs(letters: Sequence[Letter]) -> Iterator[bytes]:
    """In their order; runs of one kind go to their typesetter together."""
    from crmbook.letters import pdf
    from crmbook.letters.word_as_pdf import pdfs

    for is_word, some in groupby(letters, key=lambda letter: letter.template.is_word):
        same = list(some)
        yield from pdfs([word([letter]) for letter in same]) if is_word else pdf.documents(same)


def _mail(letter: Letter, plan: LetterPlan) -> bytes:
    from crmbook.letters.mailing import mail_of

    return draft(mail_of(letter, plan))


_MAKERS: Mapping[Format, Callable[[Letter, LetterPlan], bytes]] = {
    "docx": lambda letter, _plan: word([letter]),
    "html": lambda letter, _plan: html.email(letter).encode(),
    "txt": lambda letter, _plan: plain.text(letter).encode(),
    "eml": _mail,
}
