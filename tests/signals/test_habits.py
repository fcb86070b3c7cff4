"""A habit is held against the client's own past; a few days are no habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from crmbook.signals.habits import UNLIKELY, habits

AS_OF = date(2026, 3, 31)
TODAY = pd.Timestamp(AS_OF)


def acts(days_ago: Mapping[str, Sequence[int]], measure: str = "contacts") -> pd.DataFrame:
    """Client → how many days ago each act was."""
    rows = [(client, TODAY - pd.Timedelta(days=ago)) for client, all_ in days_ago.items() for ago in all_]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["client_id", "date"])
    return frame.assign(date=frame["date"].astype("datetime64[us]"), measure=measure)


def seen(**days_ago: int) -> pd.Series:
    first = {client: TODAY - pd.Timedelta(days=ago) for client, ago in days_ago.items()}
    return pd.Series(first, dtype="datetime64[us]")


def found(done: pd.DataFrame, first_seen: pd.Series) -> pd.DataFrame:
    return habits(done, first_seen, AS_OF).set_index("client_id")


def steady(first: int, last: int, gap: int) -> list[int]:
    return list(range(first, last - 1, -gap))


def test_a_client_in_touch_every_month_who_says_nothing_for_half_a_year_is_absent() -> None:
    signal = found(acts({"A": steady(720, 180, 30)}), seen(A=720)).loc["A"]
    assert signal["grade"] == "absent"
    assert signal["now"] == 180
    assert 29 < signal["usual"] < 32
    assert signal["n"] == 18
    assert signal["since"] == TODAY - pd.Timedelta(days=180)


def test_the_same_half_year_is_no_absence_for_who_calls_twice_a_year() -> None:
    assert found(acts({"A": steady(1400, 180, 175)}), seen(A=1400)).empty


def test_an_absence_begins_on_the_day_it_stops_being_chance() -> None:
    done, first = acts({"A": steady(720, 180, 30)}), seen(A=720)
    began = pd.to_datetime(found(done, first)["began"])
    # what the whole firm does shifts with every day, and a client's pace a little with it
    days = [(began + pd.Timedelta(days=days)).dt.date.iloc[0] for days in (-3, 3)]
    assert [len(habits(done, first, day)) for day in days] == [0, 1]


def test_half_as_often_and_less_is_reduced_when_chance_does_not_explain_it() -> None:
    signal = found(acts({"A": [*steady(720, 100, 8), 20]}), seen(A=720)).loc["A"]
    assert signal["grade"] == "reduced"
    assert signal["now"] == 1
    assert 9 < signal["usual"] < 12
    assert signal["chance"] <= UNLIKELY


def test_several_contacts_of_a_day_are_one() -> None:
    assert found(acts({"A": [700] + [300] * 12}), seen(A=720)).empty


def test_four_contacts_are_no_habit() -> None:
    assert found(acts({"A": [720, 700, 690, 680, 670]}), seen(A=720)).empty
    assert len(found(acts({"A": [720, 700, 690, 680, 670, 660]}), seen(A=720)))


def test_a_firm_that_notes_nothing_any_more_makes_nobody_silent() -> None:
    everyone = {f"C{n}": steady(720, 100, 20) for n in range(30)}
    assert found(acts(everyone), seen(**dict.fromkeys(everyone, 720))).empty


def test_one_who_falls_silent_among_others_who_do_not_is_seen() -> None:
    others = {f"C{n}": steady(720, 5, 20) for n in range(30)}
    signals = found(
        acts({**others, "A": steady(720, 120, 20)}), seen(**dict.fromkeys([*others, "A"], 720))
    )
    assert signals.index.tolist() == ["A"]


def test_two_complaints_in_a_firm_of_few_are_above_the_usual() -> None:
    done = acts({"A": [50, 10], "B": [400]}, "complaints")
    clients = seen(**dict.fromkeys(["A", "B", *(f"C{n}" for n in range(40))], 720))
    signal = found(done, clients).loc["A"]
    assert (signal["grade"], signal["now"]) == ("more", 2)


def test_two_complaints_of_who_always_complains_are_not() -> None:
    done = acts({"A": steady(720, 10, 30), "B": [400]}, "complaints")
    assert found(done, seen(A=720, B=720)).empty


def test_one_complaint_is_never_a_pattern() -> None:
    clients = seen(**dict.fromkeys(["A", *(f"C{n}" for n in range(400))], 720))
    assert found(acts({"A": [10]}, "complaints"), clients).empty


def test_of_clients_without_a_change_hardly_more_than_one_in_fifty_is_called_absent() -> None:
    dice = np.random.default_rng(3)
    everyone = {f"C{n}": np.cumsum(dice.exponential(25, 60)).astype(int) for n in range(400)}
    done = acts({client: ago[ago < 900].tolist() for client, ago in everyone.items()})
    signals = found(done, seen(**dict.fromkeys(everyone, 900)))
    assert (signals["grade"] == "absent").sum() <= 0.035 * 400
    assert len(signals) <= 0.06 * 400


def test_nobody_does_nothing_and_nothing_is_found() -> None:
    assert found(acts({}), seen()).empty
