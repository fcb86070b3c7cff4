"""What was read, what the numbers mean, how often we were right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.sheet import Cell

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Quality and method")


def page(page: Page, findings: Findings, month: Period) -> None:  # noqa: ARG001  # every page is called alike
    page.section(_("This report"))
    page.point(Cell(_("Workbook"), "text"), findings.file or "–")
    page.point(Cell(_("crmbook"), "text"), findings.version or "–")
