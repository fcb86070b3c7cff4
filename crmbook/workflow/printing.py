"""A sheet alone, printed as PDF by LibreOffice where it is installed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from crmbook.books import create
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Cell, Sheet, Value
from crmbook.workflow.refreshing import Step


class NoPdfError(CrmbookError):
    def __init__(self, sheet: str) -> None:
        text = _(
            "The report is printed by LibreOffice, which was not found here or did not answer. "
            "Leave --pdf out, and print the sheet “{sheet}” from Excel; or install LibreOffice."
        )
        super().__init__(text.format(sheet=sheet))


def printed_as_pdf(sheet: Sheet, day: date, name: str, step: Step) -> bytes:
    """The pages of one sheet; the same sheet and day give the same bytes. Raises NoPdfError.

    name  of the workbook, for the foot of the pages
    """
    from crmbook.letters.word_as_pdf import NoOfficeError, pdf

    step(_("Printing…"))
    with TemporaryDirectory(prefix="crmbook-") as folder:
        file = Path(folder) / Path(name).with_suffix(".xlsx").name
        rows = [[_on_paper(cell) for cell in row] for row in sheet.rows]
        create(file, [replace(sheet, rows=rows)], created=day)
        try:
            return pdf(file.read_bytes(), file.name)
        except NoOfficeError as error:
            raise NoPdfError(sheet.name) from error


def _on_paper(cell: Value | Cell) -> Value | Cell:
    """What formulas and links speak of is not there: the values are."""
    if not isinstance(cell, Cell):
        return cell
    plain = replace(cell, formula=None)
    return without_link(plain) if leads_inside(plain) else plain


def leads_inside(cell: Cell) -> bool:
    """Whether its link is to a place in the workbook."""
    return cell.link is not None and cell.link.startswith("#")


def without_link(cell: Cell) -> Cell:
    """The words alone, and not as if one could click on them."""
    return replace(cell, link=None, format="wrapped" if cell.format == "link" else cell.format)
