"""Named segments, and who is loyal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.analyses import loyalty
from crmbook.language import LANGUAGES, speaking
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
DEFAULT = Settings.of({})


def firm(
    *purchases: tuple[object, ...], clients: str = "", **columns: list[str | None]
) -> Summaries:
    """A firm whose purchases are client, days before 31 March 2026, amount."""
    bought = pd.DataFrame(purchases, columns=["client_id", "ago", "amount"])
    bought["date"] = pd.Timestamp(AS_OF) - pd.to_timedelta(bought["ago"].astype(float), "D")
    listed = pd.DataFrame({"client_id": pd.Series(clients.split(), dtype="str"), **columns})
    kinds: dict[str, Any] = {"client_id": "str", "amount": float}
    return Summaries({"clients": listed, "purchases": bought.astype(kinds)}, AS_OF)


def every(
    gap: int, last: int, times: int, client: str = "17", amount: float | None = 10
) -> list[tuple[object, ...]]:
    """Purchases of a client every so many days, the last one so many days ago."""
    return [(client, last + gap * number, amount) for number in range(times)]


def segments(summaries: Summaries, chosen: Settings = DEFAULT) -> dict[str, str]:
    return dict(loyalty.analyse(summaries, chosen)["segment"])


# ── every client exactly once ────────────────────────────────────────────────────────────────

PURCHASES = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "4", "5", "6", "7"]),
        st.integers(-30, 2000),
        st.one_of(st.none(), st.floats(-50, 500)),
    ),
    max_size=40,
)
LIMITS = st.fixed_dictionaries(
    {
        "recent_days": st.one_of(st.none(), st.integers(1, 400)),
        "frequent_purchases": st.one_of(st.none(), st.integers(1, 9)),
        "loyal_purchases": st.integers(1, 9),
        "on_time_gaps": st.floats(0.5, 2),
        "late_gaps": st.floats(2, 3),
        "gone_gaps": st.floats(3, 9),
    }
)


@settings(max_examples=40, deadline=None)
@given(PURCHASES, LIMITS)
def test_every_client_has_exactly_one_segment(
    purchases: list[tuple[object, ...]], limits: dict[str, float | None]
) -> None:
    found = loyalty.analyse(firm(*purchases, clients="1 2 3 4 5 6 7 8"), Settings.of(limits))
    assert found.index.tolist() == list("12345678")
    assert found["segment"].isin(loyalty.SEGMENTS).all()
    assert found["loyal"].dtype == bool
    assert (found["segment"] == "never").equals(found["purchases"] == 0)


@settings(max_examples=20, deadline=None)
@given(PURCHASES)
def test_whoever_is_loyal_has_bought_at_least_twice(purchases: list[tuple[object, ...]]) -> None:
    found = loyalty.analyse(firm(*purchases), DEFAULT)
    assert (found.loc[found["loyal"], "purchases"] >= 2).all()


# ── the segments ─────────────────────────────────────────────────────────────────────────────


def test_who_never_bought_is_never() -> None:
    assert segments(firm(clients="17")) == {"17": "never"}


def test_who_bought_once_lately_is_new() -> None:
    assert segments(firm(("17", 5, 10))) == {"17": "new"}


def test_a_client_who_bought_once_is_never_called_lost() -> None:
    assert segments(firm(("17", 5000, 10), *every(30, 5, 9, "18")))["17"] == "bought_once"


def test_who_came_lately_and_bought_often_is_still_new() -> None:
    assert segments(firm(*every(3, 1, 5), *every(30, 5, 9, "18")))["17"] == "new"


def test_a_clockwork_client_alone_is_loyal_and_no_champion() -> None:
    assert segments(firm(*every(30, 5, 12))) == {"17": "loyal"}


def test_clients_who_are_all_alike_are_all_loyal_and_none_is_a_champion() -> None:
    alike = [purchase for client in "abcde" for purchase in every(30, 5, 12, client)]
    assert set(segments(firm(*alike)).values()) == {"loyal"}


def test_of_three_clients_the_one_who_stands_out_is_the_champion() -> None:
    summaries = firm(
        *every(30, 5, 12, "a", 10), *every(30, 5, 12, "b", 20), *every(30, 5, 12, "c", 500)
    )
    assert segments(summaries) == {"a": "loyal", "b": "loyal", "c": "champions"}


def test_without_amounts_the_champion_is_who_comes_most() -> None:
    summaries = firm(
        *every(60, 5, 8, "a", None), *every(60, 5, 8, "b", None), *every(7, 5, 60, "c", None)
    )
    assert segments(summaries) == {"a": "loyal", "b": "loyal", "c": "champions"}


def test_without_amounts_nobody_is_the_champion_of_equals() -> None:
    alike = [purchase for client in "abcde" for purchase in every(30, 5, 12, client, None)]
    assert set(segments(firm(*alike)).values()) == {"loyal"}


@pytest.mark.parametrize(
    ("last", "segment"),
    [
        (30, "loyal"),
        (45, "loyal"),
        (46, "needs_attention"),
        (75, "needs_attention"),
        (76, "at_risk"),
        (150, "at_risk"),
        (151, "lost"),
    ],
)
def test_a_loyal_client_fades_by_their_own_rhythm(last: int, segment: str) -> None:
    assert segments(firm(*every(30, last, 9)))["17"] == segment


@pytest.mark.parametrize(
    ("last", "segment"),
    [(45, "promising"), (46, "needs_attention"), (76, "hibernating"), (151, "lost")],
)
def test_who_bought_twice_fades_too(last: int, segment: str) -> None:
    others = [purchase for client in "abc" for purchase in every(30, 5, 9, client)]
    assert segments(firm(*every(30, last, 2), *others))["17"] == segment


def test_all_who_bought_once_long_ago_bought_once() -> None:
    assert set(segments(firm(("a", 200, 1), ("b", 300, 1), ("c", 91 * 5, 1))).values()) == {
        "bought_once"
    }


def test_a_yearly_client_is_not_late_after_ten_months() -> None:
    others = [purchase for client in "abc" for purchase in every(30, 5, 9, client)]
    assert segments(firm(*every(365, 300, 6), *others))["17"] == "loyal"


def test_two_hasty_purchases_do_not_make_a_client_late_in_a_slow_firm() -> None:
    others = [purchase for client in "abcde" for purchase in every(120, 5, 9, client)]
    assert segments(firm(("17", 210, 1), ("17", 120, 1), ("17", 118, 1), *others))["17"] == "loyal"


def test_a_daily_client_is_not_late_after_a_long_weekend() -> None:
    assert segments(firm(*every(1, 4, 90)))["17"] == "loyal"


# ── the owner's own limits ───────────────────────────────────────────────────────────────────


def test_the_owner_may_say_what_is_recent() -> None:
    summaries = firm(*every(30, 40, 9))
    assert segments(summaries, Settings.of({"recent_days": 40})) == {"17": "loyal"}
    assert segments(summaries, Settings.of({"recent_days": 39})) == {"17": "needs_attention"}


def test_the_owner_may_say_how_many_purchases_make_loyal() -> None:
    summaries = firm(*every(30, 5, 5))
    assert segments(summaries, Settings.of({"loyal_purchases": 5})) == {"17": "loyal"}
    assert segments(summaries, Settings.of({"loyal_purchases": 6})) == {"17": "promising"}


def test_the_owner_may_ask_a_champion_for_more_purchases() -> None:
    summaries = firm(
        *every(30, 5, 12, "a", 10), *every(30, 5, 12, "b", 20), *every(30, 5, 12, "c", 500)
    )
    assert segments(summaries, Settings.of({"frequent_purchases": 12}))["c"] == "champions"
    assert segments(summaries, Settings.of({"frequent_purchases": 13}))["c"] == "loyal"


# ── loyal ────────────────────────────────────────────────────────────────────────────────────


def test_a_client_sent_counts_as_a_purchase() -> None:
    summaries = firm(
        *every(90, 5, 2, "a"),
        ("b", 5, 10),
        *every(30, 5, 9, "c"),
        clients="a b c",
        referred_by=[None, "a", None],
    )
    found = loyalty.analyse(summaries, DEFAULT)
    assert found.loc["a", "referrals"] == 1
    assert found.loc["a", "loyal"]


def test_without_the_client_sent_the_same_buyer_is_not_loyal() -> None:
    summaries = firm(*every(90, 5, 2, "a"), ("b", 5, 10), *every(30, 5, 9, "c"), clients="a b c")
    assert not loyalty.analyse(summaries, DEFAULT).loc["a", "loyal"]


def test_a_referral_may_be_written_by_name_and_nobody_sends_themselves() -> None:
    summaries = firm(
        clients="a b c d",
        name=["Ona", "Jonas", "Rasa", "Rasa"],
        referred_by=["Ona", "Ona", "Rasa", "a"],
    )
    assert dict(loyalty.analyse(summaries, DEFAULT)["referrals"]) == {
        "a": 2,
        "b": 0,
        "c": 0,
        "d": 0,
    }


@pytest.mark.parametrize(("last", "is_loyal"), [(5, True), (75, True), (76, False)])
def test_a_bond_lasts_until_the_client_is_silent(last: int, is_loyal: bool) -> None:
    assert loyalty.analyse(firm(*every(30, last, 9)), DEFAULT).loc["17", "loyal"] == is_loyal


# ── scores ───────────────────────────────────────────────────────────────────────────────────


def test_five_clients_are_one_in_each_fifth() -> None:
    assert loyalty.fifths(pd.Series([10.0, 30, 20, 50, 40])).tolist() == [1, 3, 2, 5, 4]


@pytest.mark.parametrize("n", [1, 2, 3, 7, 100])
def test_who_stands_equal_stands_in_the_middle(n: int) -> None:
    assert loyalty.fifths(pd.Series([4.0] * n)).tolist() == [3] * n


def test_three_clients_are_low_middle_and_high() -> None:
    assert loyalty.fifths(pd.Series([1.0, 2, 3])).tolist() == [1, 3, 5]


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=60))
def test_fifths_are_one_to_five_and_keep_the_order(values: list[int | None]) -> None:
    given_ = pd.Series(values, dtype=float)
    found = loyalty.fifths(given_)
    assert found.dropna().isin([1, 2, 3, 4, 5]).all()
    assert found.isna().equals(given_.isna())
    by_value = found.groupby(given_).agg(["min", "max"])
    assert (by_value["min"] == by_value["max"]).all()
    assert by_value["min"].is_monotonic_increasing


def test_scores_are_missing_for_who_never_bought() -> None:
    found = loyalty.analyse(firm(("17", 5, 10), clients="17 18"), DEFAULT)
    assert found.loc["18", ["recency", "frequency", "monetary"]].isna().all()
    assert found.loc[["17"], ["recency", "frequency", "monetary"]].to_numpy().tolist() == [
        [3, 3, 3]
    ]


def test_the_latest_buyer_has_the_best_recency() -> None:
    found = loyalty.analyse(firm(("a", 5, 1), ("b", 50, 2), ("c", 500, 3)), DEFAULT)
    assert found["recency"].to_dict() == {"a": 5, "b": 3, "c": 1}


# ── words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("amount", [10, None])
@pytest.mark.parametrize(
    "given_", [{}, {"recent_days": 45, "frequent_purchases": 4, "loyal_purchases": 5}]
)
def test_every_segment_is_defined_with_its_limits_filled_in(
    language: str, amount: float | None, given_: dict[str, float]
) -> None:
    summaries = firm(
        *every(30, 5, 9, "a", amount), *every(5, 5, 90, "b", amount), *every(30, 5, 9, "c", amount)
    )
    with speaking(language):  # type: ignore[arg-type]  # one of LANGUAGES
        told = loyalty.definitions(summaries, Settings.of(given_))
    assert tuple(told) == loyalty.SEGMENTS
    for definition in told.values():
        assert all(definition)
        assert "{" not in "".join(definition)
        assert "nan" not in definition.definition


def test_a_definition_says_the_limit_in_force() -> None:
    summaries = firm(*every(30, 5, 9))
    own = loyalty.definitions(summaries, DEFAULT)
    assert own["loyal"].definition == (
        "3 purchases or more (a client sent to you counts as one), the last one at most 1.5 usual gaps ago."
    )
    assert own["new"].definition == "The first purchase was at most 45 days ago."
    days = loyalty.definitions(summaries, Settings.of({"recent_days": 60, "gone_gaps": 6}))
    assert days["lost"].definition == "2 purchases or more, the last one over 240 days ago."


def test_a_firm_with_a_few_equal_clients_is_told_that_nobody_stands_out() -> None:
    told = loyalty.definitions(firm(*every(30, 5, 9)), DEFAULT)
    assert "nobody stands out" in told["champions"].definition


def test_where_two_purchases_are_loyal_nobody_is_merely_promising() -> None:
    told = loyalty.definitions(firm(*every(30, 5, 2)), Settings.of({"loyal_purchases": 2}))
    assert told["promising"].definition == "Nobody, since 2 purchases already make a client loyal."


def test_the_formula_of_loyalty_is_a_sentence() -> None:
    said = loyalty.loyalty_in_words(firm(*every(30, 5, 9)), DEFAULT)
    assert said.startswith(
        "Loyal: 3 purchases or more, where a client sent to you counts as a purchase;"
    )
    assert "30 days" in loyalty.usual_gap_in_words(firm(*every(30, 5, 9)), DEFAULT)
