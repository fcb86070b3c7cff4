"""A line that holds nothing but tags leaves no line in the letter; every other line ends where it ends."""

from __future__ import annotations

import re

_INSIDE = r"(?:(?!%\}|#\}).)*"
# What an include brings is text, so its line stays.
_ONLY_TAGS = re.compile(rf"(?:\s|\{{%[-+]?(?!\s*include\b){_INSIDE}%\}}|\{{#{_INSIDE}#\}})*")
_BETWEEN = re.compile(r"(?<=[%#]\})\s+(?=\{[%#])")
_ENDS = ("%}", "#}")


def kept(source: str) -> str:
    """The source, marked so that Jinja's trim_blocks takes the ends of lines of tags only.

    No line is added or taken away: messages name lines by their number.
    """
    return "\n".join(map(_line, source.split("\n")))


def _line(line: str) -> str:
    bare = line.rstrip()
    if not bare.endswith(_ENDS):
        return line
    if _ONLY_TAGS.fullmatch(bare):
        return _BETWEEN.sub("", bare)
    marked = bare[-3:-2] in {"+", "-"}
    return bare if marked else f"{bare[:-2]}+{bare[-2:]}"
