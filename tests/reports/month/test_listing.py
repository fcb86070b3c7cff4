"""Lists on the paper of the month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from crmbook.findings import Findings
from crmbook.reports.layout import Field, Page
from crmbook.reports.month.listing import listing, rows_of, whole
from crmbook.reports.month.paper import ACROSS, WIDTHS

Find = Callable[..., Findings]

DEALS = [{"name": "A"}, {"name": "B"}]


def on_two_sheets(findings: Findings) -> Findings:
    sources = dict(findings.tables.sources)
    sources["deals"] = replace(
        sources["deals"], sheet="2025", also=(replace(sources["deals"], sheet="2026"),)
    )
    return replace(findings, tables=replace(findings.tables, sources=sources))


def test_a_row_on_another_sheet_is_linked_to_that_sheet(find: Find) -> None:
    findings = on_two_sheets(find(deals=DEALS))
    shown = pd.DataFrame({"row": [2, 3], "sheet": ["2025", "2026"]})
    cells = rows_of(findings, "deals", shown, pd.Series(["A", "B"]))
    assert [cell.link for cell in cells] == ["#'2025'!A2", "#'2026'!A3"]


def test_where_the_sheet_is_not_known_there_is_no_link(find: Find) -> None:
    findings = on_two_sheets(find(deals=DEALS))
    (cell,) = rows_of(findings, "deals", pd.DataFrame({"row": [2]}), pd.Series(["A"]))
    assert (cell.value, cell.link) == ("A", None)


def test_a_wide_field_pushes_the_next_one_on() -> None:
    page = Page(across=ACROSS, wide=WIDTHS, fixed=True)
    listing(page, [Field("A", ["x"], across=3), Field("B", ["y"])], found=9)
    assert [cell.value for cell in page.rows[1]] == ["x", None, None, "y"]  # type: ignore[union-attr]
    assert page.rows[2][0].value == "And 8 more."  # type: ignore[union-attr]


def test_whole_numbers_have_no_decimals_and_nothing_stays_nothing() -> None:
    assert whole(pd.Series([1.6, None])) == [2, None]
