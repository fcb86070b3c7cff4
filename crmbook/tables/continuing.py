"""Lines of an invoice below its first one, on which alone the client, the day and the number stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmbook.cells import Cells, Mask
from crmbook.detection import Place
from crmbook.detection.matching import CLIENT_NAMES

HEAD = ("date", "document")
ITEM = ("product", "quantity", "amount")  # what makes a line one: a total has no pieces of anything
WHO = ("client_id", *CLIENT_NAMES)

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Which rows go on with the document above, and for every row, from which row it is told."""

    goes_on: Mask
    told_in: Places

    def filled(self, key: str, cells: Cells) -> Cells:
        """The column as if the first line's client, day and number stood on every line."""
        return cells.take(self.told_in) if key in (*HEAD, *WHO) else cells


def lines(place: Place, own: Mapping[str, Cells], is_total: Mask) -> Lines:
    """Nothing goes on where the sheet is not plainly a list of invoices.

    It is one when some document before the last goes on, and the first lines are lines themselves:
    a first line with the sum of the others would count them twice.
    """
    rows = np.arange(len(is_total))
    nothing = Lines(np.zeros(len(rows), dtype=bool), rows)
    who = [key for key in WHO if key in own]
    if place.table != "purchases" or not {*HEAD, *ITEM} <= own.keys() or not who:
        return nothing
    item = ~is_total & _is_item(own)
    named = np.logical_or.reduce([own[key].filled for key in who])
    head = item & named & own["date"].filled & own["document"].filled
    bare = item & ~named & ~own["date"].filled & ~own["document"].filled
    latest = np.maximum.accumulate(
        np.where(bare, -1, rows)
    )  # the nearest row above that is not bare
    goes_on = bare & (latest >= 0) & head[latest]
    told_in = np.where(goes_on, latest, rows)
    if not goes_on.any() or told_in[goes_on].min() == np.flatnonzero(head)[-1]:
        return nothing
    return (
        nothing if _first_line_sums_up(own["amount"], goes_on, told_in) else Lines(goes_on, told_in)
    )


def _is_item(own: Mapping[str, Cells]) -> Mask:
    """Rows of a product in so many pieces for so much."""
    item: Mask = own["product"].filled & own["quantity"].has_number & own["amount"].has_number
    return item


def _first_line_sums_up(amount: Cells, goes_on: Mask, told_in: Places) -> bool:
    """In half of the documents or more the first line's amount is the sum of the others'."""
    heads = np.unique(told_in[goes_on])
    sums = np.bincount(told_in[goes_on], amount.numbers[goes_on], len(goes_on))[heads]
    return bool(np.isclose(sums, amount.numbers[heads], atol=0.005).mean() >= 0.5)
