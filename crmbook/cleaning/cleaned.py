"""What cleaning a column gives: its values, and the cells that need a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from crmbook.cells import Cells, Mask
from crmbook.language import Language


@dataclass(frozen=True)
class Conventions:
    """What a column can't tell by itself.

    language     decides "1,234" and "03/04/2026" when nothing in the column does
    month_first  the owner's word on dates such as 03/04/2026; None: as the column shows
    from_1904    serial numbers count from 1904, as old Macs had it
    """

    language: Language = "en"
    month_first: bool | None = None
    from_1904: bool = False


@dataclass(frozen=True)
class Slip:
    """Cells of a column with the same thing to say of them.

    kind   a stable English key
    cells  which cells
    bad    the cell is of no use: it is missing from the series
    """

    kind: str
    cells: Mask
    bad: bool = True


@dataclass(frozen=True)
class Cleaned:
    """A column as our frames want it; a cell of no use is missing and stands in a slip."""

    series: pd.Series[Any]
    slips: Sequence[Slip] = ()
    currencies: pd.Series[Any] | None = field(default=None)

    @property
    def missing(self) -> Mask:
        return self.series.isna().to_numpy()


ERRORS = frozenset(
    ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
     "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!")
)  # fmt: skip


def errors(cells: Cells) -> Mask:
    """The cells that hold an error of Excel's."""
    found: Mask = cells.spread(
        [value in ERRORS for value in cells.distinct], fill=False, dtype=bool
    )
    return found


def slips(*found: Slip) -> list[Slip]:
    """Those that happened."""
    return [slip for slip in found if slip.cells.any()]
