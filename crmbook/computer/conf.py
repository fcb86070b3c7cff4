"""The lines of a file xlwings.conf: "KEY","VALUE"; the owner's own stay byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Line:
    """A setting and the line, counted from 1, it stands on."""

    key: str
    value: str
    number: int


def lines(data: bytes, encoding: str) -> list[Line]:
    """The settings, found as the macros find them: what stands between the quotation marks."""
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        pieces = line.decode(encoding, "replace").split('"')
        if len(pieces) > 3:
            found.append(Line(pieces[1].upper(), pieces[3], number))
    return found


def interpreter(data: bytes, system: str, encoding: str) -> Line | None:
    return chosen(lines(data, encoding), system)


def chosen(known: Sequence[Line], system: str) -> Line | None:
    """Which Python a button starts: the setting of the system wins over the one for every system."""
    own, of_all = f"INTERPRETER_{system}", "INTERPRETER"
    found = [line for line in known if line.key in {own, of_all} and line.value]
    named = [line for line in found if line.key == own]
    # The macros take the last line of the system's own, but the first of the others.
    return named[-1] if named else next(iter(found), None)


def with_line(data: bytes, key: str, value: str, encoding: str, line_end: str) -> bytes:
    """The setting in place of the last one of its name, else below all others."""
    line = f'"{key}","{value}"'.encode(encoding)
    kept = data.splitlines(keepends=True)
    old = [each.number for each in lines(data, encoding) if each.key == key]
    if old:
        place = old[-1] - 1
        kept[place] = line + _end_of(kept[place])
        return b"".join(kept)
    end = next(filter(None, map(_end_of, kept)), line_end.encode())
    if kept and not _end_of(kept[-1]):
        kept[-1] += end
    return b"".join([*kept, line + end])


def without_line(data: bytes, key: str, value: str, encoding: str) -> bytes:
    """Without the lines that set it to just this value."""
    ours = {each.number for each in lines(data, encoding) if (each.key, each.value) == (key, value)}
    kept = data.splitlines(keepends=True)
    return b"".join(line for number, line in enumerate(kept, start=1) if number not in ours)


def is_readable(data: bytes) -> bool:
    """Whether the macros can read it: Notepad's “Unicode” they can't."""
    return not data.startswith(_UTF_16)


def _end_of(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]
