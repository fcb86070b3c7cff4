"""Setting a computer up for the buttons, and taking that back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crmbook.computer import checks, conf, excel, interpreter, libreoffice, record
from crmbook.computer.machine import Computer, this_computer
from crmbook.computer.record import Change
from crmbook.computer.settings_files import SettingsFile, settings_files
from crmbook.errors import CrmbookError, UsageError
from crmbook.language import _
from crmbook.workflow.result import Result


class UnreadableSettingsError(CrmbookError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            _(
                "{file} is saved as “Unicode”, which macros can't read. Nothing was written; open it in Notepad, "
                "choose Save as, Encoding: ANSI, and run again."
            ).format(file=file)
        )


class NotAllowedError(CrmbookError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            _(
                "The system does not let crmbook change {file}. What was done before it stays; "
                "“crmbook setup --undo” takes it back. On a Mac allow the terminal in System Settings, "
                "Privacy & Security, App Management, and run again."
            ).format(file=file)
        )


class UnwritableError(CrmbookError):
    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(
            _(
                "{file} could not be read or written: {reason}. What was done before it stays; "
                "“crmbook setup --undo” takes it back."
            ).format(file=file, reason=error.strerror or error)
        )


class TooWideError(CrmbookError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "LibreOffice would run the macros of every file in {folder}, also of those that come by mail or "
                "from the web. Nothing was written; give a folder that holds your workbooks only."
            ).format(folder=folder)
        )


@dataclass(frozen=True)
class Step:
    """One thing that setup does, or has nothing to do about, as a sentence.

    change   what is put into the file, None when nothing is; data: the file as it will be
    to_mend  the owner has to do something before the buttons work
    """

    said: str
    file: Path
    change: Change | None = None
    data: bytes = b""
    to_mend: bool = False


@dataclass(frozen=True)
class Setup(Result):
    """What setup did or would do, and what else the owner must know."""

    python: str
    steps: Sequence[str]
    advice: Sequence[str]
    written: bool
    to_mend: int = 0


def set_up(
    *,
    trust: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
    computer: Computer | None = None,
) -> Setup:
    """Make the buttons start this Python.

    trust  a folder whose macros LibreOffice may run from now on
    force  replace an interpreter that the owner set for xlwings
    """
    here = computer or this_computer()
    with _foreign_errors_told(here):
        steps = plan_setup(here, trust=trust, force=force)
        if not dry_run:
            for step in steps:
                _carry_out(here, step)
    to_mend = sum(step.to_mend for step in steps)
    said = [step.said for step in steps]
    advised = advice(here, trusted=trust is not None)
    return Setup(interpreter.ours(here), said, advised, not dry_run, to_mend)


@contextmanager
def _foreign_errors_told(computer: Computer) -> Iterator[None]:
    """A home on a full or read-only disk, or a file where a folder should be."""
    try:
        yield
    except PermissionError as error:
        raise NotAllowedError(Path(error.filename or computer.home)) from error
    except OSError as error:
        raise UnwritableError(Path(error.filename or computer.home), error) from error


def plan_setup(computer: Computer, *, trust: Path | None = None, force: bool = False) -> list[Step]:
    """Every step, with the file as it will be; nothing is written."""
    python = interpreter.ours(computer)
    steps: list[Step] = []
    for each in settings_files(computer):
        data = next((one.data for one in steps if one.change and one.file == each.file), None)
        known = _content(each.file) if data is None else data
        steps.append(_setting(computer, each, python, known, force=force))
    if computer.kind == "mac" and excel.was_opened(computer):
        steps.append(_script(computer))
    if computer.kind == "linux":
        steps += _lacking(computer, python)
    if trust is not None:
        steps.append(_trust(computer, _to_trust(computer, trust)))
    return steps or [_nothing_found(computer)]


def _lacking(computer: Computer, python: str) -> Iterator[Step]:
    """What the first click in LibreOffice would miss: the program, or packages of our Python."""
    found = [checks.programs(computer)]
    asked = interpreter.ask(computer, python)
    if asked and found[0].state == "ok":
        found += [checks.packages(each, asked) for each in settings_files(computer)]
    for check in found:
        if check.state == "mend":
            yield Step(f"{check.said} {check.remedy}", computer.home, to_mend=True)


def _nothing_found(computer: Computer) -> Step:
    said = _("Neither Excel nor LibreOffice was found where they usually are.")
    return Step(said, computer.home, to_mend=True)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.exists() else b""
    except PermissionError as error:
        raise NotAllowedError(file) from error


def _setting(
    computer: Computer, each: SettingsFile, python: str, data: bytes, *, force: bool
) -> Step:
    if not each.is_ready:
        text = _("{program} was never opened here. Open it once and run crmbook setup again.")
        return Step(text.format(program=each.program), each.file, to_mend=True)
    if not conf.is_readable(data):
        raise UnreadableSettingsError(each.file)
    found = conf.interpreter(data, each.system, computer.encoding)
    names = {"program": each.program, "file": each.file, "python": python}
    if found and interpreter.same(found.value, python, computer):
        text = _("The buttons in {program} start {python} already ({file}).")
        return Step(text.format(**names), each.file)
    if found and not force and not _may_give_way(computer, each, found):
        return _left_to_its_owner(computer, each, found)
    line_end = "\r\n" if computer.kind == "windows" else "\n"
    made = conf.with_line(data, each.key, python, computer.encoding, line_end)
    before = found.value if found and found.key == each.key else ""
    text = _("The buttons in {program} start {python}: a line in {file}.")
    return Step(text.format(**names), each.file, Change("setting", each.key, python, before), made)


def _may_give_way(computer: Computer, each: SettingsFile, found: conf.Line) -> bool:
    """What xlwings never reads, and what setup wrote before."""
    touched = record.recorded(computer).get(str(each.file))
    ours = [(one.key, one.value) for one in touched.changes] if touched else []
    return each.system == "LIBREOFFICE" or (found.key, found.value) in ours


def _left_to_its_owner(computer: Computer, each: SettingsFile, found: conf.Line) -> Step:
    names = {"program": each.program, "file": each.file, "other": found.value}
    asked = interpreter.ask(computer, found.value)
    if asked and asked.crmbook:
        text = _(
            "The buttons in {program} start {other}, which has crmbook {version}; that stays ({file})."
        )
        return Step(text.format(**names, version=asked.crmbook), each.file)
    text = _(
        "For {program} another Python is set, without crmbook: {other} ({file}, line {line}). It was left as it is. "
        "Install crmbook there too, or run: crmbook setup --force"
    )
    return Step(text.format(**names, line=found.number), each.file, to_mend=True)


def _script(computer: Computer) -> Step:
    file = excel.script_file(computer)
    data = excel.our_script()
    if _content(file) == data:
        return Step(
            _("The script for Excel is in its place already: {file}.").format(file=file), file
        )
    said = _("A script by which Excel may start Python: {file}.").format(file=file)
    return Step(said, file, Change("script", excel.SCRIPT), data)


def _to_trust(computer: Computer, given: Path) -> Path:
    """The folder meant, also when its workbook is named. Raises TooWideError."""
    path = given.expanduser().resolve()
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=folder))
    home = computer.home.resolve()
    if folder in {*home.parents, home, home / "Downloads"}:
        raise TooWideError(folder)
    return folder


def _trust(computer: Computer, folder: Path) -> Step:
    file = libreoffice.settings_file(computer)
    text = _content(file).decode()
    if libreoffice.trusts(text, folder):
        said = _("LibreOffice trusts the folder {folder} already.")
        return Step(said.format(folder=folder), file)
    libreoffice.refuse_running(computer)
    made = libreoffice.with_trusted(text, folder, file).encode()
    said = _("LibreOffice trusts the macros of all workbooks in {folder} ({file}).")
    change = Change("trust", "SecureURL", libreoffice.address_of(folder))
    return Step(said.format(folder=folder, file=file), file, change, made)


def _carry_out(computer: Computer, step: Step) -> None:
    """Remembered as soon as it is done."""
    if step.change is None:
        return
    touched = record.recorded(computer)
    without = partial(_without, computer)
    try:
        done = record.write(step.file, step.data, step.change, touched.get(str(step.file)), without)
    except PermissionError as error:
        raise NotAllowedError(step.file) from error
    record.remember(computer, {**touched, done.file: done})


def _without(computer: Computer, data: bytes, change: Change) -> bytes:
    if change.what == "trust":
        return libreoffice.without_trusted(data.decode(), change.value).encode()
    if change.what == "script":
        return b"" if data == excel.our_script() else data
    if not change.before:
        return conf.without_line(data, change.key, change.value, computer.encoding)
    found = conf.interpreter(data, change.key.removeprefix("INTERPRETER_"), computer.encoding)
    if found is None or (found.key, found.value) != (change.key, change.value):
        return data
    return conf.with_line(data, change.key, change.before, computer.encoding, "\n")


def take_back(*, dry_run: bool = False, computer: Computer | None = None) -> Setup:
    """Undo what setup wrote, and only that: what its owner changed since stays."""
    here = computer or this_computer()
    with _foreign_errors_told(here):
        return _taken_back(here, dry_run=dry_run)


def _taken_back(here: Computer, *, dry_run: bool) -> Setup:
    touched = record.recorded(here)
    if any(one.what == "trust" for each in touched.values() for one in each.changes):
        libreoffice.refuse_running(here)
    said = [line for each in touched.values() for line in _taken_out(each)]
    for file, each in list(touched.items()):
        if not dry_run:
            record.take_back(each, partial(_without, here))
            del touched[file]
            record.remember(here, touched)
    if not said:
        text = _("There is nothing to take back: setup has written nothing ({file} is not there).")
        said = [text.format(file=record.record_file(here))]
    return Setup(str(here.python), said, [], not dry_run)


def _taken_out(touched: record.Touched) -> Iterator[str]:
    for one in touched.changes:
        yield _("Taken out of {file}: {what}").format(file=touched.file, what=one.value or one.key)


def advice(computer: Computer, *, trusted: bool = False) -> list[str]:
    """What the owner has to allow by hand: crmbook makes no program less careful.

    trusted  LibreOffice was just told which folder to trust
    """
    found = []
    if computer.kind == "windows":
        found += _for_excel()
    if computer.kind == "mac" and excel.find(computer):
        found.append(
            _(
                "Excel: when the workbook opens and asks about macros, choose Enable Macros; at the first click "
                "allow Excel to start other programs."
            )
        )
    if libreoffice.find(computer) and not trusted:
        found.append(
            _(
                "LibreOffice runs macros only from folders it trusts. Close it and run, with the folder of the "
                "workbook: crmbook setup --trust FOLDER"
            )
        )
    found.append(_("To take all of this back: crmbook setup --undo"))
    return found


def _for_excel() -> list[str]:
    return [
        _(
            "Excel: when the yellow bar says that macros have been disabled, press Enable Content; "
            "Excel asks once for each workbook."
        ),
        _(
            "Excel: when a red bar says that the source is untrusted, close the workbook; right-click its file, "
            "Properties, tick Unblock, OK. Windows marks files so that came by mail or from the web."
        ),
        _(
            "Excel, so that it never asks: File, Options, Trust Center, Trust Center Settings, Trusted Locations, "
            "Add new location: the folder of the workbook, best one that only you write into."
        ),
    ]
