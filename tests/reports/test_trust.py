"""How often we were right, as the Quality sheet says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from crmbook.analyses import silence
from crmbook.analyses.silence import LookBack, Record
from crmbook.findings import Findings
from crmbook.reports import quality, trust
from crmbook.reports.layout import Page
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]

BANDS = pd.DataFrame({
    "low": [0.0, 0.4, 0.8], "high": [0.2, 0.6, 1.0], "n": [406, 5, 94],
    "said": [0.04, 0.5, 0.91], "came_true": [0.042, 0.4, 0.936],
})  # fmt: skip
RECORD = Record(BANDS, 505, 88, date(2024, 11, 28), date(2026, 3, 2), 0.055, 0.157, 0.06, 0.157)


def flags(*rows: tuple[str, str, bool | None]) -> pd.DataFrame:
    """Flags of: the day, what came of it, whether it was right."""
    made = pd.DataFrame(list(rows), columns=["raised", "outcome", "right"])
    return made.assign(raised=pd.to_datetime(made["raised"]), right=made["right"].astype("boolean"))


NO_FLAGS = flags()


def said(findings: Findings, record: Record | None, flagged: pd.DataFrame) -> list[list[Any]]:
    page = Page(across=8)
    trust.add(page, replace(findings, look_back=LookBack(record, flagged)))
    return values(page.sheet("Quality", "quality"))


def values(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


def test_every_band_says_how_many_of_a_hundred_bought_nothing(find: Find) -> None:
    text = said(find(), RECORD, NO_FLAGS)
    assert ["0%–20%", 406, 0.04, 0.042, "Of 100 clients judged so, 4 bought nothing."] in text
    assert ["80%–100%", 94, 0.91, 0.936, "Of 100 clients judged so, 94 bought nothing."] in text


def test_five_judgements_are_counted_and_give_no_percentage(find: Find) -> None:
    text = said(find(), RECORD, NO_FLAGS)
    assert ["40%–60%", 5, None, None, "Too few to say: 2 of 5 bought nothing."] in text


def test_it_is_said_against_which_rule_and_on_which_days(find: Find) -> None:
    text = " ".join(str(row[0]) for row in said(find(), RECORD, NO_FLAGS) if row)
    assert "between 28 November 2024 and 2 March 2026" in text
    assert "wrong in 6 of 100 judgements" in text
    assert "90 days without a purchase” in 16 of 100" in text
    assert "0.055 against 0.157" in text


def test_a_short_past_gets_a_sentence(find: Find) -> None:
    text = said(find(), None, NO_FLAGS)
    assert text[1][0].startswith("The past is too short to say.")


FLAGGED = flags(
    ("2026-03-20", "open", None),
    ("2026-01-05", "false_alarm", False),
    ("2026-01-09", "after_contact", None),
    ("2026-01-30", "lost", True),
    ("2025-02-01", "lost", True),
)


def test_flags_are_counted_by_month_and_what_came_of_them(find: Find) -> None:
    rows = {row[0]: row[1:] for row in said(find(), None, FLAGGED) if len(row) == 8}
    assert rows["March 2026"] == [1, 0, 0, 0, 0, 1, None]
    assert rows["January 2026"] == [3, 1, 0, 1, 1, 0, "1 of 2"]
    assert rows["Together"] == [4, 1, 0, 1, 1, 1, "1 of 2"]


def test_a_month_without_flags_is_there_and_months_before_the_first_are_not(find: Find) -> None:
    months = [row[0] for row in said(find(), None, FLAGGED) if len(row) == 8][1:-1]
    assert months == ["March 2026", "February 2026", "January 2026"]


def test_without_flags_a_good_line_says_so(find: Find) -> None:
    text = said(find(), None, NO_FLAGS)
    assert ["No client began to count as silent in the last 12 months."] in text


def test_what_the_owner_found_when_looking_is_counted(find: Find) -> None:
    def reading(day: str, said: str, signal: str = "silence") -> dict[str, Any]:
        return {"client_id": "2", "date": day, "signal": signal, "reading": said}

    read = [
        reading("2026-02-01", "confirmed"), reading("2026-03-01", "rejected"),
        reading("2024-03-01", "rejected"), reading("2026-03-01", "rejected", "offers"),
    ]  # fmt: skip
    text = said(find(signal_readings=read), None, FLAGGED)
    told = "By the sheet Signal readings, 2 silences were looked into: 1 confirmed, 1 rejected."
    assert [told] in text


def test_without_contacts_a_return_after_contact_cannot_be_told(find: Find) -> None:
    told = {row[0]: row[1] for row in said(find(), None, FLAGGED) if len(row) == 2}
    assert told["Returned after contact"] == "Cannot be told: this workbook keeps no contacts."


def test_nobody_looked_and_nothing_is_said(find: Find) -> None:
    sheet = quality.build(replace(find(), look_back=None))
    assert sheet is not None
    assert not any(row[:1] == ["What came of the flags"] for row in values(sheet))


@pytest.mark.parametrize("bought", [[], [{"client_id": "1", "date": "2026-03-01", "amount": 5}]])
def test_a_new_workbook_looks_back_on_nothing(find: Find, bought: list[dict[str, Any]]) -> None:
    findings = find(purchases=bought)
    back = silence.look_back(findings.summaries)
    assert quality.build(replace(findings, look_back=back)) is not None
