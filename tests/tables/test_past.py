"""Tables as they stood on the evening of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from crmbook.tables import Crm, Tables

Read = Callable[..., Crm]

OCTOBER = date(2026, 10, 31)
CLIENTS = [
    ["Client no.", "Name", "Client since"],
    ["1", "Ona", None],
    ["2", "Jonas", None],
    ["3", "Ilze", date(2026, 9, 1)],
    ["4", "Nobody yet", None],
]
PURCHASES = [
    ["Client no.", "Date", "Amount", "Responsible employee"],
    ["1", date(2026, 10, 31), 10, "Rasa"],
    ["1", date(2026, 11, 1), 20, "Juris"],
    ["2", date(2026, 11, 5), 30, "Juris"],
]


def ids(tables: Tables) -> list[str]:
    found: list[str] = tables["clients"]["client_id"].tolist()
    return found


def test_rows_of_later_days_are_not_there_and_the_day_itself_counts(read: Read) -> None:
    then = read(Clients=CLIENTS, Purchases=PURCHASES).tables.until(OCTOBER)
    assert then["purchases"]["amount"].tolist() == [10.0]


def test_nobody_is_there_who_first_bought_later(read: Read) -> None:
    then = read(Clients=CLIENTS, Purchases=PURCHASES).tables.until(OCTOBER)
    assert "2" not in ids(then)


def test_a_client_is_there_by_a_row_or_by_the_day_the_list_names(read: Read) -> None:
    then = read(Clients=CLIENTS, Purchases=PURCHASES).tables.until(OCTOBER)
    assert ids(then) == ["1", "3"]


def test_whoever_asks_later_finds_the_same(read: Read) -> None:
    early = read(Clients=CLIENTS, Purchases=PURCHASES[:2]).tables.until(OCTOBER)
    late = read(
        Clients=[*CLIENTS, ["5", "Petras", None]],
        Purchases=[*PURCHASES, ["4", date(2026, 12, 1), 5, None], ["5", date(2026, 12, 2), 5, None]],
    ).tables.until(OCTOBER)  # fmt: skip
    for table in ("clients", "purchases"):
        pd.testing.assert_frame_equal(early[table], late[table])


def test_later_sales_make_nobody_the_owner(read: Read) -> None:
    then = read(Clients=CLIENTS, Purchases=PURCHASES).tables.until(OCTOBER)
    assert then["clients"]["owner"].tolist()[:1] == ["Rasa"]


def test_an_owner_of_the_list_stays(read: Read) -> None:
    listed = [["Client no.", "Name", "Responsible employee"], ["1", "Ona", "Asta"]]
    then = read(Clients=listed, Purchases=PURCHASES).tables.until(OCTOBER)
    assert then["clients"]["owner"].tolist() == ["Asta"]


def test_a_complaint_resolved_later_is_open_again(read: Read) -> None:
    complaints = [
        ["Client no.", "Date", "What about", "Status", "Resolved on"],
        ["1", date(2026, 10, 3), "late", "Resolved", date(2026, 10, 9)],
        ["1", date(2026, 10, 20), "broken", "Resolved", date(2026, 11, 2)],
    ]
    then = read(Complaints=complaints, Purchases=PURCHASES).tables.until(OCTOBER)["complaints"]
    assert then["status"].tolist() == ["resolved", "open"]
    assert then["resolved_on"].isna().tolist() == [False, True]


def test_a_deal_closed_later_is_open_at_a_stage_nobody_knows(read: Read) -> None:
    deals = [
        ["Client no.", "Deal", "Date", "Stage", "Closed on"],
        ["1", "roof", date(2026, 9, 3), "Won", date(2026, 10, 9)],
        ["1", "wall", date(2026, 9, 3), "Lost", date(2026, 11, 9)],
        ["1", "door", date(2026, 11, 3), "Lead", None],
    ]
    then = read(Deals=deals, Purchases=PURCHASES).tables.until(OCTOBER)["deals"]
    assert then["name"].tolist() == ["roof", "wall"]
    assert then["stage"].fillna("").tolist() == ["won", ""]


def test_rows_without_a_day_and_events_to_come_stay(read: Read) -> None:
    deals = [["Client no.", "Deal", "Stage"], ["1", "roof", "Lead"]]
    events = [["Event no.", "Event", "Date"], ["E1", "Fair", date(2026, 12, 1)]]
    then = read(Deals=deals, Events=events, Purchases=PURCHASES).tables.until(OCTOBER)
    assert len(then["deals"]) == len(then["events"]) == 1


def test_the_tables_themselves_are_not_changed(read: Read) -> None:
    tables = read(Clients=CLIENTS, Purchases=PURCHASES).tables
    tables.until(OCTOBER)
    assert len(tables["purchases"]) == 3
    assert len(tables["clients"]) == 4


def test_an_event_to_come_is_nothing_to_look_at(read: Read) -> None:
    crm = read(
        as_of=date(2026, 3, 31),
        Events=[["Event no.", "Event", "Date", "Seats"], ["E-1", "Tasting", date(2026, 4, 20), 25]],
    )
    assert crm.tables["events"]["date"].tolist() == [pd.Timestamp(2026, 4, 20)]
    assert not [problem for problem in crm.problems if problem.kind == "in_the_future"]
