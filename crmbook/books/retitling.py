"""Whether a sheet of ours may take another title: the report speaks another language now.

A formula, a link, a chart or a macro that names a sheet would break, so a sheet that anything of the
owner's names keeps its title; and so does one that its owner has renamed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from crmbook.books.archive import BLOCK
from crmbook.books.names import local
from crmbook.books.ownership import facts_of, is_ours, mark_of, title_sum
from crmbook.books.titles import legal

if TYPE_CHECKING:
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry

# Parts that never name a sheet.
_SILENT: Final = (
    "sharedstrings.xml",
    "styles.xml",
    ".rels",
    "calcchain.xml",
    "[content_types].xml",
)
_SPEAKING: Final = (".xml", ".vml")
_BUILT_IN: Final = "_xlnm."


def retitled(
    package: Package, ours: Mapping[str, SheetEntry], wanted: Mapping[str, str]
) -> dict[str, str]:
    """Key → the title a sheet of ours takes from now on."""
    new = {key: legal(title) for key, title in wanted.items() if key in ours}
    new = {key: title for key, title in new.items() if _given_by_us(package, key, ours[key])}
    new = {key: title for key, title in new.items() if title != ours[key].name}
    if not new or package.workbook.structure_protected or _has_macros(package):
        return {}
    taken = {each.name.casefold() for each in package.workbook.sheets}
    free = {key: title for key, title in new.items() if title.casefold() not in taken}
    if len({title.casefold() for title in free.values()}) < len(free):
        return {}
    named = _named(package, free, ours)
    return {key: title for key, title in free.items() if key not in named}


def _given_by_us(package: Package, key: str, entry: SheetEntry) -> bool:
    facts = facts_of(package, mark_of(key))
    return facts is not None and facts.given == title_sum(entry.name)


def _has_macros(package: Package) -> bool:
    return package.relationships(package.workbook.part).first("vbaProject") is not None


def _named(package: Package, new: Mapping[str, str], ours: Mapping[str, SheetEntry]) -> set[str]:
    """The keys of the sheets whose title stands anywhere but on sheets of ours."""
    patterns = {key: _naming(ours[key].name) for key in new}
    texts = _definitions(package)
    found = {key for key, pattern in patterns.items() if any(map(pattern.search, texts))}
    for part in _others(package, ours.values()):
        found |= {key for key in patterns.keys() - found if _speaks(package, part, patterns[key])}
    return found


def _naming(title: str) -> re.Pattern[bytes]:
    """A title as formulas and pivot tables name it: 'To do'!A1, sheet="To do"."""
    spelled = {_escaped(title), _escaped(title.replace("'", "''"))}
    either = "|".join(map(re.escape, sorted(spelled)))
    return re.compile(
        rf"(?:{either})(?:'|&apos;|&#39;)?[!:]|sheet=\"(?:{either})\"".encode(), re.IGNORECASE
    )


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _definitions(package: Package) -> list[bytes]:
    """What the owner's defined names mean."""
    return [
        _escaped(each.refers_to).encode()
        for each in package.workbook.names
        if not is_ours(each.name) and not each.name.startswith(_BUILT_IN)
    ]


def _others(package: Package, ours: Iterable[SheetEntry]) -> Iterator[str]:
    own = {package.workbook.part.lower()}
    for entry in ours:
        _reach(package, entry.part, own)
    for name in package.names():
        low = name.lower()
        if low not in own and low.endswith(_SPEAKING) and not low.endswith(_SILENT):
            yield name


def _reach(package: Package, part: str, reached: set[str]) -> None:
    reached.add(part.lower())
    for each in package.relationships(part):
        if not each.external and package.has(each.target) and each.target.lower() not in reached:
            _reach(package, package.spelled(each.target), reached)


def _speaks(package: Package, part: str, pattern: re.Pattern[bytes]) -> bool:
    before = b""
    with package.stream(part) as stream:
        while block := stream.read(BLOCK):
            if pattern.search(before + block):
                return True
            before = block[-200:]
    return False


def rename(package: Package, old: str, new: str) -> None:
    """Give a listed sheet another title."""
    for element in package.workbook.touch().iter():
        if local(element.tag) == "sheet" and element.get("name") == old:
            element.set("name", new)
    package.workbook.forget_titles()
