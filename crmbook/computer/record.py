"""What setup wrote, so that it can be taken back; every file is changed in one step."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from crmbook.computer.machine import Computer

_BACKUP = ".before-crmbook"


@dataclass(frozen=True)
class Change:
    """What was put into a file: a setting and its value, a trusted folder, the whole script.

    before  the value that had to give way, "" when there was none
    """

    what: Literal["setting", "script", "trust"]
    key: str
    value: str = ""
    before: str = ""


@dataclass(frozen=True)
class Touched:
    """A file that setup wrote.

    digest   sha256 of the file as setup left it: nobody has touched it as long as it fits
    new      without us there is no such file; else it stands beside as it was
    folders  the folders made for it, the innermost first
    """

    file: str
    digest: str
    new: bool
    folders: Sequence[str] = ()
    changes: Sequence[Change] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return Path(self.file)


# A file without one change, whatever its owner has done to the rest since
Without = Callable[[bytes, Change], bytes]


def record_file(computer: Computer) -> Path:
    if computer.kind == "windows":
        return computer.folder("APPDATA", "AppData/Roaming") / "crmbook" / "setup.json"
    if computer.kind == "mac":
        return computer.home / "Library/Application Support/crmbook/setup.json"
    return computer.folder("XDG_CONFIG_HOME", ".config") / "crmbook" / "setup.json"


def recorded(computer: Computer) -> dict[str, Touched]:
    """File → what was written into it and not taken back."""
    with suppress(FileNotFoundError, ValueError, TypeError, KeyError):
        read = json.loads(record_file(computer).read_text(encoding="utf-8"))
        touched = [
            Touched(**{**each, "changes": [Change(**change) for change in each["changes"]]})
            for each in read["files"]
        ]
        return {each.file: each for each in touched}
    return {}


def remember(computer: Computer, touched: Mapping[str, Touched]) -> None:
    file = record_file(computer)
    if not touched:
        file.unlink(missing_ok=True)
        _remove_empty([file.parent])
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    files = {"files": [asdict(each) for each in touched.values()]}
    place(file, json.dumps(files, ensure_ascii=False, indent=2).encode())


def write(
    file: Path, data: bytes, change: Change, earlier: Touched | None, without: Without
) -> Touched:
    """Put the new content in place; beside it stays the file as it would be without us."""
    plain = _without_us(file, earlier, without)
    made = _make(file.parent)
    if plain is not None:
        place(backup_of(file), plain)
    place(file, data)
    folders = earlier.folders if earlier else [str(each) for each in made]
    kept = [one for one in earlier.changes if one != change] if earlier else []
    return Touched(str(file), _digest(data), plain is None, folders, [*kept, change])


def take_back(touched: Touched, without: Without) -> None:
    """The file as it would be without us, and nothing of ours beside it."""
    plain = _without_us(touched.path, touched, without)
    if plain is not None:
        place(touched.path, plain)
    else:
        touched.path.unlink(missing_ok=True)
    backup_of(touched.path).unlink(missing_ok=True)
    if plain is None:
        _remove_empty([Path(folder) for folder in touched.folders])


def backup_of(file: Path) -> Path:
    return file.with_name(file.name + _BACKUP)


def _without_us(file: Path, earlier: Touched | None, without: Without) -> bytes | None:
    """None: without us there would be no file."""
    if not file.exists():
        return None
    data = file.read_bytes()
    if earlier is None:
        return data
    if _digest(data) == earlier.digest and (earlier.new or backup_of(file).is_file()):
        return None if earlier.new else backup_of(file).read_bytes()
    for change in reversed(earlier.changes):
        data = without(data, change)
    return None if earlier.new and not data.strip() else data


def place(file: Path, data: bytes) -> None:
    """Write beside and move over, with the rights the file had; a link stays a link."""
    target = file.resolve()
    descriptor, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(descriptor, "wb") as out:  # noqa: PTH123  # a descriptor, not a path
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(beside).replace(target)
    finally:
        Path(beside).unlink(missing_ok=True)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _make(folder: Path) -> list[Path]:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
