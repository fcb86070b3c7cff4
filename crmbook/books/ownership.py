"""The sheets that are crmbook's: how they are marked, and whether somebody has typed on them.

A sheet of ours has a hidden workbook-level name, ``_crmbook.silence``, that means its first cell:
it follows the sheet when its owner renames or moves it. Beside it ``_crmbook.silence.facts`` holds a
text that says what we wrote. A comment on the name would be neater, but LibreOffice drops it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crmbook.books.counting import counted
from crmbook.books.defined_names import DefinedName
from crmbook.books.names import local
from crmbook.sheet import quoted

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry

_MARK: Final = "_crmbook."
_FACTS: Final = ".facts"
_SIMPLE_KEY = re.compile(r"[a-z0-9_]{1,80}\Z")
_TITLE = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!")
_FACT = re.compile(
    r"crc=(\d+) cells=(\d+) digest=(\d+) formulas=(\d+) notes=(\d+) shapes=(\d+) "
    r"given=(\d+) key=(.*)"
)
_LONGEST_KEY: Final = 120
# What our sheets refer to; anything else, a pivot table or a picture, somebody has added.
_OURS: Final = frozenset(
    {"comments", "ctrlProp", "drawing", "hyperlink", "printerSettings", "table", "vmlDrawing"}
)
_OUR_BUTTON = re.compile(rb"FmlaMacro>(?:\[0\]!|CrmButtons\.)Crm\w+<")


@dataclass(frozen=True)
class Facts:
    """What we wrote on a sheet.

    crc      check sum of the sheet's part, byte by byte
    cells    number of constants; digest of them in any order
    shapes   charts and whatever else is drawn on it
    given    check sum of the title we gave it, to know whether its owner gave it another
    """

    crc: int
    cells: int
    digest: int
    formulas: int
    notes: int
    shapes: int
    given: int
    key: str

    def __str__(self) -> str:
        return (
            f"crc={self.crc} cells={self.cells} digest={self.digest} formulas={self.formulas} "
            f"notes={self.notes} shapes={self.shapes} given={self.given} "
            f"key={self.key[:_LONGEST_KEY]}"
        )

    @classmethod
    def read(cls, text: str) -> Facts | None:
        match = _FACT.fullmatch(text.removeprefix("=")[1:-1].replace('""', '"'))
        if match is None:
            return None
        crc, cells, digest, formulas, notes, shapes, given = map(int, match.groups()[:-1])
        return cls(crc, cells, digest, formulas, notes, shapes, given, match[8])


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
        if name.position is not None or not is_mark(name.name):
            continue
        entry = sheets.get(title_in(name.refers_to).casefold())
        if entry is not None and entry.kind == "worksheet" and package.has(entry.part):
            facts = facts_of(package, name.name)
            found[facts.key if facts else key_in(name.name)] = entry
    return found


def is_ours(name: str) -> bool:
    """Whether a defined name is a mark, or the facts beside one."""
    return name.startswith(_MARK)


def is_mark(name: str) -> bool:
    return is_ours(name) and not name.endswith(_FACTS)


def mark_of(key: str) -> str:
    return _MARK + slug(key)


def key_in(mark: str) -> str:
    """The key as the mark spells it, for want of facts that hold it whole."""
    return mark.removeprefix(_MARK)


def facts_beside(mark: str) -> str:
    """The name that holds the facts of a sheet so marked."""
    return mark + _FACTS


def title_in(refers_to: str) -> str:
    """The title of the sheet that a name means, "" when it means none."""
    match = _TITLE.match(refers_to)
    return (match[1] or match[2]).replace("''", "'") if match else ""


def title_sum(title: str) -> int:
    return zlib.crc32(title.encode())


def facts_of(package: Package, mark: str) -> Facts | None:
    found = package.workbook.names.get(facts_beside(mark))
    return None if found is None else Facts.read(found.refers_to)


def mark(package: Package, title: str, facts: Facts) -> None:
    name = mark_of(facts.key)
    names = package.workbook.names
    names.set(DefinedName(name, f"{quoted(title)}!$A$1", hidden=True))
    text = str(facts).replace('"', '""')
    names.set(DefinedName(facts_beside(name), f'"{text}"', hidden=True))


def changed_by_us(package: Package, part: str, before: int) -> None:
    """A part of ours was changed by ourselves: it is what we wrote, if it was so with the sum before."""
    for key, entry in owned_sheets(package).items():
        facts = facts_of(package, mark_of(key))
        if entry.part == part and facts is not None and facts.crc == before:
            mark(package, entry.name, replace(facts, crc=package.crc(part)))


def unmark(package: Package, key: str) -> None:
    """The sheet is its owner's from now on."""
    name = mark_of(key)
    package.workbook.names.remove(name)
    package.workbook.names.remove(facts_beside(name))


def typed_on(package: Package, key: str, part: str) -> bool:
    """Whether a sheet of ours holds anything that we did not write; sorting and looks aside."""
    facts = facts_of(package, mark_of(key))
    if facts is None:
        return True  # nobody can tell any more, and what may be the owner's stays
    if package.crc(part) == facts.crc:
        return False
    return _extras(package, part) != (facts.notes, facts.shapes) or counted(package, part) != (
        facts.cells,
        facts.digest,
        facts.formulas,
    )


def _extras(package: Package, part: str) -> tuple[int, int]:
    """How many notes and shapes stand on a sheet; (-1, -1) when something else hangs on it."""
    notes = shapes = 0
    controls = _controls(package, part)
    for each in package.relationships(part):
        if each.kind not in _OURS or controls is None:
            return -1, -1
        if each.kind == "comments" and package.has(each.target):
            notes += sum(1 for e in package.xml(each.target).iter() if local(e.tag) == "comment")
        if each.kind == "drawing" and package.has(each.target):
            drawn = package.xml(each.target)
            twins = sum(1 for e in drawn if local(e.tag) == "AlternateContent")
            shapes += len(drawn) - min(twins, controls)
    return notes, shapes


def _controls(package: Package, part: str) -> int | None:
    """Our buttons that Excel or LibreOffice has saved: each is drawn once more, and has a part of its own.

    None when a button or box of the owner's is among them.
    """
    kinds = [(each.kind, each.target) for each in package.relationships(part)]
    controls = sum(kind == "ctrlProp" for kind, _target in kinds)
    drawings = [t for kind, t in kinds if kind == "vmlDrawing" and package.has(t)]
    ours = sum(len(_OUR_BUTTON.findall(package.read(target))) for target in drawings)
    return controls if controls in {0, ours} else None
