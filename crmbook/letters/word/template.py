"""A Word template: what it asks for, one letter by it, or many in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from crmbook.language import LANGUAGES, Language, _
from crmbook.letters.variables import Variable
from crmbook.letters.word import sections
from crmbook.letters.word.package import Package, member, packed
from crmbook.letters.word.part import LEVEL, Part
from crmbook.letters.word.printing import PrintFile

Context = Mapping[str, Any]


class WordTemplate:
    """Parts with tags are rendered for each client; all others are copied as they are packed."""

    def __init__(self, package: Package, language: Language) -> None:
        self._package, self._language = package, language
        self._parts: dict[str, Part] = {}
        for name, kind in package.filled.items():
            part = Part(package.name, _label(kind), package.xml(name))
            if kind == "document":
                sections.mark(part.root, package)
            if part.has_tags or kind in {"document", "footnotes", "endnotes"}:
                self._parts[name] = part
        self.variables()  # a slip is told before the first letter

    def variables(self) -> list[Variable]:
        """Every field it uses, with part and paragraph."""
        return [each for part in self._parts.values() for each in part.variables(self._language)]

    def render(self, context: Context) -> bytes:
        """One letter. Raises TemplateError for a field without a value."""
        language = self._tongue(context)
        rendered = {name: part.render(context, language) for name, part in self._parts.items()}
        made = io.BytesIO(self._copied)
        with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            for name, xml in rendered.items():
                archive.writestr(member(name), sections.alone(xml))
        return made.getvalue()

    def render_many(self, contexts: Iterable[Context], target: BinaryIO | Path) -> None:
        """All letters in one file to print, each in a section of its own with its pages counted anew.

        Nothing is written when there is no letter; one letter at a time is in memory.
        """
        letters = ((context, self._tongue(context)) for context in contexts)
        PrintFile(self._package, self._parts).write(letters, target)

    def _tongue(self, context: Context) -> Language:
        """A document without a language in its name is written in that of the letter."""
        wanted = context.get("letter", {}).get("language")
        return cast("Language", wanted) if wanted in LANGUAGES else self._language

    @cached_property
    def _copied(self) -> bytes:
        """All that is the same in every letter, packed once."""
        members = self._package.members
        return packed({name: members[name] for name in members if name not in self._parts})


@lru_cache(maxsize=16)
def compiled(path: Path, _changed: int, _size: int) -> WordTemplate:
    return WordTemplate(Package(path), _language_of(path))


def _language_of(path: Path) -> Language:
    """That of ``win-back.lt.docx`` is Lithuanian."""
    said = path.stem.rpartition(".")[2]
    return said if said in LANGUAGES else "en"


def _label(kind: str) -> str:
    """What a message calls a part; the document itself needs no name."""
    names = {
        "header": _("header"), "footer": _("footer"),
        "footnotes": _("footnotes"), "endnotes": _("endnotes"),
    }  # fmt: skip
    return names.get(kind, "")
