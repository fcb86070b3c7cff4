"""Letters as PDF: typeset by typst from data, so that a value is always text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.letters.blocks import Block, Image, List, Table, pictures, shares
from crmbook.letters.layouts import layout
from crmbook.letters.paper import around, body
from crmbook.letters.picture import pixels

if TYPE_CHECKING:
    from typst import Compiler

    from crmbook.letters.letter import Letter

_LAYOUT = "letter.typ"
_POINTS_OF_A_PIXEL = 0.75
_CHUNK = 50  # letters; typst takes five times the memory for a thousand at once, and twice the time
# typst breaks no word that is longer than a line; a line may end after so many letters.
_LONG_WORD = re.compile(r"(\S{50})(?=\S)")


class NoTypesetterError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "PDF letters need typst, which is not installed. "
                'Type pip install "crmbook[pdf]" and run again, or make .docx letters instead.'
            )
        )


class LayoutError(CrmbookError):
    """The owner's own layout is not typst, or asks for what is not there."""

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(
            _("The layout {file} can't be typeset: {reason}").format(file=path, reason=said)
        )


def document(letters: Sequence[Letter]) -> bytes:
    """All letters in one file, each on a new page."""
    with _typesetter(letters) as typeset:
        chunks = [
            typeset(letters[start : start + _CHUNK]) for start in range(0, len(letters), _CHUNK)
        ]
    return chunks[0] if len(chunks) == 1 else _merged(chunks)


def documents(letters: Sequence[Letter]) -> Iterator[bytes]:
    """One file a letter, in their order."""
    with _typesetter(letters) as typeset:
        for letter in letters:
            yield typeset([letter])


def _merged(files: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for file in files:
        writer.append(BytesIO(file), import_outline=False)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


class _Typesetter:
    """A folder with the layout and the pictures, and a compiler that sees nothing else."""

    def __init__(self, root: Path, source: Path) -> None:
        self._root = root
        self._source = source
        self._names: dict[Path, str] = {}
        shutil.copyfile(source, root / _LAYOUT)
        self._compiler = _compiler(root)

    def __call__(self, letters: Sequence[Letter]) -> bytes:
        from typst import TypstError

        for letter in letters:
            self._take(pictures(letter.blocks))
        data = json.dumps([self._data(letter) for letter in letters], ensure_ascii=False)
        try:
            made = self._compiler.compile(format="pdf", sys_inputs={"letters": data}, timestamp=0)
        except TypstError as error:
            raise LayoutError(self._source, error.message) from error
        return cast("bytes", made)

    def _take(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if path not in self._names:
                self._names[path] = f"{len(self._names)}{path.suffix.lower()}"
                shutil.copyfile(path, self._root / self._names[path])

    def _data(self, letter: Letter) -> object:
        return _breakable(
            asdict(around(letter)) | {"blocks": [self._block(block) for block in body(letter)]}
        )

    def _block(self, block: Block) -> dict[str, object]:
        kind: dict[str, object] = {"kind": type(block).__name__.lower()}
        if isinstance(block, Image):
            points = pixels(block.path)[0] * _POINTS_OF_A_PIXEL
            return kind | {"path": self._names[block.path], "alt": block.alt, "points": points}
        if isinstance(block, List):
            items = [[self._block(inner) for inner in item] for item in block.items]
            return kind | {"items": items, "ordered": block.ordered, "start": block.start}
        if isinstance(block, Table):
            return kind | asdict(block) | {"shares": shares(block)}
        return kind | asdict(block)


@contextmanager
def _typesetter(letters: Sequence[Letter]) -> Iterator[_Typesetter]:
    source = layout(_LAYOUT, letters[0].template.path.parent)
    with TemporaryDirectory(prefix="crmbook-") as folder:
        yield _Typesetter(Path(folder), source)


def _compiler(root: Path) -> Compiler:
    try:
        import pypdf  # noqa: F401  # told before anything is typeset
        from typst import Compiler
    except ImportError as error:
        raise NoTypesetterError from error
    return Compiler(root / _LAYOUT, root=root)


def _breakable(data: object) -> object:
    if isinstance(data, str):
        return _LONG_WORD.sub("\\1\u200b", data)
    if isinstance(data, dict):
        return {key: _breakable(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_breakable(value) for value in data]
    return data
