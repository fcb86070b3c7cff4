"""The paper of the monthly report: the columns that all its pages share, and what they say alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words
from crmbook.reports.layout import Field, Sentence
from crmbook.sheet import Cell, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page

# One sheet has one set of columns: a page of lists and a page of sentences stand under each other.
# Together they make an A4 page, upright; a longer text spans several (Field.across, Field.rest).
WIDTHS = {0: 31.0, 1: 14.0, 2: 11.0, 3: 11.0, 4: 11.0, 5: 11.0, 6: 12.0, 7: 12.0}
ACROSS = len(WIDTHS)
NAMED = 4  # clients named in a cell; more are counted


def nothing(page: Page, what: str) -> None:
    """All that is said of what the firm does not keep, or of what did not happen."""
    page.say(_("Nothing to report: {what}.").format(what=what), "note")


def empty_section(page: Page, what: str) -> None:
    """A section of which there is nothing to say, and the row that parts it from the next."""
    nothing(page, what)
    page.space()


def explained(page: Page, fields: Sequence[Field], meanings: Sequence[str]) -> None:
    """Rows of numbers, each with what it means on the shaded line below.

    Beside the numbers a column of meanings would be too narrow to read.
    """
    empty = [Field("", [None] * len(meanings))] * (ACROSS - len(fields))
    area = page.block([replace(each, cells=_every_other(each.cells)) for each in [*fields, *empty]])
    for below, meaning in zip(range(area.first_row + 1, page.row, 2), meanings, strict=True):
        page.rows[below] = [Cell(meaning, "note")]
        page.sentences.append(Sentence(below, meaning, 0, -1, "note"))
    page.space()


def _every_other(cells: Sequence[Value | Cell]) -> list[Value | Cell]:
    return [each for cell in cells for each in (cell, None)]


def names(findings: Findings, ids: pd.Index) -> str | None:
    """Ona, Jonas and 4 more, those who spent most first; None for nobody."""
    spent = findings.summaries.clients["spent_12m"].reindex(ids)
    ordered = spent.sort_values(ascending=False, kind="stable", na_position="last").index
    named = findings.clients["name"].reindex(ordered).astype(str).tolist()
    if len(named) > NAMED:
        more = _("{names} and {n} more")
        return more.format(names=", ".join(named[:NAMED]), n=words.number(len(named) - NAMED))
    return words.listed(named) or None
