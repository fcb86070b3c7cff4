"""Each link between a button and Python, looked at one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crmbook.books import open_book
from crmbook.computer import conf, excel, interpreter, libreoffice
from crmbook.computer.interpreter import OLDEST, Interpreter
from crmbook.computer.machine import Computer
from crmbook.computer.settings_files import SettingsFile, settings_files
from crmbook.errors import CrmbookError
from crmbook.language import _

State = Literal["ok", "mend", "unknown"]


@dataclass(frozen=True)
class Check:
    """What was looked at and found.

    name    a stable English key: "interpreter", "setting", "trust", …
    state   ok, to mend, or could not be looked at from here
    remedy  what to do, "" when there is nothing
    """

    name: str
    state: State
    said: str
    remedy: str = ""


def of_computer(computer: Computer, version: str, workbook: Path | None = None) -> Iterator[Check]:
    """Everything up to the workbook; its folder decides about trust and about settings beside it.

    version  of the crmbook that looks; the one that the buttons start should be the same
    """
    yield _this_python(computer)
    yield programs(computer)
    for each in settings_files(computer):
        if each.program == "Excel" or libreoffice.find(computer):
            yield from _buttons_in(computer, each, workbook, version)
    if computer.kind == "mac" and excel.find(computer):
        yield _script(computer)
    yield from _trust(computer, workbook if _may_have_macros(workbook) else None)


def _may_have_macros(workbook: Path | None) -> bool:
    return workbook is not None and workbook.suffix.lower() in {".xlsm", ".xltm", ".xls"}


def _this_python(computer: Computer) -> Check:
    asked = interpreter.ask(computer, str(computer.python))
    name, python = "interpreter", computer.python
    if asked is None:
        said = _("{python}, which runs now, could not be started anew.").format(python=python)
        return Check(name, "unknown", said)
    version = ".".join(map(str, asked.python))
    if asked.python < OLDEST:
        said = _("{python} is Python {version}; crmbook needs 3.11 or newer.")
        remedy = _("Install a newer Python from python.org and crmbook in it.")
        return Check(name, "mend", said.format(python=python, version=version), remedy)
    said = _("{python} is Python {version}.").format(python=python, version=version)
    return Check(name, "ok", said)


def programs(computer: Computer) -> Check:
    """The spreadsheet programs whose buttons can start Python."""
    if libreoffice.is_shut_in(computer):
        said = _("LibreOffice comes from Flatpak or Snap; its macros can't start Python.")
        remedy = _("Install the LibreOffice of your system, or use the commands.")
        return Check("programs", "mend", said, remedy)
    found = [
        f"{program} ({path})"
        for program, path in (
            ("Excel", excel.find(computer)), ("LibreOffice", libreoffice.find(computer)),
        )
        if path
    ]  # fmt: skip
    if found:
        return Check("programs", "ok", _("Found: {programs}.").format(programs=", ".join(found)))
    said = _("Neither Excel nor LibreOffice was found where they usually are.")
    return Check("programs", "mend", said, _("Install one of them; commands work without."))


# ── the setting that names the interpreter, and what that one has ────────────────────────────


@dataclass(frozen=True)
class _Place:
    file: Path
    line: conf.Line


def _buttons_in(
    computer: Computer, each: SettingsFile, workbook: Path | None, version: str
) -> Iterator[Check]:
    """The setting, the interpreter it names, and the packages that one needs."""
    try:
        place = _named(computer, each, workbook)
    except PermissionError:
        said = _("{file} may not be read from here.").format(file=each.file)
        yield Check("setting", "unknown", said)
        return
    if place is None:
        said = _("No Python is set for the buttons in {program} ({file}).")
        said = said.format(program=each.program, file=each.file)
        yield Check("setting", "mend", said, _("Run: crmbook setup"))
        return
    yield from _what_it_has(computer, each, place, version)


def _named(computer: Computer, each: SettingsFile, workbook: Path | None) -> _Place | None:
    """As the macros look: on a sheet of the workbook, for Excel beside it, in the user's own file."""
    if workbook and (line := conf.chosen(_on_a_sheet(workbook), each.system)):
        return _Place(workbook, line)
    beside = [workbook.parent / each.file.name] if workbook and each.program == "Excel" else []
    for file in [*beside, each.file]:
        if file.is_file():
            found = conf.interpreter(file.read_bytes(), each.system, computer.encoding)
            if found:
                return _Place(file, found)
    return None


def _on_a_sheet(workbook: Path) -> list[conf.Line]:
    """The rows of a sheet called as the file, which xlwings lets an owner keep in the workbook."""
    with suppress(CrmbookError, OSError), open_book(workbook, backups=None) as book:
        for title in book.sheets():
            if title.casefold() == "xlwings.conf":
                rows = [
                    [str(cell or "") for cell in [*row, "", ""][:2]] for row in book.read(title)
                ]
                return [
                    conf.Line(key.upper(), value, n) for n, (key, value) in enumerate(rows, start=1)
                ]
    return []


def _what_it_has(
    computer: Computer, each: SettingsFile, place: _Place, version: str
) -> Iterator[Check]:
    names = {
        "program": each.program, "file": place.file, "line": place.line.number,
        "python": place.line.value,
    }  # fmt: skip
    asked = interpreter.ask(computer, place.line.value)
    again = _("Run: crmbook setup --force")
    if place.file != each.file:  # setup writes into the user's own file only
        again = _("Take that line out of {file}; then run: crmbook setup").format(**names)
    if asked is None:
        said = _(
            "The buttons in {program} start {python}, which is not there or does not start ({file}, line {line})."
        )
        yield Check("setting", "mend", said.format(**names), again)
    elif not asked.crmbook:
        said = _(
            "The buttons in {program} start {python}, which has no crmbook ({file}, line {line})."
        )
        yield Check("setting", "mend", said.format(**names), again)
    elif asked.crmbook != version:
        said = _(
            "The buttons in {program} start {python} with crmbook {other}; this is crmbook {version}."
        )
        said = said.format(**names, other=asked.crmbook, version=version)
        yield Check("setting", "mend", said, again)
    else:
        said = _("The buttons in {program} start {python} ({file}, line {line}).")
        yield Check("setting", "ok", said.format(**names))
        yield packages(each, asked)


def packages(each: SettingsFile, asked: Interpreter) -> Check:
    """What an interpreter needs to speak to the program."""
    missing = [name for name in _needed(each) if not asked.packages[name]]
    if missing:
        said = _("{python} has not the packages that speak to {program}: {packages}.").format(
            python=asked.path, program=each.program, packages=", ".join(missing)
        )
        remedy = _("Run: {command}").format(
            command=f'"{asked.path}" -m pip install {" ".join(missing)}'
        )
        return Check("packages", "mend", said, remedy)
    if each.program == "LibreOffice" and not asked.uno:
        said = _("{python} can't speak to LibreOffice: the module uno is missing.")
        remedy = _(
            "On Debian and Ubuntu install the package python3-uno. On Windows and macOS only LibreOffice's own "
            "Python has it: use the buttons in Excel, or the commands."
        )
        return Check("packages", "mend", said.format(python=asked.path), remedy)
    said = _("{python} has what speaks to {program}.")
    return Check("packages", "ok", said.format(python=asked.path, program=each.program))


def _needed(each: SettingsFile) -> Sequence[str]:
    return ("xlwings", "pywin32") if each.system == "WIN" else ("xlwings",)


def _script(computer: Computer) -> Check:
    file = excel.script_file(computer)
    if not file.is_file():
        said = _("The script by which Excel may start Python is missing: {file}.")
        return Check("script", "mend", said.format(file=file), _("Run: crmbook setup"))
    if file.read_bytes() != excel.our_script():
        said = _("The script by which Excel may start Python is of another version: {file}.")
        return Check("script", "mend", said.format(file=file), _("Run: crmbook setup"))
    return Check(
        "script", "ok", _("The script for Excel is in its place: {file}.").format(file=file)
    )


# ── whether macros may run ───────────────────────────────────────────────────────────────────


def _trust(computer: Computer, workbook: Path | None) -> Iterator[Check]:
    if computer.kind == "windows" and excel.find(computer):
        yield _excel_trust(computer, workbook)
    if computer.kind == "mac" and excel.find(computer):
        said = _("Whether Excel lets macros run can't be seen from here.")
        remedy = _("Excel, Settings, Security: “Disable all macros with notification” is right.")
        yield Check("trust", "unknown", said, remedy)
    if libreoffice.find(computer):
        yield _libreoffice_trust(computer, workbook)


def _excel_trust(computer: Computer, workbook: Path | None) -> Check:
    remedy = _(
        "In Excel: File, Options, Trust Center, Trust Center Settings, Trusted Locations, Add new location: "
        "the folder of the workbook."
    )
    if workbook and excel.trusts(computer, str(workbook.parent)):
        said = _("Excel trusts the folder {folder}.").format(folder=workbook.parent)
        return Check("trust", "ok", said)
    if workbook and excel.is_from_internet(workbook):
        said = _("Windows has marked {file} as come from the internet; Excel blocks its macros.")
        unblock = _("Right-click the file, Properties, tick Unblock, OK.")
        return Check("trust", "mend", said.format(file=workbook.name), unblock)
    setting = excel.macro_setting(computer)
    if setting == excel.NEVER:
        return Check("trust", "mend", _("Excel is set to run no macros, without a word."), remedy)
    if setting == excel.ONLY_SIGNED:
        return Check("trust", "mend", _("Excel is set to run signed macros only."), remedy)
    said = _("Excel asks once for each workbook: press Enable Content on the yellow bar.")
    return Check("trust", "ok", said)


def _libreoffice_trust(computer: Computer, workbook: Path | None) -> Check:
    file = libreoffice.settings_file(computer)
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        said = _("{file} may not be read from here.").format(file=file)
        return Check("trust", "unknown", said)
    level = libreoffice.level(text)
    if level < libreoffice.HIGH:
        said = _("LibreOffice runs macros from any folder, or asks (macro security {level} of 3).")
        return Check("trust", "ok", said.format(level=level))
    if workbook is None:
        said = _("LibreOffice runs macros from trusted folders only; trusted are: {folders}.")
        folders = ", ".join(libreoffice.trusted(text)) or _("none")
        return Check("trust", "ok", said.format(folders=folders))
    folder = workbook.resolve().parent
    if libreoffice.trusts(text, folder):
        said = _("LibreOffice trusts the folder {folder}.").format(folder=folder)
        return Check("trust", "ok", said)
    said = _("LibreOffice does not trust the folder {folder}; no button works there.")
    remedy = _("Close LibreOffice and run: crmbook setup --trust {folder}")
    quoted = f'"{folder}"'
    return Check("trust", "mend", said.format(folder=folder), remedy.format(folder=quoted))
