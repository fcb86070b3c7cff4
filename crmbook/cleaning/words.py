"""Ids, texts, addresses, yes and no, and choices by any language's word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from crmbook import schema
from crmbook.cells import Cells, Codes, Floats, Mask, written
from crmbook.cleaning.cleaned import ERRORS, Cleaned, Conventions, Slip, slips
from crmbook.folding import fold, squeezed

# From here on Excel has kept 15 digits and filled the rest with noughts.
_DIGITS_LOST = 1e15
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d+)")
_POINT_NOUGHT = re.compile(r"(\d+)\.0")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
_YES = frozenset(("yes", "y", "true", "taip", "t", "ja", "j", "x", "✓", "✔", "☑", "+", "1", "v"))
_NO = frozenset(("no", "n", "false", "ne", "nē", "☐", "-", "–", "0", "✗", "✘"))


@dataclass(frozen=True)
class _Labels:
    """Every cell's place among the distinct texts of the column, numbers written out."""

    codes: Codes
    texts: list[str | None]
    numbers: Floats

    def series(self, texts: Sequence[str | None]) -> pd.Series[str]:
        """A column from what the texts mean, the numbers after them."""
        labels = pd.array(list(texts), dtype="str")
        if len(self.numbers):
            both = [pd.Series(labels), pd.Series(_digits(self.numbers), dtype="str")]
            labels = pd.concat(both, ignore_index=True).array
        return pd.Series(labels.take(self.codes, allow_fill=True))

    def where(self, found: Sequence[bool]) -> Mask:
        """The cells of the texts for which something was found."""
        table = np.zeros(len(self.texts) + len(self.numbers) + 1, dtype=bool)
        table[: len(found)] = found
        mask: Mask = table[self.codes]
        return mask

    def spelled(self) -> _Labels:
        """With the numbers among the texts, for columns of words that hold few of them."""
        return _Labels(self.codes, [*self.texts, *_digits(self.numbers)], self.numbers[:0])


def text(cells: Cells, conventions: Conventions) -> Cleaned:
    """Texts without blanks around them; numbers and dates as they are written."""
    del conventions
    labels = _labels(cells)
    texts, wrong = _without_errors(labels)
    return Cleaned(labels.series(texts), slips(Slip("error_cell", wrong)))


def ids(cells: Cells, conventions: Conventions) -> Cleaned:
    """Ids as texts: 17.0 is "17", "0017" keeps its noughts."""
    del conventions
    labels = _labels(cells)
    texts, wrong = _without_errors(labels)
    texts = [_POINT_NOUGHT.sub(r"\1", one) if one and one[-2:] == ".0" else one for one in texts]
    lost = [_lost_digits(one or "") for one in texts]
    texts = [None if gone else one for one, gone in zip(texts, lost, strict=True)]
    too_long: Mask = np.nan_to_num(np.abs(cells.numbers)) >= _DIGITS_LOST
    return Cleaned(
        labels.series(texts),
        slips(
            Slip("error_cell", wrong),
            Slip("digits_lost", labels.where(lost)),
            Slip("digits_doubtful", too_long, bad=False),
        ),
    )


def _lost_digits(text: str) -> bool:
    """1,7E+15 in letters: the digits between are gone for good."""
    found = _SCIENTIFIC.fullmatch(text)
    return found is not None and len(found[2] or "") < int(found[3])


def email(cells: Cells, conventions: Conventions) -> Cleaned:
    """E-mail addresses; of several in a cell the first."""
    del conventions
    return _mapped(cells, _address, "not_an_email")


def _address(text: str) -> str | None:
    for part in re.split(r"[;,\s]+", text.removeprefix("mailto:")):
        if _EMAIL.fullmatch(part.strip("<>")):
            return part.strip("<>")
    return None


def yes_no(cells: Cells, conventions: Conventions) -> Cleaned:
    """Yes and no in three languages, crosses and ticks, 1 and 0."""
    del conventions
    labels = _labels(cells).spelled()
    texts, wrong = _without_errors(labels)
    answers = [_answer(one) for one in texts]
    values = np.array([*(pd.NA if one is None else one for one in answers), pd.NA], dtype=object)
    failed = [
        one is not None and answer is None for one, answer in zip(texts, answers, strict=True)
    ]
    return Cleaned(
        pd.Series(values[labels.codes], dtype="boolean"),
        slips(Slip("error_cell", wrong), Slip("not_yes_no", labels.where(failed))),
    )


def _answer(text: str | None) -> bool | None:
    folded = fold(text or "")
    return True if folded in _YES else False if folded in _NO else None


def choice(cells: Cells, column: schema.Column) -> Cleaned:
    """The key of the option whose name, in any language, stands in the cell."""
    known = _option_words(column.choices)
    return _mapped(cells, lambda text: known.get(squeezed(text)), "not_in_list")


@cache
def _option_words(choices: tuple[schema.Option, ...]) -> Mapping[str, str]:
    """Folded word → key; a name wins over another option's alias."""
    aliases = {squeezed(word): one.key for one in choices for word in one.aliases}
    names = {squeezed(word): one.key for one in choices for word in (one.key, *one.names)}
    return {**aliases, **names}


def _mapped(cells: Cells, meaning: Callable[[str], str | None], kind: str) -> Cleaned:
    labels = _labels(cells).spelled()
    texts, wrong = _without_errors(labels)
    found = [one and meaning(one) for one in texts]
    failed = [one is not None and not new for one, new in zip(texts, found, strict=True)]
    return Cleaned(
        labels.series([new or None for new in found]),
        slips(Slip("error_cell", wrong), Slip(kind, labels.where(failed))),
    )


def _without_errors(labels: _Labels) -> tuple[list[str | None], Mask]:
    wrong = [one in ERRORS for one in labels.texts]
    texts = [None if bad else one for one, bad in zip(labels.texts, wrong, strict=True)]
    return texts, labels.where(wrong)


def _labels(cells: Cells) -> _Labels:
    texts = [_tidy(written(value)) for value in cells.distinct]
    has_number = cells.has_number
    if not has_number.any():
        return _Labels(cells.codes, texts, np.empty(0))
    codes, numbers = pd.factorize(cells.numbers)  # a missing number has code -1
    return _Labels(np.where(has_number, codes + len(texts), cells.codes), texts, numbers)


def _digits(numbers: Floats) -> list[str]:
    """Numbers as they are typed: 17, not 17.0."""
    if (numbers % 1 == 0).all() and (np.abs(numbers) < 2**53).all():
        whole: list[str] = numbers.astype(np.int64).astype(str).tolist()
        return whole
    return [str(int(n)) if n.is_integer() else repr(n) for n in numbers.tolist()]


def _tidy(text: str) -> str | None:
    plain: Any = text
    if "\xa0" in text or "\u202f" in text or "\ufeff" in text or "\u200b" in text:
        plain = text.replace("\ufeff", "").replace("\u200b", "").replace("\xa0", " ")
        plain = plain.replace("\u202f", " ")
    return plain.strip() or None
