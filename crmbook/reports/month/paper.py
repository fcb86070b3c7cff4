"""The paper of the monthly report: the columns that all its pages share, and what they say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.reports.layout import Page

# One sheet has one set of columns: a page of lists and a page of sentences stand under each other.
# Together they make an A4 page, upright; a longer text spans several (Field.across, Field.rest).
WIDTHS = {0: 28.0, 1: 14.0, 2: 11.0, 3: 11.0, 4: 11.0, 5: 11.0, 6: 12.0, 7: 12.0}
ACROSS = len(WIDTHS)


def nothing(page: Page, what: str) -> None:
    """All that is said of what the firm does not keep, or of what did not happen."""
    page.say(_("Nothing to report: {what}.").format(what=what), "note")
