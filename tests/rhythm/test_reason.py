"""One sentence a client."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from crmbook.rhythm.reason import reasons

DAY = np.datetime64("2026-03-31")


def said(p_silent: float, **known: float) -> str:
    facts = {
        "purchases": 5, "days_since": 40, "typical_gap": 28.0, "gap_low": 20.0, "gap_high": 37.0,
        "p_silent": p_silent, "horizon_days": 56.0, "they_acted": pd.Timestamp("2026-02-19"),
    }  # fmt: skip
    return str(reasons(pd.DataFrame([facts | known]), DAY, fitted=True).iloc[0])


@pytest.mark.parametrize(
    ("p_silent", "chance"),
    [
        (0.02, "Nearly all such clients buy in the next 56 days."),
        (0.1, "Of 10 such clients, one buys nothing in the next 56 days."),
        (0.8, "Of 10 such clients, 8 buy nothing in the next 56 days."),
        (0.99, "Hardly any such client buys in the next 56 days."),
    ],
)
def test_the_chance_is_told_of_ten_such_clients(p_silent: float, chance: str) -> None:
    assert said(p_silent) == f"Usually buys every 28 days (20–37). It has been 40 days. {chance}"


def test_one_day_is_one_day() -> None:
    assert "Usually buys every 1 day (1–1). It has been 1 day." in said(
        0.5, days_since=1, typical_gap=1.0, gap_low=1.0, gap_high=1.0
    )
