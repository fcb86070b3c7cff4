"""What we wrote on a sheet, to know later whether somebody typed on it; as for a closed book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.books.counting import Tally
from crmbook.books.layout import Layout
from crmbook.books.live import reading
from crmbook.books.ownership import Facts, title_sum
from crmbook.books.rows import plain
from crmbook.sheet import Cell, Value

if TYPE_CHECKING:
    import xlwings

__all__ = ["Facts", "of", "typed_on"]

_NEVER_A_FILE = 0  # the check sum of a sheet's part: the program writes the file, not we


def of(layout: Layout, key: str, before: Facts | None, title: str) -> Facts:
    """The facts of a sheet that is written now; before, title: of the one in whose place it comes.

    title  "" when nobody gave it one: it was left behind in the middle of a write
    """
    tally = Tally()
    for row in layout.rows():
        constants = [_held(cell) for cell in row if not _has_formula(cell)]
        tally([plain(value) for value in constants], len(row) - len(constants))
    # The owner gave it another title than we did: it stays known which was ours.
    renamed = before is not None and title != "" and before.given != title_sum(title)
    return Facts(
        crc=_NEVER_A_FILE,
        cells=tally.cells,
        digest=tally.digest,
        formulas=tally.formulas,
        notes=len(layout.notes),
        shapes=len(layout.sheet.charts),
        given=before.given if before is not None and renamed else title_sum(layout.sheet.name),
        key=key,
    )


def _held(cell: Value | Cell) -> Value:
    return cell.value if isinstance(cell, Cell) else cell


def _has_formula(cell: Value | Cell) -> bool:
    return isinstance(cell, Cell) and bool(cell.formula)


def typed_on(sheet: xlwings.Sheet, facts: Facts | None) -> bool:
    """Whether a sheet of ours holds anything that we did not write; sorting and looks aside."""
    if facts is None:
        return True  # nobody can tell any more, and what may be the owner's stays
    if (len(sheet.notes), _drawn(sheet)) != (facts.notes, facts.shapes):
        return True
    tally = Tally()
    for constants, formulas in reading.constants(reading.used(sheet)):
        tally([plain(value) for value in constants], formulas)
    return (tally.cells, tally.digest, tally.formulas) != (
        facts.cells,
        facts.digest,
        facts.formulas,
    )


def _drawn(sheet: xlwings.Sheet) -> int:
    """Charts, pictures and whatever lies over the cells. To Excel the arrows of a filter are form controls."""
    return sum(shape.type not in {"comment", "form_control"} for shape in sheet.shapes)
