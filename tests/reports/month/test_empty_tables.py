"""A sheet that is there and empty is said in a line; one with only what it must have breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pandas as pd
import pytest

from crmbook import schema
from crmbook.findings import Findings
from crmbook.reports.month import care, leader, sales, service, team
from crmbook.summaries import Summaries

Find = Callable[..., Findings]
Told = Callable[..., list[str]]

PAGES = (sales, service, care, team, leader)
KEPT = tuple(
    table.key for table in schema.TABLES if table.key not in {"clients", "purchases", "flag_words", "plays"}
)  # fmt: skip
KINDS = {"date": "datetime64[us]", "number": "float64", "money": "float64", "integer": "float64"}


def with_tables(findings: Findings, frames: dict[str, pd.DataFrame]) -> Findings:
    tables = replace(findings.tables, frames={**findings.tables.frames, **frames})
    return replace(findings, tables=tables, summaries=Summaries(tables, findings.as_of))


def required(key: str) -> dict[str, str]:
    table = schema.table(key)
    return {name: KINDS.get(table.column(name).kind, "str") for name in table.required()}


def empty(key: str) -> pd.DataFrame:
    kinds = {**required(key), "row": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def one_row(key: str) -> pd.DataFrame:
    values = {"datetime64[us]": pd.Timestamp(2026, 3, 15), "float64": 5.0, "str": "1"}
    frame = pd.DataFrame({name: [values[kind]] for name, kind in required(key).items()})
    return frame.astype(required(key)).assign(row=2)


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_of_empty_sheets_a_page_says_that_there_is_nothing(
    module: ModuleType, find: Find, told: Told
) -> None:
    said = told(module, with_tables(find(), {key: empty(key) for key in KEPT}))
    assert [line for line in said if line.startswith("Nothing to report: ")]


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_a_row_with_only_what_it_must_have_is_enough(
    module: ModuleType, find: Find, told: Told
) -> None:
    said = told(module, with_tables(find(), {key: one_row(key) for key in KEPT}))
    assert not [line for line in said if "nan" in line.casefold().split() or "NaT" in line]


@pytest.mark.parametrize("module", [sales, service, care, leader], ids=lambda module: module.__name__.rsplit(".", 1)[-1])  # fmt: skip
def test_a_firm_that_keeps_no_such_sheets_has_no_such_page(
    module: ModuleType, find: Find, told: Told
) -> None:
    assert told(module, find()) == []


def test_a_firm_without_owners_has_no_page_by_employee(find: Find, told: Told) -> None:
    listed = [{"client_id": "1", "name": "Ona"}, {"client_id": "2", "name": "Jonas"}]
    assert told(team, find(clients=listed)) == []


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_an_empty_workbook_breaks_no_page(module: ModuleType, find: Find, told: Told) -> None:
    findings = find(clients=[], purchases=[])
    frames = {key: empty(key) for key in KEPT}
    assert "nan" not in told(module, with_tables(findings, frames))
