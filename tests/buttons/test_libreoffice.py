"""Buttons of a workbook in LibreOffice: headless through the script provider, and really clicked.

LibreOffice is as careful with macros as it comes, and trusts one folder; its name is awkward, and
the workbook was renamed and moved there after it got its buttons.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from crmbook.books import create
from crmbook.sheet import Button, Sheet

if TYPE_CHECKING:
    from buttons.conftest import Keep, Office, Screen, Shown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    # On a busy computer a click may come before the window is ready for it.
    pytest.mark.flaky(reruns=2, only_rerun=["AssertionError", "DisposedException", "bridge.cxx"]),
]

NAME = "Klientai ąž & 50%.xlsm"
LETTERS, MONTH = "Letters", "Monthly report"


def log_of(workbook: Path) -> str:
    log = workbook.with_suffix(".crmbook") / "buttons.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def path_of(document: Shown) -> Path:
    import uno

    return Path(uno.fileUrlToSystemPath(document.URL))


def opened(office: Office, workbook: Path, *, screen: bool = False) -> Iterator[Shown]:
    document = office.open(workbook)
    if screen:
        document.places = office.places(document)
    yield document
    with suppress(Exception):  # LibreOffice may have died, and is then begun anew
        document.setModified(False)
        document.close(True)


def copied(office: Office, workbook: Path, name: str = NAME) -> Path:
    """In a folder of its own, so that no log of another test lies there."""
    return Path(shutil.copy(workbook, Path(tempfile.mkdtemp(dir=office.folder)) / name))


@pytest.fixture
def workbook(headless: Office, with_buttons: Path) -> Path:
    return copied(headless, with_buttons)


@pytest.fixture
def document(headless: Office, workbook: Path) -> Iterator[Shown]:
    yield from opened(headless, workbook)


@pytest.fixture
def clicked(seen: Office, with_buttons: Path) -> Iterator[Shown]:
    yield from opened(seen, copied(seen, with_buttons, "clicked.xlsm"), screen=True)


def titles(document: Shown) -> tuple[str, ...]:
    found: tuple[str, ...] = document.Sheets.ElementNames
    return found


# ── headless ─────────────────────────────────────────────────────────────────────────────────


def test_refresh_writes_the_report_sheets(
    headless: Office, document: Shown, workbook: Path
) -> None:
    headless.run(document, "CrmRefresh")
    assert headless.until(lambda: " refresh: " in log_of(workbook))
    assert {"Overview", "Silence", "Quality"} <= set(titles(document))
    assert "12 clients" in log_of(workbook)


def test_a_monthly_report_is_shown_and_its_first_sentence_said(
    headless: Office, document: Shown, workbook: Path
) -> None:
    headless.run(document, "CrmMonth")
    assert headless.until(lambda: " month: " in log_of(workbook))
    assert document.CurrentController.ActiveSheet.Name == MONTH
    cells = document.Sheets.getByName(MONTH).getCellRangeByName("A1:A9").DataArray
    said = log_of(workbook).split(" month: ")[1].splitlines()[0]
    assert said in {str(row[0]) for row in cells}


def test_check_goes_to_the_first_cell_to_mend_and_changes_nothing(
    headless: Office, document: Shown, workbook: Path
) -> None:
    before = titles(document)
    headless.run(document, "CrmCheck")
    assert headless.until(lambda: " check: " in log_of(workbook))
    assert headless.until(lambda: document.CurrentController.ActiveSheet.Name == "Purchases")
    assert "thing to look at:\n• Purchases!" in log_of(workbook)
    assert (titles(document), document.isModified()) == (before, False)


def test_letters_shows_the_sheet_of_who_gets_one_and_makes_none(
    headless: Office, document: Shown, workbook: Path
) -> None:
    headless.run(document, "CrmLetters")
    assert headless.until(lambda: " letters: " in log_of(workbook))
    assert headless.until(lambda: document.CurrentController.ActiveSheet.Name == LETTERS)
    assert "Nothing was made or sent." in log_of(workbook)
    assert not (workbook.parent / "letters").exists()


def test_a_client_card_is_of_the_row_under_the_cursor(headless: Office, document: Shown) -> None:
    clients = document.Sheets.getByName("Clients")
    document.CurrentController.setActiveSheet(clients)
    document.CurrentController.select(clients.getCellRangeByName("C4"))
    headless.run(document, "CrmClient")
    assert headless.until(lambda: " client: " in log_of(path_of(document)))  # it writes no more
    assert headless.until(lambda: document.CurrentController.ActiveSheet.Name == "Client card")
    card = document.Sheets.getByName("Client card").getCellRangeByName("A1").String
    assert card == clients.getCellRangeByName("B4").String


def test_a_failure_is_a_sentence_in_the_log_where_nobody_sees_a_box(headless: Office) -> None:
    path = Path(tempfile.mkdtemp(dir=headless.folder)) / "empty.xlsm"
    create(path, [Sheet("Start", [["Nothing"]], buttons=[Button(2, 0, "Refresh", "CrmRefresh")])])
    for document in opened(headless, path):
        headless.run(document, "CrmClient")
        assert headless.until(lambda: log_of(path))
    assert "No client is found in row 1 of “Start”." in log_of(path)


# ── clicked ──────────────────────────────────────────────────────────────────────────────────


def click(seen: Office, screen: Screen, document: Shown, caption: str) -> None:
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName("Start"))
    assert seen.until(lambda: controller.ActiveSheet.Name == "Start" and not seen.message())
    screen.click(document.places[caption])


def answered(seen: Office, screen: Screen) -> str:
    """What the message box says; it is closed with OK."""
    assert seen.until(seen.message)
    said = seen.message()
    screen.click(seen.answer())
    assert seen.until(lambda: not seen.message(), 10)
    return said


PRESSED: dict[str, Callable[[Shown], bool]] = {
    "Check": lambda document: document.CurrentController.ActiveSheet.Name == "Purchases",
    "Letters": lambda document: document.CurrentController.ActiveSheet.Name == LETTERS,
    "Monthly report": lambda document: document.CurrentController.ActiveSheet.Name == MONTH,
    "Refresh": lambda document: "Quality" in titles(document),
}


@pytest.mark.parametrize("caption", PRESSED)
def test_a_click_on_a_button_changes_the_workbook(
    seen: Office, screen: Screen, clicked: Shown, caption: str
) -> None:
    click(seen, screen, clicked, caption)
    assert answered(seen, screen)
    assert PRESSED[caption](clicked)


def test_a_click_on_start_shows_the_card_of_the_row_chosen_among_the_clients(
    seen: Office, screen: Screen, clicked: Shown
) -> None:
    clients = clicked.Sheets.getByName("Clients")
    clicked.CurrentController.setActiveSheet(clients)
    clicked.CurrentController.select(clients.getCellRangeByName("B5"))
    click(seen, screen, clicked, "Client card")
    assert seen.until(lambda: " client: " in log_of(path_of(clicked)))  # it writes no more
    assert seen.until(lambda: clicked.CurrentController.ActiveSheet.Name == "Client card")
    card = clicked.Sheets.getByName("Client card").getCellRangeByName("A1").String
    assert card == clients.getCellRangeByName("B5").String


def test_a_failure_is_said_in_a_box(seen: Office, screen: Screen) -> None:
    path = Path(tempfile.mkdtemp(dir=seen.folder)) / "empty.xlsm"
    create(
        path, [Sheet("Start", [["Nothing"], []], buttons=[Button(2, 0, "Refresh", "CrmClient")])]
    )
    for document in opened(seen, path, screen=True):
        click(seen, screen, document, "Refresh")
        assert "No client is found" in answered(seen, screen)


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("no xlwings", "lacks xlwings"),
        ("no uno", "python3-uno"),
        ("nothing at all", "Type in a terminal: crmbook doctor"),
    ],
)
def test_a_python_that_cannot_speak_to_libreoffice_is_said_in_a_box(
    keep: Keep, screen: Screen, with_buttons: Path, python: str, said: str
) -> None:
    office = keep(python, screen.display)
    setting = office.folder.parent / ".xlwings" / "xlwings.conf"
    setting.write_text(f'"INTERPRETER_LIBREOFFICE","{lacking(python, setting.parent)}"\n')
    path = copied(office, with_buttons, "clicked.xlsm")
    for document in opened(office, path, screen=True):
        click(office, screen, document, "Check")
        assert said in answered(office, screen)
        setting.write_text(f'"INTERPRETER_LIBREOFFICE","{sys.executable}"\n')
        click(office, screen, document, "Check")
        assert "Purchases!" in answered(office, screen)


def lacking(name: str, folder: Path) -> Path:
    """A Python without a module, which it says it has not; or none at that place any more."""
    python, hidden = folder / name, folder / "hidden"
    if name.startswith("no "):
        hidden.mkdir(exist_ok=True)
        module = name.removeprefix("no ")
        (hidden / "sitecustomize.py").write_text(f'import sys\nsys.modules["{module}"] = None\n')
        python.write_text(f'#!/bin/sh\nPYTHONPATH="{hidden}" exec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
    return python


def test_a_folder_that_is_not_trusted_runs_nothing(
    seen: Office, screen: Screen, with_buttons: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(with_buttons, tmp_path / "clients.xlsm"))
    said: list[str] = []
    warning = Thread(target=lambda: said.append(answered(seen, screen)))
    warning.start()  # LibreOffice warns before it has opened the workbook
    for document in opened(seen, path, screen=True):
        warning.join()
        assert "macros is disabled" in said[0]
        click(seen, screen, document, "Check")
        assert not seen.until(lambda: log_of(path), 4)
