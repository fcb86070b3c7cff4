"""Copies of a workbook as it was before crmbook wrote it, kept by count and age."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from filecmp import cmp
from pathlib import Path

_MOMENT = "%Y-%m-%d %H%M%S"


@dataclass(frozen=True)
class Backups:
    """How many backups stay, and for how long. The newest always stays."""

    count: int = 10
    days: int = 90


@dataclass(frozen=True, order=True)
class Backup:
    moment: datetime
    number: int  # of several in one second, from 1
    path: Path


def back_up(workbook: Path, folder: Path, moment: datetime, keep: Backups) -> Path:
    """Copy the workbook to "clients 2026-03-31 140509.xlsx", and let go of those outlived.

    A workbook that is equal to the newest backup is not copied again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(workbook, folder)
    there = list_backups(workbook, folder)
    if there and cmp(workbook, there[-1].path, shallow=False):
        return there[-1].path
    copy = _copied(workbook, _free(workbook, folder, moment))
    prune(workbook, folder, moment, keep)
    return copy


def list_backups(workbook: Path, folder: Path) -> list[Backup]:
    """The backups of a workbook, the oldest first."""
    return sorted(_found(workbook, folder))


def prune(workbook: Path, folder: Path, moment: datetime, keep: Backups) -> None:
    """Delete what is beyond the count or the age; the newest stays, whatever they say."""
    backups = list_backups(workbook, folder)
    oldest = moment.replace(tzinfo=None) - timedelta(days=keep.days)
    for place, backup in enumerate(reversed(backups)):
        if place and (place >= keep.count or backup.moment < oldest):
            with suppress(OSError):  # a backup that is open somewhere goes the next time
                backup.path.unlink()


def _found(workbook: Path, folder: Path) -> Iterator[Backup]:
    stem, suffix = map(re.escape, (workbook.stem, workbook.suffix))
    name = re.compile(rf"{stem} (\d{{4}}-\d\d-\d\d \d{{6}})(?: \((\d+)\))?{suffix}")
    for path in folder.glob("*"):
        match = name.fullmatch(path.name)
        if match:
            with suppress(ValueError):
                moment = datetime.strptime(match[1], _MOMENT)  # noqa: DTZ007  # the owner's clock
                yield Backup(moment, int(match[2] or 1), path)


def _free(workbook: Path, folder: Path, moment: datetime) -> Path:
    """The name of the moment; a later one of the same second gets a number."""
    name = f"{workbook.stem} {moment.strftime(_MOMENT)}"
    path, number = folder / f"{name}{workbook.suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){workbook.suffix}"
    return path


def _copied(workbook: Path, copy: Path) -> Path:
    """A copy, never a link: LibreOffice saves in place and would change the backup with the file."""
    half = copy.with_name(f".{copy.name}.tmp")
    try:
        shutil.copyfile(workbook, half)
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        shutil.copystat(workbook, half)
        half.replace(copy)
    finally:
        half.unlink(missing_ok=True)
    return copy


def _sweep(workbook: Path, folder: Path) -> None:
    """Take away the half copies of runs that were killed."""
    for path in folder.glob(".*.tmp"):
        if path.name.startswith(f".{workbook.stem} "):
            path.unlink(missing_ok=True)
