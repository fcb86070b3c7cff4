"""[Content_Types].xml: which kind of thing each part is."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.names import CONTENT_TYPES, RELATIONSHIPS_TYPE, local

if TYPE_CHECKING:
    from crmbook.books.package import Package

PART = "[Content_Types].xml"
_DEFAULT = f"{{{CONTENT_TYPES}}}Default"
_OVERRIDE = f"{{{CONTENT_TYPES}}}Override"
# Kinds of file of which a package may hold many: Excel states them once, by extension.
_BY_EXTENSION = frozenset({"bin", "emf", "gif", "jpeg", "jpg", "png", "rels", "vml", "wmf"})


class ContentTypes:
    def __init__(self, package: Package) -> None:
        self._package = package

    def of(self, part: str) -> str | None:
        """The content type of a part: its own, else that of its extension."""
        own = self._override(part)
        if own is None:
            own = self._default(_extension(part))
        return None if own is None else own.get("ContentType")

    def set(self, part: str, content_type: str) -> None:
        own = self._override(part)
        if own is not None and own.get("ContentType") == content_type:
            return
        if own is not None:
            self._root()
            own.set("ContentType", content_type)
        elif self.of(part) != content_type:
            self._add(part, content_type)

    def _add(self, part: str, content_type: str) -> None:
        extension = _extension(part)
        if extension in _BY_EXTENSION and self._default(extension) is None:
            self._add_default(extension, content_type)
            return
        element = etree.SubElement(self._root(), _OVERRIDE)
        element.set("PartName", f"/{part}")
        element.set("ContentType", content_type)

    def _add_default(self, extension: str, content_type: str) -> None:
        element = etree.Element(_DEFAULT)
        element.set("Extension", extension)
        element.set("ContentType", content_type)
        self._root().insert(0, element)

    def ensure_rels(self) -> None:
        """LibreOffice names every .rels part by itself; ours need the extension stated."""
        if self._default("rels") is None:
            self._add_default("rels", RELATIONSHIPS_TYPE)

    def forget(self, part: str) -> None:
        own = self._override(part)
        if own is not None:
            self._root().remove(own)

    def _root(self) -> etree._Element:
        return self._package.touch(PART)

    def _override(self, part: str) -> etree._Element | None:
        wanted = f"/{part}".lower()
        for element in self._package.xml(PART):
            if local(element.tag) == "Override" and _part_name(element) == wanted:
                return element
        return None

    def _default(self, extension: str) -> etree._Element | None:
        # Extensions are equal whatever their case: a second "png" beside "PNG" is a broken file.
        for element in self._package.xml(PART):
            if (
                local(element.tag) == "Default"
                and element.get("Extension", "").lower() == extension
            ):
                return element
        return None


def _part_name(element: etree._Element) -> str:
    return element.get("PartName", "").replace("\\", "/").lower()


def _extension(part: str) -> str:
    return posixpath.splitext(part)[1].lstrip(".").lower()
