"""What is said in a message box, where nobody can add an option to a command."""

from __future__ import annotations

import re
from typing import Final

_OPTION: Final = re.compile(r"(?<![\w-])--[a-z]")
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]*(?<![\w-])--[a-z][^()]*\)")
_ENDS: Final = re.compile(r"(?<=[.?!…])\s+")


def for_a_box(text: str) -> str:
    """The text without the sentences and brackets that speak of an option; they are in the log."""
    return "\n".join(_without_options(line) for line in text.split("\n"))


def _without_options(line: str) -> str:
    sentences = _ENDS.split(_IN_BRACKETS.sub("", line))
    return " ".join(each for each in sentences if not _OPTION.search(each))
