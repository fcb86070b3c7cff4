"""From a press on a button to the changed workbook: seconds, stage by stage, in LibreOffice.

python benchmarks/buttons.py                      500 clients, 20,000 purchases
python benchmarks/buttons.py CLIENTS PURCHASES

Without a screen, the macros run by LibreOffice's script provider. Each button is pressed twice in a
workbook that stays open. Beside it stand what LibreOffice itself takes to open that workbook and to
save it, and the same command on the closed file: CPU seconds of both programs, which is what one
waits for where a computer has nothing else to do.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # psutil ships no types
from measuring import compile_crmbook, cost
from refresh import workbook

from crmbook.excel import calc
from crmbook.excel.calc import bridge
from crmbook.workflow import equip

_AS_SET = 5  # com.sun.star.document.MacroExecMode: as set, and no question asked
_PATIENCE = 300
_DAY = ("--as-of", "2026-03-31")
_MACRO = "vnd.sun.star.script:VBAProject.CrmButtons.{}?language=Basic&location=document"

# Button → the words of the same command on a closed workbook
BUTTONS: Mapping[str, Callable[[str], list[str]]] = {
    "refresh": lambda path: ["refresh", path],
    "letters": lambda path: ["letters", "plan", path, "win-back", "--write"],
    "month": lambda path: ["month", path],
    "check": lambda path: ["check", path],
    "client": lambda path: ["client", path, "C-000007"],
}
STAGES = ("start", "imports", "connect", "read", "compute", "write")


@dataclass(frozen=True)
class Press:
    """From the call of the macro: wall seconds, each stage without its imports, which stand alone.

    cpu  of Python and of LibreOffice together
    """

    stages: Mapping[str, float]
    cpu: float

    @property
    def seconds(self) -> float:
        return sum(self.stages.values())


class Desk:
    """A LibreOffice with an open workbook, and a folder for what is noted."""

    def __init__(self, folder: Path, office: Office, workbook: Path) -> None:
        context, self._office = office.context, office
        self._notes = folder / "notes.json"
        make = context.ServiceManager.createInstanceWithContext
        self._desktop = make("com.sun.star.frame.Desktop", context)
        self.workbook = workbook
        self.document = self._open(workbook)

    def _open(self, path: Path, **options: object) -> Any:  # noqa: ANN401  # LibreOffice's own
        named = bridge.properties(MacroExecutionMode=_AS_SET, **options)
        return self._desktop.loadComponentFromURL(bridge.url_of(str(path)), "_blank", 0, named)

    def press(self, macro: str) -> Press:
        self._notes.unlink(missing_ok=True)
        script = self.document.getScriptProvider().getScript(_MACRO.format(macro))
        began, before = time.time(), self._office.cpu
        script.invoke((), (), ())
        while not self._notes.exists():
            if time.time() - began > _PATIENCE:
                raise SystemExit(f"{macro} did not end")
            time.sleep(0.02)
        noted = json.loads(self._notes.read_text(encoding="utf-8"))
        stages = _stages(began, noted["stages"])
        return Press(stages, noted["cpu"] + self._office.cpu - before)

    def point(self) -> None:
        """The cursor in the row of a client."""
        sheet = self.document.Sheets.getByName("Clients")
        self.document.CurrentController.setActiveSheet(sheet)
        self.document.CurrentController.select(sheet.getCellRangeByName("A9"))

    def open_and_save(self) -> tuple[float, float]:
        """CPU seconds that LibreOffice itself takes for the workbook as it is open now."""
        copy, saved = (self.workbook.with_stem(each) for each in ("copy", "saved"))
        named = bridge.properties(FilterName="Calc MS Excel 2007 VBA XML")
        self.document.storeToURL(bridge.url_of(str(copy)), named)
        began = self._office.cpu
        document = self._open(copy, Hidden=True)
        opened = self._office.cpu
        document.storeToURL(bridge.url_of(str(saved)), named)
        stored = self._office.cpu
        document.close(True)
        return opened - began, stored - opened

    def end(self) -> None:
        with suppress(Exception):  # it is gone before it can answer
            self._desktop.terminate()


def _stages(began: float, noted: list[tuple[str, float, float]]) -> dict[str, float]:
    stages = dict.fromkeys(STAGES, 0.0) | {"start": noted[0][1] - began}
    for (name, moment, imports), (_next, ended, _none) in pairwise(noted):
        stages[name] += ended - moment - imports
        stages["imports"] += imports
    return stages


@dataclass(frozen=True)
class Office:
    """A running LibreOffice: the process that works, below those that only began it."""

    context: Any
    process: psutil.Process

    @property
    def cpu(self) -> float:
        taken = self.process.cpu_times()
        return float(taken.user + taken.system)


@contextmanager
def libreoffice(folder: Path) -> Iterator[Office]:
    """One of its own, whose buttons start our clock in place of Python."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice is not installed")
    pipe = f"benchmark{os.getpid()}"
    with subprocess.Popen(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"],
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
    ) as process:  # fmt: skip
        context = calc.connect(pipe, 60)
        family = psutil.Process(process.pid).children(recursive=True)
        yield Office(context, next(each for each in family if each.name() == "soffice.bin"))
        process.wait(60)


def settle(folder: Path) -> None:
    """The interpreter, as crmbook setup names it; a trusted folder needs no naming without a screen."""
    clock = Path(__file__).with_name("timed_press.py")
    python = folder / "python"
    notes = folder / "notes.json"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -B "{clock}" "{notes}" "$@"\n')
    python.chmod(0o755)
    (folder / ".xlwings").mkdir()
    setting = f'"INTERPRETER_LIBREOFFICE","{python}"\n'
    (folder / ".xlwings" / "xlwings.conf").write_text(setting)


def main() -> None:
    clients, purchases = map(int, sys.argv[1:] or ("500", "20000"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settle(folder)
        compile_crmbook()
        path = folder / "clients.xlsm"
        equip(workbook(folder, clients, purchases), output=path)
        print(f"{clients:,} clients, {purchases:,} purchases, wall seconds")
        print(f"{'':18}" + "".join(f"{stage:>9}" for stage in STAGES) + f"{'all':>9}{'CPU':>9}")
        with libreoffice(folder) as office:
            desk = Desk(folder, office, path)
            try:
                compare(desk, {button: press_twice(desk, button) for button in BUTTONS})
            finally:
                desk.end()


def press_twice(desk: Desk, button: str) -> list[Press]:
    desk.point()
    pressed = []
    for which in ("first", "second"):
        press = desk.press(f"Crm{button.title()}")
        told = "".join(f"{press.stages[stage]:9.2f}" for stage in STAGES)
        print(f"{button:9}{which:9}{told}{press.seconds:9.2f}{press.cpu:9.2f}", flush=True)
        pressed.append(press)
    return pressed


def compare(desk: Desk, pressed: Mapping[str, list[Press]]) -> None:
    """The second press, in which old sheets give way, as parts of what a user would wait anyway."""
    opened, saved = desk.open_and_save()
    print(
        f"\nCPU seconds: LibreOffice opens the workbook in {opened:.2f}, saves it in {saved:.2f}\n"
    )
    print(f"{'':9}{'press':>9}{'/ open and save':>18}{'closed':>9}{'press / closed':>18}")
    for button, (_first, second) in pressed.items():
        copy = shutil.copy(desk.workbook, desk.workbook.with_stem("closed"))
        typed = cost(sys.executable, "-m", "crmbook", *BUTTONS[button](str(copy)), *_DAY).cpu
        ratios = f"{second.cpu / (opened + saved):17.2f}×{typed:9.2f}{second.cpu / typed:17.2f}×"
        print(f"{button:9}{second.cpu:9.2f}{ratios}", flush=True)


if __name__ == "__main__":
    main()
