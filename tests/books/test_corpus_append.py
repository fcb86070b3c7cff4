"""Real workbooks, changed and appended to, held part by part against what they were."""

from __future__ import annotations

import importlib.util
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from python_calamine import load_workbook

from crmbook.books import destination
from crmbook.books.append import append
from crmbook.books.package import Package
from crmbook.books.patch import change
from crmbook.books.references import Range
from crmbook.books.relationships import rels_part
from crmbook.books.table_parts import tables_of
from crmbook.errors import WorkbookRefusedError
from crmbook.sheet import Value

Edited = Callable[[Path, Callable[[Package], object]], Path]
SHARED = Path(__file__).parents[3] / "shared"
NOT_THERE = pytest.param(
    None, marks=pytest.mark.skip(reason="the shared folder with real workbooks is not there")
)
REFUSED = {
    "o00",
    "o02",
    "o04",
    "o06",
    "o28",
}  # Strict, Strict, encrypted, encrypted, not a workbook
ROW: list[Value] = ["Ąžuolas & sons", 12.5]
# What grows with a list, and is told of as changed text or a changed attribute by the checker.
GROWS = ("/sqref", "/numRef/f", "/strRef/f", "table@insertRow")


def _files() -> list[Any]:
    found = sorted([*(SHARED / "corpus").glob("*.xl*"), *(SHARED / "corpus" / "odd").glob("*.xl*")])
    return [pytest.param(path, id=path.name) for path in found] or [NOT_THERE]


@cache
def _checker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("loss", SHARED / "tools" / "loss.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def losses(before: Path, after: Path, edit: str, *, grows: bool = False) -> list[str]:
    found = _checker().compare(before, after, [edit], [], grows)
    return [
        f"{each['severity']} {each['kind']} {each['where']} {each['detail']}"
        for each in found
        if each["severity"] in {"invalid", "loss"}
        and not (grows and str(each["where"]).endswith(GROWS))
    ]


def packed(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        found = {}
        for member in archive.infolist():
            file.seek(member.header_offset + 26)
            name, extra = struct.unpack("<HH", file.read(4))
            file.seek(name + extra, 1)
            found[member.filename.replace("\\", "/")] = file.read(member.compress_size)
        return found


def rewritten(before: Path, after: Path) -> set[str]:
    """The parts whose compressed bytes are not what they were."""
    old, new = packed(before), packed(after)
    return {
        name
        for name in old.keys() | new.keys()
        if old.get(name) != new.get(name) and name[-1] != "/"
    }


def allowed(package: Package, sheet: str, *tables: str) -> set[str]:
    """The parts that a change of a sheet may touch."""
    part = package.workbook.part
    styles = [each.target for each in package.relationships(part).of("styles")]
    chain = [each.target for each in package.relationships(part).of("calcChain")]
    charts = [n for n in package.names() if "/charts/chart" in n] if tables else []
    types = "[Content_Types].xml"
    return {sheet, part, types, rels_part(part), *styles, *chain, *charts, *tables}


def cell_values(path: Path, sheet: str, row: int, column: int, count: int) -> list[object]:
    rows = load_workbook(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return list(rows[row - 1][column - 1 : column - 1 + count])


@pytest.fixture(params=_files())
def workbook(request: pytest.FixtureRequest) -> Path:
    path = Path(request.param)
    if path.name[:3] in REFUSED:
        pytest.skip("refused on opening, as the tests of refusals say")
    return path


def first_sheet(path: Path) -> tuple[str, str]:
    with Package.open(path) as package:
        for sheet in package.workbook.sheets:
            if sheet.kind == "worksheet":
                return sheet.name, sheet.part
    pytest.skip("no worksheet in it")


@pytest.mark.parametrize("path", _files())
def test_what_is_refused_on_opening_is_refused_in_a_sentence(path: Path) -> None:
    if path.name[:3] not in REFUSED:
        Package.open(path).close()
        return
    with pytest.raises(WorkbookRefusedError, match=path.name):
        Package.open(path)


def test_a_real_workbook_saved_untouched_is_the_same_parts(workbook: Path, edited: Edited) -> None:
    assert rewritten(workbook, edited(workbook, lambda package: package.names())) == set()


def test_changed_cells_are_all_that_changes(workbook: Path, edited: Edited) -> None:
    sheet, part = first_sheet(workbook)
    cells: dict[str, Value] = {"B2001": ROW[0], "C2001": ROW[1], "A2003": True}
    after = edited(workbook, lambda package: change(package, sheet, cells))
    assert losses(workbook, after, f"{sheet}!A2001:C2003") == []
    assert cell_values(after, sheet, 2001, 2, 2) == ROW
    with Package.open(workbook) as package:
        assert rewritten(workbook, after) <= allowed(package, part)


def test_rows_below_a_sheet_are_all_that_changes(workbook: Path, edited: Edited) -> None:
    sheet, _ = first_sheet(workbook)
    _hold_append(workbook, edited, sheet, sheet)


def _tables() -> list[Any]:
    """Every table of every workbook."""
    found = []
    for param in _files():
        path = param.values[0]
        if path is None or path.name[:3] in REFUSED:
            continue
        with Package.open(path) as package:
            for sheet in package.workbook.sheets:
                tables = tables_of(package, sheet) if sheet.kind == "worksheet" else []
                names = [(table.name, table.area) for table in tables]
                found += [
                    pytest.param(path, sheet.name, name, id=f"{path.name}-{name}")
                    for name, area in names
                    if area.right > area.left
                ]
    return found or [pytest.param(None, "", "", marks=NOT_THERE.marks)]


@pytest.mark.parametrize(("path", "sheet", "table"), _tables())
def test_rows_below_a_table_are_all_that_changes(
    path: Path, sheet: str, table: str, edited: Edited
) -> None:
    _hold_append(path, edited, sheet, table)


def _hold_append(path: Path, edited: Edited, sheet: str, name: str) -> None:
    rows = [ROW, ROW]
    with Package.open(path) as package:
        try:
            place = destination.find(package, name, rows)
            after = edited(path, lambda package: append(package, name, rows))
        except WorkbookRefusedError as refusal:
            pytest.skip(f"refused: {refusal}")
        tables = [each.part for each in tables_of(package, place.sheet)]
        assert rewritten(path, after) <= allowed(package, place.sheet.part, *tables)
    area: Range = place.area
    assert losses(path, after, f"{sheet}!{area.text}", grows=True) == []
    assert cell_values(after, sheet, place.start, place.left, 2) == ROW
    assert cell_values(after, sheet, place.end, place.left, 2) == ROW
