"""Where the sheets of a workbook lie in its package, and where its Excel tables stand."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from crmbook.book import TablePlace
from crmbook.sheet import Area

_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")


@dataclass(frozen=True)
class Relation:
    kind: str  # the last word of its type: "worksheet", "table", …
    part: str


class Places:
    """The map of a workbook's package; read-only, and lenient where a writer must be strict."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}

    def sheet_parts(self) -> dict[str, str]:
        """Title → part of every worksheet, in the workbook's order."""
        main = next(
            one.part for one in self._relations("").values() if one.kind == "officeDocument"
        )
        relations = self._relations(main)
        found = {}
        for sheet in self._xml(main).iterfind("{*}sheets/{*}sheet"):
            relation = relations.get(next(filter(None, map(sheet.get, _IDS)), ""))
            if relation and relation.kind == "worksheet":
                found[str(sheet.get("name"))] = relation.part
        return found

    def tables(self) -> list[TablePlace]:
        return [
            _table(self._xml(one.part), title)
            for title, part in self.sheet_parts().items()
            for one in self._relations(part).values()
            if one.kind == "table" and self._has(one.part)
        ]

    def blocks(self, part: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The text of a part, unpacked bit by bit."""
        with self._zip.open(self._names[part.lower()]) as stream:
            while block := stream.read(size):
                yield block

    def close(self) -> None:
        self._zip.close()

    def _has(self, part: str) -> bool:
        return part.lower() in self._names

    def _xml(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._zip.read(self._names[part.lower()]), parser)

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        home = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._has(home):
            return {}
        return {
            str(one.get("Id")): Relation(
                str(one.get("Type")).rsplit("/", 1)[-1], _target(folder, str(one.get("Target")))
            )
            for one in self._xml(home).iterfind("{*}Relationship")
            if one.get("TargetMode") != "External"
        }


def area(reference: str) -> Area | None:
    """The rectangle of "A1:C7", counted from 0."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(
        int(top) - 1, column_number(left), int(bottom or top) - 1, column_number(right or left)
    )


def column_number(letters: str) -> int:
    """A column counted from 0: "A" → 0, "AB" → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _target(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))


def _table(table: etree._Element, sheet: str) -> TablePlace:
    place = area(str(table.get("ref")))
    return TablePlace(
        name=str(table.get("displayName") or table.get("name")),
        sheet=sheet,
        area=place or Area(0, 0, 0, 0),
        headings=[
            str(column.get("name")) for column in table.iterfind("{*}tableColumns/{*}tableColumn")
        ],
        has_totals=int(table.get("totalsRowCount") or 0) > 0,
    )
