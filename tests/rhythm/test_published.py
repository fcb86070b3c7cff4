"""The estimates agree with the published ones, on the published logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmbook.rhythm.estimation import fit_common_k
from crmbook.rhythm.histories import Floats, day_number, read_histories
from crmbook.rhythm.moment import Moment, moment
from crmbook.rhythm.renewal import Parameters, log_likelihoods, single


@dataclass(frozen=True)
class Weeks:
    """The published estimates count in weeks."""

    def reading(self, day: Floats) -> Floats:
        return np.asarray(day, dtype=float) / 7

    def day(self, reading: Floats) -> Floats:
        return np.asarray(reading, dtype=float) * 7


def calibration_window(log: Path, last: str) -> Moment:
    if not log.exists():
        pytest.skip(f"{log.name} is not among the shared data")
    purchases = pd.read_csv(log, parse_dates=["date"]).rename(columns={"customer_id": "client_id"})
    histories = read_histories(purchases, pd.Timestamp(last))
    clients = moment(histories, day_number(pd.Timestamp(last)), Weeks())
    return clients.of(clients.count > 0)


def log_likelihood(parameters: Parameters, clients: Moment) -> float:
    return float(np.logaddexp(*log_likelihoods(parameters, clients)).sum())


def fitted(clients: Moment, k: float, from_first: int) -> Parameters:
    found = fit_common_k(clients, np.ones(len(clients)), lambda _: 0.0, k, from_first)
    assert found is not None
    return found


def test_bg_nbd_on_cdnow_is_that_of_fader_hardie_and_lee(shared: Path) -> None:
    clients = calibration_window(shared / "data" / "cdnow_sample.csv", "1997-09-30")

    found = fitted(clients, k=1, from_first=0)

    assert found.r == pytest.approx(0.243, abs=0.001)
    assert found.alpha == pytest.approx(4.414, abs=0.01)
    assert found.a == pytest.approx(0.793, abs=0.01)
    assert found.b == pytest.approx(2.426, abs=0.03)


def test_mbg_cnbd_2_on_the_grocery_log_is_that_of_reutterer_platzer_and_schroeder(
    shared: Path,
) -> None:
    clients = calibration_window(shared / "data" / "grocery.csv", "2006-12-31")

    found = fitted(clients, k=2, from_first=1)

    # the paper's gaps are Gamma(k, rate), ours Gamma(k, k·rate): alpha there is half of ours
    assert found.r == pytest.approx(1.3292, abs=0.002)
    assert found.alpha / 2 == pytest.approx(2.8125, abs=0.005)
    assert found.a == pytest.approx(0.4247, abs=0.002)
    assert found.b == pytest.approx(0.7900, abs=0.005)
    assert log_likelihood(found, clients) == pytest.approx(-14978.211, abs=0.01)


def test_the_published_k_of_the_grocery_log_fits_better_than_its_neighbours(shared: Path) -> None:
    clients = calibration_window(shared / "data" / "grocery.csv", "2006-12-31")

    fits = [log_likelihood(fitted(clients, k=k, from_first=1), clients) for k in (1, 2, 3)]

    assert max(fits) == fits[1]


def test_the_cdnow_clients_are_as_irregular_as_chance(shared: Path) -> None:
    clients = calibration_window(shared / "data" / "cdnow_sample.csv", "1997-09-30")

    fits = [log_likelihood(fitted(clients, k=k, from_first=1), clients) for k in (1, 2)]

    assert fits[0] > fits[1]


def test_a_mixture_of_equal_shapes_is_that_shape() -> None:
    days = pd.to_datetime(["2026-01-01", "2026-01-20", "2026-02-25", "2026-03-02"])
    histories = read_histories(
        pd.DataFrame({"client_id": "a", "date": days}), pd.Timestamp("2026-04-01")
    )
    clients = moment(histories, day_number(pd.Timestamp("2026-04-01")), Weeks())
    grid = Parameters(1.2, 6.0, 0.5, 2.0, np.array([2.0, 2.0]), np.array([0.5, 0.5]))

    parts = np.logaddexp(*log_likelihoods(grid, clients))

    assert parts[0, 1] == pytest.approx(log_likelihood(single(2.0, 1.2, 6.0, 0.5, 2.0), clients))
