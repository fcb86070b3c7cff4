"""The month at a glance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import overview
from crmbook.reports.kpis import MOST, kpis
from crmbook.reports.scores import Scores
from crmbook.reports.two_years import last_and_before
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]


def built(findings: Findings) -> Sheet:
    sheet = overview.build(findings)
    assert sheet is not None
    return sheet


def said(sheet: Sheet) -> str:
    values = (cell.value if isinstance(cell, Cell) else cell for row in sheet.rows for cell in row)
    return "\n".join(str(value) for value in values if value is not None)


def test_the_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None]
) -> None:
    golden("overview.txt", as_text(built(find())))


def test_an_empty_workbook_says_what_to_type_first(find: Find) -> None:
    text = said(built(find(clients=[], purchases=[])))
    assert "There are no clients in this workbook yet" in text
    assert "Client no., Date, Amount" in text


def test_clients_without_purchases_are_counted_and_told_what_is_missing(find: Find) -> None:
    assert "12 clients and no purchases yet." in said(built(find(purchases=[])))


def test_there_are_at_most_twelve_numbers(find: Find) -> None:
    everybody = [str(n) for n in range(1, 13)]
    rated = [{"client_id": n, "date": "2026-03-01", "rating": 4} for n in everybody]
    bought = [
        {"client_id": n, "date": day, "amount": 5.0}
        for n in everybody
        for day in ("2024-05-01", "2026-03-01")
    ]
    made = kpis(Scores(find(feedback=rated, purchases=bought)))
    assert len(made) == MOST
    assert made[-1].caption == "Satisfied clients"


def test_of_fewer_than_ten_clients_no_percentage_is_printed(find: Find) -> None:
    three = [{"client_id": n, "name": n, "owner": None} for n in "abc"]
    then = [{"client_id": n, "date": "2024-04-10", "amount": 5} for n in "abc"]
    now = [{"client_id": n, "date": "2026-02-01", "amount": 5} for n in "ab"]
    found = {kpi.caption: kpi for kpi in kpis(Scores(find(clients=three, purchases=[*then, *now])))}
    assert found["Retention rate"].now.value == "2 of 3"
    assert found["Repeat purchase rate"].now.value == "0 of 2"


def test_a_firm_without_amounts_reads_of_visits_and_not_of_money(
    find: Find, without_amounts: dict[str, Any]
) -> None:
    text = said(built(find(**without_amounts)))
    assert "Purchases, March 2026" in text
    assert "Purchases by month" in str(built(find(**without_amounts)).charts)
    assert "Revenue" not in text
    assert "EUR" not in text


def test_purchases_that_stop_a_month_before_the_day_are_remarked_on(find: Find) -> None:
    clients = [{"client_id": "1", "name": "Ona", "owner": None}]
    old = [{"client_id": "1", "date": "2026-01-30", "amount": 5}]
    text = said(built(find(clients=clients, purchases=old)))
    assert "60 days before the day of this report: are later purchases missing?" in text


def test_the_change_is_against_a_year_earlier_and_left_out_where_there_is_too_little(
    find: Find,
) -> None:
    rows = {row[0].value: row for row in built(find()).rows if row and isinstance(row[0], Cell)}
    revenue, silent = rows["Revenue, last 12 months"], rows["Silent clients"]
    assert isinstance(revenue[1], Cell)
    assert isinstance(revenue[3], Cell)
    assert isinstance(revenue[4], Cell)
    assert revenue[4].value == pytest.approx(revenue[1].value / revenue[3].value - 1)  # type: ignore[operator]
    assert isinstance(silent[4], Cell)
    assert silent[4].value is None


def test_there_are_at_most_three_decisions_and_each_names_somebody(find: Find) -> None:
    decisions = overview.decisions(find())
    assert 1 <= len(decisions) <= 3
    assert "UAB Žalias Kamuolys (€" in decisions[0]


REJECTED = [
    {"client_id": "2", "signal": "silence", "date": date(2026, 3, 30), "reading": "rejected"}
]


def test_whose_silence_was_rejected_is_not_to_be_called(find: Find) -> None:
    assert "Žalias" not in overview.decisions(find(signal_readings=REJECTED))[0]


def test_a_silence_that_was_rejected_is_not_counted_and_that_is_said(find: Find) -> None:
    counted, left_out = (
        {kpi.caption: kpi for kpi in kpis(Scores(findings))}
        for findings in (find(), find(signal_readings=REJECTED))
    )
    silent, risk = "Silent clients", "Value at risk"
    assert left_out[silent].now.value == counted[silent].now.value - 1  # type: ignore[operator]  # numbers
    assert 0 < left_out[risk].now.value < counted[risk].now.value  # type: ignore[operator]  # numbers
    assert left_out[risk].n.value == counted[risk].n.value - 1  # type: ignore[operator]  # numbers
    assert "1 client is left out" in left_out[silent].definition
    assert "left out" not in counted[silent].definition


def test_the_sentence_and_the_chart_leave_a_rejected_silence_out_too(find: Find) -> None:
    text = said(built(find()))
    without = said(built(find(signal_readings=REJECTED)))
    assert text.split(" is silent")[0] != without.split(" is silent")[0]
    chart = dict(_statuses(built(find(signal_readings=REJECTED))))
    assert dict(_statuses(built(find())))["Silent"] == chart["Silent"] + 1


def _statuses(sheet: Sheet) -> list[tuple[str, int]]:
    """The numbers behind the chart of statuses."""
    rows = [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]
    top = next(n for n, row in enumerate(rows) if row[:1] == ["Month"])
    return [(row[3], row[4]) for row in rows[top + 1 :] if len(row) > 4 and row[3]]  # type: ignore[misc]  # texts and numbers


def test_where_nobody_is_silent_nobody_is_to_be_called(find: Find) -> None:
    days = [f"2026-0{month}-{day}" for month in (1, 2, 3) for day in ("05", "15", "25")]
    bought = [{"client_id": n, "date": day, "amount": 5.0} for n in "123" for day in days]
    clients = [{"client_id": n, "name": f"Ona {n}"} for n in "123"]
    found = find(clients=clients, purchases=bought)
    assert set(found["silence"]["status"]) == {"active"}
    assert not [text for text in overview.decisions(found) if "silent" in text]


def test_nothing_is_compared_with_a_time_before_purchases_were_kept(find: Find) -> None:
    clients = [{"client_id": "1", "name": "Ona", "owner": None}]
    bought = [
        {"client_id": "1", "date": f"{year}-{month:02}-15", "amount": 5.0}
        for year, month in [*((2025, m) for m in range(3, 13)), (2026, 1), (2026, 2), (2026, 3)]
    ]
    found = {kpi.caption: kpi for kpi in kpis(Scores(find(clients=clients, purchases=bought)))}
    assert found["Revenue, last 12 months"].now.value == 60.0
    assert found["Revenue, last 12 months"].year_ago.value is None
    assert "Retention rate" not in found


def test_months_before_the_first_purchase_are_empty_and_not_zero(find: Find) -> None:
    clients = [{"client_id": "1", "name": "Ona", "owner": None}]
    bought = [
        {"client_id": "1", "date": day, "amount": 5.0} for day in ("2025-06-15", "2026-03-15")
    ]
    months = last_and_before(find(clients=clients, purchases=bought))
    assert months["now"].isna().tolist() == [True, True, *[False] * 10]
    assert months["before"].isna().all()


def test_silent_clients_of_earlier_days_are_those_known_as_silent_then(find: Find) -> None:
    silent = next(kpi for kpi in kpis(Scores(find())) if kpi.caption == "Silent clients")
    # of the two flags raised by 28 February one had ended; none was up a year before
    assert (silent.before.value, silent.year_ago.value) == (1, 0)


def test_without_a_look_back_earlier_days_have_no_silent_clients(find: Find) -> None:
    silent = next(
        kpi
        for kpi in kpis(Scores(replace(find(), look_back=None)))
        if kpi.caption == "Silent clients"
    )
    assert silent.before.value is None


def test_a_client_with_two_offers_that_run_out_is_named_once(find: Find) -> None:
    one = {"client_id": "1", "status": "open", "valid_until": "2026-04-02"}
    offers = [
        {**one, "offer_id": "O-1", "date": "2026-03-20", "amount": 100.0},
        {**one, "offer_id": "O-2", "date": "2026-03-21", "amount": 40.0},
    ]
    findings = find(offers=offers)
    said = next(text for text in overview.decisions(findings) if "offers run out" in text)
    assert said.count(str(findings.clients.loc["1", "name"])) == 1
    assert "(€140)" in said
