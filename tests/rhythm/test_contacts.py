"""A client is heard over every channel."""

from __future__ import annotations

import pandas as pd

from crmbook.rhythm.contacts import over_all_channels, two_clocks

DAY = pd.Timestamp("2026-03-31")


def table(day: str, **columns: str) -> pd.DataFrame:
    dates = pd.Series([pd.Timestamp(day)], dtype="datetime64[us]")
    return pd.DataFrame({"client_id": ["A"], "date": dates, **columns})


def clocks(**tables: pd.DataFrame) -> list[str]:
    last = pd.Series([pd.Timestamp("2026-01-05")], ["A"])
    found = two_clocks(over_all_channels(tables), last, DAY)
    return [str(found.loc["A", name])[:10] for name in ("they_acted", "we_contacted")]


def test_a_complaint_is_a_word_of_the_clients() -> None:
    contacts = table("2026-02-20", direction="out", kind="call")
    assert clocks(contacts=contacts) == ["2026-01-05", "2026-02-20"]
    assert clocks(contacts=contacts, complaints=table("2026-03-01")) == ["2026-03-01", "2026-02-20"]


def test_so_is_feedback_in_a_firm_that_notes_no_contacts() -> None:
    assert clocks(feedback=table("2026-03-02", text="Fine")) == ["2026-03-02", "NaT"]


def test_without_any_of_them_only_purchases_are_known() -> None:
    assert clocks() == ["2026-01-05", "NaT"]
