"""The last link: the workbook itself, and the folder it lies in."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path, PureWindowsPath

from crmbook.books import locks, macros
from crmbook.books.creating import with_macros
from crmbook.books.package import Package
from crmbook.computer.checks import Check
from crmbook.computer.machine import Computer
from crmbook.errors import CrmbookError
from crmbook.excel.sources import captions, macro
from crmbook.language import _

_LONGEST_IN_EXCEL = 218  # characters of folder and name together; Excel opens no longer one
_LONGEST_NAME = 255 - len(".~lock..20261231-235959.bak#")  # bytes, with what is put round a name
_ROOM = 50_000_000  # bytes beside the new file and the backup, for the programs themselves
_IN_CLOUD_ONLY = 0x00400000 | 0x00001000  # recall on data access, offline


def of_workbook(computer: Computer, workbook: Path) -> Iterator[Check]:
    if not workbook.is_file():
        said = _("There is no file {file}.").format(file=workbook)
        yield Check("workbook", "mend", said, _("Give the path of the workbook."))
        return
    yield _macros(workbook)
    yield from _buttons(workbook)
    yield _open(workbook)
    yield _writable(workbook)
    yield _place(computer, workbook)
    yield _length(computer, workbook)
    yield _room(workbook)


def _macros(workbook: Path) -> Check:
    """The macros compared with ours source by source; a version number would not see damage."""
    name = "macros"
    try:
        with Package.open(workbook) as package:
            found = macros.condition_of(package)
    except CrmbookError as error:
        return Check(name, "unknown", str(error))
    named = {"file": workbook.name}
    if found == "none":
        said = _("{file} has no buttons; the commands work.").format(**named)
        return Check(name, "ok", said)
    if found == "ours":
        return Check(name, "ok", _("{file} has the buttons of this crmbook.").format(**named))
    remedy = _("Run: crmbook refresh {file}").format(file=f'"{workbook}"')
    if found == "damaged":
        said = _("Another program has damaged the buttons or the ribbon of {file}.").format(**named)
        return Check(name, "mend", said, remedy)
    said = _("The macros in {file} are of another version of crmbook.").format(**named)
    return Check(name, "mend", said, remedy)


def _buttons(workbook: Path) -> Iterator[Check]:
    """Whether buttons are drawn, and each has its macro; nothing where there is neither."""
    try:
        with Package.open(workbook) as package:
            drawn, provided = macros.drawn(package), macros.provided(package)
    except CrmbookError:
        return  # told already
    remedy = _("Run: {command}")
    if drawn - provided:
        said = _("Behind these buttons in {file} there is no macro: {buttons}.")
        makes = _making_buttons(workbook)
        named = said.format(file=workbook.name, buttons=", ".join(_captions(drawn - provided)))
        yield Check("buttons", "mend", named, remedy.format(command=makes))
    elif drawn:
        said = _("Drawn in {file}, each with its macro: {buttons}.")
        yield Check(
            "buttons", "ok", said.format(file=workbook.name, buttons=", ".join(_captions(drawn)))
        )
    elif provided:
        said = _(
            "{file} has the macros, but no button is drawn on any sheet; those in the ribbon work."
        )
        yield Check(
            "buttons", "ok", said.format(file=workbook.name),
            remedy.format(command=_making_buttons(workbook)),
        )  # fmt: skip


def _captions(names: AbstractSet[str]) -> list[str]:
    """What stands on the buttons, in their order; one we do not know goes by its macro."""
    known = {macro(command): caption for command, caption in captions().items()}
    return [
        *(caption for name, caption in known.items() if name in names),
        *sorted(names - known.keys()),
    ]


def _making_buttons(workbook: Path) -> str:
    command = f'crmbook buttons "{workbook}"'
    if with_macros(workbook):
        return command
    return f'{command} --output "{workbook.with_suffix(".xlsm")}"'


def _open(workbook: Path) -> Check:
    holder = locks.who_has_open(workbook)
    if holder is not None:
        said = locks.said_of(workbook, holder)
        if holder.sure or holder.lock is None:
            meaning = _("Its buttons work; commands wait until it is closed.")
            return Check("open", "ok", f"{said} {meaning}")
        remedy = _("If nobody has it open, delete the file {lock}, which a crash left behind.")
        return Check("open", "mend", said, remedy.format(lock=holder.lock))
    left = locks.left_behind(workbook)
    if left:
        said = _("Nobody has {file} open; a crash left {lock} behind, which does no harm.")
        return Check("open", "ok", said.format(file=workbook.name, lock=left[0]))
    return Check("open", "ok", _("Nobody has {file} open.").format(file=workbook.name))


def _writable(workbook: Path) -> Check:
    if not workbook.stat().st_mode & stat.S_IWRITE:
        said = _("{file} is read-only.").format(file=workbook.name)
        remedy = _("Take the mark off in the properties of the file, or ask who set it.")
        return Check("read-only", "mend", said, remedy)
    folder = workbook.resolve().parent
    if not os.access(folder, os.W_OK):
        said = _("The folder {folder} may not be written.").format(folder=folder)
        return Check("read-only", "mend", said, _("Move the workbook into a folder of yours."))
    said = _("{file} and its folder may be written.").format(file=workbook.name)
    return Check("read-only", "ok", said)


def _place(computer: Computer, workbook: Path) -> Check:
    """A folder on this computer, on the network, or in a cloud."""
    folder = str(workbook.absolute().parent)
    if getattr(workbook.stat(), "st_file_attributes", 0) & _IN_CLOUD_ONLY:
        said = _("{file} is in the cloud only.").format(file=workbook.name)
        remedy = _("Right-click it and choose “Always keep on this device”.")
        return Check("place", "mend", said, remedy)
    if is_synchronised(computer, folder):
        said = _(
            "{folder} is kept in step with OneDrive or SharePoint. The buttons work there; before a command, "
            "close the workbook everywhere and wait for the green tick."
        )
        return Check("place", "ok", said.format(folder=folder))
    if computer.kind == "windows" and PureWindowsPath(folder).drive.startswith("\\\\"):
        said = _("{folder} is on the network; Excel may block macros there.").format(folder=folder)
        remedy = _(
            "When it does, make the folder a trusted location, with “Allow trusted locations on my network”."
        )
        return Check("place", "ok", said, remedy)
    return Check("place", "ok", _("{folder} is on this computer.").format(folder=folder))


def is_synchronised(computer: Computer, folder: str) -> bool:
    inner = _folded(folder)
    named = [
        computer.environ.get(name)
        for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    ]
    roots = [_folded(each) for each in named if each]
    if computer.kind == "mac":
        roots.append(_folded(str(computer.home / "Library/CloudStorage/OneDrive")).rstrip("/"))
        roots.append(_folded(str(computer.home / "OneDrive")))
    return any(inner.startswith(root) for root in roots)


def _folded(folder: str) -> str:
    return folder.replace("\\", "/").rstrip("/").casefold() + "/"


def _length(computer: Computer, workbook: Path) -> Check:
    path = workbook.absolute()
    if computer.kind != "linux" and len(str(path)) > _LONGEST_IN_EXCEL:
        said = _("The path of {file} has {n} characters; Excel opens at most {most}.").format(
            file=path.name, n=len(str(path)), most=_LONGEST_IN_EXCEL
        )
        return Check("path", "mend", said, _("Move it into a folder nearer to the root."))
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        said = _("The name {file} is so long that no backup can stand beside it.")
        return Check("path", "mend", said.format(file=path.name), _("Give it a shorter name."))
    return Check("path", "ok", _("The path is short enough."))


def _room(workbook: Path) -> Check:
    free = shutil.disk_usage(workbook.resolve().parent).free
    needed = 2 * workbook.stat().st_size + _ROOM  # the new file and the backup
    said = _("{free} MB are free on the disk.").format(free=free // 1_000_000)
    if free < needed:
        return Check("disk", "mend", said, _("Make room: {n} MB.").format(n=needed // 1_000_000))
    return Check("disk", "ok", said)
