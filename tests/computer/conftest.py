"""Computers of every kind, with a home of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from crmbook.computer.machine import Answer, Computer, Content, Kind

MakeComputer = Callable[..., Computer]


@pytest.fixture
def make_computer(tmp_path: Path) -> MakeComputer:
    """A computer of a kind; answers says which interpreters there are, and what each has."""

    def make(
        kind: Kind = "windows",
        *,
        python: str = r"C:\Users\Rasa M\venv\Scripts\python.exe",
        answers: dict[str, dict[str, Any]] | None = None,
        registry: dict[tuple[str, str], Content] | None = None,
        encoding: str = "cp1257",
        short: str = "",
    ) -> Computer:
        home = tmp_path / "home"
        for folder in ("AppData/Roaming", ".config", "Library/Application Support"):
            (home / folder).mkdir(parents=True, exist_ok=True)

        def run(command: Sequence[str]) -> Answer | None:
            said = (answers or {}).get(command[0])
            return None if said is None else Answer(0, json.dumps(said))

        return Computer(
            kind=kind,
            home=home,
            python=Path(python),
            environ={"USERPROFILE": str(home), "PATH": ""} if kind == "windows" else {"PATH": ""},
            encoding=encoding if kind == "windows" else "utf-8",
            run=run,
            registry=lambda key, name: (registry or {}).get((key, name)),
            short=lambda path: short or path,
        )

    return make


def answer(**facts: Any) -> dict[str, Any]:  # noqa: ANN401  # as the interpreter says it
    """What an interpreter with everything says of itself."""
    known = {
        "python": [3, 12, 1],
        "crmbook": "0.1.0",
        "xlwings": "0.37.8",
        "pywin32": "308",
        "uno": True,
    }
    return {**known, **facts}
