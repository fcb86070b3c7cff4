"""Whose name day it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache


@cache
def latvian_calendar() -> Mapping[str, Sequence[str]]:
    """The names of the traditional Latvian calendar by the day, "03-31"."""
    from lv_namedays.nameday import read_namedays

    days: dict[str, list[str]] = read_namedays()
    return {day: [name for name in names if name != "-"] for day, names in days.items()}
