"""How a sheet is printed and viewed, carried over to a copy in another workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crmbook.excel.calc.books import Book

_STYLE: Final = "com.sun.star.style.PageStyle"
_FROZEN: Final = 2  # as view settings of a file count: not split, split, frozen
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
    for printed, lines in (("PrintTitleRows", "TitleRows"), ("PrintTitleColumns", "TitleColumns")):
        if getattr(sheet, printed):
            area = getattr(sheet, lines)
            area.Sheet = made.RangeAddress.Sheet
            setattr(made, lines, area)


def _writable(style: Any) -> set[str]:
    properties = style.PropertySetInfo.Properties
    return {each.Name for each in properties if not each.Attributes & _READ_ONLY}


def copy_view(source: Book, sheet: Any, target: Book, made: Any) -> None:
    """Gridlines and what stays in view: they belong to the window, sheet by sheet."""
    shown, view = target.document.CurrentController, _view(source.document, sheet.Name)
    if shown is None or not view:
        return
    before = shown.ActiveSheet
    shown.setActiveSheet(made)
    if not view["ShowGrid"]:
        # The controller's own property is another one, and changes no sheet.
        helper = target.app.engine.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(shown.Frame, ".uno:ToggleSheetGrid", "", 0, ())
    if _FROZEN in {view["HorizontalSplitMode"], view["VerticalSplitMode"]}:
        shown.freezeAtPosition(view["PositionRight"], view["PositionBottom"])
    shown.setActiveSheet(before)


def _view(document: Any, title: str) -> dict[str, Any]:
    """How a workbook's only window shows a sheet; nothing when it has none."""
    windows = document.getViewData()
    if windows is None or not windows.Count:
        return {}
    sheets = next(each.Value for each in windows.getByIndex(0) if each.Name == "Tables")
    return {each.Name: each.Value for each in sheets.getByName(title)}
