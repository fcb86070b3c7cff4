"""A macro project from its sources, and macros put into the project a workbook already has."""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from crmbook.errors import CrmbookError
from crmbook.excel import compound, directory
from crmbook.excel.compound import Storage
from crmbook.excel.compression import NotPackedError, compress, decompress
from crmbook.excel.directory import Directory, Listed
from crmbook.language import _

Kind = Literal["standard", "class", "workbook", "sheet"]

# [MS-OVBA] 2.3.4.1: nothing is compiled yet, so that whoever opens the workbook compiles the sources.
_NO_CACHE = bytes.fromhex("cc61ffff000000")
_CACHES = re.compile(r"__SRP_[0-9a-f]+|_VBA_PROJECT", re.IGNORECASE)
_MODULE_NAME = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)
_EXPORTED = re.compile(
    r"Attribute VB_(Name|Base|GlobalNameSpace|Creatable|PredeclaredId|Exposed|TemplateDerived|Customizable)\b"
)
_BASES: Mapping[Kind, str] = {
    "class": "FCFB3D2A-A0FA-1068-A738-08002B3371B5",
    "workbook": "00020819-0000-0000-C000-000000000046",
    "sheet": "00020820-0000-0000-C000-000000000046",
}


class DamagedProjectError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The macros in this workbook are damaged or locked in a way crmbook can't read. Nothing was written; open it in Excel, save it, and run again."
            )
        )


@dataclass(frozen=True)
class Module:
    """Source of a module, ASCII and with any line ends; header lines that an export adds may stand in it."""

    name: str
    source: str = field(default="", repr=False)
    kind: Kind = "standard"

    def __post_init__(self) -> None:
        if not _MODULE_NAME.fullmatch(self.name):
            raise ValueError(f"not a module's name: {self.name!r}")

    def text(self) -> bytes:
        """As it stands in the file: header lines first, lines ended as Windows does."""
        lines = [f'Attribute VB_Name = "{self.name}"', *self._attributes(), *_body(self.source)]
        # Another code page than ASCII would be read in the reader's own: names would turn to noise.
        return "".join(f"{line}\r\n" for line in lines).encode("ascii")

    def _attributes(self) -> list[str]:
        if self.kind == "standard":
            return []
        document = self.kind != "class"
        said = {
            "GlobalNameSpace": False, "Creatable": False, "PredeclaredId": document,
            "Exposed": document, "TemplateDerived": False, "Customizable": document,
        }  # fmt: skip
        return [
            f'Attribute VB_Base = "0{{{_BASES[self.kind]}}}"',
            *(f"Attribute VB_{name} = {value}" for name, value in said.items()),
        ]


def _body(source: str) -> list[str]:
    lines = source.rstrip().splitlines()
    if lines and lines[0].startswith("VERSION "):
        lines = lines[lines.index("END") + 1 :]
    return [line for line in lines if not _EXPORTED.match(line)]


# ── a new project ────────────────────────────────────────────────────────────────────────────


def build(modules: Sequence[Module]) -> bytes:
    """vbaProject.bin of these modules; the same modules always give the same bytes."""
    listed = [_listed(module) for module in modules]
    number = _number(modules)
    streams: dict[str, Storage | bytes] = {
        "VBA": Storage({
            "dir": compress(directory.new(listed)),
            "_VBA_PROJECT": _NO_CACHE,
            **{module.name: compress(module.text()) for module in modules},
        }),
        "PROJECT": directory.listing(listed, number),
        "PROJECTwm": directory.names(listed),
    }  # fmt: skip
    return compound.write(Storage(streams))


def _listed(module: Module) -> Listed:
    return Listed(
        module.name,
        module.name,
        document=module.kind in {"workbook", "sheet"},
        standard=module.kind == "standard",
    )


def _number(modules: Sequence[Module]) -> str:
    texts = b"\0".join(module.text() for module in modules).decode("ascii")
    return f"{{{uuid.uuid5(uuid.NAMESPACE_OID, texts)}}}".upper()


# ── a project that is there ──────────────────────────────────────────────────────────────────


def sources(project: bytes) -> dict[str, bytes]:
    """Module → source, as it stands in the file. Raises DamagedProjectError."""
    return _Project.of(project).sources()


def with_modules(project: bytes, modules: Iterable[Module]) -> bytes:
    """The same project with these standard modules, new or in place of those of the same name.

    What the owner made stays: modules, forms, references, protection. Only what is compiled goes;
    Excel compiles anew. Raises DamagedProjectError.
    """
    return _Project.of(project).joined(list(modules)).file()


@dataclass(frozen=True)
class _Project:
    root: Storage
    vba: Storage
    directory: Directory

    @classmethod
    def of(cls, project: bytes) -> _Project:
        try:
            root = compound.read(project)
            vba = root.children["VBA"]
            if not isinstance(vba, Storage):
                raise DamagedProjectError
            return cls(root, vba, Directory.of(decompress(_stream(vba, "dir"))))
        except (
            compound.NotCompoundError,
            NotPackedError,
            LookupError,
            ValueError,
            struct.error,
        ) as error:
            raise DamagedProjectError from error

    def sources(self) -> dict[str, bytes]:
        return {one.name: decompress(packed) for one, packed in self._packed().items()}

    def _packed(self) -> dict[Listed, bytes]:
        """Each module's source, still packed, without what was compiled of it."""
        return {one: _stream(self.vba, one.stream)[one.offset :] for one in self.directory.modules}

    def joined(self, modules: Sequence[Module]) -> _Project:
        ours = {module.name.lower(): module for module in modules}
        kept = {
            replace(one, offset=0): packed
            for one, packed in self._packed().items()
            if one.name.lower() not in ours
        }
        listed = [*kept, *map(_listed, modules)]
        rest = {
            name: child
            for name, child in self.vba.children.items()
            if not _CACHES.fullmatch(name) and name not in self._streams()
        }
        vba = replace(self.vba, children={
            **rest,
            **{one.stream: packed for one, packed in kept.items()},
            **{module.name: compress(module.text()) for module in modules},
            "dir": compress(self.directory.with_modules(listed)),
            "_VBA_PROJECT": _NO_CACHE,
        })  # fmt: skip
        project = directory.listing_with(
            _stream(self.root, "PROJECT"), [module.name for module in modules]
        )
        children = {**self.root.children, "VBA": vba, "PROJECT": project}
        if "PROJECTwm" in children:
            children["PROJECTwm"] = directory.names(listed, self.directory.code_page)
        return _Project(replace(self.root, children=children), vba, self.directory)

    def _streams(self) -> set[str]:
        return {one.stream for one in self.directory.modules}

    def file(self) -> bytes:
        return compound.write(self.root)


def _stream(storage: Storage, name: str) -> bytes:
    """A stream by its name, whose case does not matter; KeyError when there is none."""
    found = {key.lower(): child for key, child in storage.children.items()}[name.lower()]
    if not isinstance(found, bytes):
        raise KeyError(name)
    return found
