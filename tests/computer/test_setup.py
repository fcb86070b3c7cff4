"""Setup writes what the buttons need, keeps what is the owner's, and takes its own back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crmbook.computer.interpreter import UnspeakablePathError
from crmbook.computer.libreoffice import RunningError
from crmbook.computer.machine import Computer
from crmbook.errors import UsageError
from crmbook.workflow.installing import (
    TooWideError,
    UnreadableSettingsError,
    UnwritableError,
    set_up,
    take_back,
)

MakeComputer = Callable[..., Computer]
PYTHON = r"C:\Users\Rasa M\venv\Scripts\python.exe"
LINE = f'"INTERPRETER_WIN","{PYTHON}"\r\n'.encode()


def files(computer: Computer) -> dict[str, bytes]:
    """Everything in the home, by its place in it."""
    found = sorted(path for path in computer.home.rglob("*"))
    return {
        str(path.relative_to(computer.home)): path.read_bytes() if path.is_file() else b""
        for path in found
    }


def conf(computer: Computer, data: bytes = b"") -> Path:
    path = computer.home / ".xlwings" / "xlwings.conf"
    if data:
        path.parent.mkdir()
        path.write_bytes(data)
    return path


def test_on_windows_one_line_names_the_interpreter(make_computer: MakeComputer) -> None:
    computer = make_computer()
    done = set_up(computer=computer)
    assert conf(computer).read_bytes() == LINE
    assert done.steps == [f"The buttons in Excel start {PYTHON}: a line in {conf(computer)}."]


def test_a_dry_run_says_the_same_and_writes_nothing(make_computer: MakeComputer) -> None:
    computer = make_computer()
    before = files(computer)
    said = set_up(computer=computer, dry_run=True)
    assert files(computer) == before
    assert set_up(computer=computer).steps == said.steps


def test_a_second_setup_finds_nothing_to_do(make_computer: MakeComputer) -> None:
    computer = make_computer()
    set_up(computer=computer)
    before = files(computer)
    assert "already" in set_up(computer=computer).steps[0]
    assert files(computer) == before


@pytest.mark.parametrize(
    "owners",
    [
        b"",
        b'"SHOW CONSOLE","True"\r\n',
        b'"SHOW CONSOLE","True"\n"PYTHONPATH","C:\\K\xf0ra"',  # no line end, a letter of cp1257
        b'\xef\xbb\xbf"SHOW CONSOLE","True"\r\n\r\n',
        b"not a setting at all",
    ],
)
def test_the_owners_lines_stay_and_come_back_to_the_byte(
    make_computer: MakeComputer, owners: bytes
) -> None:
    computer = make_computer()
    path = conf(computer, owners)
    before = files(computer)
    set_up(computer=computer)
    assert path.read_bytes().startswith(owners)
    assert f'"INTERPRETER_WIN","{PYTHON}"'.encode() in path.read_bytes()
    take_back(computer=computer)
    assert files(computer) == before


def test_line_ends_are_those_of_the_file(make_computer: MakeComputer) -> None:
    computer = make_computer()
    path = conf(computer, b'"SHOW CONSOLE","True"\n')
    set_up(computer=computer)
    assert b"\r" not in path.read_bytes()


def test_a_python_the_owner_set_for_xlwings_stays(make_computer: MakeComputer) -> None:
    computer = make_computer()
    owners = b'"INTERPRETER_WIN","C:\\Anaconda\\python.exe"\r\n'
    path = conf(computer, owners)
    done = set_up(computer=computer)
    assert path.read_bytes() == owners
    assert done.to_mend == 1
    assert r"C:\Anaconda\python.exe" in done.steps[0]
    assert "crmbook setup --force" in done.steps[0]


def test_the_owners_python_will_do_when_it_has_crmbook(make_computer: MakeComputer) -> None:
    answer = {
        "python": [3, 12, 1],
        "crmbook": "0.1.0",
        "xlwings": "0.37.8",
        "pywin32": "308",
        "uno": False,
    }
    computer = make_computer(answers={r"C:\Anaconda\python.exe": answer})
    conf(computer, b'"INTERPRETER","C:\\Anaconda\\python.exe"\r\n')
    done = set_up(computer=computer)
    assert done.to_mend == 0
    assert "which has crmbook 0.1.0" in done.steps[0]


def test_force_replaces_the_line_and_undo_puts_the_owners_back(make_computer: MakeComputer) -> None:
    computer = make_computer()
    owners = b'"INTERPRETER_WIN","C:\\Anaconda\\python.exe"\r\n"SHOW CONSOLE","True"\r\n'
    path = conf(computer, owners)
    set_up(computer=computer, force=True)
    assert path.read_bytes() == LINE + b'"SHOW CONSOLE","True"\r\n'
    path.write_bytes(path.read_bytes() + b'"CONDA ENV","x"\r\n')
    take_back(computer=computer)
    assert path.read_bytes() == owners + b'"CONDA ENV","x"\r\n'


def test_undo_keeps_what_the_owner_added_since(make_computer: MakeComputer) -> None:
    computer = make_computer()
    set_up(computer=computer)
    conf(computer).write_bytes(LINE + b'"SHOW CONSOLE","True"\r\n')
    take_back(computer=computer)
    assert conf(computer).read_bytes() == b'"SHOW CONSOLE","True"\r\n'
    assert [each.name for each in conf(computer).parent.iterdir()] == ["xlwings.conf"]


def test_undo_after_two_setups_with_the_owners_hand_between(make_computer: MakeComputer) -> None:
    computer = make_computer()
    path = conf(computer, b'"SHOW CONSOLE","True"\r\n')
    set_up(computer=computer)
    path.write_bytes(path.read_bytes() + b'"CONDA ENV","x"\r\n')
    moved = make_computer(python=r"D:\venv\python.exe")
    set_up(computer=moved)
    assert b'"INTERPRETER_WIN","D:\\venv\\python.exe"' in path.read_bytes()
    take_back(computer=moved)
    assert path.read_bytes() == b'"SHOW CONSOLE","True"\r\n"CONDA ENV","x"\r\n'


def test_undo_where_nothing_was_written_says_so(make_computer: MakeComputer) -> None:
    computer = make_computer()
    before = files(computer)
    assert "nothing to take back" in take_back(computer=computer).steps[0]
    assert files(computer) == before


def test_a_file_that_macros_cannot_read_is_refused(make_computer: MakeComputer) -> None:
    computer = make_computer()
    path = conf(computer, '"SHOW CONSOLE","True"\r\n'.encode("utf-16"))
    before = path.read_bytes()
    with pytest.raises(UnreadableSettingsError, match="ANSI"):
        set_up(computer=computer)
    assert path.read_bytes() == before


def test_letters_of_the_code_page_are_written_in_it(make_computer: MakeComputer) -> None:
    computer = make_computer(python=r"C:\Users\Živilė\python.exe")
    set_up(computer=computer)
    assert r"C:\Users\Živilė\python.exe".encode("cp1257") in conf(computer).read_bytes()


def test_other_letters_go_by_the_short_name(make_computer: MakeComputer) -> None:
    computer = make_computer(
        python=r"C:\Users\Živilė\python.exe", encoding="cp1252", short=r"C:\Users\IVIL~1\python.exe"
    )
    set_up(computer=computer)
    assert rb"C:\Users\IVIL~1\python.exe" in conf(computer).read_bytes()


@pytest.mark.parametrize(
    "python", [r"C:\Živilė\python.exe", r"C:\100%\a%\python.exe", 'C:\\"x"\\python.exe']
)
def test_a_path_that_macros_cannot_read_is_refused(
    make_computer: MakeComputer, python: str
) -> None:
    computer = make_computer(python=python, encoding="cp1252")
    before = files(computer)
    with pytest.raises(UnspeakablePathError, match="plain letters"):
        set_up(computer=computer)
    assert files(computer) == before


def test_python_with_an_output_is_taken_for_pythonw(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    (tmp_path / "python.exe").touch()
    computer = make_computer(python=str(tmp_path / "pythonw.exe"))
    assert set_up(computer=computer).python == str(tmp_path / "python.exe")


# ── macOS ────────────────────────────────────────────────────────────────────────────────────


def with_excel(computer: Computer) -> Path:
    (computer.home / "Applications/Microsoft Excel.app").mkdir(parents=True)
    return computer.home / "Library/Containers/com.microsoft.Excel/Data"


def test_on_a_mac_the_setting_and_the_script_go_where_excel_may_read(
    make_computer: MakeComputer,
) -> None:
    computer = make_computer("mac", python="/Users/rasa/venv/bin/python")
    container = with_excel(computer)
    container.mkdir(parents=True)
    before = files(computer)
    set_up(computer=computer)
    assert (
        container / "xlwings.conf"
    ).read_bytes() == b'"INTERPRETER_MAC","/Users/rasa/venv/bin/python"\n'
    script = computer.home / "Library/Application Scripts/com.microsoft.Excel/crmbook.applescript"
    assert b"on runButton" in script.read_bytes()
    take_back(computer=computer)
    assert files(computer) == before


def test_the_folder_of_an_excel_never_opened_is_not_made(make_computer: MakeComputer) -> None:
    computer = make_computer("mac")
    container = with_excel(computer)
    done = set_up(computer=computer)
    assert "Open it once" in done.steps[0]
    assert done.to_mend == 1
    assert not container.exists()


# ── LibreOffice ──────────────────────────────────────────────────────────────────────────────


def test_on_linux_libreoffices_own_line_stands_beside_the_owners(
    make_computer: MakeComputer,
) -> None:
    computer = make_computer("linux", python="/home/rasa/žalia/bin/python")
    path = conf(computer, b'"INTERPRETER","/usr/bin/python3"\n')
    set_up(computer=computer)
    assert path.read_text(encoding="utf-8") == (
        '"INTERPRETER","/usr/bin/python3"\n"INTERPRETER_LIBREOFFICE","/home/rasa/žalia/bin/python"\n'
    )


def settings(computer: Computer) -> Path:
    return computer.home / ".config/libreoffice/4/user/registrymodifications.xcu"


def test_a_folder_is_trusted_and_the_trust_taken_back(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    computer = make_computer("linux")
    before = files(computer)
    folder = tmp_path / "klientų & co"
    folder.mkdir()
    set_up(computer=computer, trust=folder)
    text = settings(computer).read_text(encoding="utf-8")
    assert "MacroSecurityLevel" not in text
    assert "/klient%C5%B3%20&amp;%20co</it>" in text
    take_back(computer=computer)
    assert files(computer) == before


def test_the_workbook_named_means_its_folder(make_computer: MakeComputer, tmp_path: Path) -> None:
    computer = make_computer("linux")
    (tmp_path / "firm").mkdir()
    (tmp_path / "firm" / "clients.xlsm").touch()
    set_up(computer=computer, trust=tmp_path / "firm" / "clients.xlsm")
    assert "/firm</it>" in settings(computer).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["", "..", "Downloads"])
def test_a_folder_where_files_of_others_land_is_not_trusted(
    make_computer: MakeComputer, folder: str
) -> None:
    computer = make_computer("linux")
    (computer.home / "Downloads").mkdir()
    with pytest.raises(TooWideError, match="by mail"):
        set_up(computer=computer, trust=computer.home / folder)
    assert not settings(computer).exists()


def test_a_folder_that_is_not_there_is_refused(make_computer: MakeComputer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        set_up(computer=make_computer("linux"), trust=tmp_path / "none")


def test_a_mac_without_a_spreadsheet_program_is_told_so(make_computer: MakeComputer) -> None:
    done = set_up(computer=make_computer("mac"))
    assert done.to_mend == 1
    assert "Neither Excel nor LibreOffice" in done.steps[0]


def test_a_running_libreoffice_is_not_written_behind_its_back(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    computer = make_computer("linux")
    settings(computer).parent.mkdir(parents=True)
    (settings(computer).parents[1] / ".lock").touch()
    before = files(computer)
    with pytest.raises(RunningError, match="LibreOffice is open"):
        set_up(computer=computer, trust=Path(__file__).parent)
    assert files(computer) == before


def with_libreoffice(computer: Computer, tmp_path: Path) -> Computer:
    (tmp_path / "soffice").touch(mode=0o755)
    return replace(computer, environ={**computer.environ, "PATH": str(tmp_path)})


def test_without_a_libreoffice_the_line_is_written_and_that_is_said(
    make_computer: MakeComputer,
) -> None:
    computer = make_computer("linux", python="/venv/python")
    done = set_up(computer=computer)
    assert conf(computer).read_bytes() == b'"INTERPRETER_LIBREOFFICE","/venv/python"\n'
    assert done.to_mend == 1
    assert "Neither Excel nor LibreOffice" in done.steps[-1]


@pytest.mark.parametrize(
    ("lacks", "remedy"),
    [({"uno": False}, "python3-uno"), ({"xlwings": ""}, '"/venv/python" -m pip install xlwings')],
)
def test_what_the_first_click_would_miss_is_said_at_once(
    make_computer: MakeComputer, tmp_path: Path, lacks: dict[str, object], remedy: str
) -> None:
    known: dict[str, object] = {
        "python": [3, 12, 1], "crmbook": "0.1.0", "xlwings": "0.37.8", "pywin32": "", "uno": True,
    }  # fmt: skip
    computer = make_computer(
        "linux", python="/venv/python", answers={"/venv/python": {**known, **lacks}}
    )
    done = set_up(computer=with_libreoffice(computer, tmp_path))
    assert done.to_mend == 1
    assert remedy in done.steps[-1]


def test_who_just_trusted_a_folder_is_not_told_to_do_it(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    computer = with_libreoffice(make_computer("linux"), tmp_path)
    (tmp_path / "firm").mkdir()
    assert any("--trust" in said for said in set_up(computer=computer).advice)
    done = set_up(computer=computer, trust=tmp_path / "firm")
    assert not any("--trust" in said for said in done.advice)


def test_a_file_where_a_folder_should_be_is_told_in_a_sentence(
    make_computer: MakeComputer,
) -> None:
    computer = make_computer("linux")
    (computer.home / ".xlwings").touch()
    with pytest.raises(
        UnwritableError, match=r"\.xlwings could not be read or written: File exists"
    ):
        set_up(computer=computer)
