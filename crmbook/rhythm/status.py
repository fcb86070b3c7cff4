"""Where a client stands: new, active, quiet, silent, lost, returned or never."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmbook.language import _
from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment

STATUSES = ("new", "active", "returned", "quiet", "silent", "lost", "never")

QUIET_SHARE = 0.25  # later than three of four of the client's own gaps
LATE_SHARE = 0.10  # of those who buy a second time do so later than this
LOST_CHANCE = 0.30  # of buying within the next year


@dataclass(frozen=True)
class Turns:
    """Business days after the last purchase at which a client's status turns, in this order."""

    quiet: Floats
    silent: Floats
    lost: Floats


def in_order(quiet: Floats, silent: Floats, lost: Floats, patience: Floats) -> Turns:
    """patience: days for which who is silent is given time, whatever the chances, before being lost."""
    silent = np.maximum(silent, quiet + 1)
    return Turns(quiet, silent, np.maximum(lost, silent + patience))


def statuses(now: Moment, turns: Turns, came_back: NDArray[np.bool_]) -> NDArray[np.str_]:
    """One status a client, by the first rule that holds.

    A client who bought once was never a regular one, and so is never called lost.
    """
    once = now.count == 1
    rules = [
        (now.count == 0, "never"),
        ((now.since > turns.lost) & ~once, "lost"),
        (now.since > turns.silent, "silent"),
        (now.since > turns.quiet, "quiet"),
        (once, "new"),
        (came_back, "returned"),
    ]
    return np.select([rule for rule, _name in rules], [name for _rule, name in rules], "active")


def caption(status: str) -> str:
    """What a status is called, in the spoken language."""
    return {
        "new": _("New"),
        "active": _("Active"),
        "returned": _("Returned"),
        "quiet": _("Quiet"),
        "silent": _("Silent"),
        "lost": _("Lost"),
        "never": _("Never bought"),
    }[status]


def definitions() -> dict[str, str]:
    """What each status means, in the spoken language, in the order of STATUSES."""
    return {
        "new": _("Bought once, and it is not yet late for a second purchase."),
        "active": _("Within the client's own usual time between purchases."),
        "returned": _("Bought again after a silence; within the usual time since then."),
        "quiet": _("Later than three of four of the client's usual gaps, but not yet silent."),
        "silent": _(
            "So late that only one in ten such gaps ended by itself in the firm's own past; after a first"
            " purchase: later than nine of ten second purchases."
        ),
        "lost": _(
            "Silent for so long that fewer than three in ten such clients buy again within a year."
        ),
        "never": _("No purchase so far."),
    }
