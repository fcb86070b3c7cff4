"""Who has a workbook open: the lock files of Excel and LibreOffice, and our own lock."""

from __future__ import annotations

import os
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crmbook.errors import CrmbookError
from crmbook.language import _

_PAUSE = 0.05
_LSOF = "/usr/sbin/lsof"
_LONGEST_NAME = 54
_ACCESS = 0o3  # O_ACCMODE, which Windows has not


@dataclass(frozen=True)
class Holder:
    """Who has a workbook open.

    program  "Excel", "LibreOffice", "" when it can't be told
    user, host, since  as the lock file names them, "" when it does not
    sure     False: a lock file says so, and nothing here can tell whether it is left from a crash
    """

    program: str = ""
    user: str = ""
    host: str = ""
    since: str = ""
    lock: Path | None = None
    sure: bool = True


class OpenElsewhereError(CrmbookError):
    def __init__(self, workbook: Path, holder: Holder) -> None:
        self.holder = holder
        super().__init__(
            " ".join(
                part for part in (said_of(workbook, holder), _remedy(workbook, holder)) if part
            )
        )


class BusyError(CrmbookError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "Another crmbook is writing this workbook just now ({folder}). "
                "Nothing was written; wait until it is done and run again."
            ).format(folder=folder)
        )


def refuse_open_elsewhere(workbook: Path) -> None:
    """Raise OpenElsewhereError when someone has the workbook open.

    LibreOffice overwrites what we wrote with its next save and says nothing; Excel on Windows
    does not let us write at all.
    """
    holder = who_has_open(workbook)
    if holder is not None:
        raise OpenElsewhereError(workbook, holder)


def who_has_open(workbook: Path) -> Holder | None:
    """Who has the workbook open; None when nobody does or the lock file is left from a crash."""
    held = _held_here(workbook)
    for find in (_libreoffice, _excel):
        holder = find(workbook, held)
        if holder is not None:
            return holder
    return Holder() if held else None


def left_behind(workbook: Path) -> list[Path]:
    """Lock files of a workbook that nobody has open: a crash left them, and they stop nobody."""
    names = (f".~lock.{workbook.name}#", f"~${workbook.name}")
    found = [path for path in map(workbook.with_name, names) if path.exists()]
    return found if who_has_open(workbook) is None else []


def _libreoffice(workbook: Path, held: bool | None) -> Holder | None:
    lock = workbook.with_name(f".~lock.{workbook.name}#")
    try:
        fields = _lock_fields(lock.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None
    user, account, host, since = (fields + [""] * 4)[:4]
    here = _short(host) == _short(socket.gethostname())
    if here and held is False:
        return None
    return Holder("LibreOffice", user or account, host, since, lock, sure=bool(here and held))


def _excel(workbook: Path, held: bool | None) -> Holder | None:
    lock = workbook.with_name(f"~${workbook.name}")
    try:
        data = lock.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError:  # Excel on Windows keeps its lock file to itself
        return Holder("Excel", lock=lock)
    if held is False and sys.platform == "win32":
        return None
    # Excel's file does not name the computer; elsewhere than on Windows it can't be asked.
    return Holder("Excel", excel_user(data), lock=lock, sure=bool(held))


def excel_user(data: bytes) -> str:
    """The user an Excel lock file names.

    A length byte, the name in the code page padded to 54 bytes, two bytes of length, the name
    in UTF-16LE: the second one, since the first loses ė and ž.
    """
    if len(data) >= _LONGEST_NAME + 3:
        (length,) = struct.unpack_from("<H", data, _LONGEST_NAME + 1)
        start = _LONGEST_NAME + 3
        name = data[start : start + 2 * length].decode("utf-16-le", "replace")
        if 0 < length <= _LONGEST_NAME and len(name) == length and name.isprintable():
            return name.strip()
    length = data[0] if data else 0
    return data[1 : 1 + length].decode("cp1252", "replace").strip() if length else ""


def _lock_fields(text: str) -> list[str]:
    r"""The fields of a LibreOffice lock: commas between, a semicolon at the end, "\" escapes."""
    head = re.match(r"(?:\\.|[^;\\])*", text, re.DOTALL)
    fields = re.findall(r"((?:\\.|[^,\\])*)(?:,|$)", head.group() if head else "", re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", field) for field in fields]


def _short(host: str) -> str:
    return host.partition(".")[0].casefold()


# Whether a program of this computer has the file open for writing; None: can't be asked.


def _held_here(workbook: Path) -> bool | None:
    if not workbook.is_file():
        return False
    asked = {"win32": _held_on_windows, "linux": _held_on_linux}.get(sys.platform, _held_by_lsof)
    return asked(workbook)


def _held_on_windows(workbook: Path) -> bool | None:
    try:
        with workbook.open("r+b"):
            return False
    except PermissionError:  # denied to all while Excel or LibreOffice has it open
        return True if os.access(workbook, os.W_OK) else None


def _held_on_linux(workbook: Path) -> bool:
    wanted = workbook.stat()
    names = {str(workbook), f"{workbook} (deleted)"}  # deleted: it was replaced since
    for process in Path("/proc").glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        with suppress(OSError), os.scandir(process / "fd") as descriptors:
            if any(_is_held(process, one, wanted, names) for one in descriptors):
                return True
    return _locked_by_another_user(workbook)


def _is_held(
    process: Path, descriptor: os.DirEntry[str], wanted: os.stat_result, names: set[str]
) -> bool:
    """Readers do no harm: a backup program, another crmbook. Who writes, has it open."""
    with suppress(OSError):
        link = os.readlink(descriptor.path)  # noqa: PTH115  # Path would resolve "… (deleted)"
        if not link.startswith("/"):
            return False
        same = link in names or os.path.samestat(descriptor.stat(), wanted)
        return same and _writes(process / "fdinfo" / descriptor.name)
    return False


def _writes(information: Path) -> bool:
    found = re.search(r"^flags:\s*([0-7]+)", information.read_text(), re.MULTILINE)
    return found is not None and int(found.group(1), 8) & _ACCESS != os.O_RDONLY


def _locked_by_another_user(workbook: Path) -> bool:
    """The files of other users' programs are not ours to see; their locks are."""
    if sys.platform != "win32":
        import fcntl

        with suppress(FileNotFoundError, PermissionError), workbook.open("rb") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            except OSError:
                return False  # a drive that knows no locks
    return False


def _held_by_lsof(workbook: Path) -> bool | None:
    try:
        found = subprocess.run(  # noqa: S603  # a fixed program, a path as its last argument
            [_LSOF, "-F", "a", "--", str(workbook)], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return any(line in {"aw", "au"} for line in found.stdout.splitlines())


# What the owner is told


def said_of(workbook: Path, holder: Holder) -> str:
    name = {"file": workbook.name, "program": holder.program, "user": holder.user}
    if not holder.program:
        return _("{file} is open in another program.").format(**name)
    if not holder.user:
        return _("{file} is open in {program}.").format(**name)
    if not holder.host or holder.sure:
        return _("{file} is open in {program} ({user}).").format(**name)
    return _("{file} is open in {program} ({user} on {host}).").format(**name, host=holder.host)


def _can_be_reached(holder: Holder) -> bool:
    """Whether crmbook can write into the workbook where it is open."""
    from crmbook.excel.calc import listening

    return holder.program == "Excel" or (
        holder.program == "LibreOffice" and bool(listening.pipes())
    )


def _remedy(workbook: Path, holder: Holder) -> str:
    if holder.sure and _can_be_reached(holder):
        return _(
            "Nothing was written; save and close it there and run again. "
            'Or refresh it where it is open: crmbook refresh "live:{file}"'
        ).format(file=workbook.name)
    if holder.sure and holder.program and workbook.suffix.lower() == ".xlsm":
        return _(
            "Nothing was written; save and close it there and run again, "
            "or press the button Refresh in the workbook."
        )
    if holder.sure or holder.lock is None:
        return _("Nothing was written; save and close it there and run again.")
    return _(
        "Nothing was written; save and close it there and run again. "
        "If nobody has it open, delete the file {lock}, which a crash left behind."
    ).format(lock=holder.lock)


# Our own lock, between two crmbooks


@contextmanager
def hold(lock: Path, seconds: float) -> Iterator[None]:
    """Hold the lock inside the block; the system lets go of it even when we are killed.

    Who holds it may take the file away, and its folder.
    """
    file = _held(lock, seconds)
    try:
        yield
    finally:
        _let_go(file.fileno())
        file.close()


def _held(lock: Path, seconds: float) -> BinaryIO:
    deadline = time.monotonic() + seconds
    while True:
        with suppress(FileNotFoundError):  # the folder went as we opened the file
            lock.parent.mkdir(exist_ok=True)
            file = lock.open("ab")
            if _take(file.fileno()) and _is_still(lock, file.fileno()):
                return file
            file.close()
        if time.monotonic() >= deadline:
            raise BusyError(lock.parent)
        time.sleep(_PAUSE)


def _is_still(lock: Path, descriptor: int) -> bool:
    """Or else: who held it took it away while we waited, and a third may hold a new one by now."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
