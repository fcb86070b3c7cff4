"""Which clients came, fell silent, were lost and came back in a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from crmbook.findings import Findings
from crmbook.reports import periods
from crmbook.reports.month.movements import CAME, LATE, ON_TIME, Movements, movements
from crmbook.reports.month.standing import EXCUSED, silence_on

Find = Callable[..., Findings]
OnThe = Callable[[Findings, date], Findings]

FEBRUARY = periods.whole_month(date(2026, 2, 1))
MARCH = periods.whole_month(date(2026, 3, 1))


def every(client: str, days: int, times: int, last: date) -> list[dict[str, Any]]:
    """Purchases of a client, so many days apart."""
    return [
        {"client_id": client, "date": last - timedelta(days * n), "amount": 10.0}
        for n in range(times)
    ]


def firm() -> dict[str, list[dict[str, Any]]]:
    """Ten who keep to 14 days; one came back after a silence, one stopped, one is new."""
    on_time = [row for n in range(10) for row in every(f"on{n}", 14, 25, date(2026, 3, 20 + n))]
    back = [*every("back", 14, 20, date(2025, 10, 1)), *every("back", 1, 1, date(2026, 3, 25))]
    gone = every("gone", 14, 20, date(2026, 2, 10))
    new = every("new", 1, 1, date(2026, 3, 30))
    bought = [*on_time, *back, *gone, *new]
    names = dict.fromkeys(row["client_id"] for row in bought)
    return {"clients": [{"client_id": n, "name": n.title()} for n in names], "purchases": bought}


def test_who_buys_for_the_first_time_is_new(find: Find, on_the: OnThe) -> None:
    moved = movements(on_the(find(**firm()), MARCH.last), MARCH)
    assert moved.new.tolist() == ["new"]


def test_who_was_silent_and_bought_came_back(find: Find, on_the: OnThe) -> None:
    moved = movements(on_the(find(**firm()), MARCH.last), MARCH)
    assert moved.back.tolist() == ["back"]


def test_who_stopped_falls_silent(find: Find, on_the: OnThe) -> None:
    moved = movements(on_the(find(**firm()), MARCH.last), MARCH)
    assert moved.silent.tolist() == ["gone"]


def test_a_month_begins_where_the_one_before_it_ended(find: Find, on_the: OnThe) -> None:
    found = find(**firm())
    february = movements(on_the(found, FEBRUARY.last), FEBRUARY)
    march = movements(on_the(found, MARCH.last), MARCH)
    began = march.start[march.start != CAME]
    pd.testing.assert_series_equal(began.sort_index(), february.end.sort_index(), check_names=False)


def test_the_steps_lead_from_the_start_to_the_end(find: Find, on_the: OnThe) -> None:
    moved = movements(on_the(find(), MARCH.last), MARCH)
    came = len(moved.new) + len(moved.who(LATE, (ON_TIME,)))
    left = len(moved.who((CAME, ON_TIME), LATE))
    assert (moved.start == ON_TIME).sum() + came - left == (moved.end == ON_TIME).sum()


def test_an_earlier_day_is_judged_by_the_rows_up_to_it(find: Find, on_the: OnThe) -> None:
    found = find(**firm())
    then = silence_on(on_the(found, MARCH.last), FEBRUARY.last)
    columns = list(then.columns.drop("status"))
    pd.testing.assert_frame_equal(then[columns], on_the(found, FEBRUARY.last)["silence"][columns])


def test_a_silent_client_who_is_lost_in_the_month_is_lost_in_it() -> None:
    moved = Movements(
        pd.Series({"a": "silent", "b": "lost", "c": "quiet"}),
        pd.Series({"a": "lost", "b": "lost", "c": "silent"}),
        pd.Series({"a": False, "b": False, "c": False}),
    )
    assert moved.lost.tolist() == ["a"]


def test_who_bought_nothing_did_not_come_back_whatever_the_new_estimate_says() -> None:
    moved = Movements(
        pd.Series({"a": "silent", "b": "silent"}),
        pd.Series({"a": ON_TIME, "b": ON_TIME}),
        pd.Series({"a": True, "b": False}),
    )
    assert moved.back.tolist() == ["a"]
    assert moved.excused.tolist() == ["b"]


def test_a_silence_that_the_owner_rejected_is_none_from_that_day_on(
    find: Find, on_the: OnThe
) -> None:
    rejected = [{"client_id": "gone", "signal": "silence", "date": "2026-03-30", "reading": "rejected"}]  # fmt: skip
    found = on_the(find(**firm(), signal_readings=rejected), MARCH.last)
    assert found["silence"]["status"]["gone"] == "silent"
    assert silence_on(found, MARCH.last)["status"]["gone"] == EXCUSED
    assert movements(found, MARCH).silent.empty
    assert silence_on(found, date(2026, 3, 29))["status"]["gone"] == "silent"
