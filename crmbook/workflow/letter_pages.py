"""What is looked at before letters go, and what goes with them: faults, samples, address labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import open_book
from crmbook.day import Day, day_of
from crmbook.errors import CrmbookError, Problem
from crmbook.language import LANGUAGES, Language, _, speaking, spoken
from crmbook.workflow.letters import folder_of, reading, wrong_name_days
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter
    from crmbook.letters.plan import LetterPlan


class NoLabelsError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(_("No letter of the plan goes by post: there is nothing to label."))


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
    """Samples of a letter on the firm's own clients: HTML and PDF, or the owner's Word document."""
    from crmbook.letters import gallery as galleries
    from crmbook.letters import making, template

    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    with (
        open_book(path, now=began) as book,
        reading(book, day, language, step) as (findings, tongue),
    ):
        step(_("Writing the letters…"))
        folders = template.folders(book.target)
        there = template.languages(name, folders, tongue)
        templates = {one: template.find(name, one, folders) for one in there or (tongue,)}
        shown = galleries.samples(findings, templates, tongue, given=given or {}, event=event)
        letters = [one.letter for one in shown if one.letter is not None]
        target = Path(folder) if folder else folder_of(book.target, f"{name} gallery", day)
        return Gallery(
            tongue,
            making.keep(
                _pages(letters, f"{name} · {day.isoformat()}"), target, numbered=folder is None
            ),
            [(one.name, one.why) for one in shown],
            [f"{one.name} ({one.why}): {one.error}" for one in shown if one.error],
        )


def _pages(letters: Sequence[Letter], title: str) -> Iterator[tuple[str, bytes]]:
    """What is made from text as a page and a PDF; the owner's own Word documents as they are."""
    from crmbook.letters import formats, html, pdf

    texts = [letter for letter in letters if not letter.template.is_word]
    if texts:
        yield "gallery.html", html.gallery(texts, title).encode()
        with suppress(pdf.NoTypesetterError):  # the page shows the same
            yield "gallery.pdf", pdf.document(texts)
    for language in LANGUAGES:
        own = [one for one in letters if one.template.is_word and one.language == language]
        if own:
            yield f"gallery-{language}.docx", formats.word(own)


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
