"""The owner's own Word document as a template: compiled once, filled for every client."""

from __future__ import annotations

from pathlib import Path

from crmbook.letters.word.template import WordTemplate, compiled

__all__ = ["WordTemplate", "compile"]


def compile(path: Path) -> WordTemplate:  # noqa: A001  # as re.compile
    """The template in a .docx; one that has not changed since is not read again."""
    stat = path.stat()
    return compiled(path, stat.st_mtime_ns, stat.st_size)
