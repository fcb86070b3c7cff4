"""The defined names of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crmbook.books.names import local, main

if TYPE_CHECKING:
    from crmbook.books.workbook import Workbook


@dataclass(frozen=True)
class DefinedName:
    """refers_to has no "=" before it; position is that of the sheet a local name belongs to."""

    name: str
    refers_to: str
    position: int | None = None
    hidden: bool = False
    comment: str = ""


class DefinedNames:
    """Names in the order they stand; equal whatever their case, once a sheet and once a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook

    def __iter__(self) -> Iterator[DefinedName]:
        for element in self._elements():
            yield _read(element)

    def get(self, name: str, position: int | None = None) -> DefinedName | None:
        element = self._find(name, position)
        return None if element is None else _read(element)

    def set(self, wanted: DefinedName) -> None:
        """Make the name, or give it another meaning; what else the owner set on it stays."""
        element = self._find(wanted.name, wanted.position)
        if element is not None and _read(element) == wanted:
            return
        self._workbook.touch()
        if element is None:
            parent = self._workbook.child("definedNames")
            element = etree.SubElement(parent, main("definedName"))
            element.set("name", wanted.name)
            if wanted.position is not None:
                element.set("localSheetId", str(wanted.position))
            self._workbook.forget_titles()
        element.text = wanted.refers_to
        _set(element, "hidden", "1" if wanted.hidden else "")
        _set(element, "comment", wanted.comment)

    def remove(self, name: str, position: int | None = None) -> None:
        element = self._find(name, position)
        if element is not None:
            self._drop(element)

    def remove_position(self, position: int) -> None:
        """A sheet leaves: its own names go, those of the sheets after it move up."""
        for element in self._elements():
            mine = element.get("localSheetId")
            if mine == str(position):
                self._drop(element)
            elif mine is not None and int(mine) > position:
                self._workbook.touch()
                element.set("localSheetId", str(int(mine) - 1))

    def _drop(self, element: etree._Element) -> None:
        self._workbook.touch()
        self._workbook.forget_titles()
        parent = element.getparent()
        if parent is None:
            return
        parent.remove(element)
        above = parent.getparent()
        if not len(parent) and above is not None:
            # An empty <definedNames/> is against the schema: Excel would repair the file.
            above.remove(parent)

    def _find(self, name: str, position: int | None) -> etree._Element | None:
        place = None if position is None else str(position)
        for element in self._elements():
            same = element.get("name", "").lower() == name.lower()
            if same and element.get("localSheetId") == place:
                return element
        return None

    def _elements(self) -> list[etree._Element]:
        parent = self._workbook.root.find(main("definedNames"))
        if parent is None:
            return []
        return [element for element in parent if local(element.tag) == "definedName"]


def _read(element: etree._Element) -> DefinedName:
    place = element.get("localSheetId")
    return DefinedName(
        element.get("name", ""),
        element.text or "",
        None if place is None else int(place),
        element.get("hidden") in {"1", "true"},
        element.get("comment", ""),
    )


def _set(element: etree._Element, attribute: str, value: str) -> None:
    if value:
        element.set(attribute, value)
    elif attribute in element.attrib:
        del element.attrib[attribute]
