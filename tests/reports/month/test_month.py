"""The monthly report as a whole: its pages, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.language import Language, speaking
from crmbook.reports import month, periods, titles
from crmbook.reports.layout import Page
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]
OnThe = Callable[[Findings, date], Findings]
Lines = Callable[[Sheet], list[str]]
MARCH = periods.last_full_month(date(2026, 3, 31))


def built(findings: Findings) -> Sheet:
    return month.build(replace(findings, titles={**findings.titles, month.KEY: "Month"}), MARCH)


@pytest.mark.parametrize("name", month.PAGES)
def test_every_page_is_a_module_with_two_doors(name: str) -> None:
    module = import_module(f"crmbook.reports.month.{name}")
    assert callable(module.title)
    assert callable(module.page)


def test_the_sheet_is_marked_and_called_as_no_other() -> None:
    assert month.title() not in titles().values()


def test_the_title_is_repeated_on_every_printed_page(find: Find) -> None:
    sheet = built(find())
    assert sheet.print.repeat_rows == 2
    assert sheet.key == "month"
    assert sheet.owned


def test_each_page_of_more_than_a_line_begins_a_printed_one(find: Find) -> None:
    sheet = built(find())
    heads = [row for row, cells in enumerate(sheet.rows) if is_title(cells)]
    assert {*heads[2:]} <= {*sheet.print.breaks}
    assert heads[1] == month.FIRST


def is_title(row: Sequence[object]) -> bool:
    return bool(row) and isinstance(row[0], Cell) and row[0].format == "title"


def test_an_empty_workbook_has_a_report_that_says_so(find: Find) -> None:
    sheet = built(find(clients=[], purchases=[]))
    said = [cell.value for row in sheet.rows for cell in row if isinstance(cell, Cell)]
    assert "Nothing to report: no purchases up to 31 March 2026." in said


@pytest.mark.slow
def test_whoever_asks_for_a_month_later_gets_the_same_report(find: Find, on_the: OnThe) -> None:
    early: dict[str, list[dict[str, Any]]] = {
        "clients": [{"client_id": str(n), "name": f"Client {n}"} for n in range(1, 13)],
        "purchases": [
            {"client_id": str(n), "date": MARCH.last - timedelta(5 * n + (9 + n) * back), "amount": 9.0 * n}
            for n in range(1, 13)
            for back in range(20)
        ],
    }  # fmt: skip
    late = {
        "clients": [*early["clients"], {"client_id": "99", "name": "Later"}],
        "purchases": [
            *early["purchases"],
            {"client_id": "99", "date": date(2026, 4, 2), "amount": 70.0},
            {"client_id": "1", "date": date(2026, 5, 2), "amount": 80.0},
        ],
    }
    first, second = (on_the(find(**rows), MARCH.last) for rows in (early, late))
    assert month.build(first, MARCH) == month.build(second, MARCH)


def test_one_client_has_a_report(find: Find, on_the: OnThe, lines: Lines) -> None:
    one = {"clients": [{"client_id": "1", "name": "Ona"}],
           "purchases": [{"client_id": "1", "date": "2026-03-03", "amount": 12.0}]}  # fmt: skip
    said = lines(month.build(on_the(find(**one), MARCH.last), MARCH))
    assert any("In the month: 1 new client." in line for line in said)
    assert not [line for line in said if "nan" in line or "NaT" in line]


def test_returns_alone_have_a_report(find: Find, on_the: OnThe, lines: Lines) -> None:
    one = {"clients": [{"client_id": "1", "name": "Ona"}],
           "purchases": [{"client_id": "1", "date": "2026-03-03", "amount": -12.0}]}  # fmt: skip
    said = lines(month.build(on_the(find(**one), MARCH.last), MARCH))
    assert not [line for line in said if "nan" in line or "NaT" in line]


def test_visits_without_amounts_have_a_report(
    find: Find, on_the: OnThe, lines: Lines, without_amounts: dict[str, Any]
) -> None:
    said = lines(month.build(on_the(find(**without_amounts), MARCH.last), MARCH))
    assert not [line for line in said if "nan" in line or "€" in line]


@pytest.mark.parametrize("language", ["lt", "lv"])
def test_it_is_built_in_each_language(
    find: Find, on_the: OnThe, lines: Lines, language: Language
) -> None:
    with speaking(language):
        said = lines(month.build(on_the(find(), MARCH.last), MARCH))
    assert not [line for line in said if "March" in line]


@pytest.mark.parametrize("name", ["glance", "clients", "silence", "method"])
def test_a_page_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None], name: str
) -> None:
    found = find()
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    named = replace(found, titles={**found.titles, month.KEY: "Month"})
    import_module(f"crmbook.reports.month.{name}").page(page, named, MARCH)
    golden(f"month_{name}.txt", as_text(page.sheet(name, "month")))
