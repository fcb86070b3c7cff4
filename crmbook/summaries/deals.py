"""Deals as they stood on a day, and how the closed ones ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crmbook.summaries.kept import keeps, kept

if TYPE_CHECKING:
    from datetime import date

    from crmbook.summaries import Summaries

STAGES = ("lead", "talking", "offered", "agreeing")
CLOSED = ("won", "lost")
STALE_DAYS = 30


def deals(summaries: Summaries) -> pd.DataFrame | None:
    """One row a deal; None when the firm keeps none.

    Besides the columns of the table:
    is_closed   won or lost by as_of; one that was closed later was open then
    cycle_days  from the day it began to the day it was closed; missing when either is
    idle_days   since it began, or since the last contact with the client, whichever is later
    no_step     nobody noted what comes next, in a firm that notes it
    stale       open, and idle for 30 days or without a next step
    """
    found = kept(summaries, "deals")
    if found is None:
        return None
    closed = _closed_by(found, summaries.as_of)
    idle = (pd.Timestamp(summaries.as_of) - _last_seen(summaries, found)).dt.days
    # a deal closed since has no next step any more, nor a stage as it was
    no_step = found["next_step"].isna() & found["stage"].notna()
    no_step &= keeps(summaries, "deals", "next_step")
    return found.assign(
        is_closed=closed,
        cycle_days=(found["closed_on"] - found["date"]).dt.days.where(closed),
        idle_days=idle,
        no_step=no_step,
        stale=~closed & ((idle >= STALE_DAYS) | no_step),
    )


def open_on(found: pd.DataFrame, day: date) -> pd.DataFrame:
    """The deals that had begun by the end of a day and were not closed, as they are noted today."""
    began = ~(found["date"] > pd.Timestamp(day))
    return found[began & ~_closed_by(found, day)]


def _closed_by(found: pd.DataFrame, day: date) -> pd.Series:
    """A closed deal without a day of closing was closed before."""
    return found["stage"].isin(CLOSED) & ~(found["closed_on"] > pd.Timestamp(day))


def _last_seen(summaries: Summaries, found: pd.DataFrame) -> pd.Series:
    contact = summaries.clients["last_contact"].reindex(found["client_id"]).set_axis(found.index)
    return pd.concat([found["date"], contact], axis=1).max(axis=1).astype("datetime64[us]")
