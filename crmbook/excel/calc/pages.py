"""How a sheet is printed and viewed, carried over to a copy in another workbook."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from crmbook.excel.calc.books import Book

_STYLE: Final = "com.sun.star.style.PageStyle"
_FROZEN: Final = 2  # as view settings of a file count: not split, split, frozen
_READ_ONLY: Final = 16  # com.sun.star.beans.PropertyAttribute
_FOREIGN: Final = "UserDefinedAttributes"  # of other programs, none in what we author
_OURS: Final = "crmbook {number:08x}"


def copy_page(source: Any, sheet: Any, target: Any, made: Any) -> None:
    """Paper, margins, footer, and the rows and columns that every page repeats."""
    given = source.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    made.PageStyle = _style_like(given, target)
    for printed, lines in (("PrintTitleRows", "TitleRows"), ("PrintTitleColumns", "TitleColumns")):
        if getattr(sheet, printed):
            area = getattr(sheet, lines)
            area.Sheet = made.RangeAddress.Sheet
            setattr(made, lines, area)


def _style_like(given: Any, target: Any) -> str:
    """The style that looks so, by its name, made where there is none.

    Each property that is set on the style of a sheet lays out all pages of the sheet anew, and the
    old sheets still have the styles of the last time.
    """
    looks, styles = _looks(given), target.StyleFamilies.getByName("PageStyles")
    told = repr([(name, _told(value)) for name, value in looks.items()])
    name = _OURS.format(number=zlib.crc32(told.encode()))
    if not styles.hasByName(name):
        styles.insertByName(name, target.createInstance(_STYLE))
        styles.getByName(name).setPropertyValues(tuple(looks), tuple(looks.values()))
    return name


def _looks(style: Any) -> dict[str, Any]:
    properties = style.PropertySetInfo.Properties
    writable = {each.Name for each in properties if not each.Attributes & _READ_ONLY}
    names = tuple(sorted(writable - {_FOREIGN}))
    return dict(zip(names, style.getPropertyValues(names), strict=True))


def _told(value: Any) -> str:
    """What it says; of a header or a footer the texts, or each would be unlike all others."""
    if hasattr(value, "CenterText"):
        return repr([each.String for each in (value.LeftText, value.CenterText, value.RightText)])
    return repr(value)


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
