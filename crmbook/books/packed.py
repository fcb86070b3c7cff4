"""A large part, compressed while it is made."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_THOROUGH: Final = 6
_QUICK: Final = 1
_LARGE: Final = 4 << 20


class Packed:
    """The blocks of a part, kept compressed: its check sum is known before it is saved.

    Called, it gives the blocks again, as Package.put wants them.
    """

    def __init__(self, blocks: Iterable[bytes], *, size: int = 0) -> None:
        """Size is a guess of the bytes to come: a large part is packed three times faster."""
        self.crc = 0
        self.size = 0
        level = _QUICK if size > _LARGE else _THOROUGH
        squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        self.blocks: list[bytes] = []
        for block in blocks:
            self.crc = zlib.crc32(block, self.crc)
            self.size += len(block)
            self._keep(squeezer.compress(block))
        self._keep(squeezer.flush())

    def _keep(self, block: bytes) -> None:
        if block:
            self.blocks.append(block)

    def __call__(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for block in self.blocks:
            yield inflater.decompress(block)
        yield inflater.flush()

    def member(self, name: str) -> zipfile.ZipInfo:
        """What a zip file says of the part."""
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.CRC = self.crc
        member.file_size = self.size
        member.compress_size = sum(map(len, self.blocks))
        member.create_system = 0
        return member
