"""One row a client, for pivots and INDEX/MATCH."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crmbook.findings import Findings
from crmbook.language import speaking
from crmbook.reports import scores
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]


def built(findings: Findings) -> Sheet:
    sheet = scores.build(findings)
    assert sheet is not None
    return sheet


def column(sheet: Sheet, heading: str) -> list[Any]:
    place = list(sheet.rows[0]).index(heading)
    return [row[place] for row in sheet.rows[1:]]


def test_the_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None]
) -> None:
    golden("scores.txt", as_text(built(find())))


def test_every_client_has_one_row_and_every_heading_is_there_once(find: Find) -> None:
    sheet = built(find())
    assert column(sheet, "Client no.") == [str(n) for n in range(1, 13)]
    assert len(set(sheet.rows[0])) == len(sheet.rows[0])


def test_who_is_late_is_promised_no_day_of_the_next_purchase(find: Find) -> None:
    sheet = built(find())
    days = dict(zip(column(sheet, "Status"), column(sheet, "Expected next"), strict=True))
    assert days["Silent"] is None
    assert days["Active"] is not None


def test_cells_are_plain_values(find: Find) -> None:
    kinds = {type(value) for row in built(find()).rows for value in row}
    assert kinds <= {str, int, float, date, type(None)}


def test_statuses_and_segments_are_words_of_the_language_spoken(find: Find) -> None:
    with speaking("lt"):
        sheet = built(find())
    english = built(find())
    assert column(english, "Status")[6] == "Never bought"
    assert len(sheet.rows) == len(english.rows)


def test_a_firm_without_amounts_has_no_columns_of_money(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    headings = " ".join(str(heading) for heading in built(find(**without_amounts)).rows[0])
    assert "Revenue" not in headings
    assert "Value at risk" not in headings
    assert "Margin" not in headings


def test_a_name_that_looks_like_a_formula_stays_text(find: Find) -> None:
    clients = [{"client_id": "1", "name": "=HYPERLINK(1)", "owner": None}]
    bought = [{"client_id": "1", "date": "2026-03-02", "amount": 5}]
    sheet = built(find(clients=clients, purchases=bought))
    assert column(sheet, "Client") == ["=HYPERLINK(1)"]
    assert not any(isinstance(value, Cell) for row in sheet.rows for value in row)


def test_the_area_of_a_column_covers_every_client(find: Find) -> None:
    findings = find()
    area = scores.Scores(findings).area("name")
    assert area == "'Scores'!$B$2:$B$13"


def test_the_window_is_that_of_the_summaries(find: Find) -> None:
    findings = find()
    held = scores.Scores(findings)
    bought = findings.summaries.clients
    pd.testing.assert_series_equal(
        held["purchases_window_now"], bought["purchases_12m"], check_names=False
    )
    pd.testing.assert_series_equal(
        held["revenue_window_now"], bought["spent_12m"], check_names=False
    )
    pd.testing.assert_series_equal(
        held["purchases_prior_now"], bought["purchases_prev_12m"], check_names=False
    )


def test_what_the_owner_said_of_a_silence_stands_beside_it(find: Find) -> None:
    read = {"client_id": "2", "signal": "silence", "date": "2026-03-30", "reading": "rejected"}
    assert "reading" not in scores.Scores(find())
    held = {score.caption: score for score in scores.Scores(find(signal_readings=[read])).columns}
    assert held["Reading"].series.dropna().to_dict() == {"2": "rejected"}


def test_no_clients_no_sheet(find: Find) -> None:
    assert scores.build(find(clients=[], purchases=[])) is None


@pytest.mark.slow
def test_twenty_thousand_clients_are_no_trouble(find: Find) -> None:
    ids = [str(n) for n in range(20_000)]
    days = pd.Timestamp("2026-03-31") - pd.to_timedelta(np.arange(20_000) % 900, unit="D")
    bought = [
        {"client_id": n, "date": day, "amount": 9.0} for n, day in zip(ids, days, strict=True)
    ]
    sheet = built(find(clients=[{"client_id": n, "name": n} for n in ids], purchases=bought))
    assert len(sheet.rows) == 20_001
