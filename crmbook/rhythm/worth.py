"""What a client's silence may cost, where amounts are kept."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmbook.rhythm.histories import Floats
from crmbook.rhythm.moment import Moment

_FIRM_PURCHASES = 2.0  # the firm's average weighs as much as two purchases of the client


def worth(clients: pd.DataFrame, now: Moment) -> dict[str, Floats]:
    """value_12m and value_at_risk, in the currency of the amounts; missing where none are kept."""
    value = clients["expected_12m"].to_numpy(dtype=float) * _amounts(now)
    return {"value_12m": value, "value_at_risk": clients["p_silent"].to_numpy(dtype=float) * value}


def usual_amount(now: Moment) -> float:
    """The firm's mean amount of a purchase; 0 where none are kept."""
    paid = now.spent > 0
    purchases = float(now.count[paid].sum())
    return float(now.spent[paid].sum()) / purchases if purchases else 0.0


def _amounts(now: Moment) -> Floats:
    """The client's mean amount, pulled towards the firm's while there are few purchases."""
    firm = usual_amount(now)
    if firm == 0:
        return np.full(len(now), np.nan)
    usual: Floats = (now.spent + _FIRM_PURCHASES * firm) / (now.count + _FIRM_PURCHASES)
    return usual
