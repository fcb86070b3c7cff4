"""Who brings most, and how regularly."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.analyses import abc
from crmbook.language import LANGUAGES, speaking
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
DEFAULT = Settings.of({})


def firm(*purchases: tuple[object, ...], clients: str = "") -> Summaries:
    """A firm whose purchases are client, day, amount and, if known, cost."""
    bought = pd.DataFrame(
        [(*row, None)[:4] for row in purchases], columns=["client_id", "date", "amount", "cost"]
    )
    bought = bought.astype({"client_id": "str", "amount": float, "cost": float})
    bought["date"] = pd.to_datetime(bought["date"])
    listed = pd.DataFrame({"client_id": pd.Series(clients.split(), dtype="str")})
    return Summaries({"clients": listed, "purchases": bought}, AS_OF)


def revenues(**amounts: float | None) -> Summaries:
    return firm(*((client, "2026-03-01", amount) for client, amount in amounts.items()))


def monthly(client: str, *amounts: float | None) -> list[tuple[object, ...]]:
    """One purchase on the 15th of each of the last months, None for none."""
    days = pd.date_range(end="2026-03-15", periods=len(amounts), freq=pd.DateOffset(months=1))
    return [
        (client, day, amount)
        for day, amount in zip(days, amounts, strict=True)
        if amount is not None
    ]


def classes(summaries: Summaries, chosen: Settings = DEFAULT) -> dict[str, str]:
    return dict(abc.analyse(summaries, chosen)["abc"])


# ── ABC ──────────────────────────────────────────────────────────────────────────────────────


def test_the_client_who_crosses_the_threshold_belongs_to_the_upper_class() -> None:
    assert classes(revenues(a=70, b=20, c=6, d=4)) == {"a": "A", "b": "A", "c": "B", "d": "C"}


def test_the_client_after_an_exact_threshold_belongs_to_the_lower_class() -> None:
    assert classes(revenues(a=80, b=15, c=5)) == {"a": "A", "b": "B", "c": "C"}


def test_five_equal_clients_are_four_a_and_one_b() -> None:
    found = classes(revenues(a=0.1, b=0.1, c=0.1, d=0.1, e=0.1))
    assert found == {"a": "A", "b": "A", "c": "A", "d": "A", "e": "B"}


def test_one_client_is_a() -> None:
    assert classes(revenues(a=5)) == {"a": "A"}


def test_the_largest_comes_first_and_equal_ones_by_id() -> None:
    found = abc.analyse(revenues(c=5, a=5, d=9, b=5), DEFAULT)
    assert found.index.tolist() == ["d", "a", "b", "c"]


def test_shares_add_up_and_the_cumulative_share_ends_with_all() -> None:
    found = abc.analyse(revenues(a=50, b=30, c=20), DEFAULT)
    assert found["share"].tolist() == [0.5, 0.3, 0.2]
    assert found["cumulative_share"].tolist() == pytest.approx([0.5, 0.8, 1.0])


def test_who_brought_nothing_has_no_class() -> None:
    found = abc.analyse(
        firm(("a", "2026-03-01", 10), ("b", "2024-03-01", 10), clients="a b c"), DEFAULT
    )
    assert found["abc"].tolist() == ["A", "", ""]
    assert found["revenue"].tolist() == [10, 0, 0]
    assert found["share"].tolist() == [1, 0, 0]
    assert found["cumulative_share"].isna().tolist() == [False, True, True]


def test_who_got_back_more_than_they_paid_has_no_class_and_takes_no_share() -> None:
    found = abc.analyse(revenues(a=10, b=-4), DEFAULT)
    assert found["abc"].tolist() == ["A", ""]
    assert found["revenue"].tolist() == [10, -4]
    assert found["share"].tolist() == [1, 0]


def test_a_year_without_revenue_divides_by_nothing() -> None:
    found = abc.analyse(firm(("a", "2020-01-01", 10), clients="a b"), DEFAULT)
    assert found["abc"].tolist() == ["", ""]
    assert found["share"].tolist() == [0, 0]


def test_without_amounts_revenue_is_unknown_not_zero() -> None:
    found = abc.analyse(revenues(a=None, b=None), DEFAULT)
    assert found["abc"].tolist() == ["", ""]
    assert found[["revenue", "share", "cumulative_share", "margin"]].isna().all(axis=None)


def test_the_owner_may_set_thresholds_and_window() -> None:
    summaries = firm(("a", "2026-03-01", 60), ("b", "2026-03-01", 40), ("c", "2025-12-31", 900))
    found = classes(summaries, Settings.of({"abc_a": 0.5, "window_months": 3}))
    assert found == {"a": "A", "b": "B", "c": ""}


def test_margin_has_classes_of_its_own() -> None:
    summaries = firm(
        ("a", "2026-03-01", 100, 99), ("b", "2026-03-01", 50, 10), ("c", "2026-03-01", 20, None)
    )
    found = abc.analyse(summaries, DEFAULT)
    assert found["abc_margin"].to_dict() == {"a": "C", "b": "A", "c": ""}
    assert found["margin"].fillna(-999).to_dict() == {"a": 1, "b": 40, "c": -999}
    assert found.loc["b", "margin_share"] == pytest.approx(40 / 41)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-20, 1000), max_size=30), st.floats(0.01, 0.99), st.floats(0.0, 1.0))
def test_a_larger_client_is_never_in_a_lower_class(
    amounts: list[int], upto_a: float, rest: float
) -> None:
    upto_b = upto_a + (1 - upto_a) * rest
    given_ = pd.Series(amounts, [f"{n:03}" for n in range(len(amounts))], dtype=float)
    found = abc.pareto(given_, upto_a, upto_b)
    ranked = found["class"].map({"A": 0, "B": 1, "C": 2, "": 3})[
        given_.sort_values(ascending=False, kind="stable").index
    ]
    assert ranked.is_monotonic_increasing
    assert (found["class"] != "").equals(given_ > 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_class_a_brings_at_least_its_share_and_not_without_its_last_client(
    amounts: list[int],
) -> None:
    given_ = pd.Series(amounts, [f"{n:03}" for n in range(len(amounts))], dtype=float)
    upper = given_[abc.pareto(given_, 0.8, 0.95)["class"] == "A"]
    assert upper.sum() >= given_.sum() * 0.8 - 1e-6
    assert upper.sum() - upper.min() < given_.sum() * 0.8


# ── XYZ ──────────────────────────────────────────────────────────────────────────────────────


def test_the_same_every_month_is_x() -> None:
    found = abc.analyse(firm(*monthly("a", *[10] * 12)), DEFAULT).loc["a"]
    assert (found["variation"], found["months"], found["xyz"]) == (0, 12, "X")


def test_variation_is_the_deviation_by_the_mean_with_empty_months_as_zero() -> None:
    amounts = [10, None, 30, None, 20, None, 40, None, 0.5, None, 10, 10]
    found = abc.analyse(firm(*monthly("a", *amounts)), DEFAULT).loc["a"]
    plain = np.array([amount or 0 for amount in amounts])
    assert found["variation"] == pytest.approx(plain.std() / plain.mean())
    assert found["xyz"] == "Z"


def test_every_second_month_is_y() -> None:
    found = abc.analyse(firm(*monthly("a", *[10, None] * 6)), DEFAULT).loc["a"]
    assert found["variation"] == pytest.approx(1.0)
    assert found["xyz"] == "Y"


def test_months_before_the_first_purchase_do_not_count() -> None:
    found = abc.analyse(firm(*monthly("a", *[None] * 5, *[10] * 7)), DEFAULT).loc["a"]
    assert (found["variation"], found["months"]) == (0, 7)


def test_a_client_of_longer_standing_has_all_the_months() -> None:
    summaries = firm(("a", "2020-01-01", 10), *monthly("a", *[None] * 8, *[10] * 4))
    found = abc.analyse(summaries, DEFAULT).loc["a"]
    assert found["months"] == 12
    assert found["variation"] == pytest.approx(np.sqrt(2))


@pytest.mark.parametrize(
    "purchases",
    [
        monthly("a", 10, 10, 10, 10, 10),
        monthly("a", *[None] * 10, 10, 10),
        [("a", "2024-01-01", 10)],
    ],
)
def test_of_too_few_months_or_purchases_nothing_is_said(
    purchases: list[tuple[object, ...]],
) -> None:
    found = abc.analyse(firm(*purchases), DEFAULT).loc["a"]
    assert found["xyz"] == ""
    assert pd.isna(found["variation"])


def test_without_amounts_regularity_is_of_visits() -> None:
    visits = [("a", day, None) for _client, day, _amount in monthly("a", *[1] * 12)]
    assert abc.analyse(firm(*visits), DEFAULT).loc["a", "xyz"] == "X"


def test_the_owner_may_set_how_regular_is_regular() -> None:
    chosen = Settings.of({"xyz_x": 1.0})
    assert abc.analyse(firm(*monthly("a", *[10, None] * 6)), chosen).loc["a", "xyz"] == "X"


def test_months_are_counted_back_from_the_day_also_from_the_31st() -> None:
    assert abc.month_starts(date(2026, 3, 31), 3) == [
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


# ── the least ────────────────────────────────────────────────────────────────────────────────


def test_an_empty_firm_has_no_rows() -> None:
    assert abc.analyse(Summaries({}, AS_OF), DEFAULT).empty


def test_every_client_has_one_row() -> None:
    found = abc.analyse(firm(("a", "2026-03-01", 10), clients="b a c"), DEFAULT)
    assert sorted(found.index) == ["a", "b", "c"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_is_defined(language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]  # one of LANGUAGES
        told = abc.definitions(DEFAULT)
    assert set(told) == {*abc.CLASSES, *abc.REGULARITIES, ""}
    assert not any("{" in sentence for sentence in told.values())
