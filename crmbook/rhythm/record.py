"""How often such chances came true on the firm's own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmbook.rhythm.backtest import Answers
from crmbook.rhythm.calibration import LEAST_JUDGEMENTS, calibrate
from crmbook.rhythm.histories import Floats

_FOLDS = 4
_EDGES = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
_RULE_DAYS = 90


@dataclass(frozen=True)
class Record:
    """Past judgements, each made by a correction learnt from other clients.

    bands   one row a band of p_silent: low, high, n, said (mean p_silent), came_true (share that bought
            nothing); bands without a judgement are left out
    n       judgements, at least three purchases behind each; clients: of how many clients
    brier   mean squared error of p_silent; 0 is perfect, 0.25 is a coin
    brier_rule  of the rule that who has not bought for 90 days is silent, and nobody else is
    """

    bands: pd.DataFrame
    n: int
    clients: int
    brier: float
    brier_rule: float


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
    return Record(
        bands=_bands(said, silent),
        n=len(past),
        clients=len(np.unique(past.client)),
        brier=float(np.mean((said - silent) ** 2)),
        brier_rule=float(np.mean(((since > _RULE_DAYS) - silent) ** 2)),
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
