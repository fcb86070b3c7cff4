"""What a client's silence may cost, where amounts are kept."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment

_FIRM_PURCHASES = 2.0  # the firm's average weighs as much as two purchases of the client


def worth(clients: pd.DataFrame, now: Moment) -> dict[str, Floats]:
    """value_12m and value_at_risk, in the currency of the amounts."""
    amount = _usual_amount(now)
    value = clients["expected_12m"].to_numpy(dtype=float) * amount
    return {"value_12m": value, "value_at_risk": clients["p_silent"].to_numpy(dtype=float) * value}


def _usual_amount(now: Moment) -> Floats:
    total = now.count.sum()
    if total == 0 or not now.spent.any():
        return np.full(len(now), np.nan)
    average = now.spent.sum() / total
    usual: Floats = (now.spent + _FIRM_PURCHASES * average) / (now.count + _FIRM_PURCHASES)
    return usual
