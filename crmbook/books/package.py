"""A workbook as a package of parts, edited part by part; what is not touched is not rewritten."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Self, cast

from lxml import etree

from crmbook.books.archive import BLOCK, Archive, Limits, damaged, key_of
from crmbook.books.archive_writer import ArchiveWriter
from crmbook.books.closing import Closing
from crmbook.books.content_types import PART as CONTENT_TYPES_PART
from crmbook.books.content_types import ContentTypes
from crmbook.books.names import STRICT, local, main
from crmbook.books.packed import Packed
from crmbook.books.relationships import Relationships, rels_part
from crmbook.books.workbook import Workbook
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

Blocks = Callable[[], Iterable[bytes]]
_LEVEL = 6
# A part that is streamed is large. For a sheet of 346 MB of XML level 2 takes 3 s and makes 73 MB
# of a workbook; level 6 takes 10 s for 63 MB. Level 1 is no faster than 2, and makes 78 MB.
_STREAMED_LEVEL = 2
_WIDE = 3 << 30


class Package(Closing):
    """The parts of a workbook by name, "xl/workbook.xml", whatever the case of the name.

    signed   the package carries a digital signature, which no change survives
    """

    def __init__(self, archive: Archive, name: str) -> None:
        self.name = name
        self._archive = archive
        self._trees: dict[str, etree._Element] = {}
        self._touched: set[str] = set()
        self._new: dict[str, bytes | Blocks] = {}
        self._names: dict[str, str] = {key: archive.part_name(key) for key in archive}
        if key_of(CONTENT_TYPES_PART) not in self._names:
            raise _other_kind(self)
        self.content_types = ContentTypes(self)
        self.workbook = Workbook(self, _workbook_part(self))
        self.signed = self.relationships("").first("origin") is not None

    @classmethod
    def open(cls, file: str | Path | BinaryIO, *, limits: Limits | None = None) -> Self:
        """Read the list of parts; raises WorkbookRefusedError, in a sentence for the owner."""
        if isinstance(file, str | Path):
            path = Path(file)
            opened = path.open("rb")
            try:
                return cls(Archive(opened, path.name, limits or Limits()), path.name)
            except BaseException:
                opened.close()
                raise
        name = Path(str(getattr(file, "name", ""))).name or _("The workbook")
        return cls(Archive(file, name, limits or Limits()), name)

    def close(self) -> None:
        """Let go of the file; nothing can be read or saved after it."""
        self._archive.close()
        self._archive.file.close()

    # Reading

    def names(self) -> list[str]:
        return list(self._names.values())

    def has(self, part: str) -> bool:
        return self._find(part) is not None

    def spelled(self, part: str) -> str:
        """The name of a part as the package spells it; unchanged when there is no such part."""
        key = self._find(part)
        return part if key is None else self._names[key]

    def read(self, part: str) -> bytes:
        key = self._key(part)
        if key in self._touched:
            return _serialised(self._trees[key])
        new = self._new.get(key)
        if new is None:
            return self._archive.read(key)
        return new if isinstance(new, bytes) else b"".join(new())

    def stream(self, part: str) -> BinaryIO:
        """The part's bytes, inflated as they are read."""
        return self.source(part)()

    def source(self, part: str) -> Callable[[], BinaryIO]:
        """A way to read the part as it is now, even after it has been put anew."""
        key = self._key(part)
        if key in self._touched:
            data = _serialised(self._trees[key])
            return lambda: io.BytesIO(data)
        new = self._new.get(key)
        if new is None:
            return lambda: self._archive.stream(key)
        if isinstance(new, bytes):
            return lambda: io.BytesIO(new)
        return lambda: cast("BinaryIO", _BlockStream(new()))

    def size(self, part: str) -> int | None:
        """Bytes of a part, inflated; None when it is only known once streamed."""
        key = self._key(part)
        new = self._new.get(key)
        if key in self._touched or isinstance(new, bytes):
            return len(self.read(part))
        return None if new is not None else self._archive.info(key).file_size

    def packed_size(self, part: str) -> int:
        """Bytes of a part as it lies in the file; 0 for one that is new or changed."""
        key = self._key(part)
        fresh = key in self._touched or key in self._new
        return 0 if fresh else self._archive.info(key).compress_size

    def crc(self, part: str) -> int:
        """The CRC-32 of a part as it is now; of an untouched one without reading it."""
        key = self._key(part)
        new = self._new.get(key)
        if key not in self._touched and (new is None or isinstance(new, Packed)):
            return self._archive.info(key).CRC if new is None else new.crc
        with self.stream(part) as stream:
            crc = 0
            while block := stream.read(BLOCK):
                crc = zlib.crc32(block, crc)
        return crc

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part, parsed once. A change of it is saved only after touch."""
        key = self._key(part)
        if key not in self._trees:
            self._trees[key] = self._parsed(part)
        return self._trees[key]

    def _parsed(self, part: str) -> etree._Element:
        try:
            root = etree.fromstring(self.read(part), parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name, part) from error
        if root.getroottree().docinfo.internalDTD is not None:
            # A workbook has no DTD; one that does wants entities expanded.
            raise damaged(self.name, part)
        return root

    def relationships(self, part: str) -> Relationships:
        """What a part refers to; "" is the package itself."""
        return Relationships(self, self.spelled(part))

    # Writing

    def touch(self, part: str) -> etree._Element:
        """The root of an XML part that is about to be changed."""
        root = self.xml(part)
        self._touched.add(self._key(part))
        return root

    def put(self, part: str, data: bytes | Blocks, content_type: str | None = None) -> None:
        """Make or replace a part. A callable gives its blocks when they are wanted, each time anew."""
        key = self._find(part) or key_of(part)
        self._names.setdefault(key, part.lstrip("/"))
        self._trees.pop(key, None)
        self._touched.discard(key)
        self._new[key] = data
        if content_type is not None:
            self.content_types.set(part, content_type)

    def remove(self, part: str) -> None:
        """Take a part away with its relationships and content type; no part, no work."""
        rels = rels_part(self.spelled(part))
        for name in (part, rels):
            key = self._find(name)
            if key is None:
                continue
            self.content_types.forget(self._names[key])
            self._names.pop(key)
            self._trees.pop(key, None)
            self._touched.discard(key)
            self._new.pop(key, None)

    def remove_with_children(self, part: str) -> None:
        """Take a part away, and the parts that nothing else refers to."""
        children = [each.target for each in self.relationships(part) if not each.external]
        self.remove(part)
        for child in children:
            if self.has(child) and not self._referred_to(child):
                self.remove_with_children(child)

    def _referred_to(self, part: str) -> bool:
        return any(
            not each.external
            and self.has(each.target)
            and self._key(each.target) == self._key(part)
            for owner in ["", *self._owners()]
            for each in self.relationships(owner)
        )

    def _owners(self) -> Iterator[str]:
        for name in self.names():
            if self.has(rels_part(name)):
                yield name

    def free_name(self, pattern: str, promised: Collection[str] = ()) -> str:
        """The first name nobody has: "xl/worksheets/sheet{}.xml" → "xl/worksheets/sheet4.xml".

        promised  names that are free now and will not be
        """
        kept = {key_of(name) for name in promised}
        number = 1
        while self.has(pattern.format(number)) or key_of(pattern.format(number)) in kept:
            number += 1
        return pattern.format(number)

    def save(self, file: BinaryIO) -> None:
        """Write the workbook: untouched parts as the compressed bytes they are, all in their order.

        A part that was taken away and made anew has its old place: what is the same is the same bytes.
        """
        writer = ArchiveWriter(file)
        in_order = dict.fromkeys([key_of(CONTENT_TYPES_PART), *self._archive])
        places = {key: place for place, key in enumerate(in_order)}
        for key in sorted(self._names, key=lambda key: places.get(key, len(places))):
            self._save_part(writer, key)
        writer.close()

    def _save_part(self, writer: ArchiveWriter, key: str) -> None:
        name = self._names[key]
        if key not in self._touched and key not in self._new:
            writer.copy(self._archive.info(key), name, self._archive.packed(key))
            return
        new = self._new.get(key)
        if key in self._touched or isinstance(new, bytes):
            writer.deflate(name, [self.read(name)], _LEVEL)
        elif isinstance(new, Packed):
            writer.copy(new.member(name), name, new.blocks)
        elif new is not None:
            writer.deflate(name, new(), _STREAMED_LEVEL, wide=self._may_be_wide(key))

    def _may_be_wide(self, key: str) -> bool:
        return key in set(self._archive) and self._archive.info(key).file_size > _WIDE

    def _find(self, part: str) -> str | None:
        key = key_of(part)
        if key in self._names:
            return key
        key = self._archive.find(part) or key
        return key if key in self._names else None

    def _key(self, part: str) -> str:
        key = self._find(part)
        if key is None:
            raise damaged(self.name, part)
        return key


class _BlockStream(io.RawIOBase):
    """Blocks, read as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            self._rest, rest = b"", self._rest
            return rest + b"".join(self._blocks)
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def parser() -> etree.XMLParser:
    """XML from outside: no entities, no network, no limit that an honest large part would meet."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _workbook_part(package: Package) -> str:
    found = package.relationships("").first("officeDocument")
    if found is None or not package.has(found.target):
        raise _other_kind(package)
    if found.target.lower().endswith(".bin"):
        raise WorkbookRefusedError(
            _(
                "{book} is a binary workbook (.xlsb). "
                "Open it in Excel, save it as .xlsx or .xlsm and run again."
            ).format(book=package.name)
        )
    part = package.spelled(found.target)
    tag = package.xml(part).tag
    if tag == main("workbook"):
        return part
    if str(tag).startswith("{" + STRICT) and local(tag) == "workbook":
        raise WorkbookRefusedError(
            _(
                "{book} is a “Strict Open XML” workbook. "
                "Open it in Excel, save it as “Excel Workbook (.xlsx)” and run again."
            ).format(book=package.name)
        )
    raise _other_kind(package)


def _other_kind(package: Package) -> WorkbookRefusedError:
    if package.has("mimetype") and b"opendocument" in package.read("mimetype")[:200]:
        return WorkbookRefusedError(
            _(
                "{book} is an OpenDocument file (.ods). "
                "Open it in LibreOffice or Excel, save it as .xlsx and run again."
            ).format(book=package.name)
        )
    return WorkbookRefusedError(
        _("{book} is a zip file, but there is no Excel workbook in it.").format(book=package.name)
    )
