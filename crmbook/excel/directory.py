"""What a macro project lists of its modules: the records of [MS-OVBA] 2.3.4.2, and the texts beside them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

_PLAIN_CODE_PAGE = 1252
_LINE_ENDS = "\r\n"

# Numbers of records
_SYSTEM, _LOCALE, _INVOKE_LOCALE, _CODE_PAGE, _NAME = 0x01, 0x02, 0x14, 0x03, 0x04
_ABOUT, _ABOUT_WIDE, _HELP, _HELP_AGAIN, _HELP_PLACE = 0x05, 0x40, 0x06, 0x3D, 0x07
_LIBRARY, _VERSION, _CONSTANTS, _CONSTANTS_WIDE = 0x08, 0x09, 0x0C, 0x3C
_REFERENCE_NAME, _REFERENCE_NAME_WIDE, _REFERENCE = 0x16, 0x3E, 0x0D
_MODULES, _COOKIE, _END = 0x0F, 0x13, 0x10
_MODULE, _MODULE_WIDE, _STREAM, _STREAM_WIDE = 0x19, 0x47, 0x1A, 0x32
_DOC, _DOC_WIDE, _OFFSET, _HELP_CONTEXT, _MODULE_COOKIE = 0x1C, 0x48, 0x31, 0x1E, 0x2C
_STANDARD, _OTHER, _MODULE_END = 0x21, 0x22, 0x2B

_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}

# Code pages whose number is not their name in Python: 0 is "as the computer has it", 10000 a Mac's
_CODINGS = {0: "cp1252", 10000: "mac_roman", 10029: "mac_latin2", 65001: "utf-8"}

Record = tuple[int, bytes]


@dataclass(frozen=True)
class Listed:
    """A module as the directory lists it; its source is packed in a stream, from offset on."""

    name: str
    stream: str
    document: bool = False
    standard: bool = True
    offset: int = 0
    records: tuple[Record, ...] = ()  # as they were found; none for a module of ours


@dataclass(frozen=True)
class Directory:
    """The records before the modules, which stay as they are, and the modules."""

    head: tuple[Record, ...]
    modules: tuple[Listed, ...]
    code_page: int

    @classmethod
    def of(cls, data: bytes) -> Directory:
        """Raises ValueError or struct.error for what is no directory."""
        records = _records(data)
        head = tuple(takewhile(lambda record: record[0] != _MODULES, records))
        page = next(
            (struct.unpack("<H", said)[0] for key, said in head if key == _CODE_PAGE),
            _PLAIN_CODE_PAGE,
        )
        return cls(head, tuple(_modules(records, coding(page))), page)

    def with_modules(self, modules: Sequence[Listed]) -> bytes:
        return _packed([*self.head, *_listed(modules, coding(self.code_page))])


def coding(code_page: int) -> str:
    return _CODINGS.get(code_page, f"cp{code_page}")


def _records(data: bytes) -> Iterator[Record]:
    here = 0
    while here < len(data):
        key, size = struct.unpack_from("<HI", data, here)
        # The version's size leaves out the two bytes of its minor part.
        size += 2 if key == _VERSION else 0
        here += 6
        if here + size > len(data):
            raise ValueError(key)
        yield key, data[here : here + size]
        here += size


def _packed(records: Sequence[Record]) -> bytes:
    return b"".join(
        struct.pack("<HI", key, len(said) - (2 if key == _VERSION else 0)) + said
        for key, said in records
    )


def _modules(records: Iterator[Record], code: str) -> Iterator[Listed]:
    found: list[Record] = []
    for key, said in records:
        if key == _MODULE:
            found = []
        found.append((key, said))
        if key == _MODULE_END:
            yield _module(tuple(found), code)


def _module(records: tuple[Record, ...], code: str) -> Listed:
    said = dict(records)
    wide, plain = said.get(_STREAM_WIDE), said[_STREAM].decode(code)
    return Listed(
        name=said[_MODULE].decode(code),
        stream=wide.decode("utf-16-le") if wide else plain,
        standard=_STANDARD in said,
        offset=struct.unpack("<I", said[_OFFSET])[0],
        records=records,
    )


def _listed(modules: Sequence[Listed], code: str) -> list[Record]:
    said = [record for one in modules for record in _records_of(one, code)]
    count, cookie = struct.pack("<H", len(modules)), struct.pack("<H", 0xFFFF)
    return [(_MODULES, count), (_COOKIE, cookie), *said, (_END, b"")]


def _records_of(module: Listed, code: str) -> list[Record]:
    offset = struct.pack("<I", module.offset)
    if module.records:
        return [(key, offset if key == _OFFSET else said) for key, said in module.records]
    plain, wide = module.name.encode(code), module.name.encode("utf-16-le")
    return [
        (_MODULE, plain), (_MODULE_WIDE, wide), (_STREAM, plain), (_STREAM_WIDE, wide),
        (_DOC, b""), (_DOC_WIDE, b""), (_OFFSET, offset), (_HELP_CONTEXT, bytes(4)),
        (_MODULE_COOKIE, struct.pack("<H", 0xFFFF)),
        (_STANDARD if module.standard else _OTHER, b""), (_MODULE_END, b""),
    ]  # fmt: skip


def new(modules: Sequence[Listed]) -> bytes:
    """The directory of a project of our own, with the references every workbook has."""
    head: list[Record] = [
        (_SYSTEM, struct.pack("<I", 3)),  # 64-bit Windows
        (_LOCALE, struct.pack("<I", 0x409)), (_INVOKE_LOCALE, struct.pack("<I", 0x409)),
        (_CODE_PAGE, struct.pack("<H", _PLAIN_CODE_PAGE)), (_NAME, b"VBAProject"),
        (_ABOUT, b""), (_ABOUT_WIDE, b""), (_HELP, b""), (_HELP_AGAIN, b""),
        (_HELP_PLACE, bytes(4)), (_LIBRARY, bytes(4)), (_VERSION, struct.pack("<IH", 1, 1)),
        (_CONSTANTS, b""), (_CONSTANTS_WIDE, b""),
    ]  # fmt: skip
    for name, library in _REFERENCES.items():
        said = library.encode("ascii")
        head += [
            (_REFERENCE_NAME, name.encode("ascii")),
            (_REFERENCE_NAME_WIDE, name.encode("utf-16-le")),
            (_REFERENCE, struct.pack("<I", len(said)) + said + bytes(6)),
        ]
    return Directory(tuple(head), (), _PLAIN_CODE_PAGE).with_modules(modules)


# ── the texts beside the directory ───────────────────────────────────────────────────────────


def listing(modules: Sequence[Listed], number: str) -> bytes:
    """The stream PROJECT of a project of our own, without protection."""
    lines = [
        f'ID="{number}"',
        *(_line(module) for module in modules),
        'Name="VBAProject"', 'HelpContextID="0"', 'VersionCompatible32="393222000"',
        f'CMG="{_hidden(number, bytes(4))}"',
        f'DPB="{_hidden(number, bytes(1))}"',
        f'GC="{_hidden(number, bytes([255]))}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]  # fmt: skip
    return (_LINE_ENDS.join(lines) + _LINE_ENDS).encode("ascii")


def _line(module: Listed) -> str:
    if module.document:
        return f"Document={module.name}/&H00000000"
    return f"{'Module' if module.standard else 'Class'}={module.name}"


_MODULE_LINE = re.compile(rb"(?:Module|Class|Document|BaseClass)=.*?\r?\n", re.IGNORECASE)


def listing_with(project: bytes, names: Sequence[str]) -> bytes:
    """The stream PROJECT of a workbook, with standard modules of these names in it."""
    for name in names:
        known = rb"(?im)^Module=" + name.encode("ascii") + rb"\r?$"
        if not re.search(known, project):
            last = max((found.end() for found in _MODULE_LINE.finditer(project)), default=0)
            line = f"Module={name}{_LINE_ENDS}".encode("ascii")
            project = project[:last] + line + project[last:]
    return project


def names(modules: Sequence[Listed], code_page: int = _PLAIN_CODE_PAGE) -> bytes:
    """The stream PROJECTwm: each name in the project's code page, and wide."""
    said = (
        module.name.encode(coding(code_page)) + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(said) + b"\0\0"


def _hidden(number: str, said: bytes, seed: int = 0x9A) -> str:
    """[MS-OVBA] 2.4.3.2: how the project's protection is written, here none."""
    key = sum(number.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain, last, before = key, out[2], out[1]
    for byte in bytes([7]) * ((seed & 6) // 2) + struct.pack("<I", len(said)) + said:
        out.append(byte ^ ((plain + before) & 0xFF))
        plain, before, last = byte, last, out[-1]
    return bytes(out).hex().upper()
