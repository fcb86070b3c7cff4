"""A zip file written member by member: compressed bytes passed on, or blocks deflated anew."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from crmbook.errors import CrmbookError
from crmbook.language import _

# Parts we write carry the first day a zip can tell: the same run gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LIMIT = 0xFFFFFFFF
_COUNT_LIMIT = 0xFFFF
_UTF8 = 0x800
_DATA_DESCRIPTOR = 0x08
_DEFLATED = zipfile.ZIP_DEFLATED


class PartTooLargeError(CrmbookError):
    def __init__(self, part: str) -> None:
        super().__init__(
            _("The part “{part}” grew past 4 GB, more than a workbook can hold.").format(part=part)
        )


@dataclass
class _Entry:
    name: bytes
    flags: int
    method: int
    stamp: tuple[int, int]  # time, day, as MS-DOS counts them
    crc: int
    packed: int
    plain: int
    offset: int
    attributes: int = 0
    system: int = 0

    @property
    def wide(self) -> bool:
        return self.packed >= _LIMIT or self.plain >= _LIMIT


class ArchiveWriter:
    """Writes to a file that can seek; nothing of a member is held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: list[_Entry] = []
        self._at = file.tell()

    def copy(self, member: zipfile.ZipInfo, name: str, packed: Iterable[bytes]) -> None:
        """Pass a member on as the compressed bytes it is."""
        encoded, utf8 = _encoded(name)
        kept = member.flag_bits & ~(_DATA_DESCRIPTOR | _UTF8)
        entry = _Entry(
            encoded,
            kept | utf8,
            member.compress_type,
            _stamp(member.date_time),
            member.CRC,
            member.compress_size,
            member.file_size,
            self._at,
            member.external_attr,
            member.create_system,
        )
        self._write(_local_header(entry, entry.wide))
        for block in packed:
            self._write(block)
        self._entries.append(entry)

    def deflate(
        self, name: str, blocks: Iterable[bytes], level: int, *, wide: bool = False
    ) -> None:
        """Compress a new member; wide when it may pass 4 GB, which must be known beforehand."""
        encoded, utf8 = _encoded(name)
        entry = _Entry(encoded, utf8, _DEFLATED, _stamp(_EPOCH), 0, 0, 0, self._at)
        self._write(_local_header(entry, wide))
        start = self._at
        squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        for block in blocks:
            entry.crc = zlib.crc32(block, entry.crc)
            entry.plain += len(block)
            self._write(squeezer.compress(block))
        self._write(squeezer.flush())
        entry.packed = self._at - start
        if entry.wide and not wide:
            raise PartTooLargeError(name)
        self._entries.append(entry)
        # The sizes are only known now; a data descriptor after the member would do, but Excel
        # for Android and some readers trust the local header alone.
        self._file.seek(entry.offset)
        self._file.write(_local_header(entry, wide))
        self._file.seek(self._at)

    def close(self) -> None:
        """Write the central directory; without it the file is not a zip."""
        start = self._at
        for entry in self._entries:
            self._write(_central_header(entry))
        self._write(_end(len(self._entries), start, self._at - start))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _encoded(name: str) -> tuple[bytes, int]:
    return (name.encode("ascii"), 0) if name.isascii() else (name.encode("utf-8"), _UTF8)


def _stamp(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day


def _local_header(entry: _Entry, wide: bool) -> bytes:
    packed, plain, extra = entry.packed, entry.plain, b""
    if wide:
        extra = struct.pack("<HHQQ", 1, 16, plain, packed)
        packed = plain = _LIMIT
    return (
        struct.pack(
            "<4s5H3L2H",
            b"PK\x03\x04",
            45 if wide else 20,
            entry.flags,
            entry.method,
            *entry.stamp,
            entry.crc,
            packed,
            plain,
            len(entry.name),
            len(extra),
        )
        + entry.name
        + extra
    )


def _central_header(entry: _Entry) -> bytes:
    large = [size for size in (entry.plain, entry.packed, entry.offset) if size >= _LIMIT]
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    version = 45 if large else 20
    return (
        struct.pack(
            "<4s4B4H3L5H2L",
            b"PK\x01\x02",
            version,
            entry.system,
            version,
            0,
            entry.flags,
            entry.method,
            *entry.stamp,
            entry.crc,
            min(entry.packed, _LIMIT),
            min(entry.plain, _LIMIT),
            len(entry.name),
            len(extra),
            0,
            0,
            0,
            entry.attributes,
            min(entry.offset, _LIMIT),
        )
        + entry.name
        + extra
    )


def _end(count: int, start: int, size: int) -> bytes:
    wide = b""
    if count >= _COUNT_LIMIT or start >= _LIMIT or size >= _LIMIT:
        record = struct.pack(
            "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start
        )
        wide = record + struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    short = min(count, _COUNT_LIMIT)
    return wide + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, short, short, min(size, _LIMIT), min(start, _LIMIT), 0
    )
