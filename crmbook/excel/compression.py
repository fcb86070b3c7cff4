"""How a macro project packs its sources: the compression of [MS-OVBA] 2.4.1."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGNATURE = 0x01
_CHUNK = 4096  # bytes of source in a chunk; nothing refers further back
_SHORTEST = 3  # bytes that a copy stands for, at least
_PACKED, _RAW = 0xB000, 0x3000  # what a chunk's header says of it, beside its length


class NotPackedError(ValueError):
    """The bytes are no compressed container: the stream is damaged, or something else."""


def compress(source: bytes) -> bytes:
    """The same source always gives the same bytes."""
    chunks = (source[start : start + _CHUNK] for start in range(0, len(source), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(map(_chunk, chunks))


def decompress(packed: bytes) -> bytes:
    """Raises NotPackedError."""
    if packed[:1] != bytes([_SIGNATURE]):
        raise NotPackedError
    try:
        return b"".join(_chunks(packed))
    except (IndexError, struct.error) as error:
        raise NotPackedError from error


# ── packing ──────────────────────────────────────────────────────────────────────────────────


def _chunk(source: bytes) -> bytes:
    packed = b"".join(_groups(source))
    if len(packed) > _CHUNK:
        # It did not get smaller: the chunk stays as it is, filled up to its full length.
        return struct.pack("<H", _RAW | (_CHUNK - 1)) + source.ljust(_CHUNK, b"\0")
    return struct.pack("<H", _PACKED | (len(packed) - 1)) + packed


def _groups(source: bytes) -> Iterator[bytes]:
    """Eight tokens at a time, behind a byte whose bits tell the copies from the letters."""
    tokens = list(_tokens(source))
    for start in range(0, len(tokens), 8):
        group = tokens[start : start + 8]
        copies = sum((len(token) == 2) << place for place, token in enumerate(group))
        yield bytes([copies]) + b"".join(group)


def _tokens(source: bytes) -> Iterator[bytes]:
    """A letter as it is, or two bytes: how far back the same stood, and how much of it."""
    seen: dict[bytes, list[int]] = {}
    here = 0
    while here < len(source):
        bits = _offset_bits(here)
        before, length = _longest(source, here, seen, (0xFFFF >> bits) + _SHORTEST)
        if length:
            yield struct.pack("<H", (here - before - 1) << (16 - bits) | (length - _SHORTEST))
        else:
            yield source[here : here + 1]
        for passed in range(here, here + max(length, 1)):
            seen.setdefault(source[passed : passed + _SHORTEST], []).append(passed)
        here += max(length, 1)


def _longest(source: bytes, here: int, seen: dict[bytes, list[int]], most: int) -> tuple[int, int]:
    """Where the longest earlier run of the same bytes begins, the nearest first; (0, 0) for none."""
    found = (0, 0)
    for before in reversed(seen.get(source[here : here + _SHORTEST], ())):
        length = _alike(source, before, here, most)
        if length > found[1]:
            found = (before, length)
        if length == most:
            break
    return found if found[1] >= _SHORTEST else (0, 0)


def _alike(source: bytes, before: int, here: int, most: int) -> int:
    most = min(most, len(source) - here)
    length = 0
    while length < most and source[before + length] == source[here + length]:
        length += 1
    return length


def _offset_bits(here: int) -> int:
    """How many of a copy's 16 bits say how far back: as many as `here` needs, and at least 4."""
    return max((here - 1).bit_length(), 4)


# ── unpacking ────────────────────────────────────────────────────────────────────────────────


def _chunks(packed: bytes) -> Iterator[bytes]:
    here = 1
    while here < len(packed):
        (header,) = struct.unpack_from("<H", packed, here)
        end = here + (header & 0x0FFF) + 3
        if end > len(packed):
            raise NotPackedError
        chunk = packed[here + 2 : end]
        yield _unpacked(chunk) if header & 0x8000 else chunk
        here = end


def _unpacked(chunk: bytes) -> bytes:
    source = bytearray()
    here = 0
    while here < len(chunk):
        copies = chunk[here]
        here += 1
        for place in range(8):
            if here >= len(chunk):
                break
            if copies >> place & 1:
                _copy(source, *struct.unpack_from("<H", chunk, here))
                here += 2
            else:
                source.append(chunk[here])
                here += 1
    return bytes(source)


def _copy(source: bytearray, token: int) -> None:
    bits = _offset_bits(len(source))
    back = (token >> (16 - bits)) + 1
    for _each in range((token & (0xFFFF >> bits)) + _SHORTEST):
        source.append(source[-back])  # a copy may run into what it is making
