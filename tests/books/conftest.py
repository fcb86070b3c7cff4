"""Workbooks of bare cells, and of hand-written sheets, for the tests of books."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crmbook.books.package import Package

Author = Callable[..., Path]
NOON = datetime(2026, 3, 31, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """A workbook another program made: ``author("clients.xlsx", Clients=[["A1", "B1"], …])``."""

    def write(name: str = "clients.xlsx", **sheets: Sequence[Sequence[Any]]) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            looks = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
            for title, rows in (sheets or {"Clients": [["Number", "Name"], [1, "Rasa"]]}).items():
                sheet = book.add_worksheet(title)
                for row, values in enumerate(rows):
                    for column, value in enumerate(values):
                        sheet.write(row, column, value, looks.get(type(value)))
        return path

    return write


@pytest.fixture
def sheet_of(author: Author, tmp_path: Path) -> Callable[[str], Path]:
    """A workbook whose one sheet, “Sheet”, holds these rows of XML, as other programs write them."""

    def write(rows: str, before: str = "", prefix: str = "") -> Path:
        source, path = author("plain.xlsx", Sheet=[[1]]), tmp_path / "written.xlsx"
        declared = f":{prefix.rstrip(':')}" if prefix else ""
        text = (
            f'<{prefix}worksheet xmlns{declared}="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"{before}<{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>"
        )
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                part = text.encode() if name == "xl/worksheets/sheet1.xml" else old.read(name)
                new.writestr(name, part)
        return path

    return write


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Path, Callable[[Package], object]], Path]:
    """A workbook after a change of its parts: ``edited(path, lambda package: …)``."""

    def edit(path: Path, change: Callable[[Package], object]) -> Path:
        target = tmp_path / f"edited-{path.name}"
        with Package.open(path) as package, target.open("wb") as file:
            change(package)
            package.save(file)
        return target

    return edit


@pytest.fixture
def with_parts(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a workbook with parts put in, changed by a function, or (None) left out."""

    def write(path: Path, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> Path:
        target = tmp_path / f"parts-{path.name}"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
            there = set(old.namelist())
            for name in dict.fromkeys([*old.namelist(), *parts]):
                data = old.read(name) if name in there else b""
                wanted = parts.get(name, data)
                if wanted is not None:
                    changed = wanted(data) if callable(wanted) else wanted
                    new.writestr(name, changed, zipfile.ZIP_DEFLATED)
        return target

    return write
