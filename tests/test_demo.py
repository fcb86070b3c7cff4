"""The demo firm is invented, the same every time, and has in it what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import median

import pandas as pd
import pytest

from crmbook import schema
from crmbook.analyses.silence import OUTCOMES, look_back
from crmbook.demo import Plan, demo, planted, rows
from crmbook.demo.plan import SIGNS
from crmbook.demo.words import PRICES, WORDS
from crmbook.language import LANGUAGES, Language
from crmbook.sheet import Value
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)

Rows = Mapping[str, list[dict[str, Value]]]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture
def firm(language: Language) -> Rows:
    return _firm(language)


@pytest.fixture
def plans(language: Language) -> dict[str, Plan]:
    return _plans(language)


@cache
def _firm(language: Language) -> Rows:
    return rows(language, AS_OF)


@cache
def _plans(language: Language) -> dict[str, Plan]:
    return planted(language, AS_OF)


def _gaps(days: tuple[date, ...]) -> list[int]:
    return [(after - before).days for before, after in pairwise(days)]


def test_the_same_day_and_seed_give_the_same_workbook(language: Language) -> None:
    assert demo(language, AS_OF, clients=30) == demo(language, AS_OF, clients=30)


@cache
def _full(language: Language) -> Rows:
    return rows(language, AS_OF, clients=60, profile="full")


def test_the_full_firm_has_rows_for_sales_care_and_the_leader(language: Language) -> None:
    wanted = {"deals", "points", "gifts", "events", "invitations", "goals", "training", "candidates", "farewells", "tasks"}  # fmt: skip
    full = _full(language)
    assert all(full[key] for key in wanted)
    for key, filled in full.items():
        columns = schema.table(key).columns
        assert set().union(*filled) <= {column.key for column in columns}
        for column in columns:
            allowed = {option.key for option in column.choices}
            used = {row[column.key] for row in filled if row.get(column.key) is not None}
            assert not column.choices or used <= allowed


def test_the_full_firm_has_nothing_of_days_to_come_but_events(language: Language) -> None:
    days = {
        key: max(str(row.get("date") or "") for row in filled)
        for key, filled in _full(language).items()
        if filled
    }
    assert [key for key, day in days.items() if day > str(AS_OF)] == ["events"]


def test_a_firm_of_one_client_may_keep_every_sheet(language: Language) -> None:
    assert len(rows(language, AS_OF, clients=1, profile="full")["clients"]) == 1


def test_the_standard_firm_is_the_same_with_and_without_the_full_one(language: Language) -> None:
    full, plain = _full(language), rows(language, AS_OF, clients=60)
    assert full["purchases"] == plain["purchases"]
    assert set(plain) < set(full)


def test_another_seed_gives_another_firm() -> None:
    assert rows("en", AS_OF, seed=1) != rows("en", AS_OF, seed=2)


def test_there_are_as_many_clients_as_asked_for_even_one() -> None:
    assert [len(rows("en", AS_OF, clients=n)["clients"]) for n in (1, 7, 120)] == [1, 7, 120]


def test_every_row_has_columns_of_the_schema_only(firm: Rows) -> None:
    for key, filled in firm.items():
        known = {column.key for column in schema.table(key).columns}
        assert set().union(*filled) <= known


def test_what_must_be_there_is_there(firm: Rows) -> None:
    for key, filled in firm.items():
        needed = schema.table(key).required()
        assert all(row.get(column) is not None for row in filled for column in needed)


def test_choices_are_those_of_the_schema(firm: Rows) -> None:
    for key, filled in firm.items():
        for column in schema.table(key).columns:
            allowed = {option.key for option in column.choices}
            used = {row[column.key] for row in filled if row.get(column.key) is not None}
            assert not column.choices or used <= allowed


def test_histories_speak_of_known_clients_up_to_the_day(firm: Rows) -> None:
    known = {row["client_id"] for row in firm["clients"]}
    for key in ("purchases", "contacts", "offers", "complaints", "feedback"):
        assert {row["client_id"] for row in firm[key]} <= known
        assert max(str(row["date"]) for row in firm[key]) <= str(AS_OF)


def test_days_of_purchase_are_those_of_the_plan(firm: Rows, plans: dict[str, Plan]) -> None:
    bought: dict[str, set[Value]] = {client_id: set() for client_id in plans}
    for row in firm["purchases"]:
        if float(str(row["amount"])) > 0:
            bought[str(row["client_id"])].add(row["date"])
    assert bought == {client_id: set(plan.days) for client_id, plan in plans.items()}


def test_letters_and_calls_reach_nobody(firm: Rows) -> None:
    emails = [str(row["email"]) for row in firm["clients"] + firm["team"] if row.get("email")]
    phones = [str(row["phone"]) for row in firm["clients"] if row.get("phone")]
    assert emails
    assert all(it.endswith(("@example.com", ".example")) and it.isascii() for it in emails)
    # numbers kept for invented people, or with a zero no number of the country begins with
    assert all(it.startswith(("+44 7700 900", "+370 000", "+371 000")) for it in phones)


def test_nobody_has_anothers_name_except_the_planted_twins(
    firm: Rows, plans: dict[str, Plan]
) -> None:
    twins = {client_id for client_id, plan in plans.items() if "twin" in plan.marks}
    names = Counter(row["name"] for row in firm["clients"] if row["client_id"] not in twins)
    assert max(names.values()) == 1


def test_every_pattern_is_planted(plans: dict[str, Plan]) -> None:
    found = Counter(plan.pattern for plan in plans.values())
    assert len(found) == 10
    assert min(found.values()) >= 3


def test_steady_clients_keep_their_rhythm_until_now(plans: dict[str, Plan]) -> None:
    steady = [plan for plan in plans.values() if plan.pattern == "steady" and len(plan.days) > 10]
    for plan in steady:
        assert plan.gap_days
        assert plan.last_purchase
        assert median(_gaps(plan.days)) == pytest.approx(plan.gap_days, rel=0.3, abs=1)
        assert (AS_OF - plan.last_purchase).days <= plan.gap_days + 1


def test_rhythms_are_of_a_week_up_to_a_quarter(plans: dict[str, Plan]) -> None:
    gaps = {plan.gap_days for plan in plans.values() if plan.pattern == "steady" and plan.gap_days}
    assert min(gaps) == 7
    assert max(gaps) == 90


def test_silent_clients_are_big_and_two_to_three_gaps_late(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        if plan.pattern == "silent":
            assert plan.gap_days
            assert plan.last_purchase
            assert "big" in plan.marks
            assert 1.9 < (AS_OF - plan.last_purchase).days / plan.gap_days < 3.2


def test_lost_clients_are_more_than_eight_gaps_late(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        if plan.pattern == "lost":
            assert plan.gap_days
            assert plan.last_purchase
            assert (AS_OF - plan.last_purchase).days > 8 * plan.gap_days


def test_growing_clients_buy_ever_more_often_and_fading_ones_ever_less(
    plans: dict[str, Plan],
) -> None:
    for plan in plans.values():
        gaps = _gaps(plan.days)
        half = len(gaps) // 2
        if plan.pattern == "growing":
            assert median(gaps[half:]) < median(gaps[:half])
        if plan.pattern == "fading":
            assert median(gaps[half:]) > median(gaps[:half])


def test_seasonal_clients_buy_before_christmas_only(plans: dict[str, Plan]) -> None:
    months = {
        day.month for plan in plans.values() if plan.pattern == "seasonal" for day in plan.days
    }
    assert months == {11, 12}


def test_new_clients_came_within_sixty_days(plans: dict[str, Plan]) -> None:
    new = [plan for plan in plans.values() if plan.pattern == "new"]
    assert min(plan.days[0] for plan in new) >= AS_OF - timedelta(days=60)


def test_a_return_is_less_than_nothing_and_smaller_than_what_was_bought(firm: Rows) -> None:
    bought: Counter[Value] = Counter()
    returned: Counter[Value] = Counter()
    for row in firm["purchases"]:
        amount = float(str(row["amount"]))
        (bought if amount > 0 else returned)[row["client_id"]] += abs(amount)  # type: ignore[assignment]  # sums of money
    assert returned
    assert all(amount < bought[client_id] for client_id, amount in returned.items())


def test_an_amount_is_quantity_times_price_less_the_discount(firm: Rows) -> None:
    for row in firm["purchases"]:
        quantity, price = float(str(row["quantity"])), float(str(row["price"]))
        whole = quantity * price * (1 - float(str(row["discount"] or 0)))
        assert row["amount"] == pytest.approx(whole, abs=0.006)


def test_the_satisfied_who_are_not_loyal_and_the_loyal_who_are_not_satisfied_said_so(
    firm: Rows, plans: dict[str, Plan]
) -> None:
    latest = {row["client_id"]: row["rating"] for row in firm["feedback"]}
    for client_id, plan in plans.items():
        if "satisfied_not_loyal" in plan.marks:
            assert plan.pattern in {"one_time", "lost"}
            assert latest[client_id] == 5
        if "loyal_not_satisfied" in plan.marks:
            assert plan.pattern == "steady"
            assert latest[client_id] == 2
    assert {mark for plan in plans.values() for mark in plan.marks} == {
        "big", "satisfied_not_loyal", "loyal_not_satisfied", "returns", "complains", "twin", "drifts", "reminded",
        *SIGNS,
    }  # fmt: skip


def test_each_way_a_flag_of_silence_can_end_has_an_example(firm: Rows) -> None:
    tables = {}
    for key in ("clients", "purchases", "contacts"):
        table = pd.DataFrame(firm[key])
        tables[key] = table.assign(date=pd.to_datetime(table["date"])) if "date" in table else table
    flags = look_back(Summaries(tables, AS_OF)).flags
    year = flags[flags["raised"] > pd.Timestamp(AS_OF) - pd.DateOffset(months=12)]
    assert set(year["outcome"]) == set(OUTCOMES)


def test_every_language_has_words_for_everything() -> None:
    assert {len(words.products) for words in WORDS.values()} == {len(PRICES)}
    assert set(WORDS) == set(LANGUAGES)
    for words in WORDS.values():
        assert len(words.temper) * len(words.looks) * len(words.things) > 1000
        assert len(set(words.men) | set(words.women)) == 20
