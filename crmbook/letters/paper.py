"""What stands on paper around the words of a letter: sender, address, date, subject, foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from crmbook.language import Language, _, speaking
from crmbook.letters.blocks import Block, Heading, Paragraph, Rule, Span, said
from crmbook.letters.values import legible

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter

# Letters that a window of 80 × 27 mm takes in a row, and rows.
_WIDE, _ROWS = 36, 5
_WIDE_SMALL = 60
# Lines that hold nothing but a blank are kept by Word and by typst.
_ROOM = Paragraph((Span("\n".join("\N{NO-BREAK SPACE}" * 3)),))


@dataclass(frozen=True)
class Paper:
    """All in the language of the letter.

    sender  the firm's name; back: one line that a window shows above the address
    to      the lines in the window; small when they only fit there in small letters
    foot    the firm's particulars, for the foot of every page
    """

    language: Language
    sender: str
    back: str
    to: tuple[str, ...]
    small: bool
    dated: str
    subject: str
    foot: tuple[str, ...]


def around(letter: Letter) -> Paper:
    company = letter.context["company"]
    to, small = _windowed([line for line in map(_line, letter.to) if line])
    return Paper(
        language=letter.language,
        sender=_line(company.get("name")),
        back=_joined(company.get("name"), company.get("address")),
        to=to,
        small=small,
        dated=_dated(letter.context["letter"].get("date"), letter.language),
        subject="" if _is_heading(letter) else _line(letter.subject),
        foot=_foot(company, letter.language),
    )


def _is_heading(letter: Letter) -> bool:
    """A heading of the letter says the subject already; on paper they stand on one page."""
    return any(
        isinstance(block, Heading) and _line(said(block.spans)) == _line(letter.subject)
        for block in letter.blocks
    )


def body(letter: Letter) -> tuple[Block, ...]:
    """The letter's blocks: with room to sign by hand, without what the foot says already."""
    company, sender = letter.context["company"], letter.context.get("sender") or {}
    return _signed(_unrepeated(letter.blocks, company), sender.get("name") or company.get("name"))


def _unrepeated(blocks: Sequence[Block], company: Mapping[str, object]) -> tuple[Block, ...]:
    """Without the legal line; the rule above it stays if something is still below."""
    known = [_line(company[key]) for key in ("code", "address") if company.get(key)]
    found = [
        place
        for place in range(1, len(blocks))
        if isinstance(blocks[place - 1], Rule)
        and _text(blocks[place]).startswith(_line(company.get("name")))
        and any(each in _text(blocks[place]) for each in known)
    ]
    if not found:
        return tuple(blocks)
    legal = found[-1]
    above, below = blocks[:legal], blocks[legal + 1 :]
    return (*(above if below else above[:-1]), *below)


def _signed(blocks: Sequence[Block], signer: object) -> tuple[Block, ...]:
    """Room above the last paragraph that begins with the name of who signs."""
    name = _line(signer)
    for place in range(len(blocks) - 1, 0, -1):
        if name and _first_line(blocks[place]) == name and isinstance(blocks[place - 1], Paragraph):
            return (*blocks[:place], _ROOM, *blocks[place:])
    return tuple(blocks)


def _first_line(block: Block) -> str:
    return _line(said(block.spans).partition("\n")[0]) if isinstance(block, Paragraph) else ""


def _text(block: Block) -> str:
    return _line(said(block.spans)) if isinstance(block, Paragraph) else ""


def _windowed(lines: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The address, and whether it needs small letters: a town below the window is never read."""
    if sum(ceil(len(line) / _WIDE) for line in lines) <= _ROWS:
        return tuple(lines), False
    return tuple(_cut(line) for line in lines), True


def _cut(line: str) -> str:
    return line if len(line) <= _WIDE_SMALL else f"{line[: _WIDE_SMALL - 1].rstrip()}…"


def _foot(company: Mapping[str, object], language: Language) -> tuple[str, ...]:
    with speaking(language):
        code = company.get("code") and _("Company code {code}").format(code=company["code"])
        vat = company.get("vat") and _("VAT code {code}").format(code=company["vat"])
    lines = (
        _joined(company.get("name"), code, vat, company.get("address")),
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
