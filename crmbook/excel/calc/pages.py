"""How a sheet is printed and viewed, carried over to a copy in another workbook."""

from __future__ import annotations

from typing import Any, Final

_STYLE: Final = "com.sun.star.style.PageStyle"
_READ_ONLY: Final = 16  # com.sun.star.beans.PropertyAttribute
_OURS: Final = "crmbook {title}"


def copy_page(source: Any, sheet: Any, target: Any, made: Any) -> None:
    """Paper, margins, footer, and the rows and columns that every page repeats."""
    name = _OURS.format(title=made.Name)
    styles = target.StyleFamilies.getByName("PageStyles")
    if not styles.hasByName(name):
        styles.insertByName(name, target.createInstance(_STYLE))
    given = source.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    style = styles.getByName(name)
    names = tuple(sorted(_writable(given)))
    style.setPropertyValues(names, given.getPropertyValues(names))
    made.PageStyle = name
    made.PrintTitleRows, made.PrintTitleColumns = sheet.PrintTitleRows, sheet.PrintTitleColumns
    for rows, area in (("TitleRows", sheet.TitleRows), ("TitleColumns", sheet.TitleColumns)):
        area.Sheet = made.RangeAddress.Sheet
        setattr(made, rows, area)


def _writable(style: Any) -> set[str]:
    properties = style.PropertySetInfo.Properties
    return {each.Name for each in properties if not each.Attributes & _READ_ONLY}


def copy_view(source: Any, sheet: Any, target: Any, made: Any) -> None:
    """Gridlines, what stays in view, the zoom: they belong to the window, sheet by sheet."""
    seen, shown = source.CurrentController, target.CurrentController
    if seen is None or shown is None:
        return
    before = shown.ActiveSheet
    seen.setActiveSheet(sheet)
    shown.setActiveSheet(made)
    shown.ShowGrid = seen.ShowGrid
    shown.ZoomValue = seen.ZoomValue
    if seen.hasFrozenPanes():
        shown.freezeAtPosition(seen.SplitColumn, seen.SplitRow)
    shown.setActiveSheet(before)
