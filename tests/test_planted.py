"""What was planted in the demo firm is found by reading its workbook and computing."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook import analyse, tables
from crmbook.analyses import next_product, signals
from crmbook.books import open_book
from crmbook.books.creating import create
from crmbook.demo import Plan, demo, planted
from crmbook.demo.histories import TASTES, taste
from crmbook.demo.words import WORDS
from crmbook.language import LANGUAGES, Language, speaking
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)

Results = dict[str, pd.DataFrame]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def crm(language: Language, tmp_path_factory: pytest.TempPathFactory) -> tables.Crm:
    path = tmp_path_factory.mktemp("demo") / "demo.xlsx"
    create(path, demo(language, AS_OF))
    with open_book(path) as book:
        return tables.read(book)


@pytest.fixture(scope="module")
def results(crm: tables.Crm) -> Results:
    return analyse(crm.tables, AS_OF, crm.settings)


@pytest.fixture(scope="module")
def evidence(crm: tables.Crm) -> pd.DataFrame:
    with speaking(crm.language):
        return signals.evidence(Summaries(crm.tables, AS_OF))


@pytest.fixture(scope="module")
def plans(language: Language) -> dict[str, Plan]:
    return planted(language, AS_OF)


def _of(plans: dict[str, Plan], pattern: str) -> list[str]:
    return [client_id for client_id, plan in plans.items() if plan.pattern == pattern]


def _marked(plans: dict[str, Plan], mark: str) -> list[str]:
    return [client_id for client_id, plan in plans.items() if mark in plan.marks]


def test_every_analysis_tells_of_every_client_once(
    results: Results, plans: dict[str, Plan]
) -> None:
    for frame in results.values():
        assert sorted(frame.index) == sorted(plans)


def test_big_clients_gone_silent_are_class_a_and_in_danger(
    results: Results, plans: dict[str, Plan]
) -> None:
    silent = _of(plans, "silent")
    assert set(results["abc"].loc[silent, "abc"]) == {"A"}
    assert set(results["loyalty"].loc[silent, "segment"]) <= {"at_risk", "needs_attention"}
    statuses = results["silence"].loc[silent, "status"]
    assert set(statuses) <= {"quiet", "silent", "lost"}
    assert (statuses == "silent").mean() > 0.5
    assert (results["silence"].loc[silent, "value_at_risk"] > 0).all()


def test_clients_long_gone_are_lost(results: Results, plans: dict[str, Plan]) -> None:
    lost = _of(plans, "lost")
    assert set(results["silence"].loc[lost, "status"]) == {"lost"}
    assert set(results["loyalty"].loc[lost, "segment"]) == {"lost"}


def test_clients_who_keep_their_rhythm_are_not_called_silent(
    results: Results, plans: dict[str, Plan]
) -> None:
    steady = [it for it in _of(plans, "steady") if len(plans[it].days) > 3]
    assert set(results["silence"].loc[steady, "status"]) <= {"active", "returned"}
    assert set(results["loyalty"].loc[steady, "segment"]) <= {"loyal", "champions"}


def test_the_rhythm_found_is_the_rhythm_planted(results: Results, plans: dict[str, Plan]) -> None:
    steady = [it for it in _of(plans, "steady") if len(plans[it].days) > 10]
    found = results["silence"].loc[steady, "typical_gap"]
    wanted = pd.Series({it: plans[it].gap_days for it in steady}, dtype=float)
    assert ((found / wanted).between(0.75, 1.35)).all()


def test_one_time_buyers_and_those_who_never_bought_are_told_apart(
    results: Results, plans: dict[str, Plan]
) -> None:
    segments = results["loyalty"]["segment"]
    assert set(segments[_of(plans, "one_time")]) == {"bought_once"}
    assert set(segments[_of(plans, "never")]) == {"never"}
    assert set(results["silence"].loc[_of(plans, "never"), "status"]) == {"never"}


def test_only_new_clients_are_called_new(results: Results, plans: dict[str, Plan]) -> None:
    for frame, column in ((results["silence"], "status"), (results["loyalty"], "segment")):
        called = frame.index[frame[column] == "new"]
        assert len(called) >= 3
        assert set(called) <= set(_of(plans, "new"))


def test_growing_clients_grow_by_and_large(results: Results, plans: dict[str, Plan]) -> None:
    assert results["value"].loc[_of(plans, "growing"), "trend"].median() > 1.1


def test_satisfied_and_loyal_are_two_different_things(
    results: Results, plans: dict[str, Plan]
) -> None:
    satisfied, loyal = results["satisfaction"]["satisfied"], results["loyalty"]["loyal"]
    left = _marked(plans, "satisfied_not_loyal")
    stuck = _marked(plans, "loyal_not_satisfied")
    assert satisfied[left].all()
    assert not loyal[left].any()
    assert loyal[stuck].mean() > 0.8
    assert not satisfied[stuck].any()


@pytest.fixture(scope="module")
def summaries(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Summaries:
    path = tmp_path_factory.mktemp("products") / "demo.xlsx"
    create(path, demo(language, AS_OF))
    with open_book(path) as book:
        return Summaries(tables.read(book).tables, AS_OF)


def test_a_staple_given_up_is_overdue(
    summaries: Summaries, plans: dict[str, Plan], language: Language
) -> None:
    clocks = next_product.clocks(summaries).set_index(["client_id", "product"])
    products = WORDS[language].products
    drifting = _marked(plans, "drifts")
    staples = [products[taste(int(who[2:]))[0]][0] for who in drifting]
    states = [clocks["state"].get(pair) for pair in zip(drifting, staples, strict=True)]
    assert len(states) >= 4
    assert pd.Series(states).isin(["overdue", "stopped"]).mean() > 0.7


def test_what_goes_together_is_found_and_nothing_else(
    summaries: Summaries, language: Language
) -> None:
    place = {name: number for number, (name, _group) in enumerate(WORDS[language].products)}
    tastes = [{staple, *sides} for staple, sides in TASTES]
    pairs = next_product.affinities(summaries)
    found = zip(pairs["product"].map(place), pairs["other"].map(place), strict=True)
    assert len(pairs) >= 4
    assert all(any({one, other} <= each for each in tastes) for one, other in found)


# Planted mark → the signal and the grade it must give.
SIGNS = {
    "no_word": ("contacts", "absent"),
    "asks_less": ("enquiries", "reduced"),
    "answers_slowly": ("answers", "slower"),
    "leaves_offers": ("offers", "unanswered"),
    "complains_often": ("complaints", "more"),
    "mourns": ("note_bereavement", "noted"),
    "owes": ("note_debt", "noted"),
    "wants_quiet": ("note_stop_contact", "noted"),
}


@pytest.mark.parametrize("mark", SIGNS)
def test_every_planted_sign_is_a_signal(
    evidence: pd.DataFrame, plans: dict[str, Plan], mark: str
) -> None:
    (client,) = _marked(plans, mark)
    own = evidence[evidence["client_id"] == client]
    assert SIGNS[mark] in list(zip(own["signal"], own["grade"], strict=True))


def test_a_sign_the_owner_has_explained_is_not_repeated(
    evidence: pd.DataFrame, plans: dict[str, Plan]
) -> None:
    (client,) = _marked(plans, "away")
    assert "contacts" not in set(evidence.loc[evidence["client_id"] == client, "signal"])


def test_hardly_anybody_else_has_a_signal(evidence: pd.DataFrame, plans: dict[str, Plan]) -> None:
    planted_ = {client for mark in SIGNS for client in _marked(plans, mark)}
    complaining = set(_marked(plans, "complains"))
    others = set(evidence["client_id"]) - planted_ - complaining
    assert len(others) <= 0.05 * len(plans)
