"""The lowest place is found, within bounds and against them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from crmbook.rhythm.climbing import lowest
from crmbook.rhythm.histories import Floats

WIDE = [(-9.0, 9.0), (-9.0, 9.0)]


def banana(place: Floats) -> float:
    """Rosenbrock's valley, long and bent; its bottom is at 1, 1."""
    return float((1 - place[0]) ** 2 + 20 * (place[1] - place[0] ** 2) ** 2)


@pytest.mark.parametrize("first", [(-1.2, 1.0), (3.0, -4.0), (0.0, 0.0)])
def test_the_bottom_of_a_bent_valley_is_found(first: tuple[float, float]) -> None:
    assert lowest(banana, np.array(first), WIDE) == pytest.approx([1, 1], abs=0.01)


def test_a_bound_that_is_in_the_way_is_where_it_ends() -> None:
    assert lowest(banana, np.array([0.0, 0.0]), [(-9, 0.5), (-9, 9)]) == pytest.approx(
        [0.5, 0.25], abs=0.01
    )


def test_a_loss_that_only_falls_ends_at_its_bounds() -> None:
    found = lowest(lambda place: float(place[0] - place[1]), np.zeros(2), WIDE)

    assert found == pytest.approx([-9, 9])


def test_a_loss_that_is_no_number_has_no_lowest_place() -> None:
    assert lowest(lambda _: float("nan"), np.zeros(2), WIDE) is None


def test_scipys_optimisers_are_not_loaded_for_two_fits() -> None:
    code = "import sys, crmbook.analyses.silence; sys.exit('scipy.optimize' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
