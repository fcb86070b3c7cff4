"""What stands on a sheet, counted in any order: sorting a table is not typing on it."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from lxml import etree

from crmbook.books.names import local
from crmbook.books.rows import Plain, cut

if TYPE_CHECKING:
    from crmbook.books.package import Package

_MANY: Final = 50_000
_TYPED: Final = 13  # a letter, a point, and more digits than anybody types after one
_YES_OR_NO: Final = frozenset({"TRUE()", "FALSE()"})  # how LibreOffice saves a plain yes or no
_SPELLED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Tally:
    """Told the constants and the number of formulas of every row, it says how many and which."""

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
        self._cells += sum(self._counts.values())
        crc = zlib.crc32
        digest = self._digest
        for value, times in self._counts.items():
            said = f"t{_told(value)}" if isinstance(value, str) else f"n{value:.15g}"
            # Of a fraction of many digits only that it is one counts: nobody types it, and
            # programs that save it again round it, each in its own way.
            if len(said) > _TYPED and said[0] == "n" and _is_fraction(said):
                said = "n"
            digest += times * crc(said.encode("utf-8", "replace"))
        self._digest = digest % (1 << 64)
        self._counts.clear()


def _is_fraction(said: str) -> bool:
    return "." in said and ("e" not in said or len(said) > _TYPED + len("e-07"))


def _told(text: str) -> str:
    """Programs that save a sheet again keep a text but for its ends of lines."""
    return cut(text).replace("\r", "").strip()


def counted(package: Package, part: str) -> tuple[int, int, int] | None:
    """How many constants stand on a sheet, their digest, and how many formulas.

    None when there are sparklines, which are none of ours.
    """
    tally = Tally()
    texts: list[str] | None = None
    with package.stream(part) as stream:
        for _event, row in etree.iterparse(
            stream, tag=("{*}row", "{*}sparklineGroup"), resolve_entities=False, huge_tree=True
        ):
            if local(row.tag) == "sparklineGroup":
                return None
            if texts is None and any(cell.get("t") == "s" for cell in row):
                texts = _shared_texts(package)
            plain = [_constant(cell, texts or []) for cell in row if not _is_formula(cell)]
            tally(plain, len(row) - len(plain))
            _forget(row)
    return tally.cells, tally.digest, tally.formulas


def _forget(row: etree._Element) -> None:
    """Rows already counted would fill the memory."""
    row.clear()
    above, before = row.getparent(), row.getprevious()
    if above is not None and before is not None:
        above.remove(before)


def _is_formula(cell: etree._Element) -> bool:
    first = cell[0] if len(cell) else None
    return first is not None and local(first.tag) == "f" and first.text not in _YES_OR_NO


def _constant(cell: etree._Element, texts: list[str]) -> Plain:
    if not len(cell):
        return None
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
    return _SPELLED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
