"""What to offer each client next: what they need again, or what similar clients buy and they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmbook.analyses.next_product.affinities import affinities, suggestions
from crmbook.analyses.next_product.clocks import clocks
from crmbook.analyses.next_product.reasons import (
    caption,
    clock_reason,
    definitions,
    suggestion_reason,
)

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

__all__ = [
    "affinities",
    "analyse",
    "breadth",
    "caption",
    "clock_reason",
    "clocks",
    "definitions",
    "suggestion_reason",
    "suggestions",
]


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # as every analysis
    """One row a client, index client_id; missing where nothing can be said.

    next_product  first what is due or overdue, then what similar clients buy, then what will be due
    why           "clock", "co_purchase" or ""
    state         of a clock: "overdue", "due", "not_yet", as in clocks
    due           the day it is needed again; overdue_days after it, 0 before
    n             gaps behind a clock (0: as the list of products says), or clients who buy because
    because       the product the client buys, whose buyers buy next_product too; support of them
    lift, lift_low  as in affinities
    breadth       product groups the client buys from, missing when purchases name no products; a
                  product without a group is one by itself
    """
    everyone = summaries.clients.index
    timed = clocks(summaries)
    timed = timed[timed["state"] != "stopped"].drop_duplicates("client_id").set_index("client_id")
    offered = suggestions(summaries).drop_duplicates("client_id").set_index("client_id")
    pressing = timed["state"].isin(["overdue", "due"])
    waiting = timed.index.isin(offered.index) & ~pressing
    told = pd.concat(
        [
            _of_clock(timed[~waiting]),
            _of_others(offered.drop(timed.index[~waiting], errors="ignore")),
        ]
    )
    chosen = told.reindex(everyone)
    groups = breadth(summaries)
    return chosen.assign(
        why=chosen["why"].fillna(""),
        breadth=groups.reindex(everyone, fill_value=0 if len(groups) else np.nan).astype("float64"),
    )


def _of_clock(timed: pd.DataFrame) -> pd.DataFrame:
    return _shaped(timed.assign(next_product=timed["product"], why="clock"))


def _of_others(offered: pd.DataFrame) -> pd.DataFrame:
    renamed = offered.rename(
        columns={"product": "next_product", "of_because": "n", "both": "support"}
    )
    return _shaped(renamed.assign(why="co_purchase"))


_KINDS = {
    "next_product": "str", "why": "str", "state": "str", "due": "datetime64[us]",
    "overdue_days": "float64", "n": "float64", "because": "str", "support": "float64",
    "lift": "float64", "lift_low": "float64",
}  # fmt: skip


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=list(_KINDS)).astype(_KINDS)


def breadth(summaries: Summaries) -> pd.Series:
    """Product groups each client buys from, by client_id; only of clients with products."""
    history = summaries.products
    group = history.days["product"].map(history.products["group"])
    return group.groupby(history.days["client_id"]).nunique()
