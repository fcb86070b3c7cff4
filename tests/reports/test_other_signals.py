"""Signals on the Silence sheet and in the to-do list: evidence shown, readings heeded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import silence
from crmbook.reports.duties import duties
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]
Row = dict[str, Any]

AS_OF = date(2026, 3, 31)


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def calls(client: str, days: range, direction: str = "in") -> list[Row]:
    return [
        {"client_id": client, "date": ago(n), "direction": direction, "kind": "call", "owner": "Rasa"}
        for n in days
    ]  # fmt: skip


# Ona Pavyzdienė (1) buys every 28 days, the last time ten days ago; she called every three weeks.
QUIET_CALLS = calls("1", range(700, 150, -21))


def lines(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


def built(findings: Findings) -> list[list[Any]]:
    sheet = silence.build(findings)
    assert sheet is not None
    return lines(sheet)


def said(findings: Findings) -> str:
    return "\n".join(str(cell) for row in built(findings) for cell in row if cell is not None)


def test_what_is_alike_stands_under_the_headings_of_the_late(find: Find) -> None:
    found = built(find(contacts=QUIET_CALLS))
    late = next(row for row in found if row and row[0] == "Client")
    start = next(
        n for n, row in enumerate(found) if row and str(row[0]).startswith("Other signals")
    )
    other = found[start + 1]
    assert len(other) == len(late)
    alike = [heading for heading in late if heading in other]
    assert alike == ["Client", "Owner", "By"]
    assert [late.index(each) for each in alike] == [other.index(each) for each in alike]


def test_a_client_who_buys_but_calls_no_more_has_a_list_of_their_own(find: Find) -> None:
    found = built(find(contacts=QUIET_CALLS))
    start = next(
        n for n, row in enumerate(found) if row and str(row[0]).startswith("Other signals")
    )
    row = found[start + 2]
    assert row[0] == "Ona Pavyzdienė"
    assert row[1] == "Absent"
    assert row[2].startswith("Contacts from the client: the last 154 days ago, usually every 2")


def test_the_rows_a_signal_is_seen_from_are_named_and_linked(find: Find) -> None:
    sheet = silence.build(find(contacts=QUIET_CALLS))
    assert sheet is not None
    cell = next(
        cell for row in sheet.rows for cell in row
        if isinstance(cell, Cell) and str(cell.value).startswith("Contacts 2")
    )  # fmt: skip
    assert cell.value == "Contacts 24, 25, 26, 27, 28"
    assert cell.link == "#'Contacts'!A28"


def test_what_we_log_ourselves_hides_nothing(find: Find) -> None:
    ours = calls("1", range(140, 0, -10), "out")
    assert "Ona Pavyzdienė" in said(find(contacts=QUIET_CALLS + ours))


def test_without_signals_there_is_no_empty_list(find: Find) -> None:
    assert "Other signals" not in said(find())


@pytest.mark.parametrize(("reading", "there"), [("rejected", False), ("confirmed", True), ("unsure", True)])  # fmt: skip
def test_a_rejected_signal_is_not_repeated(find: Find, reading: str, there: bool) -> None:
    readings = [{"client_id": "1", "signal": "contacts", "date": ago(5), "reading": reading}]
    text = said(find(contacts=QUIET_CALLS, signal_readings=readings))
    assert ("Contacts from the client" in text) is there
    assert ("You confirmed it." in text) is (reading == "confirmed")


def test_a_reading_from_before_the_signal_changed_rejects_nothing(find: Find) -> None:
    readings = [{"client_id": "1", "signal": "contacts", "date": ago(140), "reading": "rejected"}]
    assert "Contacts from the client" in said(find(contacts=QUIET_CALLS, signal_readings=readings))


def test_a_rejected_silence_leaves_the_list_and_is_counted_in_a_line(find: Find) -> None:
    readings = [{"client_id": "2", "signal": "silence", "date": ago(1), "reading": "rejected"}]
    text = said(find(signal_readings=readings))
    assert "UAB Žalias Kamuolys" not in text
    assert "1 client is left out: you looked into the silence and rejected it." in text


def test_a_rejected_silence_is_no_duty(find: Find) -> None:
    readings = [{"client_id": "2", "signal": "silence", "date": ago(1), "reading": "rejected"}]
    assert "2" in duties(find())["client_id"].tolist()
    assert "2" not in duties(find(signal_readings=readings))["client_id"].tolist()


def test_a_signal_of_a_client_who_buys_is_to_be_looked_into(find: Find) -> None:
    due = duties(find(contacts=QUIET_CALLS))
    one = due[due["kind"] == "signal"].iloc[0]
    assert one["client_id"] == "1"
    assert "the last 154 days ago" in one["text"]


def test_a_late_client_has_one_story_purchases_first(find: Find) -> None:
    contacts = calls("2", range(700, 150, -21)) + calls("2", range(19, 18, -1), "out")
    offers = [{"client_id": "2", "offer_id": "P-114", "date": ago(20), "status": "open"}]
    found = built(find(contacts=contacts, offers=offers))
    story = next(row[2] for row in found if row and row[0] == "UAB Žalias Kamuolys")
    assert story.startswith(
        "Usually buys oftener than this. Contacts from the client: the last 154"
    )
    assert story.endswith(
        "Last contact: call, 12 March 2026, Rasa. Open offer: P-114. Call in person by 2 April 2026."
    )


def test_the_sheet_says_what_a_signal_does_not_mean(find: Find) -> None:
    text = said(find(contacts=QUIET_CALLS))
    assert "no feeling and no verdict" in text
    assert "Signal readings" in text
