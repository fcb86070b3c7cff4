"""Windows of the next purchase hold as many purchases as they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from crmbook.analyses.silence import silence
from crmbook.rhythm.backtest import Answers
from crmbook.rhythm.waits import learn_waits

AS_OF = pd.Timestamp("2025-06-30")


def past(waited: list[float]) -> Answers:
    """Waits of the past, each of one client on one day; missing where it is not over."""
    n = len(waited)
    each = np.ones(n)
    return Answers(np.arange(n), each, (), each, each, np.array(waited))


def test_without_a_past_the_model_is_taken_at_its_word() -> None:
    assert learn_waits(past([])).level(0.9) == pytest.approx(0.9)


def test_waits_that_are_not_over_teach_nothing() -> None:
    assert learn_waits(past([np.nan] * 500)).level(0.1) == pytest.approx(0.1)


def test_where_waits_end_in_the_middle_of_what_was_foreseen_windows_grow_narrower() -> None:
    learnt = learn_waits(past(list(np.linspace(0.3, 0.7, 500))))

    assert 0.25 < learnt.level(0.1) < learnt.level(0.9) < 0.75


def test_levels_rise_with_the_share() -> None:
    learnt = learn_waits(past([0.01, 0.5, 0.5, 0.99]))

    levels = [learnt.level(share) for share in (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)]

    assert levels == sorted(levels)


def firm(clients: int, shape: float) -> pd.DataFrame:
    """Four years of gamma gaps around a mean of the client's own."""
    chance = np.random.default_rng(8)
    mean = chance.gamma(4, 10, clients)
    gaps = np.maximum(chance.gamma(shape, 1 / shape, (clients, 120)) * mean[:, None], 1)
    days = np.cumsum(gaps, axis=1).astype(int)
    client, place = np.nonzero(days < 1461)
    start = pd.Timestamp("2022-01-01")
    dates = start + pd.to_timedelta(days[client, place], "D")
    return pd.DataFrame({"client_id": client, "date": dates})


@pytest.mark.parametrize("shape", [1.0, 4.0], ids=["erratic", "regular"])
def test_the_windows_hold_the_share_of_next_purchases_that_they_name(shape: float) -> None:
    purchases = firm(500, shape)
    known = silence(purchases, AS_OF)
    later = purchases[purchases["date"] > AS_OF].groupby("client_id")["date"].min()
    known = known[known["purchases"] >= 3].join(later.rename("came"), how="inner")

    held = {
        width: known["came"].between(known[f"next_{width}_low"], known[f"next_{width}_high"]).mean()
        for width in (50, 80, 90)
    }

    assert held == pytest.approx({50: 0.50, 80: 0.80, 90: 0.90}, abs=0.06)
