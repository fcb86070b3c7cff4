"""What to offer next: what is needed again, and what similar clients buy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd

from crmbook.analyses import next_product
from crmbook.language import LANGUAGES, speaking
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
DEFAULT = Settings.of({})
Line = tuple[str, int, str]  # client, days ago, product


def firm(lines: Iterable[Line], listed: dict[str, float] | None = None) -> Summaries:
    rows = pd.DataFrame(
        [(who, pd.Timestamp(AS_OF) - timedelta(ago), what, 10.0) for who, ago, what in lines],
        columns=["client_id", "date", "product", "amount"],
    )
    tables = {"purchases": rows.astype({"client_id": "str", "product": "str"})}
    if listed:
        names = pd.Series(list(listed), dtype="str")
        tables["products"] = pd.DataFrame(
            {"product_id": names, "name": names, "lasts_days": list(listed.values())}
        )
    return Summaries(tables, AS_OF)


def every(gap: int, times: int, ago: int, who: str = "a", what: str = "Coffee") -> list[Line]:
    return [(who, ago + gap * back, what) for back in range(times)]


def clock(
    lines: Iterable[Line], listed: dict[str, float] | None = None, who: str = "a"
) -> pd.Series:
    found = next_product.clocks(firm(lines, listed))
    return pd.Series(found[found["client_id"] == who].iloc[0])


def others(gap: int, *, clients: int = 6) -> list[Line]:
    return [line for n in range(clients) for line in every(gap, 4, 5, who=f"other {n}")]


# ── clocks ───────────────────────────────────────────────────────────────────────────────────


def test_a_client_is_timed_by_their_own_gaps_from_three_on() -> None:
    found = clock([*every(20, 4, 12), *others(60)])
    assert (found["basis"], found["gap"], found["n"]) == ("own", 20, 3)
    assert found["due"] == pd.Timestamp(AS_OF) + timedelta(8)


def test_with_fewer_gaps_other_clients_are_asked_and_each_counts_once() -> None:
    talker = every(2, 50, 1, who="talker")
    found = clock([*every(20, 3, 12), *others(60), *talker])
    assert (found["basis"], found["gap"], found["clients_behind"]) == ("others", 60, 8)


def test_the_list_of_products_knows_better_than_other_clients() -> None:
    found = clock([("a", 12, "Coffee"), *others(60)], {"Coffee": 90})
    assert (found["basis"], found["gap"], found["n"]) == ("listed", 90, 0)


def test_what_hardly_anybody_buys_again_has_no_clock() -> None:
    once = [(f"once {n}", 100, "Grinder") for n in range(30)]
    twice = [line for n in range(6) for line in every(200, 2, 50, f"twice {n}", "Grinder")]
    assert next_product.clocks(firm([*once, *twice])).empty


def test_gaps_without_a_rhythm_make_no_clock() -> None:
    assert next_product.clocks(firm([("a", ago, "Gift") for ago in (1, 3, 5, 200, 205, 500)])).empty


def test_states_follow_the_usual_gap() -> None:
    states = {ago: clock(every(20, 5, ago))["state"] for ago in (14, 15, 25, 26, 75, 76)}
    assert states == {
        14: "not_yet", 15: "due", 25: "due", 26: "overdue", 75: "overdue", 76: "stopped",
    }  # fmt: skip


def test_overdue_days_are_counted_from_the_due_day() -> None:
    assert clock(every(20, 5, 30))["overdue_days"] == 10
    assert clock(every(20, 5, 19))["overdue_days"] == 0


def test_visits_without_the_product_are_counted() -> None:
    elsewhere = [("a", ago, "Tea") for ago in (20, 10, 3)]
    assert clock([*every(20, 5, 30), *elsewhere])["visits_since"] == 3


def test_years_ago_does_not_outweigh_the_latest_gaps() -> None:
    assert clock([*every(10, 11, 5), *every(100, 30, 200)])["gap"] == 10


def test_a_reason_says_the_numbers_in_every_language() -> None:
    row = clock([*every(28, 8, 60), ("a", 3, "Tea")]).to_dict()
    for language in LANGUAGES:
        with speaking(language):
            said = next_product.clock_reason(row)
            assert all(number in said for number in ("28", "21–35", "7", "2026-01-30"))


# ── bought together ──────────────────────────────────────────────────────────────────────────


def coffee_and_filters() -> list[Line]:
    """Of 16 coffee drinkers all but one also buy filters; 30 others buy tea and honey."""
    coffee = [(f"c{n}", 10, "Coffee") for n in range(16)]
    filters = [(f"c{n}", 10, "Filters") for n in range(15)]
    tea = [(f"t{n}", 10, what) for n in range(30) for what in ("Tea", "Honey")]
    return [*coffee, *filters, *tea, ("c15", 900, "Spoon")]


def test_what_similar_clients_buy_is_suggested_with_its_numbers() -> None:
    found = next_product.suggestions(firm(coffee_and_filters()))
    assert found.drop(columns=["lift", "lift_low"]).to_dict("records") == [
        {
            "client_id": "c15",
            "product": "Filters",
            "because": "Coffee",
            "of_because": 16,
            "both": 15,
        }
    ]
    assert 1 < found["lift_low"][0] < found["lift"][0]


def test_too_few_buyers_are_no_finding() -> None:
    few = [(f"c{n}", 10, what) for n in range(9) for what in ("Coffee", "Filters")]
    many = [(f"t{n}", 10, what) for n in range(200) for what in ("Tea", "Honey")]
    found = next_product.affinities(firm([*few, *many]))
    assert not set(found["product"]) & {"Coffee", "Filters"}


def test_who_buys_much_buys_everything_and_that_is_no_affinity() -> None:
    much = [(f"m{n}", 10, f"P{p}") for n in range(40) for p in range(12)]
    little = [
        (f"l{n}", 10, f"P{p}") for n, two in enumerate(combinations(range(12), 2)) for p in two
    ]
    assert next_product.affinities(firm([*much, *little])).empty


def test_chance_alone_makes_no_pairs() -> None:
    chance = np.random.default_rng(3)
    lines = [
        (f"c{who}", int(ago), f"P{int(what)}")
        for who, ago, what in zip(
            chance.integers(0, 150, 3000), chance.integers(0, 700, 3000), 40 * chance.random(3000) ** 2,
            strict=True,
        )
    ]  # fmt: skip
    assert next_product.affinities(firm(lines)).empty


# ── one row a client ─────────────────────────────────────────────────────────────────────────


def one(lines: Iterable[Line], who: str) -> pd.Series:
    return pd.Series(next_product.analyse(firm(lines), DEFAULT).loc[who])


def test_what_is_due_comes_before_what_others_buy_and_that_before_what_will_be_due() -> None:
    pairs = coffee_and_filters()
    late = one([*pairs, *every(20, 6, 30, "c15", "Cups")], "c15")
    assert (late["why"], late["next_product"], late["state"]) == ("clock", "Cups", "overdue")
    waiting = one([*pairs, *every(30, 5, 10, "c15", "Cups")], "c15")
    assert (waiting["why"], waiting["next_product"]) == ("co_purchase", "Filters")
    assert (waiting["n"], waiting["support"]) == (16, 15)
    later = one(every(20, 5, 3), "a")
    assert (later["why"], later["state"]) == ("clock", "not_yet")


def test_who_gave_a_product_up_is_not_offered_it() -> None:
    assert one(every(20, 5, 300), "a")["why"] == ""


def test_breadth_counts_product_groups() -> None:
    summaries = firm([("a", 1, "Tea"), ("a", 1, "Coffee"), ("a", 2, "TEA")])
    assert next_product.analyse(summaries, DEFAULT)["breadth"].tolist() == [2]


def test_a_firm_without_products_has_a_row_a_client_and_nothing_in_it() -> None:
    bought = pd.DataFrame({"client_id": ["a"], "date": pd.to_datetime(["2026-01-01"])})
    found = next_product.analyse(Summaries({"purchases": bought}, AS_OF), DEFAULT)
    assert found.index.tolist() == ["a"]
    assert found["next_product"].isna().all()
    assert found["why"].tolist() == [""]
    assert found["breadth"].isna().all()


def test_an_empty_firm_has_no_rows() -> None:
    assert next_product.analyse(Summaries({}, AS_OF), DEFAULT).empty


def test_nothing_is_changed_and_the_same_comes_out_twice() -> None:
    lines = coffee_and_filters()
    pd.testing.assert_frame_equal(
        next_product.analyse(firm(lines), DEFAULT), next_product.analyse(firm(lines), DEFAULT)
    )


def test_a_firm_that_sells_one_product_has_nothing_else_to_suggest() -> None:
    found = next_product.analyse(firm(others(60, clients=60)), DEFAULT)
    assert set(found["why"]) <= {"clock", ""}
