"""Buttons put into workbooks that others made: nothing is lost but what is named."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crmbook.books.macros import condition_of
from crmbook.books.package import Package
from crmbook.errors import UsageError
from crmbook.excel.project import sources
from crmbook.workflow import equip, refresh

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "sample_workbooks" / "small.xlsx"
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.xlsm"))
PROJECT = "xl/vbaProject.bin"
GROWN = {(PROJECT, "binary content changed")}  # our modules stand beside the owner's
SIGNED = {(PROJECT, "relationship missing")}  # of the signature, which is said


def lost(shared: Path, before: Path, after: Path) -> set[tuple[str, str]]:
    """Where something of the owner's is gone or changed, and what; Start is a sheet of ours."""
    done = subprocess.run(
        [sys.executable, shared / "tools" / "loss.py", before, after, "--own-sheet", "Start"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return {
        (each["where"], each["kind"]) for each in found if each["severity"] in {"loss", "invalid"}
    }


def code(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return sources(file.read(PROJECT)) if PROJECT in file.namelist() else {}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_macros_of_the_owner_stay_and_all_else(path: Path, shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsm"
    remarks = equip(path, output=target).remarks
    unsigned = any(remark.kind == "macros_unsigned" for remark in remarks)
    assert lost(shared, path, target) <= GROWN | (SIGNED if unsigned else set())
    assert code(path).items() <= code(target).items()


def test_a_workbook_without_macros_loses_nothing(shared: Path, tmp_path: Path) -> None:
    equip(SMALL, output=tmp_path / "small.xlsm")
    assert lost(shared, SMALL, tmp_path / "small.xlsm") == {
        ("xl/workbook.xml", "content type changed"),
        ("_crmbook.lists.facts", "defined name changed"),  # of sheets of ours, which have a name
        ("_crmbook.start.facts", "defined name changed"),  # in macros now
    }


def test_buttons_put_in_again_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsm"
    equip(SMALL, output=path)
    before = path.read_bytes()
    equip(path)
    assert path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.libreoffice
def test_buttons_that_libreoffice_saved_are_noticed_and_the_next_refresh_makes_them_anew(
    tmp_path: Path, soffice: Callable[..., Path]
) -> None:
    equip(SMALL, output=tmp_path / "small.xlsm")
    saved = soffice(tmp_path / "small.xlsm", "xlsm", "Calc MS Excel 2007 VBA XML")
    assert condition(saved) == "damaged"
    assert refresh(saved).remarks == []
    assert condition(saved) == "ours"


def condition(path: Path) -> str:
    with Package.open(path) as package:
        return condition_of(package)


def test_macros_want_a_workbook_that_may_hold_them() -> None:
    with pytest.raises(UsageError, match=r"--output small\.xlsm"):
        equip(SMALL)


def test_a_dry_run_leaves_no_file(tmp_path: Path) -> None:
    assert not equip(SMALL, output=tmp_path / "small.xlsm", dry_run=True).written
    assert not list(tmp_path.iterdir())
