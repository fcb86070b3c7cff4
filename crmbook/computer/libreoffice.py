"""LibreOffice on this computer: where it is, and which folders it trusts with macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, unescape

from crmbook.computer.machine import Computer
from crmbook.errors import CrmbookError
from crmbook.language import _

HIGH = 2  # macros run from trusted folders only; what LibreOffice comes with
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_PLAIN = "/!$&'()*+,-.:=@_~"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n</oor:items>'
)
_ITEM = re.compile(rf'<item oor:path="{re.escape(_SCRIPTING)}">(.*?)</item>', re.DOTALL)
_SECURE = re.compile(
    rf'(<item oor:path="{re.escape(_SCRIPTING)}">\s*<prop oor:name="SecureURL"[^>]*>\s*)'
    r"(<value>(?P<folders>.*?)</value>|<value\s*/>)",
    re.DOTALL,
)
_FOLDER = re.compile(r"<it>(.*?)</it>", re.DOTALL)
_LEVEL = re.compile(r'<prop oor:name="MacroSecurityLevel"[^>]*>\s*<value>(\d+)</value>')


class RunningError(CrmbookError):
    def __init__(self, lock: Path) -> None:
        super().__init__(
            _(
                "LibreOffice is open and would undo what is written into its settings. Nothing was written; "
                "close every window of it and run again. If it is closed, start it and close it once: "
                "a crash left the file {lock}."
            ).format(lock=lock)
        )


class StrangeSettingsError(CrmbookError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            _(
                "The settings of LibreOffice ({file}) are not written as expected, so nothing was written. "
                "Add the folder in LibreOffice itself: Tools, Options, Security, Macro Security, Trusted Sources."
            ).format(file=file)
        )


def find(computer: Computer) -> Path | None:
    """The program, None when it is not on this computer."""
    return next((path for path in _places(computer) if path.is_file()), None)


def _places(computer: Computer) -> Iterator[Path]:
    if computer.kind == "windows":
        for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
            if folder := computer.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif computer.kind == "mac":
        for place in (Path("/Applications"), computer.home / "Applications"):
            yield place / "LibreOffice.app/Contents/MacOS/soffice"
    for name in ("soffice", "libreoffice"):
        if found := computer.program(name):
            yield found


def is_shut_in(computer: Computer) -> bool:
    """Whether the only LibreOffice is one of Flatpak or Snap, whose walls no macro gets out of."""
    if computer.kind != "linux":
        return False
    found = find(computer)
    flatpak = computer.program("org.libreoffice.LibreOffice")
    return bool(flatpak) if found is None else "snap" in found.parts


def profile(computer: Computer) -> Path:
    """The folder of the user's profile; LibreOffice makes it at its first start."""
    if computer.kind == "windows":
        return computer.folder("APPDATA", "AppData/Roaming") / "LibreOffice" / "4"
    if computer.kind == "mac":
        return computer.home / "Library/Application Support/LibreOffice/4"
    return computer.folder("XDG_CONFIG_HOME", ".config") / "libreoffice" / "4"


def settings_file(computer: Computer) -> Path:
    return profile(computer) / "user" / "registrymodifications.xcu"


def refuse_running(computer: Computer) -> None:
    """Raise RunningError: at its end LibreOffice writes its settings as it knows them."""
    lock = profile(computer) / ".lock"
    if lock.exists():
        raise RunningError(lock)


def level(text: str) -> int:
    """How careful LibreOffice is with macros, 0 to 3."""
    found = [int(each) for item in _ITEM.findall(text) for each in _LEVEL.findall(item)]
    return found[-1] if found else HIGH


def trusted(text: str) -> list[str]:
    """Addresses of the folders whose macros may run."""
    found = _SECURE.search(text)
    inside = found["folders"] if found else None
    return [unescape(each) for each in _FOLDER.findall(inside or "")]


def address_of(folder: Path) -> str:
    """As LibreOffice writes it: it compares letter by letter, and "%26" is no "&" to it."""
    path = folder.resolve().as_posix()
    before = "file:" if path.startswith("//") else "file://" if path.startswith("/") else "file:///"
    return before + quote(path, safe=_PLAIN)


def trusts(text: str, folder: Path) -> bool:
    """A trusted folder is trusted with all that lies in it."""
    inner = address_of(folder) + "/"
    return any(inner.startswith(each.rstrip("/") + "/") for each in trusted(text))


def with_trusted(text: str, folder: Path, file: Path) -> str:
    """The settings with one more trusted folder. Raises StrangeSettingsError."""
    address = address_of(folder)
    made = _with_folders(text or _EMPTY, [*trusted(text), address])
    if trusted(made) != [*trusted(text), address] or level(made) != level(text):
        raise StrangeSettingsError(file)
    return made


def without_trusted(text: str, address: str) -> str:
    return _with_folders(text, [each for each in trusted(text) if each != address])


def _with_folders(text: str, folders: list[str]) -> str:
    value = "<value>" + "".join(f"<it>{escape(each)}</it>" for each in folders) + "</value>"
    if _SECURE.search(text):
        return _SECURE.sub(lambda found: found[1] + value, text, count=1)
    item = f'<item oor:path="{_SCRIPTING}"><prop oor:name="SecureURL" oor:op="fuse">{value}</prop></item>'
    head, end, tail = text.rpartition("</oor:items>")
    return f"{head}{item}\n{end}{tail}" if end else text
