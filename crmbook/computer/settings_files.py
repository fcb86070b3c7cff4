"""The files in which the macros look for the Python to start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crmbook.computer import excel, libreoffice
from crmbook.computer.machine import Computer

_NAME = "xlwings.conf"


@dataclass(frozen=True)
class SettingsFile:
    """Where a program's macros look.

    system    the end of the setting's name: WIN, MAC, LIBREOFFICE
    is_ready  False: the program must be opened once, so that it makes its folder
    """

    program: str
    system: str
    file: Path
    is_ready: bool = True

    @property
    def key(self) -> str:
        return f"INTERPRETER_{self.system}"


def settings_files(computer: Computer) -> Iterator[SettingsFile]:
    """One for each program that can be on such a computer, as CrmExcel and CrmLibreOffice read them."""
    own = computer.folder("USERPROFILE", "") if computer.kind == "windows" else computer.home
    if computer.kind == "windows":
        yield SettingsFile("Excel", "WIN", own / ".xlwings" / _NAME)
    if computer.kind == "mac" and excel.find(computer):
        folder = computer.home / excel.CONTAINER
        yield SettingsFile("Excel", "MAC", folder / _NAME, excel.was_opened(computer))
    if computer.kind == "linux" or libreoffice.find(computer):
        yield SettingsFile("LibreOffice", "LIBREOFFICE", own / ".xlwings" / _NAME)
