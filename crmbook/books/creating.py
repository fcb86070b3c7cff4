"""A brand new workbook."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from crmbook.books import saving
from crmbook.books.author import empty_workbook
from crmbook.books.grafting import write_sheets
from crmbook.books.names import main
from crmbook.books.package import Package
from crmbook.books.table_names import unlike
from crmbook.errors import CrmbookError, Problem, UsageError
from crmbook.language import _
from crmbook.sheet import Sheet

_WITH_MACROS = ".xlsm"


class WorkbookExistsError(CrmbookError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is there already. Nothing was written; choose another name.").format(
                path=path
            )
        )


def refuse_ending(path: Path) -> None:
    """Raise UsageError for a name under which no program would open a new workbook."""
    if path.suffix.lower() not in {".xlsx", _WITH_MACROS}:
        raise UsageError(
            _("The new workbook's name must end in {suffix}, not “{given}”.").format(
                suffix=".xlsx", given=path.suffix or path.name
            )
        )


def create(
    file: str | os.PathLike[str] | BinaryIO,
    sheets: Sequence[Sheet],
    *,
    created: date | None = None,
) -> list[Problem]:
    """Write a workbook of these sheets, in this order; what should be heard of it.

    file     one whose name ends in .xlsm gets the macros of the buttons, too
    created  the day that the file's properties tell; the same day gives the same bytes
    """
    if isinstance(file, str | os.PathLike):
        refuse_ending(Path(file))
    made, remarks = workbook(sheets, created=created, macros=with_macros(file))
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        with saving.told(path):
            try:
                saving.place_new(path, made)
            except FileExistsError as error:
                raise WorkbookExistsError(path) from error
    else:
        file.write(made)
    return remarks


def with_macros(file: object) -> bool:
    """Whether a file of this name is to hold macros: Excel goes by the ending."""
    return isinstance(file, str | os.PathLike) and Path(file).suffix.lower() == _WITH_MACROS


def workbook(
    sheets: Sequence[Sheet], *, created: date | None = None, macros: bool = False
) -> tuple[bytes, list[Problem]]:
    """The bytes of a new workbook of these sheets."""
    day = None if created is None else datetime.combine(created, time())
    blank = unlike("Sheet1", {sheet.name.casefold() for sheet in sheets})
    shown = next((sheet.name for sheet in sheets if not sheet.hidden), None)
    with Package.open(io.BytesIO(empty_workbook(blank, day))) as package:
        remarks = write_sheets(package, sheets, shown=shown)
        if shown is not None:  # else nothing would be seen, which Excel does not allow
            package.workbook.remove_sheet(blank)
            _open_at(package, [sheet.hidden for sheet in sheets].index(False))
        if macros:
            from crmbook.books.macros import put_macros  # the compiler, which a refresh never needs

            remarks += put_macros(package)
        saved = io.BytesIO()
        package.save(saved)
    return saved.getvalue(), remarks


def _open_at(package: Package, position: int) -> None:
    for view in package.workbook.touch().iter(main("workbookView")):
        view.set("activeTab", str(position))
