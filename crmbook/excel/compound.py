"""The compound file that holds a macro project: storages and streams, as [MS-CFB] version 3 has them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from olefile.olefile import OleDirectoryEntry, OleFileIO

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096  # bytes; a stream below the cutoff lies in small sectors
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # instead of a sector's number
_IN_HEADER = 109  # so many sectors of the allocation table can be named there
_STORAGE, _STREAM, _ROOT = 1, 2, 5  # kinds of directory entries
_BLACK = 1
_NO_CLASS = UUID(int=0)


class NotCompoundError(ValueError):
    """The bytes are no compound file, or a damaged one."""


class TooLargeError(ValueError):
    """Over 7 MB: no macro project of a workbook is that large."""


@dataclass(frozen=True)
class Storage:
    """A folder of the file: name → bytes of a stream, or another storage. Names ignore case."""

    children: Mapping[str, Storage | bytes] = field(default_factory=dict)
    class_id: UUID = _NO_CLASS


def read(data: bytes) -> Storage:
    """The root. Raises NotCompoundError."""
    try:
        with OleFileIO(io.BytesIO(data)) as file:
            if file.root is not None:
                return _read(file, file.root)
    except (OSError, IndexError, struct.error) as error:
        raise NotCompoundError from error
    raise NotCompoundError


def write(root: Storage) -> bytes:
    """The same storage always gives the same bytes: no times, no free sectors. Raises TooLargeError."""
    return _Writer(root).file()


def _read(file: OleFileIO[str], entry: OleDirectoryEntry[str]) -> Storage:
    children: dict[str, Storage | bytes] = {}
    for child in entry.kids:  # type: ignore[attr-defined]  # the stubs forgot them
        if child.entry_type == _STORAGE:
            children[child.name] = _read(file, child)
        elif child.entry_type == _STREAM:
            children[child.name] = file._open(child.isectStart, child.size).read()  # noqa: SLF001  # its public way goes by path, and a path loses names with a slash
    named = entry.clsid
    return Storage(children, UUID(named) if named else _NO_CLASS)


# ── writing ──────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Entry:
    """A line of the directory; left, right and child are numbers of other lines."""

    name: str
    kind: int
    class_id: UUID = _NO_CLASS
    data: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), self.kind, _BLACK)
            + struct.pack("<III", self.left, self.right, self.child)
            + self.class_id.bytes_le
            + bytes(20)  # no state, no times
            + struct.pack("<IQ", self.start, self.size)
        )


_NOTHING = bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48)


class _Writer:
    def __init__(self, root: Storage) -> None:
        self._entries = [_Entry("Root Entry", _ROOT, root.class_id)]
        self._sectors: list[bytes] = []
        self._next: list[int] = []  # sector → the one that goes on, as in the file
        self._small: list[bytes] = []
        self._next_small: list[int] = []
        self._list(0, root)

    def _list(self, place: int, storage: Storage) -> None:
        """Lines for what the storage holds, in the order that readers search them in."""
        names = sorted(storage.children, key=lambda name: (len(name), name.upper()))
        first = len(self._entries)
        for name in names:
            child = storage.children[name]
            if isinstance(child, Storage):
                self._entries.append(_Entry(name, _STORAGE, child.class_id))
            else:
                self._entries.append(_Entry(name, _STREAM, data=child))
        self._entries[place].child = self._tree(range(first, first + len(names)))
        for at, name in enumerate(names, first):
            child = storage.children[name]
            if isinstance(child, Storage):
                self._list(at, child)

    def _tree(self, places: Sequence[int]) -> int:
        """A balanced search tree; all black, which any balanced tree may be."""
        if not places:
            return _FREE
        middle = len(places) // 2
        entry = self._entries[places[middle]]
        entry.left, entry.right = self._tree(places[:middle]), self._tree(places[middle + 1 :])
        return places[middle]

    def file(self) -> bytes:
        for entry in self._entries:
            if entry.kind == _STREAM:
                self._place(entry)
        root = self._entries[0]
        root.data = b"".join(self._small)
        root.start, root.size = self._chain(root.data), len(root.data)
        small_table = _numbers(self._next_small)
        small_start = self._chain(small_table, b"\xff")
        directory = b"".join(entry.packed() for entry in self._entries)
        directory_start = self._chain(directory + _NOTHING * (-len(self._entries) % 4))
        tables = self._tables()
        header = _header(tables, directory_start, small_start, -(-len(small_table) // _SECTOR))
        table = _numbers([*self._next, *[_TABLE] * len(tables)])
        return header + b"".join(self._sectors) + table.ljust(len(tables) * _SECTOR, b"\xff")

    def _place(self, entry: _Entry) -> None:
        entry.size = len(entry.data)
        if entry.size >= _CUTOFF:
            entry.start = self._chain(entry.data)
        else:
            entry.start = _link(entry.data, _SMALL, self._small, self._next_small)

    def _chain(self, data: bytes, filler: bytes = b"\0") -> int:
        return _link(data, _SECTOR, self._sectors, self._next, filler)

    def _tables(self) -> range:
        """The numbers of the sectors the allocation table takes: it lists itself, too."""
        count = 1
        while count * (_SECTOR // 4) < len(self._next) + count:
            count += 1
        if count > _IN_HEADER:
            raise TooLargeError
        return range(len(self._next), len(self._next) + count)


def _link(
    data: bytes, size: int, sectors: list[bytes], following: list[int], filler: bytes = b"\0"
) -> int:
    """Lay data into sectors, each knowing the next; the number of the first."""
    if not data:
        return _END
    first = len(sectors)
    sectors.extend(piece.ljust(size, filler) for piece in _pieces(data, size))
    following.extend(range(first + 1, len(sectors)))
    following.append(_END)
    return first


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _header(tables: range, directory: int, small: int, small_count: int) -> bytes:
    fixed = struct.pack(
        "<8s16s6H10I",
        bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16),
        0x3E, 3, 0xFFFE, 9, 6, 0,  # version 3, little-endian, sectors of 2**9 and 2**6 bytes
        0, 0, len(tables), directory, 0, _CUTOFF, small, small_count, _END, 0,
    )  # fmt: skip
    return fixed + _numbers([*tables, *[_FREE] * (_IN_HEADER - len(tables))])
