"""What a client brings, and what it takes to serve them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook.analyses import value
from crmbook.language import LANGUAGES, speaking
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
DEFAULT = Settings.of({})


def frame(rows: tuple[tuple[object, ...], ...], columns: str, *texts: str) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split()).astype(dict.fromkeys(texts, "str"))
    return made.assign(date=pd.to_datetime(made["date"])) if "date" in made else made


def purchases(*rows: tuple[object, ...]) -> pd.DataFrame:
    made = frame(tuple((*row, None)[:4] for row in rows), "client_id date amount cost", "client_id")
    return made.astype({"amount": float, "cost": float})


def contacts(*rows: tuple[object, ...]) -> pd.DataFrame:
    made = frame(rows, "client_id date minutes owner", "client_id", "owner")
    return made.astype({"minutes": float})


def team(**rates: float) -> pd.DataFrame:
    return pd.DataFrame({"employee": list(rates), "hourly_rate": list(rates.values())})


def client(name: str = "a", chosen: Settings = DEFAULT, **tables: pd.DataFrame) -> pd.Series:
    listed = pd.DataFrame({"client_id": ["a", "b"]})
    found = value.analyse(Summaries({"clients": listed, **tables}, AS_OF), chosen)
    return pd.Series(found.loc[name])


def test_revenue_and_margin_are_of_twelve_months() -> None:
    bought = purchases(
        ("a", "2025-03-31", 99, 1), ("a", "2025-04-01", 10, 4), ("a", "2026-03-31", 5, 4)
    )
    found = client(purchases=bought)
    assert (found["revenue_12m"], found["margin_12m"], found["tenure_days"]) == (15, 7, 365)


def test_an_hour_costs_what_its_owner_costs() -> None:
    found = client(
        purchases=purchases(("a", "2026-01-01", 100, 40)),
        contacts=contacts(("a", "2026-01-01", 90, "Rasa"), ("a", "2026-01-02", 30, "Jonas")),
        team=team(Rasa=20, Jonas=40),
    )
    assert found["contact_minutes_12m"] == 120
    assert found["cost_to_serve_12m"] == 50
    assert found["value_after_service"] == 10


def test_an_owner_without_a_rate_costs_what_the_settings_say() -> None:
    found = client(
        contacts=contacts(("a", "2026-01-01", 60, "Rasa"), ("a", "2026-01-02", 60, None)),
        team=team(Rasa=20),
        chosen=Settings.of({"hourly_rate": 30}),
    )
    assert found["cost_to_serve_12m"] == 50


def test_minutes_of_an_unknown_price_are_not_free() -> None:
    served = contacts(("a", "2026-01-01", 60, "Rasa"), ("a", "2026-01-02", 60, "Jonas"))
    found = client(contacts=served, team=team(Rasa=20))
    assert pd.isna(found["cost_to_serve_12m"])


def test_who_took_no_time_costs_nothing_where_time_is_noted() -> None:
    found = client("b", contacts=contacts(("a", "2026-01-01", 60, "Rasa")), team=team(Rasa=20))
    assert (found["contact_minutes_12m"], found["cost_to_serve_12m"]) == (0, 0)


def test_where_nobody_notes_minutes_cost_to_serve_is_unknown() -> None:
    found = client(contacts=contacts(("a", "2026-01-01", None, "Rasa")), team=team(Rasa=20))
    assert pd.isna(found["contact_minutes_12m"])
    assert pd.isna(found["cost_to_serve_12m"])


def test_value_after_service_is_unknown_without_costs() -> None:
    found = client(
        purchases=purchases(("a", "2026-01-01", 100)),
        contacts=contacts(("a", "2026-01-01", 60, "Rasa")),
        team=team(Rasa=20),
    )
    assert pd.isna(found["value_after_service"])


def days_of(first: str, times: int, amount: float | None) -> list[tuple[object, ...]]:
    return [("a", day, amount) for day in pd.date_range(first, periods=times, freq="7D")]


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [(10, 15, "up"), (10, 14, "flat"), (15, 10, "down"), (14, 10, "flat")],
)
def test_the_trend_holds_three_months_against_three(before: float, now: float, word: str) -> None:
    found = client(
        purchases=purchases(*days_of("2025-10-01", 6, before), *days_of("2026-01-01", 6, now))
    )
    assert found["trend"] == pytest.approx(now / before)
    assert (found["trend_n"], found["trend_word"]) == (12, word)


def test_of_few_purchases_the_trend_has_no_word() -> None:
    found = client(
        purchases=purchases(*days_of("2025-10-01", 1, 10), *days_of("2026-01-01", 6, 10))
    )
    assert found["trend"] == 6
    assert (found["trend_n"], found["trend_word"]) == (7, "")


def test_who_bought_nothing_before_has_no_trend() -> None:
    found = client(purchases=purchases(*days_of("2026-01-01", 9, 10)))
    assert pd.isna(found["trend"])
    assert found["trend_word"] == ""


def test_who_stopped_goes_down() -> None:
    found = client(purchases=purchases(*days_of("2025-10-01", 9, 10)))
    assert (found["trend"], found["trend_word"]) == (0, "down")


def test_without_amounts_the_trend_is_of_visits() -> None:
    found = client(
        purchases=purchases(*days_of("2025-10-01", 4, None), *days_of("2026-01-01", 8, None))
    )
    assert (found["trend"], found["trend_word"]) == (2, "up")
    assert pd.isna(found["revenue_12m"])


def test_an_empty_firm_has_no_rows() -> None:
    assert value.analyse(Summaries({}, AS_OF), DEFAULT).empty


def test_a_client_without_any_history_has_a_row() -> None:
    found = client()
    assert found["trend_n"] == 0
    assert pd.isna(found["tenure_days"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_defined(language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]  # one of LANGUAGES
        assert all(value.definitions().values())
