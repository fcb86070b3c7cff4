"""Histories and what they looked like on a day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from crmbook.rhythm.clock import PlainClock
from crmbook.rhythm.histories import Histories, day_number, read_histories
from crmbook.rhythm.moment import Moment, moment


def histories(**days: list[str]) -> Histories:
    rows = [(client, pd.Timestamp(day)) for client, dates in days.items() for day in dates]
    frame = pd.DataFrame(rows, columns=["client_id", "date"])
    return read_histories(frame, pd.Timestamp("2027-01-01"))


def on(day: str, known: Histories) -> Moment:
    return moment(known, day_number(pd.Timestamp(day)), PlainClock())


def test_a_moment_knows_nothing_of_later_days() -> None:
    known = histories(a=["2026-01-01", "2026-01-11", "2026-03-01"])

    state = on("2026-02-01", known)

    assert (state.count[0], state.span[0], state.since[0]) == (2, 10, 21)


def test_two_purchases_of_one_day_are_one() -> None:
    assert on("2026-02-01", histories(a=["2026-01-01", "2026-01-01"])).count.tolist() == [1]


def test_the_gaps_are_summed_up_client_by_client() -> None:
    state = on(
        "2026-03-01", histories(a=["2026-01-01", "2026-01-05", "2026-01-15"], b=["2026-02-01"])
    )

    assert state.longest.tolist() == [10, 0]
    assert state.last_gap.tolist() == [10, 0]
    assert state.last_three.tolist() == [7, 0]
    assert state.log_gaps[0] == pytest.approx(np.log(4 * 10))
    assert state.median[0] == 7
    assert np.isnan(state.median[1])


def test_the_day_before_the_newest_purchase_is_the_older_history() -> None:
    whole = on("2026-03-01", histories(a=["2026-01-01", "2026-01-05", "2026-01-15"]))
    older = on("2026-01-15", histories(a=["2026-01-01", "2026-01-05"]))

    rewound = whole.before_last_gap()

    assert (rewound.count[0], rewound.span[0], rewound.since[0]) == (
        older.count[0],
        older.span[0],
        older.since[0],
    )
    assert rewound.log_gaps[0] == pytest.approx(older.log_gaps[0])


def test_purchases_after_a_day_are_counted_to_the_last_day_of_the_horizon() -> None:
    known = histories(a=["2026-01-01", "2026-01-11", "2026-01-12"])

    assert known.count_after(day_number(pd.Timestamp("2026-01-01")), np.array([10.0])).tolist() == [
        1
    ]
