"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import struct
from pathlib import Path

_FALLBACK = (300, 100)
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})  # JPEG segments numbered like frames that are none


def pixels(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG."""
    data = path.read_bytes()
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8"):
        width, height = struct.unpack("<HH", data[6:10])
    else:
        width, height = _jpeg(data)
    return (width, height) if width and height else _FALLBACK


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in _NO_SIZE:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return _FALLBACK
