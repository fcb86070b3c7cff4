"""Signals of every client: two clocks over all channels, grades, how often answers come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from crmbook import schema
from crmbook.analyses import signals
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
TODAY = pd.Timestamp(AS_OF)


def table(client: str, days_ago: Sequence[int], **columns: Any) -> pd.DataFrame:  # noqa: ANN401  # one value or many
    days = [TODAY - pd.Timedelta(days=ago) for ago in days_ago]
    rows = range(2, 2 + len(days))
    dates = pd.Series(days, dtype="datetime64[us]")
    return pd.DataFrame({"client_id": client, "date": dates, "row": rows, **columns})


def found(**tables: pd.DataFrame) -> Summaries:
    clients = pd.DataFrame({"client_id": ["A", "B"], "row": [2, 3]})
    return Summaries({"clients": clients, **tables}, AS_OF)


def analysed(**tables: pd.DataFrame) -> pd.DataFrame:
    return signals.analyse(found(**tables), Settings())


def of(clients: pd.DataFrame, client: str = "A") -> dict[str, Any]:
    row: dict[str, Any] = dict(
        zip(clients.columns, clients.loc[[client]].to_numpy()[0], strict=True)
    )
    return row


def first_evidence(**tables: pd.DataFrame) -> dict[str, Any]:
    return dict(signals.evidence(found(**tables)).to_dict("records")[0])  # type: ignore[arg-type]  # names are texts


CALLS = table("A", range(700, 150, -21), direction="in", kind="call")


def test_every_client_has_a_row_also_one_without_any_signal() -> None:
    clients = analysed(contacts=CALLS)
    assert clients.index.tolist() == ["A", "B"]
    assert clients["signals"].tolist() == [1, 0]
    assert clients["first"].tolist() == ["contacts", ""]
    assert clients["grade"].tolist() == ["absent", ""]
    assert clients["contacts"].tolist() == ["absent", ""]


def test_our_own_contacts_never_end_a_clients_silence() -> None:
    ours = table("A", range(140, 0, -5), direction="out", kind="call")
    unknown = table("A", range(140, 0, -7), direction=None, kind="meeting")
    alone = analysed(contacts=CALLS)
    watched = analysed(contacts=pd.concat([CALLS, ours, unknown], ignore_index=True))
    assert of(watched)["contacts"] == of(alone)["contacts"] == "absent"
    assert of(watched)["they_acted"] == of(alone)["they_acted"]
    assert of(watched)["we_contacted"] == TODAY - pd.Timedelta(days=5)
    assert of(watched)["contacts_since"] > 20


def test_a_client_who_complains_or_answers_a_survey_is_not_silent() -> None:
    complaint = table("A", [10], about="Late again")
    clients = analysed(contacts=CALLS, complaints=complaint)
    assert of(clients)["contacts"] == ""
    assert of(clients)["they_acted"] == TODAY - pd.Timedelta(days=10)


def test_a_purchase_moves_the_clients_clock() -> None:
    bought = table("A", [3], amount=10.0)
    assert analysed(contacts=CALLS, purchases=bought).loc[
        "A", "they_acted"
    ] == TODAY - pd.Timedelta(days=3)


def test_the_evidence_tells_what_is_held_against_what_and_where_it_stands() -> None:
    row = first_evidence(contacts=CALLS)
    assert (row["client_id"], row["signal"], row["grade"], row["now"]) == (
        "A",
        "contacts",
        "absent",
        154,
    )
    assert row["n"] == 26
    assert row["rows"] == tuple(("contacts", n) for n in (24, 25, 26, 27, 28))
    assert 0 < row["chance"] <= 0.02


def test_enquiries_are_graded_apart_from_other_contacts() -> None:
    asked = table("A", [*range(600, 95, -12), 16], direction="in", kind="enquiry")
    called = table("A", range(600, 0, -6), direction="in", kind="call")
    clients = analysed(contacts=pd.concat([asked, called], ignore_index=True))
    assert (of(clients)["contacts"], of(clients)["enquiries"]) == ("", "reduced")


def test_coming_to_an_event_is_a_visit_of_the_client() -> None:
    events = pd.DataFrame({"event_id": ["E1"], "date": [TODAY - pd.Timedelta(days=4)]})
    guests = pd.DataFrame(
        {
            "event_id": ["E1", "E1"],
            "client_id": ["A", "B"],
            "attended": [True, False],
            "row": [2, 3],
        }
    )
    clients = analysed(events=events, invitations=guests)
    assert of(clients)["they_acted"] == TODAY - pd.Timedelta(days=4)
    assert pd.isna(of(clients, "B")["they_acted"])


def test_notes_are_a_signal_with_the_words_found() -> None:
    noted = table("A", [12], summary="Her mother died", direction="in", kind="call")
    row = first_evidence(contacts=noted)
    assert (row["signal"], row["grade"], row["words"]) == ("note_bereavement", "noted", "died")


def test_an_old_note_is_no_news() -> None:
    noted = table("A", [200], summary="Her mother died", direction="in", kind="call")
    assert signals.evidence(found(contacts=noted)).empty


def test_what_is_noted_for_a_later_day_does_not_count_yet() -> None:
    future = table("A", [-5], direction="in", kind="call")
    assert (
        of(analysed(contacts=pd.concat([CALLS, future], ignore_index=True)))["contacts"] == "absent"
    )


def test_a_firm_without_any_history_has_no_signals() -> None:
    clients = analysed()
    assert clients["signals"].tolist() == [0, 0]
    assert clients["they_acted"].isna().all()


def test_empty_sheets_are_as_good_as_none() -> None:
    every = {table.key: _empty(table) for table in schema.TABLES if table.key != "clients"}
    assert analysed(**every)["signals"].tolist() == [0, 0]


def _empty(table: schema.Table) -> pd.DataFrame:
    numbers = dict.fromkeys(("number", "integer", "money", "share", "minutes"), "float64")
    kinds = {"date": "datetime64[us]", "yes_no": "boolean", **numbers}
    columns = {it.key: pd.Series(dtype=kinds.get(it.kind, "str")) for it in table.columns}
    return pd.DataFrame({**columns, "row": pd.Series(dtype="int64")})
