"""Letters as files: all of them or none, under names a person can read, and nobody's file overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from crmbook.errors import CrmbookError
from crmbook.folding import fold
from crmbook.language import _
from crmbook.letters import formats
from crmbook.letters.formats import Format, WordLetterError

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter
    from crmbook.letters.plan import LetterPlan

LONGEST_NAME = 60
_SAFE = re.compile(r"[^a-z0-9]+")
_PRINTED: frozenset[Format] = frozenset({"docx", "pdf"})

Done = Callable[[int], None]


class FileThereError(CrmbookError):
    def __init__(self, file: Path) -> None:
        text = _("{file} is there already, and is not this letter. Give another folder: --output …")
        super().__init__(text.format(file=file))


class NotWrittenError(CrmbookError):
    def __init__(self, folder: Path, why: object) -> None:
        text = _("The letters can't be written to {folder} ({why}). Nothing was made.")
        super().__init__(text.format(folder=folder, why=why))


class NothingToMakeError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(_("No letter goes to anybody: nothing was made. The plan says why."))


@dataclass(frozen=True)
class Wanted:
    """What files to make.

    formats  of every letter; () for the usual: a Word file of those that are posted, a draft of
             each that is mailed
    one_file  all letters of a format in one file; None for the usual: what is printed, in one
    folder   where they go; with numbered, "… (2)" is taken when other letters are there
    """

    folder: Path
    formats: Sequence[Format] = ()
    one_file: bool | None = None
    numbered: bool = False


def make(plan: LetterPlan, wanted: Wanted, done: Done = lambda _number: None) -> list[Path]:
    """Write the files; done hears how many letters are through.

    Every file is made beside and moved when all are there: a full disk leaves nothing half-made.
    """
    batches = _batches(plan, wanted)
    if not batches:
        raise NothingToMakeError

    def counted() -> Iterator[tuple[str, bytes]]:
        number = 0
        for file, content, letters in _files(plan, batches, wanted.one_file):
            yield file, content
            number += letters
            done(number)

    return keep(counted(), wanted.folder, numbered=wanted.numbered)


def keep(files: Iterable[tuple[str, bytes]], folder: Path, *, numbered: bool = False) -> list[Path]:
    """Write files into a folder, all or none; another's file of the same name is never touched."""
    with _beside(folder) as beside:
        for file, content in files:
            (beside / file).write_bytes(content)
        return _moved(beside, folder, numbered=numbered)


def count(plan: LetterPlan, wanted: Wanted) -> int:
    """How many letters there are to make, once for each format."""
    return sum(len(letters) for _format, letters in _batches(plan, wanted))


Batch = tuple[Format, "Sequence[Letter]"]


def _batches(plan: LetterPlan, wanted: Wanted) -> list[Batch]:
    """Format → the letters that are made in it; those of one Word document each by themselves."""
    if wanted.formats:
        found = [(one, _that_can(one, plan.letters)) for one in wanted.formats]
    else:
        by_post = [letter for letter in plan.letters if letter.channel == "post"]
        by_mail = [letter for letter in plan.letters if letter.channel == "email"]
        found = [("docx", by_post), ("eml", by_mail)]
    return [(one, letters) for one, letters in found if letters]


def _that_can(wanted: Format, letters: Sequence[Letter]) -> Sequence[Letter]:
    for letter in letters:
        if letter.template.is_word and wanted not in {"docx", "pdf", "eml"}:
            raise WordLetterError(letter.template.path.name, wanted)
    return [letter for letter in letters if letter.email] if wanted == "eml" else letters


def _files(
    plan: LetterPlan, batches: Sequence[Batch], one_file: bool | None
) -> Iterator[tuple[str, bytes, int]]:
    """Name, bytes, and how many letters are in it."""
    for wanted, letters in batches:
        together = wanted in _PRINTED if one_file is None else one_file
        if together and wanted != "eml":
            yield from _together(plan, wanted, letters)
            continue
        names = _names(letters, wanted)
        for name, content in zip(names, formats.each(letters, wanted, plan), strict=True):
            yield name, content, 1


def _together(
    plan: LetterPlan, wanted: Format, letters: Sequence[Letter]
) -> Iterator[tuple[str, bytes, int]]:
    """One file; where the letters come of several Word documents, one of each."""
    templates = list(dict.fromkeys(letter.template.path for letter in letters))
    word = any(letter.template.is_word for letter in letters)
    groups = (
        [[one for one in letters if one.template.path == path] for path in templates]
        if word else [letters]
    )  # fmt: skip
    for group in groups:
        ending = f"-{group[0].language}" if len(groups) > 1 else ""
        name = f"{safe(plan.campaign)}{ending}.{wanted}"
        yield name, formats.together(group, wanted, plan.campaign), len(group)


def _names(letters: Sequence[Letter], ending: str) -> list[str]:
    """A file name for each: the client's name and number, no two alike on any disk."""
    taken: dict[str, int] = {}
    found = []
    for letter in letters:
        stem = f"{safe(letter.name)}-{safe(letter.client_id)}".strip("-")
        taken[stem] = taken.get(stem, 0) + 1
        again = f"-{taken[stem]}" if taken[stem] > 1 else ""
        found.append(f"{stem}{again}.{ending}")
    return found


def safe(text: str) -> str:
    """A text as a file name on any disk: „Šviesos ratas“, UAB → sviesos-ratas-uab."""
    return _SAFE.sub("-", fold(text)).strip("-")[:LONGEST_NAME].strip("-")


# ── beside, then moved ───────────────────────────────────────────────────────────────────────


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk that is gone afterwards, whatever happens."""
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".crmbook-", dir=folder.parent))
        yield beside
    except OSError as error:
        raise NotWrittenError(folder, error.strerror or error) from error
    finally:
        if beside is not None:
            rmtree(beside, ignore_errors=True)


def _moved(beside: Path, wanted: Path, *, numbered: bool) -> list[Path]:
    made = sorted(beside.iterdir())
    folder = _free(wanted, made, numbered=numbered)
    new = not folder.exists()
    folder.mkdir(exist_ok=True)
    moved: list[Path] = []
    try:
        for file in made:
            moved.append(file.replace(folder / file.name))  # noqa: PERF401  # an error undoes those so far
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise
    return moved


def _free(wanted: Path, made: Sequence[Path], *, numbered: bool) -> Path:
    """A folder where no other file has one of the names."""
    other = _other(wanted, made)
    if other is None:
        return wanted
    for number in range(2, 100) if numbered else ():
        folder = wanted.with_name(f"{wanted.name} ({number})")
        if _other(folder, made) is None:
            return folder
    raise FileThereError(other)


def _other(folder: Path, made: Sequence[Path]) -> Path | None:
    """A file in the folder that has the name of one of ours and other bytes."""
    for file in made:
        there = folder / file.name
        if there.exists() and not (there.is_file() and there.read_bytes() == file.read_bytes()):
            return there
    return None
