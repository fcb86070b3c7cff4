"""A sheet of ours on which its owner typed: from now on it is the owner's, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crmbook.books.defined_names import DefinedName
from crmbook.books.formula_names import with_tables, with_title
from crmbook.books.names import main
from crmbook.books.ownership import unmark
from crmbook.books.renaming import formulas_retold
from crmbook.books.table_names import free_table_name, table_parts
from crmbook.books.titles import kept

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry

# Parts of a sheet whose formulas may speak of the sheet itself.
_SPEAKING: Final = frozenset({"chart", "drawing", "table"})


def keep(package: Package, key: str, entry: SheetEntry) -> str:
    """Give a sheet to its owner under another title, which is returned; its old title is free."""
    workbook = package.workbook
    titles = {each.name.casefold() for each in workbook.sheets}
    title = kept(entry.name, titles)
    position = workbook.position(entry.name)
    unmark(package, key)
    retell(package, entry.part, _renamed_tables(package, entry.part), entry.name, title)
    for each in list(workbook.names):
        if each.position == position:
            told = with_title(each.refers_to, entry.name, title)
            workbook.names.set(DefinedName(each.name, told, position, each.hidden, each.comment))
    workbook.touch()
    _element(package, position).set("name", title)
    workbook.forget_titles()
    return title


def make_room(package: Package, position: int) -> None:
    """Move the last sheet to a place further left; what counts sheets by place counts on."""
    workbook = package.workbook
    root = workbook.touch()
    last = len(workbook.sheets) - 1
    element = _element(package, last)
    _element(package, position).addprevious(element)
    for name in root.iter(main("definedName")):
        place = name.get("localSheetId")
        if place is not None:
            name.set("localSheetId", str(_moved(int(place), position, last)))
    for view in root.iter(main("workbookView")):
        for attribute in ("activeTab", "firstSheet"):
            if attribute in view.attrib:
                view.set(attribute, str(_moved(int(view.get(attribute, "0")), position, last)))
            elif position == 0:
                view.set(attribute, "1")
    workbook.forget_titles()


def _moved(place: int, position: int, last: int) -> int:
    if place == last:
        return position
    return place + 1 if place >= position else place


def _element(package: Package, position: int):  # type: ignore[no-untyped-def]  # noqa: ANN202  # an lxml element
    sheets = package.workbook.child("sheets")
    return [each for each in sheets if each.tag == main("sheet")][position]


def _renamed_tables(package: Package, part: str) -> dict[str, str]:
    """Rename the tables of a sheet, so that the names are free for the new one."""
    renamed = {}
    for table_part in table_parts(package, part):
        table = package.touch(table_part)
        old = table.get("displayName", "")
        renamed[old] = free_table_name(package, f"{old}_kept")
        table.set("displayName", renamed[old])
        table.set("name", renamed[old])
    return renamed


def retell(package: Package, part: str, tables: dict[str, str], old: str, new: str) -> None:
    """Formulas, charts and links of a sheet follow a sheet and tables that are called otherwise now."""

    def tell(formula: str) -> str:
        return with_title(with_tables(formula, tables), old, new)

    package.put(part, formulas_retold(package.read(part), tell))
    for each in package.relationships(part):
        if not each.external and each.kind in _SPEAKING and package.has(each.target):
            if each.kind == "drawing":
                retell(package, each.target, tables, old, new)
            else:
                package.put(each.target, formulas_retold(package.read(each.target), tell))
