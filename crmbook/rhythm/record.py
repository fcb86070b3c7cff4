"""How often such chances came true on the firm's own past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from crmbook.rhythm.backtest import Answers
from crmbook.rhythm.calibration import LEAST_JUDGEMENTS, calibrate
from crmbook.rhythm.histories import Floats, dates_of

_FOLDS = 4
_EDGES = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
RULE_DAYS = 90


@dataclass(frozen=True)
class Record:
    """Past judgements, each made by a correction learnt from other clients.

    bands   one row a band of p_silent: low, high, n, said (mean p_silent), came_true (share that bought
            nothing); bands without a judgement are left out
    n       judgements, at least three purchases behind each; clients: of how many clients
    first, last  the earliest and the latest day on which was judged
    brier   mean squared error of p_silent; 0 is perfect, 0.25 is a coin
    brier_rule  of the rule that who has not bought for RULE_DAYS is silent, and nobody else is
    wrong   share of the judgements whose likelier answer was wrong; wrong_rule: of the rule's
    """

    bands: pd.DataFrame
    n: int
    clients: int
    first: date
    last: date
    brier: float
    brier_rule: float
    wrong: float
    wrong_rule: float


def record(past: Answers, amount: float) -> Record | None:
    """Nothing when the past holds too few judgements to learn from and to show."""
    if len(past) < LEAST_JUDGEMENTS:
        return None
    said = np.zeros(len(past))
    for fold in range(_FOLDS):
        asked = past.client % _FOLDS == fold
        learnt = calibrate(past.of(~asked), amount)
        said[asked] = np.concatenate([learnt.p_silent(q) for q in past.of(asked).questions])
    shown = np.concatenate([question.now.repeats >= 2 for question in past.questions])
    return _compared(past.of(shown), said[shown]) if shown.any() else None


def _compared(past: Answers, said: Floats) -> Record:
    silent = (past.bought == 0).astype(float)
    since = np.concatenate([question.now.day - question.now.last for question in past.questions])
    rule = since > RULE_DAYS
    ends = dates_of(np.array([past.day.min(), past.day.max()]))
    return Record(
        bands=_bands(said, silent),
        n=len(past),
        clients=len(np.unique(past.client)),
        first=pd.Timestamp(ends[0]).date(),
        last=pd.Timestamp(ends[1]).date(),
        brier=float(np.mean((said - silent) ** 2)),
        brier_rule=float(np.mean((rule - silent) ** 2)),
        wrong=float(np.mean((said >= 0.5) != silent)),
        wrong_rule=float(np.mean(rule != silent)),
    )


def _bands(said: Floats, silent: Floats) -> pd.DataFrame:
    band = np.clip(np.searchsorted(_EDGES, said, side="right") - 1, 0, len(_EDGES) - 2)
    judged = pd.DataFrame({"band": band, "said": said, "silent": silent})
    grouped = judged.groupby("band").agg(
        n=("said", "size"), said=("said", "mean"), came_true=("silent", "mean")
    )
    place = grouped.index.to_numpy()
    return grouped.reset_index(drop=True).assign(low=_EDGES[place], high=_EDGES[place + 1])[
        ["low", "high", "n", "said", "came_true"]
    ]
