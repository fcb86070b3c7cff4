"""How much a template may do for one letter: steps of loops, length of text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from crmbook.language import _

MOST_STEPS = 20_000
LONGEST = 1_000_000
LONGEST_TEXT = 100_000  # put together by one expression; a value of the workbook may be longer
LARGEST_NUMBER = 1e15


class LimitError(Exception):
    """A template wants more than a letter needs; the text is a sentence for the owner."""


@dataclass
class Meter:
    """What one letter has used so far."""

    steps: int = 0
    length: int = 0

    def step(self, text: int = 0) -> None:
        """Once round a loop that has so many characters of plain text."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise LimitError(
                _("The loops take more than {n} steps for one letter.").format(n=f"{MOST_STEPS:,}")
            )
        self.write(text)

    def write(self, characters: int) -> None:
        self.length += characters
        if self.length > LONGEST:
            raise LimitError(
                _("The letter is longer than {n} characters.").format(n=f"{LONGEST:,}")
            )


_running: ContextVar[Meter] = ContextVar("crmbook_letter_meter")


def meter() -> Meter:
    """That of the letter being rendered."""
    return _running.get()


@contextmanager
def metered() -> Iterator[None]:
    token = _running.set(Meter())
    try:
        yield
    finally:
        _running.reset(token)


def joined_length(characters: int) -> None:
    """Refuse a text that an expression would make too long."""
    if characters > LONGEST_TEXT:
        raise LimitError(
            _("A tag makes a text of more than {n} characters.").format(n=f"{LONGEST_TEXT:,}")
        )
