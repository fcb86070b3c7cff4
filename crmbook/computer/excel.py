"""Excel on this computer: where it is, and whether it lets the macros of a workbook run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from crmbook.computer.machine import Computer

CONTAINER = "Library/Containers/com.microsoft.Excel/Data"
SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
SCRIPT = "crmbook.applescript"

# Excel 2016 and everything since calls itself 16.0
_SECURITY = r"Software\{policies}Microsoft\Office\16.0\Excel\Security"
_POLICIES = r"Policies" + "\\"
_APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_MOST_LOCATIONS = 100
_INTERNET = re.compile(r"^ZoneId\s*=\s*[34]\s*$", re.MULTILINE)

ONLY_SIGNED, NEVER = 3, 4  # VBAWarnings; 1 runs all, 2 asks, which is what Excel comes with


def find(computer: Computer) -> Path | None:
    """The program, None when it is not on this computer."""
    if computer.kind == "windows":
        named = computer.registry(_APP_PATH, "")
        return Path(named) if isinstance(named, str) and Path(named).is_file() else None
    if computer.kind == "mac":
        places = (Path("/Applications"), computer.home / "Applications")
        found = (each / "Microsoft Excel.app" for each in places)
        return next((each for each in found if each.is_dir()), None)
    return None


def was_opened(computer: Computer) -> bool:
    """On a Mac: its own folder is made by its first start, and must not be made by anyone else."""
    return (computer.home / CONTAINER).is_dir()


def script_file(computer: Computer) -> Path:
    """Where Excel for Mac looks for scripts that may leave its sandbox."""
    return computer.home / SCRIPTS / SCRIPT


def our_script() -> bytes:
    return (resources.files("crmbook.excel") / "macros" / SCRIPT).read_bytes()


def macro_setting(computer: Computer) -> int | None:
    """What Excel does with macros (1 to 4); what the firm's administrator set wins."""
    for policies in (_POLICIES, ""):
        found = computer.registry(_SECURITY.format(policies=policies), "VBAWarnings")
        if isinstance(found, int):
            return found
    return None


def trusts(computer: Computer, folder: str) -> bool:
    """Whether the folder is a trusted location, or lies in one that is trusted with all below."""
    inner = _folded(folder)
    if inner.startswith("\\\\") and not _heeds_the_network(computer):
        return False
    return any(
        inner == outer or (below and inner.startswith(outer)) for outer, below in _trusted(computer)
    )


def _heeds_the_network(computer: Computer) -> bool:
    """Whether trusted locations on the network count; Excel passes over them unless it is told otherwise."""
    for policies in (_POLICIES, ""):
        key = _SECURITY.format(policies=policies) + r"\Trusted Locations"
        found = computer.registry(key, "AllowNetworkLocations")
        if isinstance(found, int):
            return found == 1
    return False


def _trusted(computer: Computer) -> Iterator[tuple[str, bool]]:
    for policies in (_POLICIES, ""):
        key = _SECURITY.format(policies=policies) + r"\Trusted Locations\Location"
        for number in range(_MOST_LOCATIONS):
            path = computer.registry(f"{key}{number}", "Path")
            if isinstance(path, str) and path:
                below = computer.registry(f"{key}{number}", "AllowSubfolders") == 1
                yield _folded(_expanded(path, computer)), below


def _expanded(path: str, computer: Computer) -> str:
    known = {name.casefold(): value for name, value in computer.environ.items()}
    return re.sub("%([^%]+)%", lambda found: known.get(found[1].casefold(), found[0]), path)


def _folded(folder: str) -> str:
    """As Windows compares folders; the backslash at the end keeps Firm2 out of Firm."""
    return folder.replace("/", "\\").rstrip("\\").casefold() + "\\"


def is_from_internet(workbook: Path) -> bool:
    """Whether Windows has marked the file as come from outside; Excel then blocks its macros."""
    try:
        mark = Path(f"{workbook}:Zone.Identifier").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return bool(_INTERNET.search(mark))
