"""A command on a workbook that LibreOffice itself has open: refused by name, or let through the program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest

from crmbook.books.live import LiveBook
from crmbook.books.locks import who_has_open

if TYPE_CHECKING:
    from conftest import OpenInCalc

SMALL = Path(__file__).parents[2] / "sample_workbooks" / "small.xlsx"
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="asks /proc"),
]


@pytest.fixture
def open_in_calc(calc: OpenInCalc, tmp_path: Path) -> Iterator[LiveBook]:
    path = tmp_path / "klientų sąrašas.xlsx"
    copy(SMALL, path)
    book = calc(path)
    listening = calc.engine.impl.service("com.sun.star.office.Acceptor")
    pipe = f"crmbook{os.getpid()}{tmp_path.name}"  # as the macro of a button that was pressed
    listening.initialize((f"pipe,name={pipe};urp;", True))
    until = time.monotonic() + 20  # the lock comes a moment after the file
    while not ((holder := who_has_open(path)) and holder.program) and time.monotonic() < until:
        time.sleep(0.1)
    yield book
    calc.close_all()


def crmbook(*words: str, folder: Path, calc: OpenInCalc) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "crmbook", *words, "--as-of", "2026-03-31", "--language", "en"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if not calc.alive:
        raise RuntimeError("DisposedException: LibreOffice died meanwhile")
    return done


def test_a_closed_way_is_refused_and_the_open_way_is_offered(
    open_in_calc: LiveBook, calc: OpenInCalc, tmp_path: Path
) -> None:
    done = crmbook("refresh", "klientų sąrašas.xlsx", folder=tmp_path, calc=calc)
    assert done.returncode == 1
    assert "is open in LibreOffice" in done.stderr
    assert 'crmbook refresh "live:klientų sąrašas.xlsx"' in done.stderr


def test_what_is_offered_works(open_in_calc: LiveBook, calc: OpenInCalc, tmp_path: Path) -> None:
    before = (tmp_path / "klientų sąrašas.xlsx").read_bytes()
    done = crmbook("refresh", "live:klientų sąrašas.xlsx", folder=tmp_path, calc=calc)
    assert done.stderr == ""
    assert done.returncode in {0, 3}
    assert "Silence" in open_in_calc.sheets()
    assert "Written to klientų sąrašas.xlsx." in done.stdout
    assert "klientų sąrašas.xlsx is open: save it there" in " ".join(done.stdout.split())
    assert (tmp_path / "klientų sąrašas.xlsx").read_bytes() == before  # its owner saves


def test_check_looks_at_what_is_on_the_screen(
    open_in_calc: LiveBook, calc: OpenInCalc, tmp_path: Path
) -> None:
    done = crmbook("check", "live:klientų sąrašas.xlsx", folder=tmp_path, calc=calc)
    assert done.stderr == ""
    assert "Purchases" in done.stdout


def test_doctor_says_who_has_it_open(
    open_in_calc: LiveBook, calc: OpenInCalc, tmp_path: Path
) -> None:
    from crmbook.workflow.doctor import examine

    checks = examine(tmp_path / "klientų sąrašas.xlsx").checks
    (said,) = [check.said for check in checks if check.name == "open"]
    assert "is open in LibreOffice" in said
