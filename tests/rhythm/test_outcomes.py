"""What came of past flags, by purchases and contacts typed out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook.analyses import silence
from crmbook.rhythm.outcomes import silent_on
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)


def days(client: str, *stretches: tuple[str, str, int]) -> pd.DataFrame:
    """Purchases of a client: from a day to a day, every so many days."""
    dates = [pd.date_range(first, last, freq=f"{gap}D") for first, last, gap in stretches]
    whole = dates[0].append(dates[1:])
    return pd.DataFrame({"client_id": client, "date": whole, "amount": 10.0})


def others() -> list[pd.DataFrame]:
    """Forty regular clients, so that the firm has a rhythm."""
    return [
        days(f"other{n:02}", (f"2024-0{1 + n % 6}-{1 + n % 27:02}", "2026-03-25", 18 + n % 9))
        for n in range(40)
    ]


def summaries(*clients: pd.DataFrame, contacts: pd.DataFrame | None = None) -> Summaries:
    purchases = pd.concat([*clients, *others()], ignore_index=True).assign(row=2)
    ids = purchases["client_id"].unique()
    tables = {"clients": pd.DataFrame({"client_id": ids}), "purchases": purchases}
    return Summaries(tables if contacts is None else {**tables, "contacts": contacts}, AS_OF)


def flags_of(client: str, found: Summaries) -> pd.DataFrame:
    flags = silence.look_back(found).flags
    return flags[flags["client_id"] == client]


def call(day: str, direction: str = "out") -> pd.DataFrame:
    return pd.DataFrame({
        "client_id": ["c"], "date": pd.to_datetime([day]), "direction": [direction]
    })  # fmt: skip


LATE = ("2024-01-10", "2025-06-01", 20)  # then nothing, for as long as a test says


def test_who_comes_back_soon_after_the_flag_was_a_false_alarm() -> None:
    flag = flags_of("c", summaries(days("c", LATE, ("2025-07-20", "2026-03-25", 20)))).iloc[0]
    assert date(2025, 6, 10) < flag["raised"].date() < date(2025, 7, 20) < flag["until"].date()
    assert (flag["outcome"], flag["right"]) == ("false_alarm", False)


def test_who_comes_back_much_later_did_so_by_themselves_and_the_flag_was_right() -> None:
    flag = flags_of("c", summaries(days("c", LATE, ("2025-12-01", "2026-03-25", 20)))).iloc[0]
    assert flag["until"] < pd.Timestamp("2025-12-01") == flag["returned"]
    assert (flag["outcome"], flag["right"]) == ("by_itself", True)


@pytest.mark.parametrize("back", ["2025-07-20", "2025-12-01"])
def test_who_was_called_in_between_came_back_after_contact(back: str) -> None:
    found = summaries(days("c", LATE, (back, "2026-03-25", 20)), contacts=call("2025-07-10"))
    assert flags_of("c", found).iloc[0]["outcome"] == "after_contact"


def test_nobody_knows_whether_a_flag_was_right_when_a_call_came_first() -> None:
    called = call("2025-07-10")
    found = summaries(days("c", LATE, ("2025-07-20", "2026-03-25", 20)), contacts=called)
    assert pd.isna(flags_of("c", found).iloc[0]["right"])


@pytest.mark.parametrize(
    "contact",
    [call("2025-07-10", "in"), call("2025-06-10"), call("2025-07-20")],
    ids=["theirs", "before the flag", "on the day of the purchase"],
)
def test_a_contact_that_did_not_bring_the_client_back_changes_nothing(
    contact: pd.DataFrame,
) -> None:
    found = summaries(days("c", LATE, ("2025-07-20", "2026-03-25", 20)), contacts=contact)
    assert flags_of("c", found).iloc[0]["outcome"] == "false_alarm"


def test_who_stays_away_is_lost_in_the_end() -> None:
    flag = flags_of("c", summaries(days("c", ("2024-01-10", "2025-03-20", 10)))).iloc[0]
    assert (flag["outcome"], flag["right"]) == ("lost", True)


def test_a_flag_of_yesterday_is_open_and_not_judged() -> None:
    bought = days("c", ("2024-01-10", "2026-02-20", 14))
    flag = flags_of("c", summaries(bought)).iloc[0]
    assert flag["until"] > pd.Timestamp(AS_OF)
    assert flag["outcome"] == "open"
    assert pd.isna(flag["right"])


def test_flags_that_are_up_today_are_the_silent_and_the_lost_of_today() -> None:
    gone = [days(f"g{n}", ("2024-01-10", f"2025-{n:02}-20", 12)) for n in range(1, 13)]
    found = summaries(*gone, days("once", ("2025-06-01", "2025-06-01", 1)))
    status = silence.analyse(found, Settings.of({}))["status"]
    flags = silence.look_back(found).flags
    up = flags[flags["returned"].isna()]
    assert set(up["client_id"]) == set(status.index[status.isin(["silent", "lost"])])
    assert silent_on(flags, pd.Timestamp(AS_OF)) == (status == "silent").sum()


def test_a_flag_looks_at_nothing_that_came_after_it() -> None:
    early = flags_of("c", summaries(days("c", LATE, ("2025-12-01", "2026-03-25", 20)))).iloc[0]
    late = flags_of("c", summaries(days("c", LATE, ("2026-02-01", "2026-03-25", 20)))).iloc[0]
    assert abs((early["raised"] - late["raised"]).days) <= 2  # the firm's parameters move a little


def test_a_workbook_without_purchases_has_no_flags() -> None:
    nothing = pd.DataFrame({
        "client_id": pd.Series(dtype="str"), "date": pd.Series(dtype="datetime64[us]"),
        "amount": pd.Series(dtype=float), "row": pd.Series(dtype="int64"),
    })  # fmt: skip
    clients = pd.DataFrame({"client_id": ["1"]})
    back = silence.look_back(Summaries({"clients": clients, "purchases": nothing}, AS_OF))
    assert back.record is None
    assert back.flags.empty


def test_one_client_with_one_purchase_gives_no_record_and_no_crash() -> None:
    bought = days("1", ("2026-03-01", "2026-03-01", 1)).assign(row=2)
    clients = pd.DataFrame({"client_id": ["1"]})
    back = silence.look_back(Summaries({"clients": clients, "purchases": bought}, AS_OF))
    assert back.record is None
    assert back.flags.empty
