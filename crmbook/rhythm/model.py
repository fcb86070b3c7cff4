"""The firm's rhythm, learnt from its past up to a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crmbook.rhythm.backtest import Answers, answers
from crmbook.rhythm.clock import Clock, business_clock
from crmbook.rhythm.estimation import estimate
from crmbook.rhythm.flag import least_active
from crmbook.rhythm.histories import Floats, Histories
from crmbook.rhythm.horizons import horizon_rule
from crmbook.rhythm.moment import Moment, moment
from crmbook.rhythm.pooled import pooled
from crmbook.rhythm.renewal import Parameters
from crmbook.rhythm.second import SecondPurchase, second_purchase


@dataclass(frozen=True)
class Model:
    """What was learnt from the firm's past up to a day.

    fitted        False: too few gaps, or no maximum was found; the parameters are simple rules of the firm
    least_active  the flag goes up when the chance that a client is still active is below this
    second        when those who bought once buy again
    """

    day: int
    clock: Clock
    parameters: Parameters
    fitted: bool
    least_active: float
    second: SecondPurchase

    @property
    def usual_gap(self) -> float:
        """Half of those who ever buy again have done so after these days."""
        return float(self.second.when(np.zeros(1), 0.5)[0])


def fit(histories: Histories, day: int) -> tuple[Model, Moment]:
    """The model, and the clients as they stand on the day."""
    clock = business_clock(histories, day)
    now = moment(histories, day, clock)
    found = estimate(now)
    parameters = pooled(now.of(now.count > 0)) if found is None else found
    limit = least_active(parameters, histories, clock)
    second = second_purchase(parameters, histories, clock, now)
    return Model(day, clock, parameters, found is not None, limit, second), now


def ask_the_past(model: Model, histories: Histories, now: Moment, horizon: Floats) -> Answers:
    """Today's question, asked on earlier days."""
    several = now.count > 1
    rule = horizon_rule(horizon[several], now.of(several))
    return answers(model.parameters, model.clock, histories, model.day, rule)
