"""Pieces that several letters share, found by name in the letter's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BaseLoader
from jinja2.exceptions import TemplateNotFound

from crmbook.language import LANGUAGES, Language

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "partials"
_NAME = re.compile(r"\w[\w-]*")


class Partials(BaseLoader):
    """``{% include "sign-off" %}`` is partials/sign-off.<language>.md; the first folder wins."""

    has_source_access = True

    def __init__(self, language: Language, folders: Sequence[Path]) -> None:
        self._language, self._folders = language, tuple(folders)

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002  # Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        path = self.path(template)
        if path is None:
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8-sig"), template, lambda: True

    def path(self, name: str) -> Path | None:
        """The file of a partial. A name is no path, so that nothing else is read."""
        if not _NAME.fullmatch(name):
            return None
        places = (folder / FOLDER / f"{name}.{self._language}.md" for folder in self._folders)
        return next((path for path in places if path.is_file()), None)

    def languages(self, name: str) -> list[Language]:
        """The languages in which there is such a partial."""
        return [
            tongue
            for tongue in LANGUAGES
            if name in {p.name.split(".")[0] for p in self._files(tongue)}
        ]

    def _files(self, language: Language) -> Iterator[Path]:
        for folder in self._folders:
            yield from (folder / FOLDER).glob(f"*.{language}.md")
