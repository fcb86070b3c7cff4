"""Many letters in one Word file: words streamed, headers and notes of each kept."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from crmbook.language import Language
from crmbook.letters.word import sections
from crmbook.letters.word.package import (
    Package,
    add_part,
    add_relation,
    as_bytes,
    member,
    relations_of,
)
from crmbook.letters.word.part import LEVEL, Part

Letters = Iterable[tuple[Mapping[str, Any], Language]]

_TYPES = "[Content_Types].xml"
_NOTE = re.compile(
    r"<w:(footnote|endnote) (?![^>]*w:type=)[^>]*?w:id=\"(-?\d+)\"[^>]*>.*?</w:\1>", re.DOTALL
)
# Of a file of letters, "page 1 of 2" means those of the letter; Word calls them the section's.
_ALL_PAGES, _ITS_PAGES = "NUMPAGES", "SECTIONPAGES"


class PrintFile:
    """One file under construction. What is the same for all clients is there once."""

    def __init__(self, package: Package, parts: Mapping[str, Part]) -> None:
        self._package, self._main = package, parts[package.main]
        kinds = package.filled
        self._headers = {
            name: part for name, part in parts.items()
            if kinds[name] in {"header", "footer"} and self._identities(name)
        }  # fmt: skip
        self._notes = {n: p for n, p in parts.items() if kinds[n] in {"footnotes", "endnotes"}}
        self._replaced = {*parts, _TYPES, relations_of(package.main)}
        self._one_section = sum(1 for _each in self._main.root.iter("{*}sectPr")) == 1
        self._numbers = 1
        self._variants: dict[str, dict[str, str]] = {name: {} for name in self._headers}
        self._gathered: dict[str, list[bytes]] = {name: [] for name in self._notes}
        self._frames: dict[str, str] = {}

    def write(self, letters: Letters, target: BinaryIO | Path) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            count = 0
            with archive.open(member(self._package.main), "w", force_zip64=True) as stream:
                for text in self._stream(letters):
                    stream.write(self._counted(text).encode())
                    count += 1
            for name, data in self._rest(count - 1):
                archive.writestr(member(name), data)

    def _stream(self, letters: Letters) -> Iterator[str]:
        """The document, a piece more than there are letters."""
        words = section = end = ""
        number = 0
        for number, (context, language) in enumerate(letters, start=1):
            head, *pieces = sections.cut(self._main.render(context, language))
            if number == 1:
                yield head
            else:
                yield sections.one_of_many(words, number - 1, sections.restarted(section))
            words, section, end = self._with_headers(context, language, pieces)
            self._gather_notes(context, language, number)
        last = sections.one_of_many(words, number, "")
        yield last + sections.restarted(section) + end

    def _counted(self, text: str) -> str:
        text, self._numbers = sections.numbered(text, self._numbers)
        return text.replace(_ALL_PAGES, _ITS_PAGES) if self._one_section else text

    # ── headers ──

    def _with_headers(
        self, context: Mapping[str, Any], language: Language, pieces: list[str]
    ) -> list[str]:
        """The letter's pieces, whose sections name headers with the client's own words."""
        for name, part in self._headers.items():
            known = self._variants[name]
            xml = part.render(context, language)
            # The first wording keeps the part's own name, so that nothing points to what is not there.
            identity = known.setdefault(xml, f"rId_{_stem(name)}_{len(known) + 1}" if known else "")
            for old in self._identities(name) if identity else ():
                pieces = [each.replace(f'r:id="{old}"', f'r:id="{identity}"') for each in pieces]
        return pieces

    def _identities(self, name: str) -> list[str]:
        return [
            each.id
            for each in self._package.relationships(self._package.main)
            if each.target == name
        ]

    # ── notes ──

    def _gather_notes(self, context: Mapping[str, Any], language: Language, number: int) -> None:
        for name, part in self._notes.items():
            xml = part.render(context, language)
            notes = "".join(
                found[0].replace(f'w:id="{found[2]}"', f'w:id="{found[2]}{number:06d}"', 1)
                for found in _NOTE.finditer(xml)
            )
            self._gathered[name].append(zlib.compress(notes.encode(), 1))
            if name not in self._frames:
                self._frames[name] = _NOTE.sub("", xml)

    # ── what follows the document ──

    def _rest(self, letters: int) -> Iterator[tuple[str, bytes]]:
        types = self._package.xml(_TYPES)
        relations = self._package.xml(relations_of(self._package.main))
        for name, variants in self._variants.items():
            for xml, identity in variants.items():
                if not identity:
                    yield name, self._counted(xml).encode()
                    continue
                new = f"{name.rpartition('/')[0]}/{identity}.xml"
                add_part(types, new, name)
                add_relation(relations, identity, self._identities(name)[0], new)
                yield new, self._counted(xml).encode()
                if relations_of(name) in self._package.members:
                    yield relations_of(new), self._package.members[relations_of(name)]
        for name, frame in self._frames.items():
            start, sign, end = frame.rpartition("</")
            notes = "".join(zlib.decompress(each).decode() for each in self._gathered[name])
            yield name, f"{start}{notes}{sign}{end}".encode()
        yield _TYPES, as_bytes(types)
        yield relations_of(self._package.main), as_bytes(relations)
        yield from self._untouched(sections.numbering_of(self._package, self._main.root, letters))

    def _untouched(self, numbering: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        kinds = self._package.filled
        for name, data in self._package.members.items():
            if name in numbering:
                yield name, numbering[name]
            elif name not in self._replaced:
                own = self._one_section and kinds.get(name) in {"header", "footer"}
                yield name, data.replace(_ALL_PAGES.encode(), _ITS_PAGES.encode()) if own else data


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".xml")
