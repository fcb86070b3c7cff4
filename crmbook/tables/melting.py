"""Amounts that stand under months become purchases: one row for each filled cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmbook import cells as columns
from crmbook.cells import Cells, Mask
from crmbook.detection import Place
from crmbook.detection.calendar import is_nothing
from crmbook.detection.matching import CLIENT_NAMES
from crmbook.detection.totals import ends_as_total, is_total

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
    amounts_in = [_counts(cells) | uncached[number] for number, cells in months.items()]
    own, kept = _told(own, np.logical_or.reduce(amounts_in))
    filled = [kept & there for there in amounts_in]
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


def _told(own: Mapping[str, Cells], has_amounts: Mask) -> tuple[Mapping[str, Cells], Mask]:
    """The columns with the client on every line of a product, and the rows that are no totals.

    A row below the last client that names nothing is a total too.
    """
    who = [key for key in WHO if key in own]
    sums: Mask = np.logical_or.reduce([_says(cells, is_total) for cells in own.values()])
    if "product" in own:  # only there is a client's own sum; SIA Total may be a client
        ends = np.logical_or.reduce([_says(own[key], ends_as_total) for key in who])
        sums |= ends & ~own["product"].filled
    named = np.logical_or.reduce([own[key].filled for key in who]) & ~sums
    rows = np.arange(len(named))
    if "product" in own:
        latest = np.maximum.accumulate(np.where(named, rows, -1))
        below = ~named & ~sums & own["product"].filled & (latest >= 0)
        told_in = np.where(below, latest, rows)
        own = {key: cells.take(told_in) if key in who else cells for key, cells in own.items()}
        named = named | below
    last = int(np.flatnonzero(named)[-1]) if named.any() else -1
    return own, named | (has_amounts & ~sums & (rows < last))


def _says(cells: Cells, test: Callable[[str], bool]) -> Mask:
    said = [isinstance(text, str) and test(text) for text in cells.distinct]
    found: Mask = cells.spread(said, fill=False, dtype=bool)
    return found


def _counts(cells: Cells) -> Mask:
    """Amounts other than nought; a dash is one."""
    nothing: Mask = cells.spread([is_nothing(v) for v in cells.distinct], fill=True, dtype=bool)
    counts: Mask = np.where(cells.has_number, cells.numbers != 0, ~nothing)
    return counts
