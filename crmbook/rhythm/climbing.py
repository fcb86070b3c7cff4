"""The minimum of a smooth loss of a few numbers within bounds, by Newton's method.

scipy.optimize would do; importing it takes longer than all the steps of a small firm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from crmbook.rhythm.histories import Floats

_STEP = 1e-3  # of the differences that stand for slope and bend
_LARGEST = 0.5  # step, in each number: a longer one may leap into the bowl beside
_MOST_STEPS = 50
_CLOSE = 1e-8  # relative fall of the loss that is worth no further step

Loss = Callable[[Floats], float]


def lowest(loss: Loss, first: Floats, bounds: Sequence[tuple[float, float]]) -> Floats | None:
    """Where the loss is lowest, from a first guess; nothing where the loss is no number."""
    low, high = np.array(bounds).T
    place = np.clip(first, low + 2 * _STEP, high - 2 * _STEP)
    reached = loss(place)
    if not np.isfinite(reached):
        return None
    for _ in range(_MOST_STEPS):
        slope, bend = _slope_and_bend(loss, place, reached)
        if not np.isfinite(bend).all():
            return None
        steps = _newton(slope, bend, place, low, high), _each_alone(slope, bend)
        tried = (_downhill(loss, place, reached, step, low, high) for step in steps)
        found = next((better for better in tried if better), None)
        if found is None:
            break
        before, (place, reached) = reached, found
        if before - reached < _CLOSE * (1 + abs(reached)):
            break
    return place


def _slope_and_bend(loss: Loss, place: Floats, here: float) -> tuple[Floats, Floats]:
    """Central differences."""
    size = len(place)
    steps = _STEP * np.eye(size)
    ahead = np.array([loss(place + step) for step in steps])
    behind = np.array([loss(place - step) for step in steps])
    slope = (ahead - behind) / (2 * _STEP)
    bend = np.diag((ahead - 2 * here + behind) / _STEP**2)
    for row in range(size):
        for column in range(row):
            both = loss(place + steps[row] + steps[column])
            mixed = (both - ahead[row] - ahead[column] + here) / _STEP**2
            bend[row, column] = bend[column, row] = mixed
    return slope, bend


def _newton(slope: Floats, bend: Floats, place: Floats, low: Floats, high: Floats) -> Floats:
    """The step to the bottom of the bowl; of the numbers that no bound holds."""
    held = ((place <= low) & (slope > 0)) | ((place >= high) & (slope < 0))
    step = np.zeros(len(place))
    free = np.flatnonzero(~held)
    if len(free):
        values, axes = np.linalg.eigh(bend[np.ix_(free, free)])
        # where the loss is no bowl, downhill all the same
        curved = np.maximum(np.abs(values), 1e-3 * max(float(np.abs(values).max()), 1e-9))
        step[free] = -axes @ ((axes.T @ slope[free]) / curved)
    return np.clip(step, -_LARGEST, _LARGEST)


def _each_alone(slope: Floats, bend: Floats) -> Floats:
    """A step that goes down even where bounds cut it off: Newton's in each number, the others held."""
    curved = np.abs(np.diag(bend))
    step: Floats = -slope / np.maximum(curved, 1e-3 * curved.max() + 1e-9)
    return np.clip(step, -_LARGEST, _LARGEST)


def _downhill(  # noqa: PLR0913, PLR0917  # a step, where it starts and where it may not go
    loss: Loss, place: Floats, reached: float, step: Floats, low: Floats, high: Floats
) -> tuple[Floats, float] | None:
    """The first of ever shorter steps that goes down."""
    for _ in range(12):
        there = np.clip(place + step, low, high)
        found = loss(there)
        if found < reached:
            return there, found
        step = step / 2
    return None
