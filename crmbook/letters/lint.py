"""What is wrong with templates, before any letter is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.errors import Problem

if TYPE_CHECKING:
    from crmbook.letters.template import Template


def lint(templates: Sequence[Template]) -> list[Problem]:
    """Problems with file and line: sheet is the file's name, cell the line or paragraph."""
    raise NotImplementedError
