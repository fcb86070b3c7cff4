"""The macros, read back from the compiled project, in a VBA interpreter and under a static check.

Excel is not to be had here. The interpreter refuses the machine by design (a shell, the environment),
so those few names stand for what Excel on Windows, or on a Mac, would answer.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication

from crmbook.buttons.calling import understood
from crmbook.excel.project import Module, build, sources
from crmbook.excel.sources import COMMANDS, macro, modules
from crmbook.language import Language, speaking

ON_WINDOWS = {  # the longest first: each is replaced as text
    "Application.OperatingSystem": '"Windows (64-bit) NT 10.00"',
    "Application.PathSeparator": r'"\"',
    "CStr(Application.Hwnd)": '"4711"',
    "Application.Path": r'"C:\Program Files\Office"',
    "Application.Name": '"EXCEL.EXE"',
    "ThisWorkbook.Path": r'"C:\Klientų sąrašai"',
    "ThisWorkbook.Name": '"Klientai & 100%.xlsm"',
}
ON_MAC = {
    "Application.OperatingSystem": '"Macintosh (Intel) 14.5"',
    "Application.PathSeparator": '"/"',
    "Application.Path": '"/Applications/Microsoft Excel.app"',
    "ThisWorkbook.Path": '"/Users/owner/Klientų sąrašai"',
    "ThisWorkbook.Name": '"Klientai & 100%.xlsm"',
}
MACHINE = r"""
Public Function Environ(ByVal Name As String) As String
    If Name = "TEMP" Then Environ = "C:\Temp"
    If Name = "USERPROFILE" Then Environ = "C:\Users\Owner"
    If Name = "HOME" Then Environ = "/Users/owner/Library/Containers/com.microsoft.Excel/Data"
End Function
Public Function CreateObject(ByVal Name As String) As Object
    Set CreateObject = New FakeShell
End Function
Public Function Dir(ByVal File As String) As String
End Function
Public Function MsgBox(ByVal Text As String, ByVal Style As Long, ByVal Title As String) As Long
    Worksheets("xlwings.conf").Range("J2").Value = Text
End Function
Public Function AppleScriptTask(ByVal File As String, ByVal Handler As String, ByVal Said As String) As String
    With Worksheets("xlwings.conf")
        .Range("J1").Value = File & "|" & Handler & "|" & Said
        AppleScriptTask = .Range("J3").Value
    End With
End Function
Public Sub Settle(ByVal Key As String, ByVal Python As String, ByVal Answer As String)
    With Worksheets.Add
        .Name = "xlwings.conf"
        .Range("A1").Value = Key
        .Range("B1").Value = Python
        .Range("J3").Value = Answer
    End With
End Sub
"""
SHELL = """
Public Function Run(ByVal Command As String, ByVal Style As Long, ByVal Wait As Boolean) As Long
    Worksheets("xlwings.conf").Range("J1").Value = Command
End Function
"""

Press = Callable[..., str]


def ours(language: Language) -> dict[str, str]:
    """Our modules, as they stand in a compiled workbook."""
    with speaking(language):
        project = build([Module("ThisWorkbook", kind="workbook"), *modules()])
    found = {name: text.decode("ascii") for name, text in sources(project).items()}
    return {name: text for name, text in found.items() if name.startswith("Crm")}


@pytest.fixture
def press() -> Press:
    """Press a button in Excel on Windows; the command line, or what the message said."""

    def pressed(command: str, python: str = r"C:\Users\Owner\My crm\python.exe") -> str:
        called, said = _pressed(command, ON_WINDOWS, "Interpreter_Win", python)
        return called or said

    return pressed


def press_on_mac(
    command: str, python: str = "/Users/owner/crm/bin/python3", answer: str = ""
) -> tuple[str, str]:
    """What AppleScriptTask was called with, and what the message said."""
    return _pressed(
        command, ON_MAC, "INTERPRETER_MAC", python, answer=answer, before="#Const Mac = True\n"
    )


def _pressed(
    command: str,
    answers: Mapping[str, str],
    key: str,
    python: str,
    *,
    answer: str = "",
    before: str = "",
) -> tuple[str, str]:
    app: Any = ExcelApplication()
    app.add_workbook()
    for name, text in ours("en").items():
        app.add_module(before + _answered(text, answers), name=name)
    app.add_module(MACHINE, name="Machine")
    app.add_module(SHELL, name="FakeShell", kind="class")
    app.run("Settle", key, python, answer)
    app.run(macro(command))
    settings = app.sheet("xlwings.conf")
    return str(settings.value("J1") or ""), str(settings.value("J2") or "")


def _answered(text: str, answers: Mapping[str, str]) -> str:
    for name, answer in answers.items():
        text = text.replace(name, answer)
    return text


@pytest.mark.parametrize("command", COMMANDS)
def test_a_button_starts_python_with_the_open_workbook(press: Press, command: str) -> None:
    folder = r"C:\Users\Owner\My crm"
    assert press(command) == (
        f'cmd.exe /V:OFF /S /C "pushd "{folder}" && "{folder}\\python.exe" -B -m crmbook.buttons {command}'
        r' "--wb=Klientai & 100%25.xlsm" --from_xl=1 "--app=C:\Program Files\Office\EXCEL.EXE"'
        r' --hwnd=4711 2> "C:\Temp\crmbook-button.log""'
    )


AWKWARD = {
    "a variable of cmd.exe": ("%TEMP% 50%", "%25TEMP%25 50%25"),
    "the sign of an option": ("a=b", "a=b"),
    "signs of cmd.exe in quotation marks": ("O'Brien & Co ^ !TEMP! (1)", "O'Brien & Co ^ !TEMP! (1)"),
    "200 characters": ("ą" * 195, "ą" * 195),
}  # fmt: skip


@pytest.mark.parametrize(("name", "spelled"), AWKWARD.values(), ids=AWKWARD)
def test_a_name_comes_through_cmd_and_is_understood(name: str, spelled: str) -> None:
    answers = {**ON_WINDOWS, "ThisWorkbook.Name": f'"{name}.xlsm"'}
    line, _said = _pressed("refresh", answers, "INTERPRETER", r"C:\python.exe")
    assert f' "--wb={spelled}.xlsm" ' in line
    assert understood(["refresh", f"--wb={spelled}.xlsm"]).workbook == f"{name}.xlsm"


def test_a_workbook_on_a_server_is_named_without_its_address() -> None:
    address = '"https://firma.sharepoint.com/sites/crm/Dokumentai"'
    answers = {**ON_WINDOWS, "ThisWorkbook.Path": address}
    line, said = _pressed("refresh", answers, "INTERPRETER", r"C:\python.exe")
    assert said == ""
    assert ' "--wb=Klientai & 100%25.xlsm" ' in line
    assert "://" not in line


def test_a_network_folder_is_entered_too(press: Press) -> None:
    assert r'"pushd "\\server\crm" && ' in press("refresh", r"\\server\crm\python.exe")


def test_python_in_the_root_of_a_drive_is_found(press: Press) -> None:
    assert r'"pushd "C:\" && "C:\python.exe"' in press("refresh", r"C:\python.exe")


def test_a_computer_without_crmbook_gets_a_sentence(press: Press) -> None:
    assert press("refresh", "").endswith("crmbook setup")


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_mac_a_button_hands_its_words_to_the_script(command: str) -> None:
    words = [
        "/Users/owner/crm/bin/python3",
        command,
        "Klientai & 100%25.xlsm",
        "/Applications/Microsoft Excel.app",
    ]
    assert press_on_mac(command) == ("crmbook.applescript|runButton|" + "\n".join(words), "")


def test_on_a_mac_what_the_script_answers_is_shown() -> None:
    _called, said = press_on_mac("refresh", answer="/opt/python3 is not there.")
    assert said.startswith("The button could not do its work.")
    assert said.endswith("/opt/python3 is not there.")


def test_a_mac_without_crmbook_gets_a_sentence_and_starts_nothing() -> None:
    called, said = press_on_mac("refresh", python="")
    assert called == ""
    assert said.endswith("crmbook setup")


@pytest.mark.parametrize("language", ["lt", "lv"])
def test_sentences_are_ascii_in_the_file_whatever_the_language(language: Language) -> None:
    assert all(text.isascii() for text in ours(language).values())


@pytest.mark.parametrize("defined", ["VBA7=True,WIN64=True", "VBA7=True,WIN64=False", "MAC=True"])
def test_a_static_check_finds_nothing_to_mend(defined: str, tmp_path: Path) -> None:
    for name, text in ours("lt").items():
        (tmp_path / f"{name}.bas").write_text(text, encoding="ascii", newline="")
    program = Path(sys.executable).with_name("vbalidator")
    checked = subprocess.run(
        [program, "--host", "excel", "--define", defined, "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Files scanned" in checked.stdout
    errors = [line for line in checked.stdout.splitlines() if "ERROR" in line]
    # The checker knows Excel for Windows; this is the one name that only Excel for Mac has.
    assert [line for line in errors if "'AppleScriptTask'" not in line] == []
    assert not errors or defined == "MAC=True"
