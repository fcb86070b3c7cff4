"""The looks of letters, as files an owner may change: the firm's own wins over ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template as Page

OURS = "layouts"


def layout(name: str, templates: Path) -> Path:
    """The file of a layout: in ``layouts`` beside the letter's template, else ours."""
    from crmbook.letters.template import shipped

    own = templates / OURS / name
    return own if own.is_file() else shipped() / OURS / name


def files(templates: Path) -> list[Path]:
    """All that the looks of letters are made of: ours, and whatever lies beside the firm's own."""
    from crmbook.letters.template import shipped

    folders = dict.fromkeys((templates / OURS, shipped() / OURS))
    return [
        path for folder in folders if folder.is_dir()
        for path in sorted(folder.iterdir()) if path.is_file()
    ]  # fmt: skip


def page(path: Path) -> Page:
    """A layout in HTML; all that it is given is escaped."""
    return _compiled(path.read_text(encoding="utf-8"))


@cache
def _compiled(text: str) -> Page:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(text)
