"""What clients say of us, apart from loyalty."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook.analyses import satisfaction
from crmbook.language import LANGUAGES, speaking
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
DEFAULT = Settings.of({})


def asked(*feedback: tuple[object, ...], clients: str = "a b c") -> Summaries:
    """Feedback of client, day, rating and, if given, recommend."""
    rows = pd.DataFrame(
        [(*row, None)[:4] for row in feedback], columns=["client_id", "date", "rating", "recommend"]
    )
    rows = rows.astype({"client_id": "str", "rating": float, "recommend": float})
    rows["date"] = pd.to_datetime(rows["date"])
    listed = pd.DataFrame({"client_id": pd.Series(clients.split(), dtype="str")})
    return Summaries({"clients": listed, "feedback": rows}, AS_OF)


def found(*feedback: tuple[object, ...], chosen: Settings = DEFAULT) -> pd.DataFrame:
    return satisfaction.analyse(asked(*feedback), chosen)


def loyal(**clients: bool) -> pd.DataFrame:
    return pd.DataFrame({"loyal": pd.Series(clients)})


def test_the_latest_rating_counts() -> None:
    client = found(("a", "2026-01-01", 2), ("a", "2026-03-01", 5), ("a", "2025-09-01", 3)).loc["a"]
    assert (client["rating"], client["ratings"], client["rating_age_days"]) == (5, 3, 30)
    assert client["rated_on"] == pd.Timestamp("2026-03-01")


def test_the_trend_is_the_last_against_the_mean_before_with_its_n() -> None:
    client = found(("a", "2026-01-01", 4), ("a", "2025-09-01", 3), ("a", "2026-03-01", 2)).loc["a"]
    assert client["rating_trend"] == -1.5
    assert client["trend_n"] == 2


def test_one_rating_is_no_trend() -> None:
    client = found(("a", "2026-01-01", 4)).loc["a"]
    assert client["trend_n"] == 0
    assert pd.isna(client["rating_trend"])


def test_ratings_of_later_days_are_not_known_yet() -> None:
    client = found(("a", "2026-03-31", 4), ("a", "2026-04-01", 1)).loc["a"]
    assert client["rating"] == 4


def test_who_was_never_asked_is_neither_satisfied_nor_dissatisfied() -> None:
    client = found(("b", "2026-01-01", 4)).loc["a"]
    assert (client["ratings"], client["stale"]) == (0, False)
    assert pd.isna(client["satisfied"])


@pytest.mark.parametrize(("rating", "is_satisfied"), [(3.9, False), (4, True), (5, True)])
def test_satisfied_is_four_of_five_or_more(rating: float, is_satisfied: bool) -> None:
    assert found(("a", "2026-01-01", rating)).loc["a", "satisfied"] == is_satisfied


def test_the_owner_may_set_what_is_satisfied() -> None:
    chosen = Settings.of({"satisfied_rating": 5})
    assert not found(("a", "2026-01-01", 4), chosen=chosen).loc["a", "satisfied"]


@pytest.mark.parametrize(("day", "is_stale"), [("2025-03-31", False), ("2025-03-30", True)])
def test_a_rating_is_stale_after_a_year(day: str, is_stale: bool) -> None:
    assert found(("a", day, 4)).loc["a", "stale"] == is_stale


def test_recommending_is_asked_apart_from_the_rating() -> None:
    client = found(("a", "2026-01-01", 4, 9), ("a", "2026-02-01", 3, None)).loc["a"]
    assert (client["rating"], client["recommend"], client["recommends"]) == (3, 9, 1)


def test_a_firm_that_never_asked_has_everything_missing() -> None:
    empty = satisfaction.analyse(Summaries({"clients": asked().tables["clients"]}, AS_OF), DEFAULT)
    assert empty["rating"].isna().all()


def test_an_empty_firm_has_no_rows() -> None:
    assert satisfaction.analyse(Summaries({}, AS_OF), DEFAULT).empty


# ── the firm ─────────────────────────────────────────────────────────────────────────────────


def test_satisfied_and_loyal_are_four_kinds_of_clients() -> None:
    firm = satisfaction.analyse(
        asked(
            ("a", "2026-01-01", 5), ("b", "2026-01-01", 5), ("c", "2026-01-01", 1), ("d", "2026-01-01", 1),
            clients="a b c d e",
        ),
        DEFAULT,
    )  # fmt: skip
    kinds = satisfaction.quadrants(firm, loyal(a=True, b=False, c=True, d=False, e=True))
    assert dict(kinds) == {
        "a": "loyalist",
        "b": "mercenary",
        "c": "hostage",
        "d": "defector",
        "e": "",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_defined(language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]  # one of LANGUAGES
        told = satisfaction.definitions(DEFAULT)
    assert {*satisfaction.QUADRANTS.values(), "unknown", "satisfied"} == set(told)
    assert not any("{" in sentence for sentence in told.values())
