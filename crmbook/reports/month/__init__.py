"""The monthly report: one sheet of printed pages about a month that is over, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from crmbook.language import _
from crmbook.reports import printed, words
from crmbook.reports.layout import Page
from crmbook.reports.month.paper import ACROSS, WIDTHS
from crmbook.sheet import Cell

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.sheet import Sheet
    from crmbook.summaries.periods import Period

KEY = "month"

# Each a module with two doors: title(), and page(page, findings, month), which adds to the page what
# there is to say. One that adds nothing is left out; one that says it in a line begins no new page.
PAGES = (
    "glance",  # the month in a sentence, twelve numbers, three things to decide
    "clients",  # who came, fell silent, came back; who buys again; what each group brings
    "silence",  # who is silent with most at stake, and what came of earlier flags
    "sales",  # deals by stage, offers and their prices, what clients need again
    "service",  # answers, complaints, what clients say, who is likely dissatisfied
    "care",  # points, gifts, referrals, events, days to come, contacts by kind
    "team",  # by employee: portfolio, what is due, what is overdue
    "leader",  # goals, farewells, training, what is to be handed over
    "method",  # what was read, what the numbers mean, how often we were right
)
FIRST = 3  # row of the first page, under the title of the sheet
MOST_OF_A_LINE = 3  # rows of a page that only says that there is nothing


class Pages(Protocol):
    """What a module of this package is to the report."""

    def title(self) -> str: ...

    def page(self, page: Page, findings: Findings, month: Period) -> None: ...


def title() -> str:
    return _("Monthly report")


def build(findings: Findings, month: Period, step: Callable[[str], None] | None = None) -> Sheet:
    """The report of a month.

    findings  judged on the last day of the month by the rows up to it (Tables.until), so that the report
              of October is the same whenever it is made; their titles have one for KEY
    step      hears the title of each page
    """
    paper = Page(across=ACROSS, wide=WIDTHS, fixed=True, dense=True)
    paper.title(findings.titles[KEY], _subtitle(findings, month))
    paper.repeat = (0, 2)
    for name in PAGES:
        module = import_module(f"{__name__}.{name}")
        if step is not None:
            step(module.title())
        _add(paper, module, findings, month)
    paper.breaks = printed.breaks(paper)
    return paper.sheet(findings.titles[KEY], KEY, tab="#1F3F66")


def _subtitle(findings: Findings, month: Period) -> str:
    company = findings.settings.text("company")
    said = words.month(month.last)
    return f"{company} · {said}" if company else said


def _add(paper: Page, pages: Pages, findings: Findings, month: Period) -> None:
    """A page under its heading; none where there is nothing to say."""
    top = paper.row
    paper.rows.append([Cell(pages.title(), "title")])
    pages.page(paper, findings, month)
    if paper.row == top + 1:
        del paper.rows[top:]
        return
    if sum(map(bool, paper.rows[top:])) > MOST_OF_A_LINE and top > FIRST:
        paper.breaks.append(top)
    paper.space()
