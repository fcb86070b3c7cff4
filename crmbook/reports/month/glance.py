"""The month at a glance: a sentence, twelve numbers, three things to decide, how complete the data are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports.decisions import to_decide
from crmbook.reports.month.paper import nothing
from crmbook.reports.words import month as named
from crmbook.sheet import Cell

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Month at a glance")


def page(page: Page, findings: Findings, month: Period) -> None:
    if findings.summaries.documents.empty:
        nothing(page, _("there are no purchases up to the end of {month}").format(month=named(month.last)))  # fmt: skip
        return
    page.section(_("To decide"))
    for number, decision in enumerate(to_decide(findings), start=1):
        page.point(Cell(f"{number}. {decision.lead}", "link", link=decision.link), decision.text)
