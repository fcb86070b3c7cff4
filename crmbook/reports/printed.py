"""Where the printed pages of a long sheet end, so that no heading stands alone at the foot of one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmbook.reports.layout import Page

# Points of an upright A4 page between the margins that books/author sets.
WIDE, HIGH = 523.0, 748.0
POINTS_OF_A_PIXEL = 0.75
# LibreOffice scales columns a little smaller than Excel, so that more rows fit: Excel decides.
SURE = 0.98
SHORT = 0.3  # of a page: a section that fits into so much is not torn
TAIL = 0.12  # so little over the page that one program finds room for it and the other does not
KEPT = 5  # rows of a longer one that stay together: the heading, the headings of the list, three of its rows


def breaks(page: Page) -> list[int]:
    """Rows that begin a printed page: those the page has, and sections that would be torn."""
    heights = page.heights()
    scale = min(1.0, WIDE / (page.pixels() * POINTS_OF_A_PIXEL))
    first, count = page.repeat
    repeated = sum(heights[first : first + count])
    heights[first : first + count] = [0.0] * count  # they are in the room of the first page too
    room = SURE * HIGH / scale - repeated
    asked = sorted({*page.breaks, len(heights)})
    found: list[int] = []
    for start, end in pairwise([0, *asked]):
        found += [start, *_torn(page, heights, start, end, room)]
    return sorted({row for row in found if 0 < row < len(heights)})


def _torn(page: Page, heights: list[float], start: int, end: int, room: float) -> list[int]:
    """The sections between two breaks that begin a page of their own."""
    sections = [row for row in page.sections if start < row < end]
    used = sum(heights[start : sections[0]] if sections else []) % room
    found = []
    for section, following in pairwise([*sections, end]):
        whole = sum(heights[section:following])
        kept = whole if whole <= SHORT * room else sum(heights[section : section + KEPT])
        over = used + whole - room
        if used and (used + kept > room or 0 < over <= TAIL * room):
            found.append(section)
            used = 0.0
        used = (used + whole) % room if whole > room - used else used + whole
    return found
