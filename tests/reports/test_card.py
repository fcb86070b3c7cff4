"""One client at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crmbook.findings import Findings
from crmbook.reports.card import Event, Fact, card

Find = Callable[..., Findings]
AS_OF = date(2026, 3, 31)


@pytest.fixture
def findings(find: Find) -> Findings:
    return find(
        clients=[{"client_id": "2", "name": "UAB Žalias Kamuolys", "owner": "Rasa", "phone": "8 600 00000", "preferred_channel": "phone"}],
        purchases=[
            {"client_id": "2", "date": "2026-01-05", "document": "A1", "product": "Tea", "amount": 30},
            {"client_id": "2", "date": "2026-01-05", "document": "A1", "product": "Coffee", "amount": 12.5},
            {"client_id": "2", "date": "2025-12-05", "document": "A0", "product": "Tea", "amount": 30},
        ],
        offers=[
            {"client_id": "2", "offer_id": "P-1", "date": "2026-03-01", "product": "Tea", "amount": 99, "status": "open"},
            {"client_id": "2", "offer_id": "P-0", "date": "2026-02-01", "product": "Tea", "amount": 50, "status": "lost"},
        ],
        contacts=[{"client_id": "2", "date": "2026-03-12", "kind": "call", "owner": "Rasa", "summary": "Will think"}],
    )  # fmt: skip


def test_a_card_tells_who_and_where(findings: Findings) -> None:
    made = card(findings, "2")
    assert (made.name, made.owner, made.place) == ("UAB Žalias Kamuolys", "Rasa", "Clients!A2")
    assert made.facts == [Fact("Phone", "8 600 00000"), Fact("Preferred channel", "Phone")]


def test_the_latest_purchase_comes_first_with_what_was_bought(findings: Findings) -> None:
    assert card(findings, "2").purchases == [
        Event(date(2026, 1, 5), "Purchase", 42.5, "Tea, Coffee"),
        Event(date(2025, 12, 5), "Purchase", 30.0, "Tea"),
    ]


def test_only_open_offers_are_on_the_card(findings: Findings) -> None:
    assert card(findings, "2").offers == [Event(date(2026, 3, 1), "P-1", 99.0, "Tea")]


def test_the_last_contact_is_told(findings: Findings) -> None:
    assert card(findings, "2").contacts == [
        Event(date(2026, 3, 12), "Call", None, "Rasa · Will think")
    ]


def test_a_card_tells_the_rhythm_the_year_ahead_and_both_clocks(findings: Findings) -> None:
    told = {figure.caption: figure.text for figure in card(findings, "2").figures}
    assert told["Usual gap, days"] == "31 (25–37)"
    assert told["Whose rhythm"] == "own"
    assert told["Probability of silence, 12 months"].endswith("%")
    assert told["They last acted"] == "2026-01-05"
    assert told["We last contacted them"] == "2026-03-12"


def test_who_is_not_late_has_windows_of_the_next_purchase(find: Find) -> None:
    told = {figure.caption: figure.text for figure in card(find(), "1").figures}
    assert told["Expected next"] == (
        "2026-04-18 (50%: 2026-04-12 – 2026-04-24; 90%: 2026-04-04 – 2026-05-16)"
    )


def test_what_is_not_known_is_not_on_the_card(find: Find) -> None:
    captions = [figure.caption for figure in card(find(), "7").figures]
    assert "Expected next" not in captions
    assert "Latest rating" not in captions


def test_a_client_nobody_knows_is_a_key_error(find: Find) -> None:
    with pytest.raises(KeyError):
        card(find(), "404")


def test_a_card_tells_what_the_client_needs_again(find: Find) -> None:
    bought = [
        {"client_id": "2", "date": f"2026-0{month}-01", "product": "Tea", "amount": 5}
        for month in (1, 2, 3)
    ] + [{"client_id": "2", "date": "2025-12-01", "product": "Tea", "amount": 5}]
    made = card(
        find(clients=[{"client_id": "2", "name": "Ona", "owner": None}], purchases=bought), "2"
    )
    assert made.needs == [
        Fact(
            "Tea",
            "Due. Usually every 31 days (23–39; 3 gaps of their own). Last bought on 2026-03-01.",
        )
    ]
    assert made.suggested == ""


def test_signals_stand_on_the_card_with_the_rows_they_are_seen_from(find: Find) -> None:
    calls = [
        {"client_id": "1", "date": AS_OF - timedelta(days), "direction": "in", "kind": "call"}
        for days in range(700, 150, -21)
    ]
    (signal,) = card(find(contacts=calls), "1").signals
    assert signal.startswith("Contacts from the client: the last 154 days ago")
    assert signal.endswith("(Contacts 24, 25, 26, 27, 28)")


def met(*kinds: str) -> list[dict[str, object]]:
    return [
        {"client_id": "1", "date": AS_OF - timedelta(100 - place), "kind": kind, "direction": "out"}
        for place, kind in enumerate(kinds)
    ]


def cadence_of(findings: Findings) -> list[str]:
    figures = card(findings, "1").figures
    return [it.text for it in figures if it.caption.startswith("Business meetings")]


def test_the_card_counts_business_meetings_since_the_last_informal_one(find: Find) -> None:
    assert cadence_of(find(contacts=met("meeting", "lunch", "visit", "call", "meeting"))) == [
        "2, the last informal one on 22 December 2025"
    ]


def test_where_nobody_notes_informal_meetings_nothing_is_said_of_them(find: Find) -> None:
    assert cadence_of(find(contacts=met("meeting", "visit"))) == []


def test_with_an_open_offer_business_comes_first(find: Find) -> None:
    offers = [{"client_id": "1", "date": AS_OF - timedelta(5), "status": "open"}]
    (said,) = cadence_of(find(contacts=met("lunch", "visit"), offers=offers))
    assert said.endswith("an offer is open: business first")
