"""The folder beside a workbook: clients.crmbook holds its backups and its run log."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crmbook.books.locks import hold

PATIENCE = 30.0  # seconds; another crmbook may be writing a large workbook
_NEWLINE = b"\n"


class Folder:
    """What crmbook keeps of a workbook outside it, so that the workbook holds data and reports only.

    Nothing is made until it is needed. Every file is plain text, one JSON object a line.
    """

    def __init__(self, workbook: Path) -> None:
        self.path = workbook.parent / f"{workbook.stem}.crmbook"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def run_log(self) -> Path:
        return self.path / "run.jsonl"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one crmbook at a time writes the workbook. Raises BusyError when the wait was long."""
        try:
            with hold(self._lock, PATIENCE):
                try:
                    yield
                finally:
                    self._leave_nothing()
        finally:
            if os.name == "nt":  # it lets nobody take away a file that is open
                self._leave_nothing()

    @property
    def _lock(self) -> Path:
        return self.path / "lock"

    def _leave_nothing(self) -> None:
        """A write that was refused leaves a lock alone in its folder: both go."""
        with suppress(OSError):
            self.backups.rmdir()  # goes only when it is empty
        with suppress(OSError):
            if [*self.path.iterdir()] == [self._lock]:
                self._lock.unlink()
                self.path.rmdir()

    def log(self, entry: Mapping[str, object]) -> None:
        """Add a run to the log, as one line in one step."""
        self.path.mkdir(parents=True, exist_ok=True)
        line = json.dumps(entry, ensure_ascii=False, default=str).encode() + _NEWLINE
        with self.run_log.open("ab+", buffering=0) as file:
            # A run that was killed may have left half a line; ours must not grow out of it.
            file.write(line if _ends_whole(file.fileno()) else _NEWLINE + line)
            os.fsync(file.fileno())

    def runs(self) -> list[dict[str, object]]:
        """The runs so far, the oldest first; a line that a crash cut short is passed over."""
        return list(_entries(self.run_log))


def _entries(path: Path) -> Iterator[dict[str, object]]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _ends_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    if not size:
        return True
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == _NEWLINE
