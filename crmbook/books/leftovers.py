"""Titles of our sheets for the time being, while a program that has the workbook open replaces them.

Whoever stops us in the middle leaves some behind, and they may be saved. What is marked is ours
whatever it is called; what is not marked is taken away by the next write.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Mapping
from typing import Final

_FOR_NOW: Final = re.compile(r"crmbook (?:new|old) [0-9a-f]{8}\Z")


def coming(key: str) -> str:
    """The title of a new sheet until the old one has made room; it says which sheet it will be."""
    return f"crmbook new {zlib.crc32(key.encode()):08x}"


def going(key: str) -> str:
    """The title of an old sheet until it is deleted."""
    return f"crmbook old {zlib.crc32(key.encode()):08x}"


def is_for_now(title: str) -> bool:
    return _FOR_NOW.match(title) is not None


def left(titles: Iterable[str], marked: Collection[str]) -> list[str]:
    """Titles of the sheets that a write left behind which was stopped."""
    return [title for title in titles if is_for_now(title) and title not in marked]


def stands_for(title: str, owned: Mapping[str, str]) -> str | None:
    """The title of the sheet, of ours by key, that one left behind was to replace, or had replaced."""
    return next((own for key, own in owned.items() if title in {coming(key), going(key)}), None)
