"""Buttons put into workbooks that others made: nothing is lost but what is named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crmbook import blank
from crmbook.books import open_book
from crmbook.books.macros import condition_of
from crmbook.books.package import Package
from crmbook.errors import UsageError
from crmbook.excel.project import sources
from crmbook.excel.sources import COMMANDS, macro
from crmbook.workflow import equip, month, new, refresh

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "sample_workbooks" / "small.xlsx"
AS_OF = date(2026, 3, 31)
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


def test_a_new_workbook_of_that_ending_has_every_button_and_its_macro(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    new(path)
    assert condition(path) == "ours"
    assert on_start(path) == {macro(command) for command in COMMANDS}


def with_four_buttons(path: Path, *, explained: int = 4) -> Path:
    """As an earlier crmbook left it, which had no monthly report; or with one button deleted."""
    equip(SMALL, output=path)
    start = blank.start_sheet([], {}, buttons=True)
    four = [button for button in start.buttons if button.macro != "CrmMonth"]
    rows = [row for row in start.rows if explained > 4 or "Writes the report" not in str(row)]
    with open_book(path, backups=None) as book:
        book.write([replace(start, rows=rows, buttons=four)])
    return path


def on_start(path: Path) -> set[str]:
    """The macros of the buttons that are drawn."""
    with zipfile.ZipFile(path) as file:
        drawn = "".join(
            file.read(name).decode() for name in file.namelist() if name.endswith(".vml")
        )
    return set(re.findall(r"\[0\]!(\w+)<", drawn))


def test_a_workbook_of_an_earlier_crmbook_gets_the_button_it_lacks(tmp_path: Path) -> None:
    path = with_four_buttons(tmp_path / "old.xlsm")
    before = on_start(path)
    assert refresh(path, AS_OF).remarks == []
    assert on_start(path) - before == {"CrmMonth"}


def test_a_button_once_added_is_not_added_again(tmp_path: Path) -> None:
    path = with_four_buttons(tmp_path / "old.xlsm")
    refresh(path, AS_OF)
    refresh(path, AS_OF)  # the list of parts, of which one was made anew, is in order only now
    before = path.read_bytes()
    refresh(path, AS_OF)
    assert path.read_bytes() == before


def test_a_button_that_was_deleted_stays_deleted(tmp_path: Path) -> None:
    path = with_four_buttons(tmp_path / "four.xlsm", explained=5)
    refresh(path, AS_OF)
    assert "CrmMonth" not in on_start(path)


def test_what_was_typed_on_a_start_sheet_of_an_earlier_crmbook_is_kept_and_that_is_said(
    tmp_path: Path,
) -> None:
    path = with_four_buttons(tmp_path / "old.xlsm")
    with open_book(path, backups=None) as book:
        book.change("Start", {"C40": "Call the bank"})
    assert [remark.kind for remark in refresh(path, AS_OF).remarks] == ["sheet_kept"]
    assert "CrmMonth" in on_start(path)


def with_dead_buttons(path: Path) -> Path:
    """As LibreOffice saves them: every button under one id, its macro under another name."""
    equip(SMALL, output=path)
    with Package.open(path) as package, path.with_suffix(".new").open("wb") as saved:
        for part in package.names():
            if part.endswith(".vml") and b"[0]!Crm" in package.read(part):
                drawn = package.read(part).replace(b"[0]!Crm", b"vnd.sun.star.script:Crm")
                package.put(part, re.sub(rb'id="_x0000_s\d+"', b'id="shape_0"', drawn))
        package.save(saved)
    return path.with_suffix(".new").replace(path)


def test_a_refresh_that_makes_damaged_buttons_anew_keeps_one_backup(tmp_path: Path) -> None:
    path = with_dead_buttons(tmp_path / "small.xlsm")
    assert condition(path) == "damaged"
    refresh(path, AS_OF)
    assert condition(path) == "ours"
    assert len(list((tmp_path / "small.crmbook" / "backups").iterdir())) == 1


def test_a_monthly_report_makes_damaged_buttons_anew_too(tmp_path: Path) -> None:
    path = with_dead_buttons(tmp_path / "small.xlsm")
    month(path, AS_OF)
    assert condition(path) == "ours"


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
