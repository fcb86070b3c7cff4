"""What the firm's own past says of the model's chances: a logistic layer, pulled towards the model."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from crmbook.rhythm.backtest import Answers, Question
from crmbook.rhythm.histories import Floats
from crmbook.rhythm.renewal import days_away, stays_away
from crmbook.rhythm.waits import Waits, learn_waits

LEAST_JUDGEMENTS = 40
_FADINGS = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.28, 0.4, 0.0])
_FADING_EXPECTED, _FADING_SPREAD = 0.15, 0.8
_FOR_GOOD = 0.1  # chance of the last: nobody comes back to this firm, before its past is asked
_FACTOR_PURCHASES = 10.0  # how many purchases of the past hold the factor at 1

# Each fact the layer looks at, what it weighs before the past is asked, and how far the past may move it.
FACTS = (
    ("one", 0.0, 0.3),
    ("chance", 1.0, 0.2),  # the model's, as log odds
    ("silence_by_mean_gap", 0.0, 0.2),
    ("silence_by_longest_gap", 0.0, 0.2),
    ("horizon_by_mean_gap", 0.0, 0.2),
    ("repeats", 0.0, 0.2),
    ("last_gap_by_mean_gap", 0.0, 0.2),
    ("last_three_gaps_by_mean_gap", 0.0, 0.2),
    ("variation", 0.0, 0.2),
    ("age_by_horizon", 0.0, 0.2),
    ("last_year", 0.0, 0.5),
    ("amount_by_firms_amount", 0.0, 0.2),
)
_EXPECTED = np.array([expected for _name, expected, _spread in FACTS])
_SPREAD = np.array([spread for _name, _expected, spread in FACTS])


@dataclass(frozen=True)
class Calibration:
    """How chances and expected purchases of a question are corrected.

    fadings  weight of each way in which those who left come back; sums to 1
    sizes    of FACTS; the model itself when the past holds too few judgements
    factor   purchases that came, by purchases expected
    amount   the firm's usual amount of a purchase; 0 where none are kept
    judged   judgements of the past that were learnt from; 0: none were
    waits    how long the waits for the next purchase were, by the model's own measure
    """

    fadings: Floats
    sizes: Floats
    factor: float
    amount: float
    judged: int
    waits: Waits

    def p_silent(self, question: Question) -> Floats:
        chance = self.by_model(question)
        if not self.judged:
            return chance
        corrected: Floats = special.expit(_facts(question, chance, self.amount) @ self.sizes)
        return corrected

    def expected(self, question: Question, p_silent: Floats) -> Floats:
        """Purchases in the horizon; who comes back after having left is expected to buy once."""
        returning = question.left * (1 - _away(question) @ self.fadings)
        buying = np.maximum(1 - question.left - question.staying, 1e-9)
        share = returning / (returning + buying)
        return (1 - p_silent) * (share + (1 - share) * question.if_any) * self.factor

    def stays_away(self, away: Floats, horizon: float) -> Floats:
        """P(who has left and been away for these days stays away for the horizon)."""
        kept = np.zeros_like(away)
        for fading, weight in zip(_FADINGS, self.fadings, strict=True):
            kept += weight * stays_away(away, horizon, fading)
        return kept

    def by_model(self, question: Question) -> Floats:
        away = _away(question) @ self.fadings
        return np.clip(question.staying + question.left * away, 1e-6, 1 - 1e-6)


def calibrate(answers: Answers, amount: float) -> Calibration:
    fadings = special.softmax(_fading_support(answers))
    plain = Calibration(fadings, _EXPECTED, 1.0, amount, 0, learn_waits(answers))
    if len(answers) < LEAST_JUDGEMENTS:
        return plain
    columns = np.vstack([_facts(q, plain.by_model(q), amount) for q in answers.questions])
    silent = (answers.bought == 0).astype(float)
    learnt = replace(plain, sizes=_logistic(columns, silent, answers.weight), judged=len(answers))
    return replace(learnt, factor=_factor(learnt, answers))


def _away(question: Question) -> Floats:
    away = days_away(question.now, question.now.since)
    return np.stack([stays_away(away, question.horizon, fading) for fading in _FADINGS], axis=1)


def _fading_support(answers: Answers) -> Floats:
    """Logarithm of prior times likelihood of each way to come back."""
    support = _fading_prior()
    start = 0
    for question in answers.questions:
        end = start + len(question.now)
        silent = (answers.bought[start:end] == 0)[:, None]
        chance = question.staying[:, None] + question.left[:, None] * _away(question)
        chance = np.clip(chance, 1e-6, 1 - 1e-6)
        support = support + answers.weight[start:end] @ np.log(np.where(silent, chance, 1 - chance))
        start = end
    return support


def _fading_prior() -> Floats:
    off = (np.log(_FADINGS[:-1]) - np.log(_FADING_EXPECTED)) / _FADING_SPREAD
    some = np.log(special.softmax(-0.5 * off**2)) + np.log(1 - _FOR_GOOD)
    prior: Floats = np.append(some, np.log(_FOR_GOOD))
    return prior


def _facts(question: Question, chance: Floats, amount: float) -> Floats:
    now = question.now
    repeats = np.maximum(now.repeats, 1)
    mean = np.log(np.maximum(now.mean_gap, 0.5))
    silence = np.log(np.maximum(now.since, 0) + 1)
    longest = np.log(np.maximum(now.longest, 0.5))
    spread = np.sqrt(np.maximum(now.squares / repeats - now.mean_gap**2, 0))
    variation = spread / np.maximum(now.mean_gap, 0.5) - 0.7
    horizon = np.log(np.maximum(question.horizon, 0.5))
    # the same centres every time: a client's chance must not depend on who else is in the batch
    return np.stack(
        [
            np.ones(len(now)),
            special.logit(np.clip(chance, 1e-4, 1 - 1e-4)),
            np.clip(silence - mean, -4, 4),
            np.clip(silence - longest, -4, 4),
            np.clip(horizon - mean, -4, 4),
            np.log1p(repeats) - 1.4,
            np.clip(np.log(np.maximum(now.last_gap, 0.5)) - mean, -3, 3),
            np.clip(np.log(np.maximum(now.last_three, 0.5)) - mean, -3, 3),
            np.where(now.repeats > 1, variation, 0),
            np.clip(np.log(np.maximum(question.age, 1)) - horizon, -2, 4) - 1.2,
            question.last_year,
            _amounts(now.spent / np.maximum(now.count, 1), amount),
        ],
        axis=1,
    )


def _amounts(each: Floats, usual: float) -> Floats:
    if usual <= 0:
        return np.zeros(len(each))
    return np.where(each > 0, np.clip(np.log(np.maximum(each, 1e-9) / usual), -3, 3), 0.0)


def _logistic(columns: Floats, silent: Floats, weight: Floats) -> Floats:
    """Newton's method with halved steps; normal priors around the model."""
    pull = 1 / _SPREAD**2

    def loss(sizes: Floats) -> float:
        odds = columns @ sizes
        off = sizes - _EXPECTED
        return float(weight @ (np.logaddexp(0, odds) - silent * odds) + 0.5 * pull @ off**2)

    sizes, reached = _EXPECTED, loss(_EXPECTED)
    for _ in range(30):
        chance = special.expit(columns @ sizes)
        slope = columns.T @ (weight * (silent - chance)) - pull * (sizes - _EXPECTED)
        curved = weight * np.maximum(chance * (1 - chance), 1e-6)
        step = np.linalg.solve((columns * curved[:, None]).T @ columns + np.diag(pull), slope)
        while loss(sizes + step) > reached and np.abs(step).max() > 1e-6:
            step = step / 2
        sizes, before = sizes + step, reached
        reached = loss(sizes)
        if before - reached < 1e-6:
            break
    return sizes


def _factor(learnt: Calibration, answers: Answers) -> float:
    """Half of what the past asks for, on a logarithmic scale: firms' years differ more than chance."""
    expected = np.concatenate([learnt.expected(q, learnt.p_silent(q)) for q in answers.questions])
    came = float(answers.weight @ answers.bought) + _FACTOR_PURCHASES
    foreseen = float(answers.weight @ expected) + _FACTOR_PURCHASES
    return float(np.sqrt(came / foreseen))
