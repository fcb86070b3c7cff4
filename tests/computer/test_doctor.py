"""Doctor looks at each link between a button and Python, and names the remedy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmbook import __version__
from crmbook.books import create
from crmbook.books.package import Package
from crmbook.computer import excel
from crmbook.computer.checks import Check
from crmbook.computer.machine import Computer
from crmbook.computer.workbook import is_synchronised
from crmbook.language import speaking
from crmbook.sheet import Button, Sheet, Value
from crmbook.workflow.doctor import examine
from crmbook.workflow.installing import set_up

MakeComputer = Callable[..., Computer]
PYTHON = r"C:\Users\Rasa M\venv\Scripts\python.exe"
SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


def has(**facts: Any) -> dict[str, Any]:  # noqa: ANN401  # as an interpreter says it
    """What an interpreter with everything says of itself."""
    known = {
        "python": [3, 12, 1],
        "crmbook": __version__,
        "xlwings": "0.37.8",
        "pywin32": "308",
        "uno": True,
    }
    return {**known, **facts}


def found(name: str, computer: Computer, workbook: Path | None = None) -> Check:
    """The one check of that name."""
    (check,) = [each for each in examine(workbook, computer=computer).checks if each.name == name]
    return check


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "firm" / "klientų sąrašas.xlsm"
    path.parent.mkdir()
    start = Sheet("Start", [["Clients"], []], buttons=[Button(1, 0, "Refresh", "CrmRefresh")])
    create(path, [start, Sheet("Clients", [["Client no."]], owned=False)])
    return path


# ── the interpreter and its setting ──────────────────────────────────────────────────────────


def test_without_a_setting_the_remedy_is_setup(make_computer: MakeComputer) -> None:
    check = found("setting", make_computer())
    assert (check.state, check.remedy) == ("mend", "Run: crmbook setup")


def test_after_setup_the_line_is_named_and_all_is_well(make_computer: MakeComputer) -> None:
    computer = make_computer(answers={PYTHON: has()})
    set_up(computer=computer)
    check = found("setting", computer)
    assert check.state == "ok"
    assert f"start {PYTHON} (" in check.said
    assert check.said.endswith("xlwings.conf, line 1).")
    assert found("packages", computer).state == "ok"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "not there or does not start"),
        ({PYTHON: has(crmbook="")}, "has no crmbook"),
        ({PYTHON: has(crmbook="0.0.9")}, f"with crmbook 0.0.9; this is crmbook {__version__}"),
    ],
)
def test_an_interpreter_that_cannot_serve_is_named_with_the_reason(
    make_computer: MakeComputer, answers: dict[str, dict[str, Any]], said: str
) -> None:
    computer = make_computer(answers=answers)
    set_up(computer=computer)
    check = found("setting", computer)
    assert check.state == "mend"
    assert said in check.said


def test_missing_packages_are_named_with_the_command(make_computer: MakeComputer) -> None:
    computer = make_computer(answers={PYTHON: has(xlwings="", pywin32="")})
    set_up(computer=computer)
    check = found("packages", computer)
    assert check.remedy == f'Run: "{PYTHON}" -m pip install xlwings pywin32'


def test_a_python_too_old_is_said(make_computer: MakeComputer) -> None:
    check = found("interpreter", make_computer(answers={PYTHON: has(python=[3, 8, 10])}))
    assert check.state == "mend"
    assert "Python 3.8.10" in check.said


def test_a_file_beside_the_workbook_wins_as_it_does_for_the_macros(
    make_computer: MakeComputer, workbook: Path
) -> None:
    computer = make_computer(answers={PYTHON: has()})
    set_up(computer=computer)
    beside = workbook.with_name("xlwings.conf")
    beside.write_text('"SHOW CONSOLE","True"\n"INTERPRETER_WIN","C:\\old\\python.exe"\n')
    check = found("setting", computer, workbook)
    assert check.state == "mend"
    assert (
        f"C:\\old\\python.exe, which is not there or does not start ({beside}, line 2)"
        in check.said
    )
    assert check.remedy == f"Take that line out of {beside}; then run: crmbook setup"


def test_a_sheet_of_the_workbook_wins_over_every_file(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    path = tmp_path / "clients.xlsx"
    rows: list[list[Value]] = [["SHOW CONSOLE", True], ["INTERPRETER", r"C:\sheet\python.exe"]]
    create(path, [Sheet("Clients", [["Client no."]]), Sheet("xlwings.conf", rows)])
    computer = make_computer(answers={PYTHON: has()})
    set_up(computer=computer)
    assert f"({path}, line 2)" in found("setting", computer, path).said


def test_without_uno_libreoffice_cannot_be_reached(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.touch(mode=0o755)
    computer = make_computer(
        "linux", python="/venv/python", answers={"/venv/python": has(uno=False)}
    )
    computer = with_path(computer, tmp_path)
    set_up(computer=computer)
    check = found("packages", computer)
    assert check.state == "mend"
    assert "python3-uno" in check.remedy


def with_path(computer: Computer, folder: Path) -> Computer:
    from dataclasses import replace

    return replace(computer, environ={**computer.environ, "PATH": str(folder)})


def test_a_libreoffice_behind_walls_is_told(make_computer: MakeComputer, tmp_path: Path) -> None:
    (tmp_path / "org.libreoffice.LibreOffice").touch(mode=0o755)
    check = found("programs", with_path(make_computer("linux"), tmp_path))
    assert check.state == "mend"
    assert "Flatpak" in check.said


# ── trust ────────────────────────────────────────────────────────────────────────────────────


def windows_with_excel(
    make_computer: MakeComputer, tmp_path: Path, **values: dict[tuple[str, str], Any]
) -> Computer:
    program = tmp_path / "EXCEL.EXE"
    program.touch()
    known = {(r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""): str(program)}
    return make_computer(registry={**known, **values.get("registry", {})})


def test_excel_as_it_comes_asks_once(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path
) -> None:
    check = found("trust", windows_with_excel(make_computer, tmp_path), workbook)
    assert check.state == "ok"
    assert "Enable Content" in check.said


@pytest.mark.parametrize("key", [SECURITY, POLICY])
@pytest.mark.parametrize("level", [3, 4])
def test_an_excel_that_runs_no_macros_is_told_from_the_registry(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path, key: str, level: int
) -> None:
    registry = {(key, "VBAWarnings"): level}
    computer = windows_with_excel(make_computer, tmp_path, registry=registry)
    check = found("trust", computer, workbook)
    assert check.state == "mend"
    assert "Trusted Locations" in check.remedy


@pytest.mark.parametrize(
    ("place", "below", "trusted"),
    [("", 0, True), ("..", 1, True), ("..", 0, False), ("../other", 1, False)],
)
def test_a_trusted_location_counts_with_its_subfolders_when_it_says_so(
    tmp_path: Path, make_computer: MakeComputer, place: str, below: int, trusted: bool
) -> None:
    location = SECURITY + r"\Trusted Locations\Location7"
    folder = str((tmp_path / place).resolve()).upper() + "\\"
    registry = {(location, "Path"): folder, (location, "AllowSubfolders"): below}
    computer = make_computer(registry=registry)
    assert excel.trusts(computer, str(tmp_path)) is trusted


@pytest.mark.parametrize(("allowed", "trusted"), [(None, False), (0, False), (1, True)])
def test_a_trusted_location_on_the_network_counts_only_when_those_are_allowed(
    make_computer: MakeComputer, allowed: int | None, trusted: bool
) -> None:
    locations = SECURITY + r"\Trusted Locations"
    registry = {
        (locations + r"\Location7", "Path"): r"\\server\crm",
        (locations, "AllowNetworkLocations"): allowed,
    }
    assert excel.trusts(make_computer(registry=registry), r"\\server\crm") is trusted


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a stream of the file")
def test_a_file_from_the_internet_must_be_unblocked(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path
) -> None:
    Path(f"{workbook}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    check = found("trust", windows_with_excel(make_computer, tmp_path), workbook)
    assert check.state == "mend"
    assert "Unblock" in check.remedy


def test_on_a_mac_trust_cannot_be_looked_at(make_computer: MakeComputer) -> None:
    computer = make_computer("mac")
    (computer.home / "Applications/Microsoft Excel.app").mkdir(parents=True)
    assert found("trust", computer).state == "unknown"


def test_the_script_for_a_mac_is_missed_known_and_told_from_another(
    make_computer: MakeComputer,
) -> None:
    computer = make_computer("mac", python="/venv/python")
    (computer.home / "Applications/Microsoft Excel.app").mkdir(parents=True)
    (computer.home / excel.CONTAINER).mkdir(parents=True)
    assert "is missing" in found("script", computer).said
    set_up(computer=computer)
    assert found("script", computer).state == "ok"
    excel.script_file(computer).write_text("on runButton(said)\nend runButton\n")
    assert "of another version" in found("script", computer).said


def libreoffice(make_computer: MakeComputer, folder: Path) -> Computer:
    program = folder / "soffice"
    program.touch(mode=0o755)
    return with_path(make_computer("linux", python="/venv/python"), folder)


def test_libreoffice_trusts_a_folder_after_setup_said_so(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path
) -> None:
    computer = libreoffice(make_computer, tmp_path)
    before = found("trust", computer, workbook)
    assert before.state == "mend"
    assert before.remedy.endswith(f'crmbook setup --trust "{workbook.parent}"')
    set_up(computer=computer, trust=workbook.parent)
    assert found("trust", computer, workbook).state == "ok"


def test_a_folder_of_a_like_name_is_not_trusted(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path
) -> None:
    computer = libreoffice(make_computer, tmp_path)
    like = Path(str(workbook.parent)[:-1])
    like.mkdir()
    set_up(computer=computer, trust=like)
    assert found("trust", computer, workbook).state == "mend"


# ── the workbook ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "lt", "lv"])
def test_our_own_macros_are_known_in_every_language(
    make_computer: MakeComputer,
    tmp_path: Path,
    language: Any,  # noqa: ANN401  # a Literal
) -> None:
    path = tmp_path / f"{language}.xlsm"
    with speaking(language):
        create(path, [Sheet("Clients", [["No."]])])
    assert "has the buttons of this crmbook" in found("macros", make_computer(), path).said


def rewritten(path: Path, edit: Callable[[Package], object]) -> None:
    import io

    saved = io.BytesIO()
    with Package.open(path) as package:
        edit(package)
        package.save(saved)
    path.write_bytes(saved.getvalue())


def test_macros_of_another_version_are_told(make_computer: MakeComputer, workbook: Path) -> None:
    from crmbook.excel.project import Module, with_modules

    older = Module("CrmButtons", "Public Sub CrmRefresh()\nEnd Sub\n")
    project = "xl/vbaProject.bin"
    rewritten(
        workbook, lambda package: package.put(project, with_modules(package.read(project), [older]))
    )
    check = found("macros", make_computer(), workbook)
    assert check.state == "mend"
    assert "another version" in check.said
    assert check.remedy == f'Run: crmbook refresh "{workbook}"'


def test_macros_that_an_editor_spelled_anew_are_the_same(
    make_computer: MakeComputer, workbook: Path
) -> None:
    from crmbook.excel.project import Module, with_modules
    from crmbook.excel.sources import modules

    shouted = [
        Module(each.name, each.source.replace("    ", "\t").replace("Dim ", "DIM "))
        for each in modules()
    ]
    project = "xl/vbaProject.bin"
    rewritten(
        workbook, lambda package: package.put(project, with_modules(package.read(project), shouted))
    )
    assert found("macros", make_computer(), workbook).state == "ok"


def test_a_lost_ribbon_is_damage(make_computer: MakeComputer, workbook: Path) -> None:
    rewritten(workbook, lambda package: package.put("customUI/customUI.xml", b"<customUI/>"))
    assert "damaged" in found("macros", make_computer(), workbook).said


def test_each_button_that_is_drawn_is_named(make_computer: MakeComputer, workbook: Path) -> None:
    check = found("buttons", make_computer(), workbook)
    assert check.state == "ok"
    assert check.said.endswith("each with its macro: Refresh.")


def test_a_button_without_its_macro_is_to_mend(make_computer: MakeComputer, workbook: Path) -> None:
    from crmbook.excel.project import Module, with_modules

    other = Module("CrmButtons", "Public Sub CrmLetters()\nEnd Sub\n")
    project = "xl/vbaProject.bin"
    rewritten(
        workbook, lambda package: package.put(project, with_modules(package.read(project), [other]))
    )
    check = found("buttons", make_computer(), workbook)
    assert check.state == "mend"
    assert check.said.endswith("there is no macro: Refresh.")
    assert check.remedy == f'Run: crmbook buttons "{workbook}"'


def test_buttons_of_a_workbook_that_lost_its_macros_are_to_mend(
    make_computer: MakeComputer, workbook: Path
) -> None:
    def without_macros(package: Package) -> None:
        relationships = package.relationships(package.workbook.part)
        project = relationships.first("vbaProject")
        assert project is not None
        package.remove(project.target)
        relationships.remove(project.id)

    rewritten(workbook, without_macros)
    plain = workbook.rename(workbook.with_suffix(".xlsx"))
    check = found("buttons", make_computer(), plain)
    assert check.state == "mend"
    assert check.remedy == f'Run: crmbook buttons "{plain}" --output "{workbook}"'


def test_macros_without_a_button_are_said(make_computer: MakeComputer, tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    create(path, [Sheet("Clients", [["No."]])])
    check = found("buttons", make_computer(), path)
    assert check.state == "ok"
    assert "no button is drawn" in check.said


def test_where_there_are_neither_buttons_nor_macros_nothing_is_said_of_them(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [Sheet("Clients", [["No."]])])
    assert not [c for c in examine(path, computer=make_computer()).checks if c.name == "buttons"]


def test_a_workbook_without_buttons_is_well(make_computer: MakeComputer, tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    create(path, [Sheet("Clients", [["No."]])])
    assert found("macros", make_computer(), path).state == "ok"


def test_a_file_that_is_no_workbook_is_not_looked_into(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_text("no workbook")
    assert found("macros", make_computer(), path).state == "unknown"


def test_a_workbook_that_is_not_there_is_said(make_computer: MakeComputer, tmp_path: Path) -> None:
    assert found("workbook", make_computer(), tmp_path / "none.xlsx").state == "mend"


def test_a_lock_of_another_computer_is_named(make_computer: MakeComputer, workbook: Path) -> None:
    lock = workbook.with_name(f".~lock.{workbook.name}#")
    lock.write_text("Rasa M.,rasa,office-pc,21.11.2026 09:15,file:///home/rasa/profile;")
    check = found("open", make_computer(), workbook)
    assert check.state == "mend"
    assert "Rasa M. on office-pc" in check.said
    assert str(lock) in check.remedy


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_a_lock_left_by_a_crash_is_no_harm(make_computer: MakeComputer, workbook: Path) -> None:
    import socket

    workbook.with_name(f".~lock.{workbook.name}#").write_text(
        f"Rasa,rasa,{socket.gethostname()},,;"
    )
    check = found("open", make_computer(), workbook)
    assert check.state == "ok"
    assert "a crash left" in check.said


def test_a_read_only_file_is_to_mend(make_computer: MakeComputer, workbook: Path) -> None:
    workbook.chmod(0o444)
    assert found("read-only", make_computer(), workbook).state == "mend"
    workbook.chmod(0o644)
    assert found("read-only", make_computer(), workbook).state == "ok"


def test_a_name_with_no_room_for_a_backup_is_to_mend(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    path = tmp_path / ("ž" * 118 + ".xlsx")
    path.write_bytes(b"")
    assert found("path", make_computer(), path).state == "mend"


def test_a_path_longer_than_excel_opens_is_to_mend(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    folder = tmp_path / ("a" * 120) / ("b" * 120)
    folder.mkdir(parents=True)
    (folder / "clients.xlsx").write_bytes(b"")
    assert found("path", make_computer("windows"), folder / "clients.xlsx").state == "mend"
    assert found("path", make_computer("linux"), folder / "clients.xlsx").state == "ok"


@pytest.mark.parametrize(
    ("folder", "inside"),
    [
        (r"C:\Users\Rasa\OneDrive - Firma\Klientai", True),
        (r"c:\users\rasa\onedrive - firma", True),
        (r"C:\Users\Rasa\OneDrive - Firma2", False),
        (r"C:\Klientai", False),
    ],
)
def test_a_folder_of_onedrive_is_known_by_the_systems_own_word(
    make_computer: MakeComputer, folder: str, inside: bool
) -> None:
    from dataclasses import replace

    named = {"OneDriveCommercial": r"C:\Users\Rasa\OneDrive - Firma"}
    computer = replace(make_computer(), environ=named)
    assert is_synchronised(computer, folder) is inside


def test_on_a_mac_onedrive_lies_in_the_cloud_storage(make_computer: MakeComputer) -> None:
    computer = make_computer("mac")
    cloud = computer.home / "Library/CloudStorage"
    assert is_synchronised(computer, str(cloud / "OneDrive-Firma" / "Klientai"))
    assert not is_synchronised(computer, str(cloud / "Dropbox"))


def test_the_whole_is_well_only_when_nothing_is_to_mend(
    make_computer: MakeComputer, tmp_path: Path, workbook: Path
) -> None:
    computer = libreoffice(make_computer, tmp_path)
    assert examine(workbook, computer=computer).to_mend > 0
    from dataclasses import replace

    said = make_computer("linux", answers={"/venv/python": has()}).run
    computer = replace(computer, run=said)
    set_up(computer=computer, trust=workbook.parent)
    looked = examine(workbook, computer=computer)
    assert [check.said for check in looked.checks if check.state != "ok"] == []
    assert looked.to_mend == 0
