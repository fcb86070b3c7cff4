"""What LibreOffice itself makes of the folders that setup lets it trust."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from crmbook.books import create
from crmbook.computer import libreoffice
from crmbook.computer.libreoffice import RunningError
from crmbook.computer.machine import Computer
from crmbook.errors import CrmbookError
from crmbook.sheet import Sheet
from crmbook.workflow.installing import set_up, take_back

MakeComputer = Callable[..., Computer]
_BY_THE_SETTINGS = 3

XCU = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
{scripting}</oor:items>"""
SCRIPTING = '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse">{}</prop></item>\n'


@pytest.mark.parametrize(
    ("scripting", "before"),
    [
        ("", []),
        (SCRIPTING.format("SecureURL", "<value/>"), []),
        (SCRIPTING.format("SecureURL", "<value></value>"), []),
        (SCRIPTING.format("SecureURL", "<value><it>file:///a</it></value>"), ["file:///a"]),
        (SCRIPTING.format("MacroSecurityLevel", "<value>3</value>"), []),
    ],
)
def test_a_folder_joins_those_that_are_trusted_and_leaves_them_again(
    tmp_path: Path, scripting: str, before: list[str]
) -> None:
    text = XCU.format(scripting=scripting)
    made = libreoffice.with_trusted(text, tmp_path, tmp_path / "x.xcu")
    address = libreoffice.address_of(tmp_path)
    assert libreoffice.trusted(made) == [*before, address]
    assert libreoffice.level(made) == libreoffice.level(text)
    assert libreoffice.trusted(libreoffice.without_trusted(made, address)) == before


def test_settings_of_an_unknown_form_are_left_alone(tmp_path: Path) -> None:
    with pytest.raises(libreoffice.StrangeSettingsError, match="Trusted Sources"):
        libreoffice.with_trusted("<something-else/>", tmp_path, tmp_path / "x.xcu")


# The folder's name → whether it is trusted
FOLDERS = {
    "klientų sąrašas": True, "a & b": True, "100%": True, "a+b, c=d;e@f": True,
    "it's (x) [y] {z}!": True, "a#b": True, "plain": True, "plain/inner": True,
    "plainly": False, "other": False,
}  # fmt: skip


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_runs_macros_in_just_the_folders_that_setup_named(
    make_computer: MakeComputer, tmp_path: Path
) -> None:
    computer = make_computer("linux", python="/žalia venv/python")
    books = {name: tmp_path / name / "clients.xlsm" for name in FOLDERS}
    for name, path in books.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, [Sheet("Clients", [["No."]])])
        if FOLDERS[name] and "/" not in name:
            set_up(computer=computer, trust=path.parent)
    with running(computer) as office:
        assert {name: may_run(office, path) for name, path in books.items()} == FOLDERS
        home = computer.home / ".xlwings" / "xlwings.conf"
        assert told(office, books["plain"], "LIBREOFFICE", "", str(home)) == "/žalia venv/python"
        with pytest.raises(RunningError):
            take_back(computer=computer)
    take_back(computer=computer)
    text = libreoffice.settings_file(computer).read_text(encoding="utf-8")
    assert libreoffice.trusted(text) == []


@contextmanager
def running(computer: Computer) -> Iterator[Any]:
    """LibreOffice with the settings of the computer; its desktop."""
    from crmbook.excel.calc import connect

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    pipe = f"trust{os.getpid()}"
    profile = f"-env:UserInstallation={libreoffice.profile(computer).as_uri()}"
    with subprocess.Popen(
        [program, profile, "--headless", "--norestore", "--nodefault", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            context = connect(pipe, 60)
        except CrmbookError as error:
            process.terminate()
            pytest.skip(str(error))
        service = "com.sun.star.frame.Desktop"
        desktop = context.ServiceManager.createInstanceWithContext(service, context)
        try:
            yield desktop
        finally:
            with suppress(Exception):  # it is gone before it can answer
                desktop.terminate()


def told(desktop: Any, path: Path, *words: str) -> Any:  # noqa: ANN401  # nothing of LibreOffice's has a type
    """What the macros take for the interpreter."""
    from crmbook.excel.calc import bridge

    document = desktop.loadComponentFromURL(
        bridge.url_of(str(path)), "_blank", 0, bridge.properties(Hidden=True)
    )
    name = (
        "vnd.sun.star.script:VBAProject.CrmSettings.CrmInterpreter?language=Basic&location=document"
    )
    try:
        return document.getScriptProvider().getScript(name).invoke(words, (), ())[0]
    finally:
        document.close(True)


def may_run(desktop: Any, path: Path) -> bool:  # noqa: ANN401  # the same
    from crmbook.excel.calc import bridge

    options = bridge.properties(Hidden=True, MacroExecutionMode=_BY_THE_SETTINGS)
    document = desktop.loadComponentFromURL(bridge.url_of(str(path)), "_blank", 0, options)
    try:
        return bool(document.AllowMacroExecution)
    finally:
        document.close(True)
