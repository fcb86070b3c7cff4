"""Names and numbers of Excel tables, which no two tables of a workbook may share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmbook.books.package import Package


def table_parts(package: Package, sheet_part: str) -> list[str]:
    """The table parts of a sheet."""
    tables = package.relationships(sheet_part).of("table")
    return [package.spelled(each.target) for each in tables if package.has(each.target)]


def taken_names(package: Package) -> set[str]:
    """Names of tables, and the defined names, which share one room; casefolded."""
    tables = {name for part in _all_tables(package) for name in _names(package, part)}
    return tables | {each.name.casefold() for each in package.workbook.names}


def free_table_name(package: Package, wanted: str) -> str:
    return unlike(wanted, taken_names(package))


def unlike(wanted: str, taken: set[str]) -> str:
    """The name, or the name with a number when somebody has it."""
    if wanted.casefold() not in taken:
        return wanted
    return next(
        name for name in (f"{wanted}_{n}" for n in count(2)) if name.casefold() not in taken
    )


def free_table_id(package: Package) -> int:
    ids = (int(package.xml(part).get("id", "0")) for part in _all_tables(package))
    return max(ids, default=0) + 1


def _names(package: Package, part: str) -> Iterator[str]:
    for attribute in ("displayName", "name"):
        name = package.xml(part).get(attribute)
        if name:
            yield name.casefold()


def _all_tables(package: Package) -> Iterator[str]:
    for sheet in package.workbook.sheets:
        if sheet.part and package.has(sheet.part):
            yield from table_parts(package, sheet.part)
