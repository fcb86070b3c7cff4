"""What a command comes back with: facts for the screen, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from crmbook.errors import Problem


@dataclass(frozen=True)
class Result:
    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=2)


class HasProblems(Protocol):
    @property
    def problems(self) -> Sequence[Problem]: ...


def to_mend(found: HasProblems) -> int:
    """How many problems left something out: the others were read and only want a look."""
    return sum(problem.weight == "error" for problem in found.problems)
