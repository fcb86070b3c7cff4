"""Amounts that stand under months become purchases: one row for each filled cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmbook import cells as columns
from crmbook.cells import Cells, Mask
from crmbook.detection import Place
from crmbook.detection.calendar import is_nothing
from crmbook.detection.matching import CLIENT_NAMES
from crmbook.detection.totals import is_total

Places = npt.NDArray[np.int64]
WHO = ("client_id", *CLIENT_NAMES)


@dataclass(frozen=True)
class Melted:
    """The purchases, month by month from the first row down.

    told_in  the row, from the first below the headings, that tells of each
    spots    the number of the column in which its amount stands
    """

    cells: Mapping[str, Cells]
    told_in: Places
    spots: Places


def melt(
    place: Place,
    own: Mapping[str, Cells],
    months: Mapping[int, Cells],
    uncached: Mapping[int, Mask],
) -> Melted:
    """own: the columns beside the months; months: column number → its cells."""
    named = _named(own)
    filled = [named & (_counts(cells) | uncached[number]) for number, cells in months.items()]
    rows = [np.flatnonzero(mask) for mask in filled]
    told_in = np.concatenate(rows)
    lengths = [len(found) for found in rows]
    days = np.repeat(np.arange(len(months), dtype=np.int32), lengths)
    amounts = [cells.take(found) for cells, found in zip(months.values(), rows, strict=True)]
    melted = {
        **{key: cells.take(told_in) for key, cells in own.items()},
        "date": Cells(
            np.full(len(told_in), np.nan), days, [place.across[number] for number in months]
        ),
        "amount": columns.joined(amounts),
    }
    return Melted(melted, told_in, np.repeat(list(months), lengths))


def _named(own: Mapping[str, Cells]) -> Mask:
    """Rows of a client, not of a total."""
    who = [cells for key, cells in own.items() if key in WHO]
    named: Mask = np.logical_or.reduce([cells.filled for cells in who])
    sums: Mask = np.logical_or.reduce([_is_sum(cells) for cells in own.values()])
    return named & ~sums


def _is_sum(cells: Cells) -> Mask:
    said = [isinstance(text, str) and is_total(text) for text in cells.distinct]
    found: Mask = cells.spread(said, fill=False, dtype=bool)
    return found


def _counts(cells: Cells) -> Mask:
    """Amounts other than nought; a dash is one."""
    nothing: Mask = cells.spread([is_nothing(v) for v in cells.distinct], fill=True, dtype=bool)
    counts: Mask = np.where(cells.has_number, cells.numbers != 0, ~nothing)
    return counts
