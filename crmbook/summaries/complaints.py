"""Complaints as they stood on a day: settled in how many days, open for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crmbook.summaries.kept import kept

if TYPE_CHECKING:
    from datetime import date

    from crmbook.summaries import Summaries


def complaints(summaries: Summaries) -> pd.DataFrame | None:
    """One row a complaint up to as_of; None when the firm keeps none.

    Besides the columns of the table:
    is_open  not settled by as_of; one that was settled later was open then
    days     from hearing of it to settling it; of an open one up to as_of
    """
    found = kept(summaries, "complaints")
    if found is None:
        return None
    is_open = ~_settled_by(found, summaries.as_of)
    today = pd.Timestamp(summaries.as_of)
    ends = found["resolved_on"].mask(is_open, today)
    return found.assign(is_open=is_open, days=(ends - found["date"].dt.normalize()).dt.days)


def open_on(found: pd.DataFrame, day: date) -> pd.DataFrame:
    """The complaints that were heard of by the end of a day and not settled; a reopened one is open."""
    known = found["date"].dt.normalize() <= pd.Timestamp(day)
    waiting: pd.DataFrame = found[known & ~_settled_by(found, day)]
    return waiting


def _settled_by(found: pd.DataFrame, day: date) -> pd.Series:
    """A settled one without a day of settling was settled before."""
    said = (found["status"] == "resolved").fillna(value=False)
    noted = found["status"].isna() & found["resolved_on"].notna()
    return (said | noted).astype(bool) & ~(found["resolved_on"] > pd.Timestamp(day))
