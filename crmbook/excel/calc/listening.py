"""Which LibreOffice of this computer can be reached: one in which a button was pressed listens."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FOLDERS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  # LibreOffice's own choice, not ours
_LISTENS = "00010000"
_OURS = "crmbook"  # as the macro names its pipe


def pipes() -> list[str]:
    """The names of our macros' pipes, the newest first.

    None on Windows: there no Python but LibreOffice's own can speak to it.
    """
    if sys.platform == "win32":
        return []
    before = f"OSL_PIPE_{os.getuid()}_"
    found = [path for folder in _FOLDERS for path in folder.glob(f"{before}{_OURS}*")]
    # Anyone may put a file into these folders; what listens there would be told the workbook.
    own = [path for path in found if path.is_socket() and path.stat().st_uid == os.getuid()]
    own = [path for path in own if _is_heard(path)]
    own.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return [path.name.removeprefix(before) for path in own]


def _is_heard(pipe: Path) -> bool:
    """Whether somebody listens there; a crash leaves the file behind."""
    try:
        known = Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return True  # only asking would tell
    return any(line.endswith(f" {pipe}") and line.split()[3] == _LISTENS for line in known)
