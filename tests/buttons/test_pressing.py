"""What a press leaves behind where there is no window to say it in."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwings

from crmbook.books import create
from crmbook.books.locks import hold
from crmbook.buttons.calling import Call, WorkbookGoneError, understood, workbook
from crmbook.buttons.commands import COMMANDS
from crmbook.buttons.pressing import DONE, SILENT, Log, _sentence, press
from crmbook.excel import sources
from crmbook.excel.calc import bridge
from crmbook.excel.calc.bridge import NoBridgeError
from crmbook.sheet import Sheet

if TYPE_CHECKING:
    from conftest import OpenInCalc

    from crmbook.buttons.commands import Desk, Said

BEGAN = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_every_button_has_its_command() -> None:
    assert COMMANDS.keys() == sources.COMMANDS.keys()


def test_of_the_words_for_excel_only_the_name_is_ours_and_the_rest_is_left_to_xlwings() -> None:
    words = ["check", "--wb=a & 100%25 = b.xlsm", "--from_xl=1", "--app=EXCEL.EXE", "--hwnd=4711"]
    assert understood(words) == Call("check", workbook="a & 100% = b.xlsm")


@pytest.mark.libreoffice
def test_a_workbook_is_found_by_a_name_that_xlwings_would_cut(
    calc: OpenInCalc, tmp_path: Path
) -> None:
    create(tmp_path / "2026=x.xlsx", [Sheet("Clients", owned=False)])
    calc(tmp_path / "2026=x.xlsx")
    assert workbook(Call("check", workbook="2026=x.xlsx")).name == "2026=x.xlsx"
    with pytest.raises(WorkbookGoneError):
        workbook(Call("check", workbook="2027=x.xlsx"))
    calc.close_all()


def test_libreoffice_says_where_it_listens() -> None:
    assert understood(["check", "--pipe=crmbook1", "--document=7"]) == Call(
        "check", "crmbook1", "7"
    )


def test_the_log_stands_beside_the_workbook(tmp_path: Path) -> None:
    kept = Log(tmp_path / "clients.xlsm").keep("check", BEGAN, "Nothing to mend.")
    assert kept == tmp_path / "clients.crmbook" / "buttons.log"
    assert kept.read_text(encoding="utf-8") == "2026-03-31T12:00:00+00:00 check: Nothing to mend.\n"


def test_without_a_folder_the_log_is_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert Log(None).keep("check", BEGAN, "") == tmp_path / "crmbook" / "buttons.log"


def test_what_nobody_could_show_is_left_to_the_macro(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert press(["check", "--from_xl=1", "--wb=gone.xlsm", "--hwnd=1"]) == SILENT
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.libreoffice
def test_a_workbook_closed_while_its_button_works_is_said_to_be_closed(
    calc: OpenInCalc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice itself gets stuck when it is closed from outside while it brings in a sheet."""

    def closed_meanwhile(desk: Desk) -> Said:
        desk.window._book.close()
        raise OSError(desk.book.sheets())

    create(tmp_path / "clients.xlsm", [Sheet("Start", [["Nothing"]], owned=False)])
    book = calc(tmp_path / "clients.xlsm")
    monkeypatch.setitem(COMMANDS, "check", closed_meanwhile)
    monkeypatch.setattr(xlwings.engines, "engines", [*xlwings.engines])  # a press adds its own
    press(["check", f"--pipe={calc.pipe}", f"--document={book._book.api.RuntimeUID}"])
    log = tmp_path / "clients.crmbook" / "buttons.log"
    assert "The workbook was closed before" in log.read_text(encoding="utf-8")


RUNNER = (
    "import sys; sys.modules['xlwings'] = None; from crmbook.buttons.__main__ import main; main()"
)


def test_a_second_click_leaves_the_work_to_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with hold(tmp_path / "crmbook17-4.lock", 0):
        assert press(["refresh", "--pipe=crmbook17", "--document=4"]) == DONE
    assert capsys.readouterr().err == ""


@pytest.fixture
def uno() -> None:
    """What speaks to LibreOffice; the system's own is found only when it is asked for."""
    try:
        bridge.url_of("/")
    except NoBridgeError as error:
        pytest.skip(str(error))


@pytest.mark.usefixtures("uno")
def test_an_error_of_libreoffices_that_nobody_expected_is_a_sentence_too() -> None:
    assert "crmbook doctor" in _sentence(RuntimeError(bridge.struct("awt.Point")))


def without_xlwings(*words: str) -> subprocess.CompletedProcess[str]:
    """The runner as a macro starts it, by a Python in which xlwings was forgotten."""
    return subprocess.run(
        [sys.executable, "-B", "-c", RUNNER, *words],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_without_xlwings_the_macro_of_excel_is_told_what_to_install() -> None:
    done = without_xlwings("check", "--wb=clients.xlsm", "--from_xl=1", "--hwnd=1")
    assert done.returncode == SILENT
    assert done.stderr.splitlines()[-1].endswith(f'"{sys.executable}" -m pip install xlwings')


@pytest.mark.usefixtures("uno")
def test_without_xlwings_the_macro_of_libreoffice_reads_it_in_its_file(tmp_path: Path) -> None:
    answer = tmp_path / ".xlwings" / "answer.txt"  # no setup has made the folder
    without_xlwings("ready", f"--answer={answer}")
    assert answer.read_text(encoding="utf-8").endswith("-m pip install xlwings\n")
    assert press(["ready", f"--answer={answer}"]) == DONE
    assert answer.read_text(encoding="utf-8") == "ready\n"
