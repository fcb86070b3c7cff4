"""What a write into an open workbook left behind when it was stopped, taken away from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.books import leftovers
from crmbook.books.defined_names import DefinedName
from crmbook.books.formula_names import with_title
from crmbook.books.keeping import retell
from crmbook.books.ownership import owned

if TYPE_CHECKING:
    from crmbook.books.package import Package


def left(package: Package) -> list[str]:
    titles = [each.name for each in package.workbook.sheets]
    if not any(map(leftovers.is_for_now, titles)):
        return []
    return leftovers.left(titles, owned(package).values())


def sweep(package: Package) -> None:
    """Formulas that speak of a sheet left behind speak again of the one that it was to replace."""
    if package.workbook.structure_protected:
        return
    for title in left(package):
        instead = leftovers.stands_for(title, owned(package))
        if instead is not None:
            lead_over(package, title, instead)
        package.workbook.remove_sheet(title)


def lead_over(package: Package, old: str, new: str) -> None:
    """Let all sheets and names that speak of a sheet speak of another."""
    for entry in package.workbook.sheets:
        is_here = entry.kind == "worksheet" and package.has(entry.part)
        if is_here and old.encode() in package.read(entry.part):
            retell(package, entry.part, {}, old, new)
    names = package.workbook.names
    for each in list(names):
        told = with_title(each.refers_to, old, new)
        if told != each.refers_to:
            names.set(DefinedName(each.name, told, each.position, each.hidden, each.comment))
