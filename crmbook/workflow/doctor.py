"""Every link between a button and Python looked at, and the remedy where one is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crmbook import __version__
from crmbook.computer import checks
from crmbook.computer.checks import Check
from crmbook.computer.machine import Computer, this_computer
from crmbook.workflow.result import Result


@dataclass(frozen=True)
class Diagnosis(Result):
    """What was looked at, in the order in which a button needs it."""

    version: str
    workbook: str
    checks: Sequence[Check]

    @property
    def to_mend(self) -> int:
        return sum(check.state == "mend" for check in self.checks)


def examine(path: str | Path | None = None, *, computer: Computer | None = None) -> Diagnosis:
    """Look at this computer, and at a workbook when one is given. Writes nothing."""
    from crmbook.computer.workbook import of_workbook

    here = computer or this_computer()
    workbook = Path(path).expanduser().absolute() if path else None
    found = list(checks.of_computer(here, __version__, workbook))
    if workbook:
        found += of_workbook(here, workbook)
    return Diagnosis(__version__, str(path or ""), found)
