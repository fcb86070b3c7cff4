"""The firm's fitted rhythm, and what it says of every client on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crmbook.rhythm.clock import Clock, PlainClock
from crmbook.rhythm.histories import Histories
from crmbook.rhythm.moment import moment
from crmbook.rhythm.pooled import pooled
from crmbook.rhythm.renewal import Parameters


@dataclass(frozen=True)
class Model:
    """What was learnt from the firm's past up to a day.

    how           "own": fitted, every client by their own rhythm; "firm": simple rules of the firm
    silent_share  the flag goes up when fewer than this share of the client's own gaps are as long
    """

    day: int
    clock: Clock
    parameters: Parameters
    how: Literal["own", "firm"]
    silent_share: float
    usual_gap: float


def fit(histories: Histories, day: int) -> Model:
    clock = PlainClock()
    now = moment(histories, day, clock)
    parameters = pooled(now.of(now.count > 0))
    return Model(day, clock, parameters, "firm", 0.10, parameters.alpha / parameters.r)
