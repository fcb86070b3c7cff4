"""Cells of a table become a frame of cleaned columns, with what there is to say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from crmbook import schema
from crmbook.cells import Mask
from crmbook.cleaning import Cleaned, Conventions, clean
from crmbook.detection import Place
from crmbook.detection.matching import CLIENT_NAMES, HISTORIES
from crmbook.errors import Problem
from crmbook.language import _, many
from crmbook.tables.past import PLANNED
from crmbook.tables.problems import At, Weight, of_slips
from crmbook.tables.taking import Taken

_EARLIEST, _EARLIEST_BIRTH = date(1950, 1, 1), date(1900, 1, 1)


@dataclass(frozen=True)
class Framed:
    """A sheet's part of a table.

    frame     cleaned columns and row; rows of no use are left out
    read      rows of data on the sheet
    currencies  what the cells of amount say, row by row; None when they say nothing
    unreadable  rows whose cell of that column held something that could not be read
    uncached  rows whose formula in that column has no value
    details   what the rows say of their clients, row by row as in frame; None: nothing
    """

    taken: Taken
    frame: pd.DataFrame
    read: int
    problems: Sequence[Problem]
    currencies: pd.Series[Any] | None = None
    unreadable: Mapping[str, Mask] = field(default_factory=dict)
    uncached: Mapping[str, Mask] = field(default_factory=dict)
    details: pd.DataFrame | None = None

    @property
    def place(self) -> Place:
        return self.taken.place

    def at(self, key: str) -> At:
        """The column as problems name it, for the rows of the frame."""
        column = schema.table(self.place.table).column(key)
        spots = self.frame["spot"].to_numpy() if "spot" in self.frame else None
        return At(self.place, self.place.columns[key], column, self.frame["row"].to_numpy(), spots)


def frame(taken: Taken, conventions: Conventions, as_of: date | None) -> Framed:
    """The cleaned columns of one sheet."""
    table = schema.table(taken.place.table)
    columns: dict[str, pd.Series[Any]] = {}
    problems: list[Problem] = []
    bad: dict[str, Mask] = {}
    currencies = None
    for key, cells in taken.cells.items():
        at = _at(taken, key)
        cleaned = clean(cells, at.column, conventions)
        problems += of_slips(at, cells, cleaned)
        if at.column.kind == "date":
            cleaned, said = _within_reach(at, cleaned, as_of)
            problems += said
        columns[key] = cleaned.series
        bad[key] = cells.filled & cleaned.missing
        if key == "amount":
            currencies = cleaned.currencies
        problems += _merged(at, taken)
    whole = _named(pd.DataFrame(columns), table.key)
    whole["row"] = taken.rows
    if taken.spots is not None:
        whole["spot"] = taken.spots
    keep, said = _complete(whole, taken, bad)
    return Framed(
        taken,
        whole[keep].reset_index(drop=True),
        len(whole),
        [*problems, *said, *_below(taken), *_continued(taken), *_above(taken)],
        None if currencies is None else currencies[keep].reset_index(drop=True),
        {key: mask[keep] for key, mask in bad.items()},
        {key: mask[keep] for key, mask in taken.uncached.items()},
        _details(taken, conventions, keep),
    )


def full_name(frame: pd.DataFrame) -> pd.Series[Any]:
    """First and last name together; missing where there is neither."""
    halves = [frame[key].fillna("") for key in ("first_name", "last_name") if key in frame]
    if not halves:
        return pd.Series(pd.NA, frame.index, dtype="str")
    full = halves[0] if len(halves) == 1 else halves[0].str.cat(halves[1], sep=" ")
    full = full.str.strip()
    return full.mask(full == "")


def _named(whole: pd.DataFrame, table: str) -> pd.DataFrame:
    """Purchases with one name, where the firm keeps it in two columns."""
    if table != "purchases" or not {"first_name", "last_name"} & set(whole):
        return whole
    full = full_name(whole)
    name = whole["client_name"].fillna(full) if "client_name" in whole else full
    return whole.assign(client_name=name)


def _details(taken: Taken, conventions: Conventions, keep: Mask) -> pd.DataFrame | None:
    """The columns about clients; a slip in them is not worth a word, the cell is passed over."""
    known = schema.table("clients")
    columns = {
        key: clean(cells, known.column(key), conventions).series
        for key, cells in taken.details.items()
    }
    return pd.DataFrame(columns)[keep].reset_index(drop=True) if columns else None


def _below(taken: Taken) -> list[Problem]:
    if not taken.below:
        return []
    text = many(
        "{n} row stands right below the Excel table and was read with it. "
        "Drag the table's corner over it.",
        "{n} rows stand right below the Excel table and were read with it. "
        "Drag the table's corner over them.",
        taken.below,
    )
    row = int(taken.rows[-taken.below])
    letter = next(iter(taken.place.columns.values())).letter
    return [Problem(taken.place.sheet, f"{letter}{row}", text, "below_table", "warning")]


def _continued(taken: Taken) -> list[Problem]:
    if not taken.goes_on.any():
        return []
    text = many(
        "{n} line has no client and no day; it was read as going on with the document above it.",
        "{n} lines have no client and no day; they were read as going on with the documents above them.",
        int(taken.goes_on.sum()),
    )
    row = int(taken.rows[taken.goes_on][0])
    cell = f"{taken.place.columns['date'].letter}{row}"
    return [Problem(taken.place.sheet, cell, text, "continued_lines", "note")]


def _above(taken: Taken) -> list[Problem]:
    if not taken.named.any():
        return []
    text = many(
        "{n} purchase names no client itself; it was read as of the client named above it.",
        "{n} purchases name no client themselves; they were read as of the clients named above them.",
        int(taken.named.sum()),
    )
    key = next(key for key in ("client_id", *CLIENT_NAMES) if key in taken.cells)
    weight: Weight = "warning" if taken.guessed else "note"
    return [_at(taken, key).problem(taken.named, text, "named_above", weight, all_named=False)]


def _merged(at: At, taken: Taken) -> list[Problem]:
    if at.column.key not in taken.merged:
        return []
    row, n = taken.merged[at.column.key]
    text = many(
        "{n} cell is merged with the one above; its row was read with what the merged cell holds.",
        "{n} cells are merged with those above; their rows were read with what the merged cells hold.",
        n,
    )
    cell = f"{at.found.letter}{row}"
    return [Problem(at.place.sheet, cell, text, "merged_cells", "note")]


# ── dates that can't be ──────────────────────────────────────────────────────────────────────


def _within_reach(at: At, cleaned: Cleaned, as_of: date | None) -> tuple[Cleaned, list[Problem]]:
    """Days too early are missing; days to come are said."""
    birth = at.column.key == "birth_date"
    earliest = _EARLIEST_BIRTH if birth else _EARLIEST
    days = cleaned.series
    early = (days < pd.Timestamp(earliest)).to_numpy()
    problems = []
    if early.any():
        text = _("“{column}” is before {year}: the year must be wrong.")
        said = text.format(column=at.name, year=earliest.year)
        problems.append(at.problem(early, said, "before_1950"))
    late = np.zeros(len(days), dtype=bool)
    happened = at.column.key in {"date", "since", "resolved_on"} and at.place.table not in PLANNED
    if as_of is not None and (birth or happened):
        late = (days > pd.Timestamp(as_of)).to_numpy()
    if late.any():
        problems.append(at.problem(late, _in_future(at, as_of), "in_the_future", "warning"))
    return Cleaned(days.mask(early), cleaned.slips, cleaned.currencies), problems


def _in_future(at: At, as_of: date | None) -> str:
    text = _("“{column}” is after {day}; it does not count until then.")
    return text.format(column=at.name, day=as_of)


# ── rows of no use ───────────────────────────────────────────────────────────────────────────


def _complete(
    whole: pd.DataFrame, taken: Taken, bad: Mapping[str, Mask]
) -> tuple[Mask, list[Problem]]:
    """The rows that have what they need, and the cells to fill in."""
    keep = np.ones(len(whole), dtype=bool)
    problems = []
    for alternatives in _needed(taken):
        missing = whole[list(alternatives)].isna().all(axis=1).to_numpy()
        keep &= ~missing
        key = alternatives[0]
        empty = missing & ~bad[key] & ~taken.uncached.get(key, np.zeros(len(whole), dtype=bool))
        if empty.any():
            problems.append(_empty(taken, key, empty))
        problems += _uncalculated(taken, key)
    return keep, problems


def _needed(taken: Taken) -> list[tuple[str, ...]]:
    """Column keys without which a row is of no use; of several, one is enough."""
    table = taken.place.table
    if table in HISTORIES:
        client = tuple(k for k in ("client_id", *CLIENT_NAMES) if k in taken.cells)
        return [client, ("date",)]
    if table == "clients":
        known = ("client_id", "name", "first_name", "last_name")
        return [tuple(key for key in known if key in taken.cells)]
    return [(key,) for key in schema.table(table).required() if key in taken.cells]


def _at(taken: Taken, key: str) -> At:
    column = schema.table(taken.place.table).column(key)
    return At(taken.place, taken.place.columns[key], column, taken.rows, taken.spots)


def _empty(taken: Taken, key: str, empty: Mask) -> Problem:
    at = _at(taken, key)
    text = _("“{column}” is empty; the row was left out.").format(column=at.name)
    return at.problem(empty, text, "missing_cell")


def _uncalculated(taken: Taken, key: str) -> list[Problem]:
    where = taken.uncached.get(key)
    return [] if where is None or not where.any() else [uncalculated(_at(taken, key), where)]


def uncalculated(at: At, where: Mask) -> Problem:
    """Formulas nobody has calculated, which we can't work out either."""
    text = _(
        "The formula has no result yet. Open the workbook in Excel or LibreOffice, "
        "save it there and run again."
    )
    return at.problem(where, text, "uncached_formula")
