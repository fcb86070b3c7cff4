"""The business clock: days that count more when the whole firm is busy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import special

from crmbook.rhythm.histories import Floats, Histories, Integers

YEAR = 365.25
_LEAST_YEARS = 1.9
_LEAST_PURCHASES = 50
_WEEK = 7
_HARMONICS = np.arange(1, 7)
_TRENDS = 4  # level, slope, bend, twist: growth is not season
# spreads of the first harmonic, from no season to a strong one; the h-th is expected to be h times smaller
_STRENGTHS = (1e-3, 0.1, 0.2, 0.4, 0.8)
_USUAL = 0.4
_NEXT_YEAR = 0.7  # how much of the season found the next year is expected to have
_STEPS = 366


class Clock(Protocol):
    """Turns day numbers into business days, and back. Both directions rise."""

    def reading(self, day: Floats) -> Floats: ...
    def day(self, reading: Floats) -> Floats: ...


@dataclass(frozen=True)
class PlainClock:
    """Every day counts the same."""

    def reading(self, day: Floats) -> Floats:
        return np.asarray(day, dtype=float)

    def day(self, reading: Floats) -> Floats:
        return np.asarray(reading, dtype=float)


@dataclass(frozen=True)
class YearClock:
    """A year has as many business days as days; busy seasons have more of them.

    phases    days into the year
    readings  business days into the year, rising from 0 to YEAR
    """

    phases: Floats
    readings: Floats

    def reading(self, day: Floats) -> Floats:
        years = np.floor(np.asarray(day) / YEAR) * YEAR
        return years + np.interp(day - years, self.phases, self.readings)

    def day(self, reading: Floats) -> Floats:
        years = np.floor(np.asarray(reading) / YEAR) * YEAR
        return years + np.interp(reading - years, self.readings, self.phases)


def business_clock(histories: Histories, day: int) -> Clock:
    """The firm's own day-of-year intensity of repeat purchases, when about two years can show it.

    A Poisson regression of weekly counts on a cubic trend and six yearly harmonics, ridged as much as the
    counts themselves ask for, so that a firm without a season has a flat year; what is more variable than
    Poisson counts is believed less (quasi-likelihood).
    """
    again = histories.day[~histories.is_first]
    if len(again) < _LEAST_PURCHASES or day - int(histories.day.min()) < _LEAST_YEARS * YEAR:
        return PlainClock()
    middles, counts = _weeks(again, day)
    phases = np.linspace(0, YEAR, _STEPS + 1)
    season = _harmonics((phases[:-1] + phases[1:]) / 2) @ _season(middles, counts)
    busy = np.clip(np.exp(_NEXT_YEAR * season), 0.15, 6.0)
    readings = np.concatenate([[0.0], np.cumsum(busy)]) * (YEAR / busy.sum())
    return YearClock(phases, readings)


def _weeks(days: Integers, day: int) -> tuple[Floats, Floats]:
    """Whole weeks back from the day: their middles and what was bought in them."""
    weeks = (day - int(days.min())) // _WEEK
    start = day - weeks * _WEEK
    which = (days[days > start] - start - 1) // _WEEK
    middles: Floats = start + _WEEK * (np.arange(weeks, dtype=float) + 0.5)
    return middles, np.bincount(which, minlength=weeks).astype(float)


def _harmonics(days: Floats) -> Floats:
    angles = 2 * np.pi / YEAR * np.outer(days, _HARMONICS)
    return np.hstack([np.cos(angles), np.sin(angles)])


def _season(middles: Floats, counts: Floats) -> Floats:
    """The season, averaged over how strong a season may be, each by its evidence (Laplace's method)."""
    columns = np.hstack([np.vander(np.linspace(-1, 1, len(counts)), _TRENDS), _harmonics(middles)])
    size = np.zeros(columns.shape[1])
    size[_TRENDS - 1] = np.log(counts.mean() + 0.1)
    noise = 1.0
    for _ in range(3):
        size = _poisson(columns, counts, noise * _pull(_USUAL), size)
        noise = _noise(counts, _means(columns, size))
    found = []
    for strength in _STRENGTHS:
        size = _poisson(columns, counts, noise * _pull(strength), size)
        found.append((size[_TRENDS:], _evidence(columns, counts, size, _pull(strength), noise)))
    seasons, evidence = zip(*found, strict=True)
    season: Floats = special.softmax(evidence) @ np.array(seasons)
    return season


def _pull(strength: float) -> Floats:
    """How strongly the trends and the harmonics are held at nothing."""
    return np.concatenate([np.full(_TRENDS, 1e-6), np.tile((_HARMONICS / strength) ** 2, 2)])


def _noise(counts: Floats, mean: Floats) -> float:
    """Variance by mean; what is more variable than Poisson counts is believed less."""
    return max(1.0, float(((counts - mean) ** 2 / mean).sum()) / max(len(counts) - 10, 1))


def _means(columns: Floats, size: Floats) -> Floats:
    mean: Floats = np.exp(np.clip(columns @ size, -8, 15))
    return mean


def _evidence(columns: Floats, counts: Floats, size: Floats, pull: Floats, noise: float) -> float:
    mean = _means(columns, size)
    bend = (columns * mean[:, None]).T @ columns / noise + np.diag(pull)
    fit = float((counts * np.log(mean) - mean).sum()) / noise - 0.5 * float(pull @ size**2)
    return fit + 0.5 * float(np.log(pull).sum() - np.linalg.slogdet(bend)[1])


def _poisson(columns: Floats, counts: Floats, pull: Floats, size: Floats) -> Floats:
    """Newton's steps of a ridged Poisson regression, each at most 1."""
    for _ in range(25):
        mean = _means(columns, size)
        slope = columns.T @ (counts - mean) - pull * size
        bend = (columns * mean[:, None]).T @ columns + np.diag(pull)
        step = np.clip(np.linalg.solve(bend, slope), -1, 1)
        size = size + step
        if np.abs(step).max() < 1e-6:
            break
    return size
