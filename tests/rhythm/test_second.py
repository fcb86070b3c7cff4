"""Those who bought once: a curve of the firm's own second purchases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crmbook.analyses.silence import silence
from crmbook.rhythm.histories import day_number, read_histories
from crmbook.rhythm.model import fit
from crmbook.rhythm.second import SecondPurchase

AS_OF = "2026-03-31"


def firm(coming_back: int) -> pd.DataFrame:
    """Fifty clients bought a year ago; some of them again after 20 to 69 days."""
    first = pd.DataFrame({"client_id": range(50), "date": pd.Timestamp("2025-03-01")})
    later = pd.Timestamp("2025-03-21") + pd.to_timedelta(np.arange(coming_back), "D")
    return pd.concat([first, pd.DataFrame({"client_id": range(coming_back), "date": later})])


def curve(coming_back: int) -> SecondPurchase:
    histories = read_histories(firm(coming_back), pd.Timestamp(AS_OF))
    return fit(histories, day_number(pd.Timestamp(AS_OF)))[0].second


def test_the_curve_shows_how_many_came_back() -> None:
    assert 0.2 < float(curve(40).still_single(np.array([90.0]))[0]) < 0.4
    assert float(curve(5).still_single(np.array([90.0]))[0]) > 0.7


def test_the_curve_only_falls() -> None:
    assert (np.diff(curve(20).single) <= 0).all()


def test_the_longer_nobody_came_back_the_surer_the_silence() -> None:
    since = np.array([10.0, 100.0, 300.0])

    chances = curve(40).p_silent(since, np.full(3, 60.0))

    assert (np.diff(chances) > 0).all()


def test_who_bought_once_is_judged_by_the_firms_second_purchases() -> None:
    newcomer = pd.DataFrame({"client_id": [99], "date": [pd.Timestamp("2026-03-25")]})

    loyal = silence(pd.concat([firm(40), newcomer]), AS_OF, horizon_days=90)["p_silent"].to_dict()
    fickle = silence(pd.concat([firm(5), newcomer]), AS_OF, horizon_days=90)["p_silent"].to_dict()

    assert loyal[99] < 0.5 < fickle[99]


def test_who_bought_once_long_ago_is_new_no_more() -> None:
    days = pd.date_range("2024-01-01", periods=40, freq="D")
    once = pd.DataFrame({"client_id": [f"once {n}" for n in range(40)], "date": days})
    twice = pd.concat(
        [once.assign(client_id=once["client_id"].str.replace("once", "twice"))] * 2
    ).reset_index(drop=True)
    twice.loc[40:, "date"] += pd.Timedelta(days=30)
    found = silence(pd.concat([once, twice]), "2026-03-31")
    assert not (found["status"] == "new").any()
