"""Contacts, complaints, offers and feedback by client, alike in every frame library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from crmbook.summaries.events import (
    answers,
    complaint_summaries,
    contact_summaries,
    minutes_by_owner,
    offer_summaries,
)

AS_OF = date(2026, 3, 31)
# Narwhals announces a package of its own for Dask, which is not to be had yet.
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning")


def rows(*found: tuple[object, ...], columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(found, columns=columns.split())
    dates = {name: pd.to_datetime(frame[name]) for name in ("date", "resolved_on") if name in frame}
    return frame.astype({"client_id": "str"}).assign(**dates)


def as_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def as_duckdb(frame: pd.DataFrame) -> Any:  # noqa: ANN401  # typed loosely by DuckDB
    return pytest.importorskip("duckdb").connect().from_df(frame)


def as_dask(frame: pd.DataFrame) -> Any:  # noqa: ANN401  # Dask has no types
    return pytest.importorskip("dask.dataframe").from_pandas(frame, npartitions=2)


There = Callable[[pd.DataFrame], Any]
SOMEWHERE = pytest.mark.parametrize("there", [as_pandas, as_duckdb, as_dask])


def by_client(frame: Any) -> pd.DataFrame:  # noqa: ANN401  # a frame of any library
    for ask in ("df", "compute"):
        if hasattr(frame, ask):
            return by_client(getattr(frame, ask)())
    return pd.DataFrame(frame).set_index("client_id").sort_index()


@SOMEWHERE
def test_the_last_contact_and_the_minutes_of_twelve_months(there: There) -> None:
    contacts = rows(
        ("17", "2025-03-31", 60.0),
        ("17", "2025-04-01", 30.0),
        ("17", "2026-03-31", None),
        ("17", "2026-04-01", 15.0),
        ("18", "2026-01-01", None),
        columns="client_id date minutes",
    )
    found = by_client(contact_summaries(there(contacts), AS_OF))
    assert found.loc["17", "last_contact"] == pd.Timestamp("2026-03-31")
    assert found.loc["17", "contacts_12m"] == 2
    assert found.loc["17", "minutes_12m"] == 30
    assert found["minutes_12m"].isna().to_dict() == {"17": False, "18": True}


@SOMEWHERE
def test_minutes_belong_to_who_was_in_contact(there: There) -> None:
    contacts = rows(
        ("17", "2026-01-01", 10.0, "Rasa"),
        ("17", "2026-02-01", 20.0, "Rasa"),
        ("17", "2026-02-01", 5.0, None),
        ("17", "2024-02-01", 5.0, "Rasa"),
        columns="client_id date minutes owner",
    )
    found = by_client(minutes_by_owner(there(contacts), AS_OF)).set_index("owner")["minutes"]
    assert found.to_dict() == {"Rasa": 30, "": 5}


@SOMEWHERE
def test_a_complaint_is_open_until_it_is_resolved(there: There) -> None:
    complaints = rows(
        ("17", "2026-01-01", "open", None),
        ("17", "2026-01-02", "resolved", None),
        ("17", "2026-01-03", "reopened", "2026-01-05"),
        ("17", "2024-01-03", None, "2024-01-05"),
        ("17", "2026-02-03", None, None),
        columns="client_id date status resolved_on",
    )
    found = by_client(complaint_summaries(there(complaints), AS_OF))
    assert found.loc["17", "open_complaints"] == 3
    assert found.loc["17", "complaints_12m"] == 4


@SOMEWHERE
def test_open_offers_are_counted_and_summed(there: There) -> None:
    offers = rows(
        ("17", "2026-01-01", "open", 100.0),
        ("17", "2026-01-02", "open", None),
        ("17", "2026-01-03", "won", 50.0),
        ("18", "2026-01-03", "lost", 50.0),
        columns="client_id date status amount",
    )
    found = by_client(offer_summaries(there(offers), AS_OF))
    assert found.loc["17"].to_dict() == {"open_offers": 2, "open_offers_amount": 100}
    assert "18" not in found.index


@SOMEWHERE
def test_the_latest_answer_stands_against_the_earlier_ones(there: There) -> None:
    feedback = rows(
        ("17", "2025-01-01", 5.0),
        ("17", "2025-02-01", 4.0),
        ("17", "2026-02-01", 2.0),
        ("17", "2026-02-01", 3.0),
        ("17", "2026-03-01", None),
        ("17", "2026-05-01", 1.0),
        ("18", "2026-01-01", 4.0),
        columns="client_id date rating",
    )
    found = by_client(answers(there(feedback), AS_OF, "rating"))
    assert found.loc[["17"], ["latest", "before", "before_n", "n"]].to_numpy().tolist() == [
        [2.5, 4.5, 2, 4]
    ]
    assert found.loc["17", "on"] == pd.Timestamp("2026-02-01")
    assert found["before"].isna().to_dict() == {"17": False, "18": True}


def test_a_question_that_was_never_asked_has_no_answers() -> None:
    feedback = rows(("17", "2025-01-01", 5.0), columns="client_id date rating")
    assert answers(feedback, AS_OF, "recommend").empty


@pytest.mark.parametrize(
    "group", [contact_summaries, complaint_summaries, offer_summaries, minutes_by_owner]
)
def test_an_empty_history_has_no_clients(
    group: Callable[[pd.DataFrame, date], pd.DataFrame],
) -> None:
    assert group(rows(columns="client_id date"), AS_OF).empty
