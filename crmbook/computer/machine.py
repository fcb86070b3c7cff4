"""The computer that setup and doctor look at: an argument, so that each kind is tested on any."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["windows", "mac", "linux"]
Content = str | int | None

_PATIENCE = 60  # seconds; the first start of Python after an update compiles pandas anew
_NO_WINDOW = 0x08000000


@dataclass(frozen=True)
class Answer:
    """What a program said on its output, and its exit code."""

    code: int
    text: str


@dataclass(frozen=True)
class Computer:
    """What can be asked of a computer.

    python    the interpreter that runs now, as it was called: a venv is known by its own link
    encoding  in which the macros of Excel and LibreOffice read a text file
    run       start a program and wait; None when it can't be started
    registry  a value of the Windows registry by key and name; None when there is none
    short     the short name Windows gives a path, made of plain letters; the path itself elsewhere
    """

    kind: Kind
    home: Path
    python: Path
    environ: Mapping[str, str]
    encoding: str
    run: Callable[[Sequence[str]], Answer | None]
    registry: Callable[[str, str], Content]
    short: Callable[[str], str]

    def folder(self, variable: str, otherwise: str) -> Path:
        """A folder the system names by a variable, else where it usually is."""
        named = self.environ.get(variable)
        return Path(named) if named else self.home / otherwise

    def program(self, name: str) -> Path | None:
        found = shutil.which(name, path=self.environ.get("PATH", ""))
        return Path(found) if found else None


def this_computer() -> Computer:
    kinds: Mapping[str, Kind] = {"win32": "windows", "darwin": "mac"}
    kind = kinds.get(sys.platform, "linux")
    return Computer(
        kind=kind,
        home=Path.home(),
        python=Path(sys.executable),
        environ=os.environ,
        # Basic reads in the code page on Windows; what Excel for Mac does with ė nobody saw.
        encoding=locale.getencoding() if kind == "windows" else "utf-8",
        run=_run,
        registry=_registry,
        short=_short,
    )


def _run(command: Sequence[str]) -> Answer | None:
    """Away from the folder we are in: Python would find a crmbook that lies there."""
    try:
        found = subprocess.run(  # noqa: S603  # an interpreter the owner's settings name
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
            errors="replace", timeout=_PATIENCE, check=False, cwd=tempfile.gettempdir(),
            env={**os.environ, "PYTHONUTF8": "1"},
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Answer(found.returncode, found.stdout)


if sys.platform == "win32":
    import ctypes
    import winreg

    def _registry(key: str, name: str) -> Content:
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(root, key) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
                    return value if isinstance(value, (str, int)) else None
            except OSError:
                continue
        return None

    def _short(path: str) -> str:
        buffer = ctypes.create_unicode_buffer(1024)
        ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer))
        return buffer.value or path

else:

    def _registry(key: str, name: str) -> Content:  # noqa: ARG001  # as on Windows
        return None

    def _short(path: str) -> str:
        return path
