"""The zip file a workbook is: its members, read or handed over compressed as they lie."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self, cast
from urllib.parse import unquote

from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

BLOCK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x01
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a workbook may be before it is taken for a zip bomb.

    total    bytes of everything, unpacked
    ratio    unpacked to packed; only asked of workbooks over large bytes, unpacked
    members  number of files inside
    """

    total: int = 8 << 30
    ratio: int = 250
    large: int = 256 << 20
    members: int = 50_000


class Archive:
    """The members of a zip file, by names as a package spells them: slashes, any case."""

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        self.file = file
        self.name = name
        _refuse_ole(file, name)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _not_a_workbook(name) from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in sorted(self._zip.infolist(), key=lambda member: member.header_offset):
            self._take(member)
        self._refuse_bomb(limits)

    def _take(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & _ENCRYPTED:
            raise _encrypted(self.name)
        if member.is_dir() or member.filename.endswith("\\"):
            return
        key = key_of(member.filename)
        if key in self._members:
            raise WorkbookRefusedError(
                _(
                    "{book} holds the part “{part}” twice, so it is unclear which one is meant. "
                    "Open it in Excel, save it again and run again."
                ).format(book=self.name, part=member.filename)
            )
        self._members[key] = member

    def _refuse_bomb(self, limits: Limits) -> None:
        plain = sum(member.file_size for member in self._members.values())
        packed = sum(member.compress_size for member in self._members.values())
        swollen = plain > limits.large and plain > limits.ratio * max(packed, 1)
        if plain > limits.total or len(self._members) > limits.members or swollen:
            text = _(
                "{book} would unpack to {megabytes} MB in {parts} parts: more than a workbook "
                "of this size can honestly hold. If you trust it, raise the limit."
            ).format(book=self.name, megabytes=plain // _MEGABYTE, parts=len(self._members))
            remedy = _(
                "A sheet formatted far below its data swells so: delete the empty rows and columns "
                "beyond the data in Excel, save it and run again."
            )
            raise WorkbookRefusedError(f"{text} {remedy}")

    def __iter__(self) -> Iterator[str]:
        """Keys of the members, in the order they lie in the file."""
        return iter(self._members)

    def find(self, part: str) -> str | None:
        """The key of a member; relationships may write a space as %20 where the zip does not."""
        key = key_of(part)
        if key in self._members:
            return key
        plain = unquote(key)
        return plain if plain in self._members else None

    def info(self, key: str) -> zipfile.ZipInfo:
        return self._members[key]

    def part_name(self, key: str) -> str:
        return self._members[key].filename.replace("\\", "/").lstrip("/")

    def read(self, key: str) -> bytes:
        with self.stream(key) as stream:
            return stream.read()

    def stream(self, key: str) -> BinaryIO:
        try:
            return cast("BinaryIO", _Told(self._zip.open(self._members[key]), self.name, key))
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise damaged(self.name, key) from error

    def packed(self, key: str) -> Iterator[bytes]:
        """The compressed bytes of a member, in blocks, as they lie in the file."""
        member = self._members[key]
        at = member.header_offset
        self.file.seek(at)
        header = self.file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise damaged(self.name, key)
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        at += 30 + name_length + extra_length
        left = member.compress_size
        while left:
            # A streamed part may have moved the file since the last block.
            self.file.seek(at)
            block = self.file.read(min(left, BLOCK))
            if not block:
                raise damaged(self.name, key)
            yield block
            at += len(block)
            left -= len(block)

    def close(self) -> None:
        self._zip.close()


class _Told:
    """A stream whose faults are told as refusals."""

    def __init__(self, stream: object, name: str, key: str) -> None:
        self._stream = cast("BinaryIO", stream)
        self._name = name
        self._key = key

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise damaged(self._name, self._key) from error

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def key_of(part: str) -> str:
    """Part names are equal whatever their case; some programs write backslashes."""
    return part.replace("\\", "/").lstrip("/").lower()


def damaged(book: str, part: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(
        _(
            "{book} is damaged: the part “{part}” can't be read. "
            "Open it in Excel, let Excel repair it, save it and run again."
        ).format(book=book, part=part)
    )


def _refuse_ole(file: BinaryIO, name: str) -> None:
    file.seek(0)
    head = file.read(4)
    if head != _OLE:
        return
    kept = b""
    wanted = "EncryptedPackage".encode("utf-16-le")
    while block := file.read(BLOCK):
        if wanted in kept + block:
            raise _encrypted(name)
        kept = block[-len(wanted) :]
    raise WorkbookRefusedError(
        _(
            "{book} is in the old .xls format. "
            "Open it in Excel, save it as .xlsx (Excel Workbook) and run again."
        ).format(book=name)
    )


def _encrypted(name: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(
        _(
            "{book} is encrypted with a password. Open it in Excel, remove the password "
            "(File, Info, Protect Workbook, Encrypt with Password), save it and run again."
        ).format(book=name)
    )


def _not_a_workbook(name: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(
        _(
            "{book} is not an Excel workbook, or it is cut short. "
            "Open it in Excel, save it as .xlsx and run again."
        ).format(book=name)
    )
