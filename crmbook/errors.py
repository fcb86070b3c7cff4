"""What we refuse, each in a sentence for the owner; and the owner's slips, which are data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crmbook.language import _


@dataclass(frozen=True)
class Problem:
    """A cell, a row or a sheet for the owner to mend.

    sheet   title of the sheet, "" when the whole workbook is meant
    cell    "C7", "A3:A9", or "" when the whole sheet is meant
    text    what is wrong and what would be right, in the language spoken when it was found
    kind    a stable English key, to count and to test by: "not_a_number", "id_used_twice", …
    weight  "error": the row was left out of what needs the cell; "warning": it was used, look at it;
            "note": nothing to mend, but the owner should know
    """

    sheet: str
    cell: str
    text: str
    kind: str
    weight: Literal["error", "warning", "note"] = "error"

    @property
    def place(self) -> str:
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class CrmbookError(Exception):
    """A refusal. Nothing was written; the text says what to do."""


class WorkbookRefusedError(CrmbookError):
    """The workbook can't be opened, or can't be written without loss."""


class SheetNotFoundError(CrmbookError):
    def __init__(self, sheet: str, book: str) -> None:
        super().__init__(
            _("{book} has no sheet or table called “{sheet}”.").format(book=book, sheet=sheet)
        )


class UsageError(CrmbookError):
    """The caller asked for something that does not exist."""
