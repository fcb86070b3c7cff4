"""Slips of the owner's as sentences, each with its place, the same slip said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from crmbook import schema
from crmbook.cells import Cells, Mask, written
from crmbook.cleaning import Cleaned, Slip
from crmbook.detection import Found, Place
from crmbook.errors import Problem
from crmbook.language import _, many, spoken
from crmbook.sheet import letters

Weight = Literal["error", "warning", "note"]
Rows = npt.NDArray[np.int64]

_TEXTS_APART = 10  # so many different wrong texts of a column are named one by one
_RUNS_NAMED = 3  # so many more places are named in the sentence
_WARNINGS = {"not_an_email", "not_yes_no", "not_in_list"}


@dataclass(frozen=True)
class At:
    """A column on a sheet, with the Excel rows of the cells that were cleaned.

    spots  where it stands in several columns, months across: the number of each cell's column
    """

    place: Place
    found: Found
    column: schema.Column
    rows: Rows
    spots: Rows | None = None

    @property
    def name(self) -> str:
        """What the owner calls the column."""
        return self.found.heading or self.column.names()

    def problem(
        self, where: Mask, text: str, kind: str, weight: Weight = "error", *, all_named: bool = True
    ) -> Problem:
        """A sentence about some of the cells; the place is the first run of them.

        all_named  the sentence goes on with the other places
        """
        places, n = self._places(where)
        if all_named and len(places) > 1:
            first, last = _ends(places[0])
            text = f"{text} {_more(places[1:], n - (last - first + 1))}"
        return Problem(self.place.sheet, places[0] if places else "", text, kind, weight)

    def _places(self, where: Mask) -> tuple[list[str], int]:
        """The runs of cells, and how many cells they are."""
        rows = self.rows[where]
        if self.spots is None:
            return runs(self.found.letter, rows), len(rows)
        if self.found.reason != "across":
            once = np.unique(rows)  # a client's name stands once for all the months
            return runs(self.found.letter, once), len(once)
        spots = self.spots[where]
        numbers = dict.fromkeys(spots.tolist())
        return [run for n in numbers for run in runs(letters(n), rows[spots == n])], len(rows)


def _more(places: Sequence[str], n: int) -> str:
    named = ", ".join(places[:_RUNS_NAMED]) + (" …" if len(places) > _RUNS_NAMED else "")
    return many(
        "{n} more cell like it: {{places}}.", "{n} more cells like it: {{places}}.", n
    ).format(places=named)


def runs(letter: str, rows: Rows) -> list[str]:
    """The cells of a column as Excel names them: A3:A9, A12."""
    if not len(rows):
        return []
    edges = np.flatnonzero(np.diff(rows) != 1)
    starts = rows[np.concatenate(([0], edges + 1))]
    ends = rows[np.concatenate((edges, [len(rows) - 1]))]
    return [
        f"{letter}{start}" if start == end else f"{letter}{start}:{letter}{end}"
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def _ends(run: str) -> tuple[int, int]:
    numbers = [int(part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for part in run.split(":")]
    return numbers[0], numbers[-1]


# ── slips ────────────────────────────────────────────────────────────────────────────────────


def of_slips(at: At, cells: Cells, cleaned: Cleaned) -> list[Problem]:
    """The sentences about the cells of one column."""
    found: list[Problem] = []
    for slip in cleaned.slips:
        found += _of_slip(at, cells, cleaned, slip)
    return found


def _of_slip(at: At, cells: Cells, cleaned: Cleaned, slip: Slip) -> list[Problem]:
    if slip.kind in _COUNTED:
        n = int(slip.cells.sum())
        return [
            at.problem(slip.cells, _COUNTED[slip.kind](at, n), slip.kind, "note", all_named=False)
        ]
    weight: Weight = "warning" if slip.kind in _WARNINGS or not slip.bad else "error"
    groups = _by_text(cells, slip.cells)
    if len(groups) > _TEXTS_APART:
        text = _sentence(at, cells, cleaned, slip, groups[0])
        return [at.problem(slip.cells, text, slip.kind, weight)]
    return [
        at.problem(group, _sentence(at, cells, cleaned, slip, group), slip.kind, weight)
        for group in groups
    ]


def _by_text(cells: Cells, where: Mask) -> list[Mask]:
    """The cells, those with the same content together."""
    codes, numbers = cells.codes[where], cells.numbers[where]
    labels, _uniques = pd.factorize(np.where(codes >= 0, -1.0 - codes, numbers))
    places = np.flatnonzero(where)
    groups = []
    for label in range(min(labels.max() + 1, _TEXTS_APART + 1)):
        group = np.zeros_like(where)
        group[places[labels == label]] = True
        groups.append(group)
    return groups


def _sentence(at: At, cells: Cells, cleaned: Cleaned, slip: Slip, group: Mask) -> str:
    first = int(np.flatnonzero(group)[0])
    text = written(cells.at(first))
    if slip.kind in _UNSURE:
        return _("“{text}” can be read in two ways; it was taken as {value}.").format(
            text=text, value=_plain(cleaned.series.iloc[first])
        )
    said = _SAID[slip.kind]()
    return said.format(column=at.name, text=text, example=_example(), choices=_choices(at.column))


def _plain(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _example() -> str:
    return "31.03.2026" if spoken() == "lv" else "2026-03-31"


def _choices(column: schema.Column) -> str:
    return ", ".join(option.names() for option in column.choices)


_UNSURE = {"unsure_number", "unsure_date"}

# Each is said when it happens, not when this is imported: the language is known only then.
_SAID: dict[str, Callable[[], str]] = {
    "error_cell": lambda: _("The cell shows {text}, an error of Excel's: mend its formula."),
    "not_a_number": lambda: _("“{column}” must be a number, not “{text}”."),
    "not_a_date": lambda: _("“{column}” must be a date such as {example}, not “{text}”."),
    "not_whole": lambda: _("“{column}” must be a whole number, not {text}."),
    "not_a_share": lambda: _("“{column}” must be a part of the price, at most 100 %, not {text}."),
    "not_minutes": lambda: _("“{column}” must be minutes, such as 45 or 1:30, not “{text}”."),
    "not_an_email": lambda: _("“{text}” can't be an e-mail address."),
    "not_yes_no": lambda: _("“{column}” must be yes or no, not “{text}”."),
    "not_in_list": lambda: _("“{column}” must be one of: {choices}; not “{text}”."),
    "digits_lost": lambda: _(
        "“{text}” is not the whole number: its digits were cut off. Type it again, as text."
    ),
    "digits_doubtful": lambda: _(
        "Excel keeps 15 digits of a number, so the last ones of {text} may be noughts nobody typed. "
        "Type it as text."
    ),
}

_COUNTED: dict[str, Callable[[At, int], str]] = {
    "text_number": lambda at, n: many(
        "{n} number of “{{column}}” is stored as text; it was read as a number.",
        "{n} numbers of “{{column}}” are stored as text; they were read as numbers.",
        n,
    ).format(column=at.name),
    "text_date": lambda at, n: many(
        "{n} date of “{{column}}” is stored as text; it was read as a date.",
        "{n} dates of “{{column}}” are stored as text; they were read as dates.",
        n,
    ).format(column=at.name),
    "serial_date": lambda at, n: many(
        "{n} date of “{{column}}” stands as a plain number; it was read as a date.",
        "{n} dates of “{{column}}” stand as plain numbers; they were read as dates.",
        n,
    ).format(column=at.name),
    "no_day": lambda at, n: many(
        "{n} date of “{{column}}” says no day; it was read as the first day of its month.",
        "{n} dates of “{{column}}” say no day; they were read as the first days of their months.",
        n,
    ).format(column=at.name),
}
