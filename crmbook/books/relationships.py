"""What a part refers to: its .rels part, with targets resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.names import OFFICE, RELATIONSHIPS, local

if TYPE_CHECKING:
    from crmbook.books.package import Package

_RELATIONSHIP = f"{{{RELATIONSHIPS}}}Relationship"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="' + RELATIONSHIPS.encode() + b'"/>'
)


@dataclass(frozen=True)
class Relationship:
    """kind is the last word of the type: "worksheet"; target is a part's name, or an address."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        return self.type.rstrip("/").rsplit("/", 1)[-1]


class Relationships:
    """The relationships of one part ("" is the package itself). Changes are saved with the package."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._rels = rels_part(part)

    def __iter__(self) -> Iterator[Relationship]:
        if not self._package.has(self._rels):
            return
        for element in self._package.xml(self._rels):
            if local(element.tag) == "Relationship":
                yield self._relationship(element)

    def _relationship(self, element: etree._Element) -> Relationship:
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        return Relationship(
            element.get("Id", ""),
            element.get("Type", ""),
            target if external else resolve(self._part, target),
            external,
        )

    def of(self, kind: str) -> list[Relationship]:
        """Those of a kind, by the last word of their type: "worksheet", "table", "calcChain"."""
        return [each for each in self if each.kind == kind]

    def first(self, kind: str) -> Relationship | None:
        return next((each for each in self if each.kind == kind), None)

    def get(self, id_: str) -> Relationship | None:
        return next((each for each in self if each.id == id_), None)

    def add(
        self, type_: str, target: str, *, external: bool = False, id_: str | None = None
    ) -> str:
        """Add one and return its id; a type of one word is an officeDocument type."""
        root = self._root()
        taken = {element.get("Id") for element in root}
        if id_ is None:
            id_ = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        element = etree.SubElement(root, _RELATIONSHIP)
        element.set("Id", id_)
        element.set("Type", type_ if "/" in type_ else f"{OFFICE}/{type_}")
        element.set("Target", target if external else self._spelled(target))
        if external:
            element.set("TargetMode", "External")
        return id_

    def remove(self, id_: str) -> None:
        root = self._root()
        for element in list(root):
            if element.get("Id") == id_:
                root.remove(element)

    def _root(self) -> etree._Element:
        if not self._package.has(self._rels):
            self._package.content_types.ensure_rels()
            self._package.put(self._rels, _EMPTY)
        return self._package.touch(self._rels)

    def _spelled(self, target: str) -> str:
        # Relative, as Excel writes it: some readers do not understand "/xl/…".
        folder = posixpath.dirname(self._part)
        return posixpath.relpath(target, folder) if folder else target


def rels_part(part: str) -> str:
    """The name of the .rels part of a part: xl/workbook.xml → xl/_rels/workbook.xml.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """The part a relative target means, seen from a part; without a leading slash."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
    return joined.lstrip("/")
