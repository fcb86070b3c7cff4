"""The page of silence: who is silent with most at stake, and what came of earlier flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from crmbook.analyses.silence import LookBack
from crmbook.findings import Findings
from crmbook.reports.month import silence

Find = Callable[..., Findings]
Told = Callable[..., list[str]]


def flags(*rows: tuple[str, str, str, bool | None]) -> LookBack:
    """Client, day of the flag, what came of it, whether it was right."""
    frame = pd.DataFrame(list(rows), columns=["client_id", "raised", "outcome", "right"])
    known = frame.assign(
        raised=pd.to_datetime(frame["raised"]), right=frame["right"].astype("boolean")
    )
    return LookBack(None, known)


def test_the_silent_stand_in_the_order_of_what_is_at_stake(find: Find, told: Told) -> None:
    found = find()
    silent = found["silence"][found["silence"]["status"] == "silent"]
    wanted = silent.sort_values("value_at_risk", ascending=False).index
    names = found.clients["name"].reindex(wanted).tolist()
    listed = [line.split(" | ")[0] for line in told(silence, found)]
    assert len(names) > 1
    assert [name for name in listed if name in names] == names


def test_each_has_a_reason_and_what_to_do_by_when(find: Find, told: Told) -> None:
    said = told(silence, find())
    place = next(n for n, line in enumerate(said) if line.startswith("UAB Žalias Kamuolys"))
    assert "Usually buys oftener than this." in said[place + 1]
    assert "Call in person by" in said[place + 1]
    assert "Rasa" in said[place]


def test_flags_of_three_months_ago_are_told_with_what_came_of_them(find: Find, told: Told) -> None:
    back = flags(
        ("1", "2025-12-05", "false_alarm", False), ("4", "2025-12-31", "lost", True), ("5", "2025-12-01", "open", True),
        ("6", "2025-11-30", "lost", True), ("8", "2026-01-01", "lost", True),
    )  # fmt: skip
    said = told(silence, replace(find(), look_back=back))
    assert "What came of the flags: December 2025" in said
    assert (
        "3 clients began to count as silent. Of the flags whose time is over, right were 2 of 3: nothing was bought within two usual gaps, at least 14 days."
        in said
    )
    assert "False alarm | 1 | Ona Pavyzdienė" in said
    assert "Lost | 1 | SIA Zilais Kaķis" in said


def test_a_month_without_flags_is_said_to_be_one(find: Find, told: Told) -> None:
    said = told(silence, replace(find(), look_back=flags()))
    assert "No client began to count as silent in that month." in said


def test_where_nobody_is_silent_it_says_so(find: Find, told: Told) -> None:
    one = {"clients": [{"client_id": "1", "name": "Ona"}],
           "purchases": [{"client_id": "1", "date": "2026-03-03", "amount": 12.0}]}  # fmt: skip
    assert "No client is silent." in told(silence, find(**one))


def test_without_purchases_it_is_one_line(find: Find, told: Told) -> None:
    assert told(silence, find(purchases=[])) == ["Nothing to report: nobody has bought yet."]
