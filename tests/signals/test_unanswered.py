"""Offers left without an answer by a client who used to answer."""

from __future__ import annotations

from datetime import date

import pandas as pd

from crmbook.signals.unanswered import overdue_offers, unanswered

AS_OF = date(2026, 3, 31)


def offers(*statuses: str, client: str = "A", last: str = "2026-01-31") -> pd.DataFrame:
    """Offers a month apart, the last on that day."""
    days = pd.date_range(end=last, periods=len(statuses), freq="30D")
    return pd.DataFrame(
        {
            "client_id": client,
            "date": days.astype("datetime64[us]"),
            "status": list(statuses),
            "row": range(2, 2 + len(statuses)),
        }
    )


def found(*made: pd.DataFrame) -> pd.DataFrame:
    return unanswered(overdue_offers({"offers": pd.concat(made)}, AS_OF)).set_index("client_id")


ANSWERS_ALL = ("won", "lost", "won", "won", "lost", "won")


def test_two_offers_without_an_answer_after_six_answered_ones_are_a_signal() -> None:
    signal = found(offers(*ANSWERS_ALL, "expired", "expired")).loc["A"]
    assert (signal["grade"], signal["now"], signal["n"]) == ("unanswered", 2, 6)
    assert signal["usual"] == 1.0


def test_an_open_offer_counts_only_after_its_last_day() -> None:
    fresh = offers(*ANSWERS_ALL, "expired", "open", last="2026-03-25")
    assert found(fresh).empty
    old = offers(*ANSWERS_ALL, "expired", "open", last="2026-02-10")
    assert found(old).loc["A", "now"] == 2


def test_an_answer_begins_the_count_anew() -> None:
    assert found(offers(*ANSWERS_ALL, "expired", "expired", "lost")).empty


def test_a_client_who_seldom_answers_is_not_a_signal() -> None:
    assert found(offers("expired", "won", "expired", "expired", "lost", "expired", "expired")).empty


def test_two_earlier_offers_are_too_few() -> None:
    others = offers(*ANSWERS_ALL, *ANSWERS_ALL, client="B")
    assert found(offers("won", "won", "expired", "expired", "expired"), others).empty


def test_no_offers_no_signal() -> None:
    assert unanswered(overdue_offers({}, AS_OF)).empty
