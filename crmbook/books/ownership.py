"""The sheets that are crmbook's: how they are marked, and whether somebody has typed on them.

A sheet of ours has a hidden workbook-level name, ``_crmbook.silence``, that means its first cell:
it follows the sheet when its owner renames or moves it. Beside it ``_crmbook.silence.facts`` holds a
text that says what we wrote. A comment on the name would be neater, but LibreOffice drops it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from crmbook.books.defined_names import DefinedName
from crmbook.books.names import local
from crmbook.books.rows import Plain, cut
from crmbook.sheet import quoted

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry

_MARK: Final = "_crmbook."
_FACTS: Final = ".facts"
_SIMPLE_KEY = re.compile(r"[a-z0-9_]{1,80}\Z")
_TITLE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!")
_FACT = re.compile(
    r"crc=(\d+) cells=(\d+) digest=(\d+) formulas=(\d+) notes=(\d+) shapes=(\d+) key=(.*)"
)
_LONGEST_KEY: Final = 120
_MANY: Final = 50_000
_DIGITS_TYPED: Final = 12  # and the point
_YES_OR_NO: Final = frozenset({"TRUE()", "FALSE()"})  # how LibreOffice saves a plain yes or no
# What our sheets refer to; anything else, a pivot table or a picture, somebody has added.
_OURS: Final = frozenset(
    {"comments", "drawing", "hyperlink", "printerSettings", "table", "vmlDrawing"}
)


@dataclass(frozen=True)
class Facts:
    """What we wrote on a sheet.

    crc      check sum of the sheet's part, byte by byte
    cells    number of constants; digest of them in any order
    shapes   charts and whatever else is drawn on it
    """

    crc: int
    cells: int
    digest: int
    formulas: int
    notes: int
    shapes: int
    key: str

    def __str__(self) -> str:
        return (
            f"crc={self.crc} cells={self.cells} digest={self.digest} formulas={self.formulas} "
            f"notes={self.notes} shapes={self.shapes} key={self.key[:_LONGEST_KEY]}"
        )

    @classmethod
    def read(cls, text: str) -> Facts | None:
        match = _FACT.fullmatch(text.removeprefix("=")[1:-1].replace('""', '"'))
        if match is None:
            return None
        crc, cells, digest, formulas, notes, shapes = map(int, match.groups()[:-1])
        return cls(crc, cells, digest, formulas, notes, shapes, match[7])


class Tally:
    """Counts what stands on a sheet, in any order: sorting a table is not typing on it."""

    def __init__(self) -> None:
        self.formulas = 0
        self._cells = 0
        self._digest = 0
        self._counts: Counter[Plain] = Counter()

    def __call__(self, constants: Iterable[Plain], formulas: int) -> None:
        self._counts.update(constants)
        self.formulas += formulas
        if len(self._counts) > _MANY:
            self._settle()

    @property
    def cells(self) -> int:
        self._settle()
        return self._cells

    @property
    def digest(self) -> int:
        self._settle()
        return self._digest

    def _settle(self) -> None:
        self._counts.pop(None, None)
        crc = zlib.crc32
        for value, times in self._counts.items():
            self._cells += times
            self._digest += times * crc(_token(value).encode("utf-8", "replace"))
        self._digest %= 1 << 64
        self._counts.clear()


def _token(value: Plain) -> str:
    """What is compared of a constant.

    Of a fraction of many digits only that it is one: nobody types it, and programs that save it
    again round it, each in its own way.
    """
    if isinstance(value, str):
        return f"t{_told(value)}"
    text = f"{value:.15g}"
    return "n" if "." in text and len(text) > _DIGITS_TYPED + text.count("e") * 4 else f"n{text}"


def _told(text: str) -> str:
    """Programs that save a sheet again keep a text but for its ends of lines."""
    return cut(text).replace("\r", "").strip()


def slug(key: str) -> str:
    """A key as a defined name may hold it; two keys never share one."""
    if _SIMPLE_KEY.match(key):
        return key
    plain = re.sub(r"[^a-z0-9]+", "_", key.lower())[:60]
    return f"{plain}_{zlib.crc32(key.encode()):08x}"


def owned(package: Package) -> dict[str, str]:
    """Key → title of the sheets that are crmbook's."""
    return {key: entry.name for key, entry in owned_sheets(package).items()}


def owned_sheets(package: Package) -> dict[str, SheetEntry]:
    sheets = {each.name.casefold(): each for each in package.workbook.sheets}
    found = {}
    for name in package.workbook.names:
        if name.position is not None or not _is_mark(name.name):
            continue
        match = _TITLE.match(name.refers_to)
        title = (match[1] or match[2]).replace("''", "'") if match else ""
        entry = sheets.get(title.casefold())
        if entry is not None and entry.kind == "worksheet" and package.has(entry.part):
            facts = facts_of(package, name.name)
            found[facts.key if facts else name.name[len(_MARK) :]] = entry
    return found


def _is_mark(name: str) -> bool:
    return name.startswith(_MARK) and not name.endswith(_FACTS)


def facts_of(package: Package, mark: str) -> Facts | None:
    found = package.workbook.names.get(mark + _FACTS)
    return None if found is None else Facts.read(found.refers_to)


def mark(package: Package, title: str, facts: Facts) -> None:
    name = _MARK + slug(facts.key)
    names = package.workbook.names
    names.set(DefinedName(name, f"{quoted(title)}!$A$1", hidden=True))
    text = str(facts).replace('"', '""')
    names.set(DefinedName(name + _FACTS, f'"{text}"', hidden=True))


def unmark(package: Package, key: str) -> None:
    """The sheet is its owner's from now on."""
    name = _MARK + slug(key)
    package.workbook.names.remove(name)
    package.workbook.names.remove(name + _FACTS)


def typed_on(package: Package, key: str, part: str) -> bool:
    """Whether a sheet of ours holds anything that we did not write; sorting and looks aside."""
    facts = facts_of(package, _MARK + slug(key))
    if facts is None:
        return True  # nobody can tell any more, and what may be the owner's stays
    if package.crc(part) == facts.crc:
        return False
    return _extras(package, part) != (facts.notes, facts.shapes) or _cells(package, part) != (
        facts.cells,
        facts.digest,
        facts.formulas,
    )


def _extras(package: Package, part: str) -> tuple[int, int]:
    """How many notes and shapes stand on a sheet; (-1, -1) when something else hangs on it."""
    notes = shapes = 0
    for each in package.relationships(part):
        if each.kind not in _OURS:
            return -1, -1
        if each.kind == "comments" and package.has(each.target):
            notes += sum(1 for e in package.xml(each.target).iter() if local(e.tag) == "comment")
        if each.kind == "drawing" and package.has(each.target):
            shapes += len(package.xml(each.target))
    return notes, shapes


def _cells(package: Package, part: str) -> tuple[int, int, int]:
    tally = Tally()
    texts: list[str] | None = None
    with package.stream(part) as stream:
        for _event, cell in etree.iterparse(
            stream, tag=("{*}c", "{*}sparklineGroup"), resolve_entities=False, huge_tree=True
        ):
            if local(cell.tag) == "sparklineGroup":
                return -1, -1, -1
            if texts is None and cell.get("t") == "s":
                texts = _shared_texts(package)
            formula = any(local(e.tag) == "f" and e.text not in _YES_OR_NO for e in cell)
            tally([None if formula else _constant(cell, texts or [])], int(formula))
            _forget(cell)
    return tally.cells, tally.digest, tally.formulas


def _forget(cell: etree._Element) -> None:
    """Cells already counted would fill the memory."""
    row = cell.getparent()
    cell.clear()
    if row is not None:
        row.remove(cell)
        above = row.getparent()
        before = row.getprevious()
        if above is not None and before is not None:
            above.remove(before)


def _constant(cell: etree._Element, texts: list[str]) -> Plain:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell) or None
    value = next((e.text for e in cell if local(e.tag) == "v"), None)
    if not value:
        return None
    if kind == "s":
        return texts[int(value)] or None
    return float(value) if kind in {"n", "b"} else _unescaped(value)


def _shared_texts(package: Package) -> list[str]:
    found = package.relationships(package.workbook.part).first("sharedStrings")
    if found is None or not package.has(found.target):
        return []
    texts = []
    with package.stream(found.target) as stream:
        for _event, item in etree.iterparse(
            stream, tag="{*}si", resolve_entities=False, huge_tree=True
        ):
            texts.append(_text(item))
            item.clear()
    return texts


def _text(item: etree._Element) -> str:
    return _unescaped("".join(_pieces(item)))


def _pieces(item: etree._Element) -> Iterator[str]:
    """Texts and runs of text, not the reading aids of East Asian scripts."""
    for element in item.iter():
        above = element.getparent()
        if local(element.tag) == "t" and (above is None or local(above.tag) != "rPh"):
            yield element.text or ""


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
