"""The styles of a workbook: ours are added behind the owner's, never twice, never between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from lxml import etree

from crmbook.books.names import MAIN, local, main
from crmbook.errors import WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.package import Package

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
# What stands at the first places where a workbook leaves them out: without it, the first of ours
# would become the look of every cell of the owner's.
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "fonts": ("<font/>",),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border/>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
_FIRST_OWN_FORMAT: Final = 164
_MOST_STYLES: Final = 65_490
_SAID_ANYWAY: Final = frozenset({"0", "false"})

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True)
class Merged:
    """Scratch number → the workbook's number, of cell styles and of conditional formats' looks."""

    cells: Mapping[int, int]
    rules: Mapping[int, int]


def merge_styles(package: Package, scratch: etree._Element, cells: Iterable[int]) -> Merged:
    """Add the cell styles named, and all looks of conditional formats, to a workbook's own."""
    return _Merge(package, scratch).merge(sorted(set(cells)))


class _Merge:
    def __init__(self, package: Package, scratch: etree._Element) -> None:
        self._package = package
        self._ours = scratch
        self._part = _styles_part(package)
        self._theirs = package.xml(self._part)
        self._known: dict[str, dict[Key, int]] = {}

    def merge(self, cells: list[int]) -> Merged:
        for section in _FIRST:
            if not _children(self._theirs, section):
                self._begin(section)
        styles = _children(self._ours, "cellXfs")
        merged = {number: self._cell(styles[number]) for number in cells if number}
        rules = _children(self._ours, "dxfs")
        looks = {number: self._place("dxfs", each) for number, each in enumerate(rules)}
        if len(_children(self._theirs, "cellXfs")) > _MOST_STYLES:
            raise WorkbookRefusedError(
                _(
                    "{book} has as many cell styles as Excel allows, so no report fits in. "
                    "Copy its sheets into a new workbook and use that one."
                ).format(book=self._package.name)
            )
        return Merged({0: 0, **merged}, looks)

    def _cell(self, style: etree._Element) -> int:
        ours = deepcopy(style)
        for attribute, section in (
            ("fontId", "fonts"),
            ("fillId", "fills"),
            ("borderId", "borders"),
        ):
            number = int(ours.get(attribute, "0"))
            if number or section == "fonts":
                element = _children(self._ours, section)[number]
                ours.set(attribute, str(self._place(section, self._in_their_font(element))))
        ours.set("numFmtId", str(self._number_format(int(ours.get("numFmtId", "0")))))
        if self._theirs.find(main("cellStyleXfs")) is None:
            ours.attrib.pop("xfId", "")
        else:
            ours.set("xfId", "0")
        return self._place("cellXfs", ours)

    def _in_their_font(self, element: etree._Element) -> etree._Element:
        """Our sheets speak in the workbook's own typeface."""
        if local(element.tag) != "font" or self._typeface is None:
            return element
        ours = deepcopy(element)
        for child in list(ours):
            if local(child.tag) in {"name", "family", "charset", "scheme"}:
                ours.remove(child)
        ours.extend(deepcopy(child) for child in self._typeface)
        return ours

    @property
    def _typeface(self) -> list[etree._Element] | None:
        fonts = _children(self._theirs, "fonts")
        named = (
            [e for e in fonts[0] if local(e.tag) in {"name", "family", "charset", "scheme"}]
            if fonts
            else []
        )
        return named if any(local(each.tag) == "name" for each in named) else None

    def _number_format(self, number: int) -> int:
        """Built-in formats are numbered the same everywhere; others are known by their code."""
        ours = {int(e.get("numFmtId", "0")): e for e in _children(self._ours, "numFmts")}
        if number not in ours:
            return number
        code = ours[number].get("formatCode")
        theirs = {
            e.get("formatCode"): int(e.get("numFmtId", "0"))
            for e in _children(self._theirs, "numFmts")
        }
        if code in theirs:
            return theirs[code]
        free = max([_FIRST_OWN_FORMAT - 1, *theirs.values()]) + 1
        section = self._section("numFmts")
        added = etree.SubElement(section, main("numFmt"))
        added.set("numFmtId", str(free))
        added.set("formatCode", str(code))
        section.set("count", str(len(section)))
        return free

    def _place(self, section: str, element: etree._Element) -> int:
        """Where an element like this stands, added behind the others when there is none."""
        known = self._known.get(section)
        if known is None:
            known = self._known[section] = {}
            for number, each in enumerate(_children(self._theirs, section)):
                known.setdefault(_key(each), number)
        key = _key(element)
        if key not in known:
            parent = self._section(section)
            parent.append(deepcopy(element))
            parent.set("count", str(len(_children(self._theirs, section))))
            known[key] = len(_children(self._theirs, section)) - 1
        return known[key]

    def _section(self, name: str) -> etree._Element:
        """A section about to be changed, made in its place when it is missing."""
        self._package.touch(self._part)
        found = self._theirs.find(main(name))
        if found is None:
            found = etree.Element(main(name))
            before = set(_ORDER[: _ORDER.index(name)])
            places = (i + 1 for i, e in enumerate(self._theirs) if local(e.tag) in before)
            self._theirs.insert(max(places, default=0), found)
        return found

    def _begin(self, name: str) -> None:
        section = self._section(name)
        section.extend(map(_element, _FIRST[name]))
        section.set("count", str(len(section)))


def _styles_part(package: Package) -> str:
    found = package.relationships(package.workbook.part).first("styles")
    if found is not None and package.has(found.target):
        return package.spelled(found.target)
    part = package.free_name("xl/styles{}.xml")
    package.put(part, f'<styleSheet xmlns="{MAIN}"/>'.encode(), _TYPE)
    package.relationships(package.workbook.part).add("styles", part)
    return part


def _children(root: etree._Element, section: str) -> list[etree._Element]:
    found = root.find(main(section))
    return [] if found is None else [e for e in found if isinstance(e.tag, str)]


def _key(element: etree._Element) -> Key:
    """What an element says, however it is spelled: prefixes, order and defaults aside."""
    said = sorted(element.attrib.items())
    if local(element.tag) == "xf":
        said = [each for each in said if each[1] not in _SAID_ANYWAY]
    below = sorted(map(_key, (e for e in element if isinstance(e.tag, str))), key=repr)
    return (local(element.tag), *said, *below)


def _element(text: str) -> etree._Element:
    tag = text[1:].split(" ", 1)[0].split("/", 1)[0].split(">", 1)[0]
    return etree.fromstring(text.replace(f"<{tag}", f'<{tag} xmlns="{MAIN}"', 1))
