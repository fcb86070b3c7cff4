"""A workbook saved so that at any moment the old file or the new one is there, whole."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from crmbook.errors import CrmbookError
from crmbook.language import _

_PATIENCE = 2.0  # seconds; Windows denies a replace while a virus scanner looks at the file
_BLOCK = 1 << 20
_WINDOWS = os.name == "nt"
_RELATIONS = "_rels/.rels"


class ChangedSinceReadError(CrmbookError):
    def __init__(self, workbook: Path) -> None:
        super().__init__(
            _(
                "{file} was saved by someone else since crmbook read it. "
                "Nothing was written; run again."
            ).format(file=workbook.name)
        )


class GoneSinceReadError(CrmbookError):
    def __init__(self, workbook: Path) -> None:
        super().__init__(
            _(
                "{file} is no longer there: someone moved or deleted it since crmbook read it. "
                "Nothing was written."
            ).format(file=workbook.name)
        )


class NotWrittenError(CrmbookError):
    """The disk or the system did not let us write; the old file is as it was."""

    def __init__(self, workbook: Path, reason: str) -> None:
        self.workbook = workbook
        super().__init__(
            _("{file} could not be written: {reason} Nothing was changed.").format(
                file=workbook.name, reason=reason
            )
        )


class NoBackupError(NotWrittenError):
    def __init__(self, workbook: Path, folder: Path) -> None:
        super().__init__(
            workbook,
            _("the folder {folder} for its backup can't be made.").format(folder=folder),
        )


@dataclass(frozen=True)
class Fingerprint:
    """What a file was when we read it.

    digest  sha256 of its bytes, in hexadecimal
    """

    size: int
    modified: int  # nanoseconds
    digest: str

    @classmethod
    def of(cls, path: Path) -> Self:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(status.st_size, status.st_mtime_ns, digest)

    def looks_like(self, path: Path) -> bool:
        """Without reading it: size and time are the same."""
        status = path.stat()
        return (status.st_size, status.st_mtime_ns) == (self.size, self.modified)

    def is_of(self, path: Path) -> bool:
        """By every byte: a file may be saved twice in one tick of a network drive's clock."""
        try:
            return path.stat().st_size == self.size and type(self).of(path).digest == self.digest
        except FileNotFoundError:
            return False


def commit(
    target: Path,
    save: Callable[[BinaryIO], None],
    *,
    like: Path,
    before: Callable[[], None],
) -> Fingerprint:
    """Write the workbook beside its place, look at it, move it over; the new file's fingerprint.

    save    writes the workbook into a file; all it reads from must be closed when it returns
    like    the file it comes from: its parts are compared, its rights are kept
    before  is called when the new file is whole, and may still refuse; the backup is made there
    """
    beside = _beside(target)
    try:
        with beside.open("xb") as file:
            save(file)
            file.flush()
            os.fsync(file.fileno())
        verify(beside, like)
        made = Fingerprint.of(beside)
        if target.exists() and made.is_of(target):
            return Fingerprint.of(target)
        _dress(beside, target if target.exists() else like, new=not target.exists())
        before()
        _replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return Fingerprint(made.size, target.stat().st_mtime_ns, made.digest)


def place_new(target: Path, data: bytes) -> None:
    """Put a new file where none is; raises FileExistsError, whole or not at all."""
    beside = _beside(target)
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _move_new(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _move_new(made: Path, target: Path) -> None:
    """A second name for the file, since a move would take the place of what is there."""
    if _WINDOWS:
        made.rename(target)  # refuses there when the name is taken
        return
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:  # a memory stick knows no second names
        if target.exists():
            raise FileExistsError(target) from None
        made.replace(target)


def sweep(target: Path) -> None:
    """Take away what a killed run left. Only while our lock is held: a living run's file looks so too."""
    for path in target.parent.glob(f"{_mark(target)}*.tmp"):
        path.unlink(missing_ok=True)


@contextmanager
def told(target: Path) -> Iterator[None]:
    """Say what the system refused, in a sentence."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(target, _reason(error, target)) from error


def refuse_read_only(target: Path) -> None:
    """A move over a file does not ask whether the file may be written; its owner meant it."""
    as_now = os.access in os.supports_effective_ids
    if target.exists() and not os.access(target, os.W_OK, effective_ids=as_now):
        raise NotWrittenError(
            target, _("the file is marked read-only. Take the mark off, or give --output.")
        )


def verify(made: Path, like: Path) -> None:
    """Read back what was written: the directory, every part that is new or changed.

    Parts that were passed on as they lay have the sizes and the sum they had; they are not
    unpacked again.
    """
    try:
        known = _members(like)
        with zipfile.ZipFile(made) as archive:
            _verify_parts(archive, known)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise NotWrittenError(
            made, _("the new file did not read back as it was written.")
        ) from error


def _verify_parts(archive: zipfile.ZipFile, known: set[tuple[str, int, int, int]]) -> None:
    names = {name.lower().lstrip("/") for name in archive.namelist()}
    if _RELATIONS not in names or not any("workbook" in name for name in names):
        raise zipfile.BadZipFile
    for member in archive.infolist():
        with archive.open(member) as part:  # opening checks the local header
            if _identity(member) not in known:
                while part.read(_BLOCK):  # reading to the end checks the sum
                    pass


def _members(path: Path) -> set[tuple[str, int, int, int]]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {_identity(member) for member in archive.infolist()}
    except (zipfile.BadZipFile, OSError):
        return set()  # a workbook of another kind: everything is new


def _identity(member: zipfile.ZipInfo) -> tuple[str, int, int, int]:
    return member.filename, member.CRC, member.file_size, member.compress_size


def _mark(target: Path) -> str:
    """Short, whatever the workbook's name is: names end at 255 bytes."""
    return f".crmbook-{hashlib.sha256(target.name.encode()).hexdigest()[:8]}-"


def _beside(target: Path) -> Path:
    """A hidden name in the same folder; OneDrive and Dropbox leave .tmp alone."""
    return target.with_name(f"{_mark(target)}{os.getpid()}-{time.monotonic_ns():x}.tmp")


def _dress(made: Path, like: Path, *, new: bool) -> None:
    """Give the new file the rights of the old one, as far as we may; a new one can be written."""
    status = like.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(made, status.st_uid, status.st_gid)
    made.chmod(status.st_mode & 0o7777 | (0o200 if new else 0))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(like):
                os.setxattr(made, name, os.getxattr(like, name))


def _replace(made: Path, target: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            made.replace(target)
        except PermissionError:
            if not _WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Without it, a power cut may bring the old name back."""
    if _WINDOWS:
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError, target: Path) -> str:
    folder = target.parent
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("there is no room left on the disk. Free some space and run again.")
    if error.errno == errno.EFBIG:
        return _("the file would be larger than the disk or your limits allow.")
    if error.errno == errno.EROFS:
        return _("the disk is read-only. Give --output with a place where you may write.")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return _(
            "you may not write in the folder {folder}. "
            "Ask for the right to, or give --output with a place where you may write."
        ).format(folder=folder)
    if error.errno in {errno.ENOENT, errno.ENOTDIR} and not folder.is_dir():
        return _("there is no folder {folder}.").format(folder=folder)
    return _("the system says “{reason}”.").format(reason=error.strerror or error)
