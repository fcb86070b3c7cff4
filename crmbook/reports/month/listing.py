"""Lists of rows on the paper of the month: a field may be as wide as several columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from crmbook.language import many
from crmbook.reports import words
from crmbook.reports.layout import Field
from crmbook.sheet import Cell, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page

MOST = 6  # rows of a list: the rest is on the sheets they come from


def listing(page: Page, fields: Sequence[Field], found: int | None = None) -> None:
    """The fields side by side; one that spans columns has empty ones after it.

    found  how many there are, when only the first of them are shown
    """
    page.block(list(chain.from_iterable(_spread(each) for each in fields)))
    rest = (found or 0) - len(fields[0].cells)
    if rest > 0:
        page.say(many("And {n} more.", "And {n} more.", rest), "note")
    page.space()


def _spread(each: Field) -> list[Field]:
    return [each, *[Field("", [None] * len(each.cells))] * (each.across - 1)]


def rows_of(findings: Findings, table: str, shown: pd.DataFrame, texts: pd.Series) -> list[Cell]:
    """Texts that lead to their rows; of a table on several sheets only where it is known which."""
    source, sheets = findings.tables.sources.get(table), shown.get("sheet")
    places = findings.row_links(table, shown["row"], sheets).tolist()
    if sheets is None and source is not None and source.also:
        places = [""] * len(shown)
    return [
        Cell(text, "link" if place else "text", link=place or None)
        for text, place in zip(words.plain(texts), places, strict=True)
    ]


def named(findings: Findings, ids: pd.Series) -> list[Value]:
    """The clients' names; nothing for a row without a client."""
    return words.plain(findings.clients["name"].reindex(ids))


def whole(numbers: pd.Series) -> list[Value]:
    """Whole numbers, money without cents; nothing where none is known."""
    known = numbers.astype("float64").round()
    return [
        int(number) if there else None for number, there in zip(known, known.notna(), strict=True)
    ]
