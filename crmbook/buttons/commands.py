"""What each button does, and what it says when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crmbook.language import _, many, speaking
from crmbook.workflow.refreshing import Step

if TYPE_CHECKING:
    from crmbook.books.live import LiveBook
    from crmbook.buttons.window import Window
    from crmbook.errors import Problem

MOST_PROBLEMS = 5  # a message box is read in one look
LETTER = "win-back"


@dataclass(frozen=True)
class Said:
    """The message, "" when what is seen says it all; the sheet and the cells to show with it."""

    text: str = ""
    sheet: str = ""
    cells: str = "A1"


@dataclass(frozen=True)
class Desk:
    """What a command works with: the open workbook, its window, the day."""

    book: LiveBook
    window: Window
    today: date

    @property
    def step(self) -> Step:
        return self.window.busy


def refresh(desk: Desk) -> Said:
    from crmbook.workflow import carry_out, plan_refresh

    plan = plan_refresh(desk.book, desk.today, step=desk.step)
    desk.book.backups = plan.backups
    summary = carry_out(plan, desk.book, step=desk.step)
    with speaking(summary.language):
        lines = [
            many("{n} client", "{n} clients", summary.clients)
            + ", " + many("{n} purchase", "{n} purchases", summary.purchases) + ".",
            *(f"{n}. {headline}" for n, headline in enumerate(summary.headlines, start=1)),
            *_mending(summary.problems),
            *map(str, summary.remarks),
            _("The report sheets are new. Save the workbook to keep them."),
        ]  # fmt: skip
        return Said(_paragraphs(lines))


def letters(desk: Desk) -> Said:
    from crmbook.reports.letters import KEY
    from crmbook.workflow import plan_letters

    plan = plan_letters(desk.book, LETTER, as_of=desk.today, write=True, step=desk.step)
    with speaking(plan.language):
        going = many("{n} letter", "{n} letters", len(plan.letters))
        held = many("{n} held", "{n} held", len(plan.held))
        lines = [
            _("{letters} of the kind “{campaign}”, {held}. Nothing was made or sent.").format(
                letters=going, held=held, campaign=plan.campaign
            ),
            _("The sheet shows who gets one, and who is held and why. To make the letters, type in a terminal:")
            + f'\ncrmbook letters make "{desk.book.name}" {LETTER}',
        ]  # fmt: skip
        return Said(_paragraphs(lines), desk.book.owned().get(KEY, ""))


def month(desk: Desk) -> Said:
    from crmbook.workflow import carry_out_month, plan_month

    plan = plan_month(desk.book, desk.today, step=desk.step)
    desk.book.backups = plan.backups
    summary = carry_out_month(plan, desk.book, step=desk.step)
    with speaking(summary.language):
        lines = [
            summary.headline,
            *map(str, summary.remarks),
            _("The report is new. Save the workbook to keep it."),
        ]
        return Said(_paragraphs(lines), summary.sheet)


def check(desk: Desk) -> Said:
    from crmbook import workflow

    checkup = workflow.check(desk.book, desk.today, step=desk.step)
    with speaking(checkup.language):
        found = [each for each in checkup.problems if each.weight != "note"]
        placed = next((each for each in found if each.sheet), None)
        text = _paragraphs(_mending(found)) or _("Nothing to mend.")
        return Said(text, placed.sheet, placed.cell or "A1") if placed else Said(text)


def client(desk: Desk) -> Said:
    """The card itself is the answer: no box stands before it while the phone rings."""
    from crmbook.workflow import card_at

    return Said(sheet=card_at(desk.book, desk.window.spot, desk.today, step=desk.step).sheet)


COMMANDS: Mapping[str, Callable[[Desk], Said]] = {
    "refresh": refresh,
    "letters": letters,
    "month": month,
    "check": check,
    "client": client,
}


def _mending(problems: Sequence[Problem]) -> list[str]:
    """How many cells to mend and to look at, and the first few."""
    errors = [each for each in problems if each.weight == "error"]
    warnings = [each for each in problems if each.weight == "warning"]
    lines = []
    if errors:
        lines.append(_some(many("{n} thing to mend:", "{n} things to mend:", len(errors)), errors))
    if warnings:
        said = many("{n} thing to look at:", "{n} things to look at:", len(warnings))
        lines.append(_some(said, warnings))
    return lines


def _some(said: str, problems: Sequence[Problem]) -> str:
    shown = [f"• {each}" for each in problems[:MOST_PROBLEMS]]
    rest = len(problems) - len(shown)
    if rest:
        shown.append(many("and {n} more", "and {n} more", rest))
    return "\n".join([said, *shown])


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n\n".join(line for line in lines if line)
