"""The monthly report as a whole: its pages, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from crmbook.findings import Findings
from crmbook.reports import month, periods, titles
from crmbook.sheet import Cell, Sheet

Find = Callable[..., Findings]
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
    assert "Nothing to report: there are no purchases up to the end of March 2026." in said
