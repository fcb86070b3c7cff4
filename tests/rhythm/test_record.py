"""The past is asked honestly: what is said and what came true."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmbook.analyses.silence import calibration, silence


def invented_firm(clients: int = 150, leaving: float = 0.1) -> pd.DataFrame:
    """Three years of clients who buy by a rhythm of their own until they leave."""
    chance = np.random.default_rng(11)
    rows = []
    for client in range(clients):
        gap, day = chance.gamma(3, 15), float(chance.integers(0, 700))
        while day < 1095:
            rows.append((f"c{client:03}", int(day)))
            if chance.random() < leaving:
                break
            day += max(1, chance.gamma(3, gap / 3))
    frame = pd.DataFrame(rows, columns=["client_id", "day"])
    return frame.assign(date=pd.Timestamp("2023-01-01") + pd.to_timedelta(frame["day"], "D"))


def test_what_was_said_came_true() -> None:
    found = calibration(invented_firm(), "2025-12-31")

    assert found is not None
    bands = found.bands[found.bands["n"] >= 50]
    assert (bands["said"] - bands["came_true"]).abs().max() < 0.12


def test_the_chances_are_better_than_a_rule_of_ninety_days() -> None:
    found = calibration(invented_firm(), "2025-12-31")

    assert found is not None
    assert found.brier < found.brier_rule


def test_a_short_past_has_no_record() -> None:
    assert calibration(invented_firm().head(20), "2025-12-31") is None


def test_the_future_agrees_with_what_is_said_of_it() -> None:
    purchases = invented_firm(400)
    said = silence(purchases, "2025-06-30", horizon_days=90)
    days = pd.Timestamp("2025-06-30"), pd.Timestamp("2025-09-28")
    later = purchases[purchases["date"].between(*days, inclusive="right")]

    silent = ~said.index.isin(later["client_id"])
    often = said["purchases"] >= 3

    assert abs(said.loc[often, "p_silent"].mean() - silent[often].mean()) < 0.05
    came = later["client_id"].isin(said.index[often]).sum()
    assert abs(said.loc[often, "expected_purchases"].sum() / came - 1) < 0.15


def test_the_same_workbook_gives_the_same_chances_twice() -> None:
    purchases = invented_firm(60)

    pd.testing.assert_frame_equal(
        silence(purchases, "2025-06-30"), silence(purchases, "2025-06-30")
    )
