"""The Word file as it came: read with limits, without entities, never run."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from crmbook.language import _
from crmbook.letters.environment import TemplateError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FILLED = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
# The owner's remarks to himself, which no client should find in his letter.
_REMARKS = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people")
_OLE = b"\xd0\xcf\x11\xe0"

# A member that changes or is new carries the first day a zip can tell: same letter, same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Limits:
    """What a template may be: bytes of the file, unpacked, of one part to be filled; members."""

    packed: int = 60 << 20
    unpacked: int = 150 << 20
    part: int = 16 << 20
    members: int = 5_000


@dataclass(frozen=True)
class Relationship:
    id: str
    kind: str
    target: str


class Package:
    """The members of a .docx by name; ``main`` is the document, ``filled`` what may hold tags."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.name = path.name
        self._limits = limits or Limits()
        if path.stat().st_size > self._limits.packed:
            raise self._too_large(path.stat().st_size)
        self.members = self._unpacked(path.read_bytes())
        self.types = self.xml(_TYPES)
        self.main = self._main()
        if self.xml(self.main).tag != w("document"):
            raise self._refused(_("It is a “Strict Open XML Document”."))
        self._drop_remarks()

    @property
    def filled(self) -> dict[str, str]:
        """Parts that may hold tags, and what each is: "document", "header", "footer" and so on."""
        found = {self.main: "document"}
        for name, kind in self._overrides().items():
            short = kind.removeprefix(_WORD).removesuffix("+xml")
            if short in _FILLED and name in self.members:
                found[name] = _FILLED[short]
        return found

    def xml(self, name: str) -> etree._Element:
        data = self.members.get(name)
        if data is None:
            raise self._refused(_("It is no Word document: the part “{part}” is missing."), name)
        if len(data) > self._limits.part:
            raise self._too_large(len(data))
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise self._refused(_("Its part “{part}” is damaged."), name) from error
        if etree.ElementTree(root).docinfo.internalDTD is not None:
            # Office writes none; one that is there declares entities, that is, an attack.
            raise self._refused(
                _("Its part “{part}” declares what no Word document declares."), name
            )
        return root

    def relationships(self, part: str) -> list[Relationship]:
        name = relations_of(part)
        if name not in self.members:
            return []
        folder = posixpath.dirname(part)
        return [
            Relationship(
                each.get("Id", ""),
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/" + folder, each.get("Target", "")))[1:],
            )
            for each in self.xml(name).iter(f"{_REL}Relationship")
        ]

    def replace(self, name: str, root: etree._Element) -> None:
        self.members[name] = as_bytes(root)

    def _unpacked(self, data: bytes) -> dict[str, bytes]:
        if data.startswith(_OLE):
            raise self._refused(_("It is encrypted, or an old .doc."))
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = [each for each in archive.infolist() if not each.is_dir()]
                self._refuse_bomb(infos)
                return {each.filename: archive.read(each) for each in infos}
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise self._refused(_("It is no Word document, or it is damaged.")) from error

    def _refuse_bomb(self, infos: list[zipfile.ZipInfo]) -> None:
        """Python never gives more of a member than its size says, so the sizes can be believed."""
        plain = sum(each.file_size for each in infos)
        if plain > self._limits.unpacked or len(infos) > self._limits.members:
            raise self._too_large(plain)
        if len({each.filename for each in infos}) < len(infos):
            raise self._refused(_("It holds a part twice."))

    def _main(self) -> str:
        kinds = self._overrides()
        if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds.values()) or any(
            name.lower().endswith("vbaproject.bin") for name in self.members
        ):
            raise TemplateError(
                _("It holds macros, and letters are never sent with macros."),
                template=self.name,
                remedy=_("Save it in Word as “Word Document (.docx)”."),
            )
        for name, kind in kinds.items():
            if kind == f"{_WORD}document.main+xml" and name in self.members:
                return name
        raise self._refused(_("It is no Word document."))

    def _overrides(self) -> dict[str, str]:
        found = self.types.iter(f"{_CT}Override")
        return {each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in found}

    def _drop_remarks(self) -> None:
        name = relations_of(self.main)
        if name not in self.members:
            return
        gone = {
            each.target for each in self.relationships(self.main)
            if f"/{each.kind}" in _REMARKS
        }  # fmt: skip
        if not gone:
            return
        root = self.xml(name)
        for each in list(root):
            if f"/{each.get('Type', '').rpartition('/')[2]}" in _REMARKS:
                root.remove(each)
        self.replace(name, root)
        for each in list(self.types):
            if each.get("PartName", "").lstrip("/") in gone:
                self.types.remove(each)
        self.replace(_TYPES, self.types)
        for part in gone:
            self.members.pop(part, None)
            self.members.pop(relations_of(part), None)

    def _refused(self, what: str, part: str = "") -> TemplateError:
        return TemplateError(
            what.format(part=part), template=self.name,
            remedy=_("Open it in Word, save it as “Word Document (.docx)” and run again."),
        )  # fmt: skip

    def _too_large(self, size: int) -> TemplateError:
        return TemplateError(
            _("It is too large for a letter: {n} MB.").format(n=-(-size >> 20)),
            template=self.name,
            remedy=_("Make its pictures smaller (in Word: Picture Format, Compress Pictures)."),
        )


def as_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_of(part: str) -> str:
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def add_part(types: etree._Element, name: str, like: str) -> None:
    """A new part of the same content type as another."""
    kind = next(e.get("ContentType", "") for e in types if e.get("PartName") == f"/{like}")
    etree.SubElement(types, f"{_CT}Override", PartName=f"/{name}", ContentType=kind)


def add_relation(root: etree._Element, identity: str, like: str, target: str) -> None:
    """A new relationship of the same type as another."""
    kind = next(each.get("Type", "") for each in root if each.get("Id") == like)
    etree.SubElement(root, f"{_REL}Relationship", Id=identity, Type=kind, Target=f"/{target}")


def packed(members: Mapping[str, bytes]) -> bytes:
    """Members as a zip, to which others can be appended."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(member(name), data)
    return made.getvalue()


def member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def ancestors(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return element.iterancestors(*(w(name) for name in names))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
