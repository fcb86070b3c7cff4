"""The Python that buttons start: which one it is, and what it has."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crmbook.computer.machine import Computer
from crmbook.errors import CrmbookError
from crmbook.language import _

OLDEST = (3, 11)

# Run by the interpreter that is looked at; whatever it is, it can run this.
_QUESTION = """
import json, sys
from importlib.util import find_spec
def version(name):
    try:
        from importlib.metadata import version
        return version(name)
    except Exception:
        return ""
def uno():
    try:
        import tempfile
        from crmbook.excel.calc.bridge import url_of
        url_of(tempfile.gettempdir())
    except Exception:
        return False
    return True
print(json.dumps({
    "python": list(sys.version_info[:3]),
    "crmbook": version("crmbook") if find_spec("crmbook") else "",
    "xlwings": version("xlwings"), "pywin32": version("pywin32"), "uno": uno(),
}))
"""


class UnspeakablePathError(CrmbookError):
    def __init__(self, python: Path) -> None:
        super().__init__(
            _(
                "The buttons can't start {python}: a letter or sign in this path is one that macros can't read "
                "from their settings. Nothing was written; install crmbook in a folder with plain letters in its "
                "name and run crmbook setup from there."
            ).format(python=python)
        )


@dataclass(frozen=True)
class Interpreter:
    """What an interpreter answered about itself.

    crmbook   its version, "" when it is not installed there
    packages  name → version, "" when not installed
    uno       whether it can speak to LibreOffice
    """

    path: str
    python: tuple[int, ...]
    crmbook: str
    packages: Mapping[str, str] = field(default_factory=dict)
    uno: bool = False


def ask(computer: Computer, path: str) -> Interpreter | None:
    """What the interpreter has; None when it is not there or does not answer."""
    answer = computer.run([path, "-B", "-c", _QUESTION])
    if answer is None or answer.code != 0:
        return None
    try:
        said = json.loads(answer.text.strip().rpartition("\n")[2])
        return Interpreter(
            path, tuple(said["python"]), said["crmbook"],
            {name: said[name] for name in ("xlwings", "pywin32")}, said["uno"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None


def ours(computer: Computer) -> str:
    """The path of the interpreter that runs now, as macros can read it. Raises UnspeakablePathError."""
    python = _with_output(computer.python) if computer.kind == "windows" else computer.python
    for path in (str(python), computer.short(str(python))):
        if _is_speakable(path, computer):
            return path
    raise UnspeakablePathError(python)


def _with_output(python: Path) -> Path:
    """python.exe for pythonw.exe: its window is hidden anyway, and what it says goes to the log."""
    beside = python.with_name(python.name.lower().replace("pythonw", "python"))
    return beside if beside.is_file() else python


def _is_speakable(path: str, computer: Computer) -> bool:
    # cmd.exe would put the value of a variable between two "%".
    refused: Sequence[str] = ['"', "\n", "\r"] + (["%"] if computer.kind == "windows" else [])
    if any(sign in path for sign in refused):
        return False
    try:
        path.encode(computer.encoding)
    except UnicodeEncodeError:
        return False
    return True


def same(one: str, other: str, computer: Computer) -> bool:
    """Whether two paths mean one interpreter, without following the links of a venv."""
    if computer.kind == "windows":
        return one.replace("/", "\\").casefold() == other.replace("/", "\\").casefold()
    return Path(one) == Path(other)
