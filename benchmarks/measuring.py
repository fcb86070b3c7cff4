"""CPU seconds and peak memory of whole processes, side by side; and workbooks to measure on."""

from __future__ import annotations

import compileall
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xlsxwriter

import crmbook


@dataclass(frozen=True)
class Cost:
    """What a process took: user and system CPU seconds, and the peak of its resident memory."""

    cpu: float
    megabytes: float


def cost(*command: str) -> Cost:
    """Run a command to its end and say what it took; its output is dropped, its failure is ours."""
    compile_crmbook()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):  # 3: done, with problems to mend
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@cache
def compile_crmbook() -> None:
    """As pip does when it installs; a checkout may be forbidden to, and is compiled at every start."""
    compileall.compile_dir(Path(crmbook.__file__).parent, quiet=2)


def least(measure: Callable[[], Cost], times: int) -> Cost:
    """The cheapest of several runs: what else a machine does only adds."""
    return min((measure() for _ in range(times)), key=lambda taken: taken.cpu)


def python(code: str, *arguments: str) -> Cost:
    return cost(sys.executable, "-c", code, *arguments)


def table(rows: Sequence[tuple[str, Cost]], against: str) -> None:
    """Print rows with their ratio of CPU to the row named ``against``."""
    base = dict(rows)[against].cpu
    print(f"{'':44}{'CPU s':>8}{'MB':>8}{'ratio':>9}")
    for name, taken in rows:
        print(f"{name:44}{taken.cpu:8.2f}{taken.megabytes:8.0f}{taken.cpu / base:8.2f}×")


def workbook(path: Path, purchases: int) -> Path:
    """Invented purchases, ten columns."""
    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Purchases")
        sheet.write_row(0, 0, [f"Column {n}" for n in range(10)])
        for row in range(1, purchases + 1):
            for column in range(7):
                sheet.write_number(row, column, round(chance.random() * 1e5, 2))
            for column in range(7, 10):
                sheet.write_string(row, column, f"text {chance.randrange(30_000)}")
    return path


def unpacked(path: Path) -> float:
    """Megabytes of XML."""
    with zipfile.ZipFile(path) as file:
        return sum(member.file_size for member in file.infolist()) / 1e6
