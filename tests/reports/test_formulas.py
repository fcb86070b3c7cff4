"""Every formula on the report sheets gives, in a spreadsheet program, the value printed beside it."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from crmbook import reports
from crmbook.books.creating import create
from crmbook.findings import Findings
from crmbook.reports import month, periods
from crmbook.sheet import Cell, Sheet, address

Find = Callable[..., Findings]

FEEDBACK = [
    {"client_id": str(n), "date": "2026-03-01", "rating": 3 + n % 3, "recommend": n % 11}
    for n in range(1, 12)
]
REJECTED = [
    {"client_id": "2", "signal": "silence", "date": "2026-03-30", "reading": "rejected"},
    {"client_id": "3", "signal": "silence", "date": "2026-03-30", "reading": "confirmed"},
]
# Groups called like a condition, a formula, a pattern; and one of two spellings.
INDUSTRIES = ("Wood", "wood", ">5", "Wood", None, "=1+1", ">5", "Wood", None, "A*", "Any", "Wood")
CLIENTS = [
    {"client_id": str(n), "name": f"Client {n}", "owner": None, "industry": industry, "city": f"Town {max(n, 3)}"}
    for n, industry in enumerate((*INDUSTRIES, "Wood", "Any", "A*", "?", "?"), start=1)
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_spreadsheet_program_computes_the_same(
    find: Find, tmp_path: Path, soffice: Callable[..., Path]
) -> None:
    findings = find(feedback=FEEDBACK, clients=CLIENTS, signal_readings=REJECTED)
    named = replace(findings, titles={**findings.titles, month.KEY: month.title()})
    sheets = [*reports.build(findings), month.build(named, periods.whole_month(findings.as_of))]
    create(tmp_path / "book.xlsx", sheets)
    forget_results(tmp_path / "book.xlsx", tmp_path / "bare.xlsx")
    found = values(soffice(tmp_path / "bare.xlsx", "xlsx"))
    wrong = [
        (sheet.name, place, cell.formula, cell.value, found[sheet.name][place].value)
        for sheet in sheets
        for place, cell in formulas(sheet)
        if not same(cell.value, found[sheet.name][place].value)
    ]
    assert not wrong


def test_most_numbers_of_the_overview_are_formulas(find: Find) -> None:
    sheets = {sheet.key: sheet for sheet in reports.build(find(feedback=FEEDBACK))}
    assert len(formulas(sheets["overview"])) > 40
    assert len(formulas(sheets["segments"])) > 40
    assert len(formulas(sheets["satisfied_loyal"])) == 4


def values(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LibreOffice's extensions are not openpyxl's
        return openpyxl.load_workbook(path, data_only=True)


def formulas(sheet: Sheet) -> list[tuple[str, Cell]]:
    return [
        (address(r, c), cell)
        for r, row in enumerate(sheet.rows)
        for c, cell in enumerate(row)
        if isinstance(cell, Cell) and cell.formula
    ]


def forget_results(source: Path, target: Path) -> None:
    """A copy without cached results: what is read from it later was computed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            new.writestr(name, part)


def same(printed: object, computed: object) -> bool:
    if isinstance(printed, (int, float)) and isinstance(computed, (int, float)):
        return abs(printed - computed) <= 1e-6 * max(1.0, abs(printed))
    return printed == computed
