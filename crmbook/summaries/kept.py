"""A table as the firm keeps it, with the columns that it does not keep there and empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crmbook import schema
from crmbook.summaries.periods import Period
from crmbook.tables.past import PLANNED

if TYPE_CHECKING:
    from crmbook.summaries import Summaries

_KINDS = {
    "date": "datetime64[us]", "yes_no": "boolean", "number": "float64", "integer": "float64",
    "money": "float64", "share": "float64", "minutes": "float64",
}  # fmt: skip


def kept(summaries: Summaries, name: str) -> pd.DataFrame | None:
    """All columns of the schema, row, and sheet when there are several; None when there is no such table.

    Rows of days after as_of are left out, events to come are not, nor rows without a day.
    """
    frame = summaries.tables.get(name)
    if frame is None:
        return None
    columns = {column.key: column.kind for column in schema.table(name).columns}
    whole = frame.reindex(columns=[*columns, "row", *(["sheet"] if "sheet" in frame else [])])
    whole = whole.astype({key: _KINDS.get(kind, "str") for key, kind in columns.items()})
    if "date" not in columns or name in PLANNED:
        return whole
    return whole[~(whole["date"] > pd.Timestamp(summaries.as_of))]


def keeps(summaries: Summaries, name: str, column: str) -> bool:
    """The table has this column, and something in it."""
    frame = summaries.tables.get(name)
    return frame is not None and column in frame and bool(frame[column].notna().any())


def within(frame: pd.DataFrame, period: Period, column: str = "date") -> pd.DataFrame:
    """The rows whose day falls into a period."""
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    found: pd.DataFrame = frame[frame[column].dt.normalize().between(first, last)]
    return found
