"""What is looked at before letters go, and what goes with them: faults, samples, address labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import open_book
from crmbook.day import Day, day_of
from crmbook.errors import CrmbookError, Problem
from crmbook.language import Language, _, speaking, spoken
from crmbook.workflow.letters import folder_of, reading, wrong_name_days
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.letters.gallery import Sample
    from crmbook.letters.plan import LetterPlan


class NoLabelsError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(_("No letter of the plan goes by post: there is nothing to label."))


class WordGalleryError(CrmbookError):
    def __init__(self, name: str) -> None:
        text = _(
            "The letter “{name}” is a Word document, and a gallery shows what is made from text. "
            "Make a few instead: crmbook letters make … --ids 1,2,3 --format docx"
        )
        super().__init__(text.format(name=name))


@dataclass(frozen=True)
class Gallery(Result):
    """The pages that were made, who is on them and why, and letters that could not be written."""

    language: Language
    files: Sequence[Path]
    shown: Sequence[tuple[str, str]]
    problems: Sequence[str] = ()


def lint_letters(
    workbook: str | Path | None = None, *, language: Language | None = None
) -> list[Problem]:
    """What is wrong with the templates, ours and those beside the workbook, and with its name days."""
    from crmbook.letters import template
    from crmbook.letters.lint import lint_folders

    place = None if workbook is None else Path(workbook)
    with speaking(language or spoken()):
        told = lint_folders(template.folders(place), language or spoken())
        return [*told, *wrong_name_days(place and place.resolve())]


def gallery(
    path: str | Path,
    name: str,
    *,
    given: Mapping[str, object] | None = None,
    event: str | None = None,
    folder: str | Path | None = None,
    as_of: Day | None = None,
    language: Language | None = None,
    step: Step = silently,
) -> Gallery:
    """A page of samples of a letter, on the firm's own clients: HTML, and PDF when typst is there."""
    from crmbook.letters import gallery as galleries
    from crmbook.letters import html, making, template

    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    with (
        open_book(path, now=began) as book,
        reading(book, day, language, step) as (findings, tongue),
    ):
        step(_("Writing the letters…"))
        folders = template.folders(book.target)
        there = template.languages(name, folders, tongue)
        first = template.find(name, there[0] if there else tongue, folders)
        if first.is_word:
            raise WordGalleryError(first.path.name)
        templates = {one: template.find(name, one, folders) for one in there}
        shown = galleries.samples(findings, templates, tongue, given=given or {}, event=event)
        letters = [one.letter for one in shown if one.letter is not None]
        page = html.gallery(letters, f"{name} · {day.isoformat()}").encode() if letters else b""
        files = [("gallery.html", page), *_as_pdf(shown)]
        target = Path(folder) if folder else folder_of(book.target, f"{name} gallery", day)
        return Gallery(
            tongue,
            making.keep((one for one in files if one[1]), target, numbered=folder is None),
            [(one.name, one.why) for one in shown],
            [f"{one.name} ({one.why}): {one.error}" for one in shown if one.error],
        )


def _as_pdf(shown: Sequence[Sample]) -> list[tuple[str, bytes]]:
    from crmbook.letters import pdf

    letters = [one.letter for one in shown if one.letter is not None]
    try:
        return [("gallery.pdf", pdf.document(letters))] if letters else []
    except pdf.NoTypesetterError:
        return []  # the page in HTML shows the same


def label_letters(plan: LetterPlan, folder: str | Path | None = None) -> list[Path]:
    """Address labels for the letters of a plan that go by post, in their order: Word, and PDF."""
    from crmbook.letters import labels, making, pdf

    with speaking(plan.language):
        told = labels.labels(plan.letters)
        if not told:
            raise NoLabelsError
        files = [("labels.docx", labels.word(told))]
        with suppress(pdf.NoTypesetterError):  # Word prints them as well
            files.append(("labels.pdf", labels.pdf(told)))
        target = Path(folder) if folder else folder_of(
            Path(plan.workbook), f"{plan.campaign} labels", plan.as_of
        )  # fmt: skip
        return making.keep(files, target, numbered=folder is None)
