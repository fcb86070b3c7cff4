"""Words by which a name is understood, from the list beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def word_list(heading: str) -> frozenset[str]:
    return _lists()[heading]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    text = files(__package__).joinpath("word_lists.txt").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for section in text.split("\n[")[1:]:
        heading, listed = section.split("]", 1)
        found[heading] = frozenset(listed.split())
    return found
