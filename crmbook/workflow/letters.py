"""Letters: plan who gets which, look at it, then make files of them or send them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.day import Day, day_of
from crmbook.errors import Problem, UsageError
from crmbook.language import Language, _, speaking
from crmbook.workflow.reading import find, opened
from crmbook.workflow.refreshing import Step, silently

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.findings import Findings
    from crmbook.letters.ledger import Entry
    from crmbook.letters.letter import Letter
    from crmbook.letters.making import Wanted
    from crmbook.letters.plan import LetterPlan, Wish
    from crmbook.letters.template import Template
    from crmbook.reports.letters import Shown

_LONGEST = 60  # letters of a campaign in the name of a folder; few disks take more than 255 bytes
Done = Callable[[int, int], None]  # how many of how many


def uncounted(done: int, of: int) -> None:
    """Nobody watches."""


class WhoError(UsageError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Who gets the letter? Say it in one way: --to \"status == 'silent'\", --segment …, "
                "--event … or --ids 1,2,3."
            )
        )


@dataclass(frozen=True)
class Who:
    """Whom a letter is for, in one of four ways; the template's own audience when in none."""

    to: str = ""
    segment: str = ""
    event: str | None = None
    ids: Sequence[str] = ()


# ── the plan ─────────────────────────────────────────────────────────────────────────────────


def plan_letters(
    workbook: str | Path | Book,
    template: str,
    who: Who | None = None,
    *,
    given: Mapping[str, object] | None = None,
    campaign: str = "",
    channel: str = "",
    allowed: Iterable[str] = (),
    retry_unknown: bool = False,
    as_of: Day | None = None,
    language: Language | None = None,
    write: bool = False,
    step: Step = silently,
) -> LetterPlan:
    """Who gets which letter, who is held and why. Nothing is sent, and nothing written unless asked.

    template  its name, such as "win-back"
    given     what the template asks the clerk for
    campaign  what the ledger calls the letter; nobody gets the same one twice
    allowed   clients whose softer reasons for holding somebody has looked at
    write     the plan goes into the workbook, as a sheet of ours

    Raises UsageError, and TemplateError for a field that would stay unfilled.
    """
    from crmbook.letters.plan import Wish

    whom = who or Who()
    wish = Wish(
        template, (), given or {}, whom.event, campaign, channel, frozenset(allowed), retry_unknown
    )  # fmt: skip
    with planning(workbook, wish, whom, as_of, language, write=write, step=step) as planned:
        book, found, plan = planned
        if write:
            _write(book, found, plan)
        return plan


@contextmanager
def planning(
    workbook: str | Path | Book,
    wish: Wish,
    who: Who,
    as_of: Day | None,
    language: Language | None,
    *,
    write: bool,
    step: Step,
) -> Iterator[tuple[Book, Findings, LetterPlan]]:
    """The workbook, what was found in it, and the plan; the firm's language is spoken inside."""
    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    with (
        opened(workbook, write=write, now=began) as book,
        reading(book, day, language, step) as (findings, tongue),
    ):
        step(_("Writing the letters…"))
        yield book, findings, _plan(place_of(book), findings, wish, who, tongue)


def _plan(
    place: Path | None, findings: Findings, wish: Wish, who: Who, language: Language
) -> LetterPlan:
    from crmbook.letters import template
    from crmbook.letters.ledger import entries_of
    from crmbook.letters.plan import plan

    folders = template.folders(place)
    kind = _first(wish.name, folders, language).kind
    meant = replace(wish, ids=_whom(findings, wish, who, folders, language))
    sent = entries_of(ledger_path(place)) if place else []
    found = plan(findings, meant, folders, language=language, sent=sent)
    remarks = tuple(map(str, wrong_name_days(place))) if kind == "name-day" else ()
    return replace(found, workbook=str(place or ""), remarks=remarks)


def _first(name: str, folders: Sequence[Path], language: Language) -> Template:
    """The template in the firm's language, else in one that there is."""
    from crmbook.letters import template

    tongue = next(iter(template.languages(name, folders, language)), language)
    return template.find(name, language, folders, otherwise=tongue)


def wrong_name_days(place: Path | None) -> Sequence[Problem]:
    """The lines of the firm's own list of name days that are not understood."""
    from crmbook.letters.namedays import calendar

    return calendar("lt", place.parent if place else None).problems


def _whom(
    findings: Findings, wish: Wish, who: Who, folders: Sequence[Path], language: Language
) -> list[str]:
    from crmbook.letters import audience

    ways = [bool(who.to), bool(who.segment), bool(who.event), bool(who.ids)]
    if sum(ways) > 1:
        raise WhoError
    if who.ids:
        return audience.listed(findings, who.ids)
    if who.event:
        return audience.invited(findings, who.event)
    if who.segment:
        return audience.chosen(findings, f'segment == "{_segment(who.segment)}"')
    expression = who.to or _first(wish.name, folders, language).audience
    if not expression:
        raise WhoError
    return audience.chosen(findings, expression)


def _segment(named: str) -> str:
    """The key of a segment, by its name in the language spoken or by the key itself."""
    from crmbook.folding import fold
    from crmbook.reports import words

    for key, name in words.segments().items():
        if fold(named) in {fold(key), fold(name)}:
            return key
    text = _("There is no segment “{name}”; there are: {names}.")
    raise UsageError(text.format(name=named, names=", ".join(words.segments().values())))


@contextmanager
def reading(
    book: Book, day: date, language: Language | None, step: Step
) -> Iterator[tuple[Findings, Language]]:
    """The findings, and the firm's language, which is spoken inside."""
    from crmbook import tables
    from crmbook.letters.client_name_days import with_name_days

    step(_("Reading the workbook…"))
    crm = tables.read(book, as_of=day, language=language)
    with speaking(crm.language):
        step(_("Computing…"))
        place = place_of(book)
        found = find(book, crm, day)
        yield with_name_days(found, crm.language, place.parent if place else None), crm.language


def _write(book: Book, findings: Findings, plan: LetterPlan) -> None:
    from crmbook.reports import letters

    title = book.titles({letters.KEY: letters.title()})[letters.KEY]
    book.write([letters.build(findings, _shown(plan), title)])


def _shown(plan: LetterPlan) -> Shown:
    from crmbook.reports.letters import Going, Kept, Shown

    looks: dict[str, list[str]] = {}
    for look in plan.looks:
        looks.setdefault(look.client_id, []).append(look.text)
    return Shown(
        plan.campaign,
        plan.hash,
        [
            Going(one.client_id, one.channel, address_shown(one), one.language, one.subject,
                  " ".join(looks.get(one.client_id, ())))
            for one in plan.letters
        ],
        [Kept(one.client_id, " ".join(reason.text for reason in one.reasons)) for one in plan.held],
    )  # fmt: skip


def address_shown(letter: Letter) -> str:
    """Where a letter goes, on one line."""
    return letter.email if letter.channel == "email" else ", ".join(letter.to[1:])


# ── files ────────────────────────────────────────────────────────────────────────────────────


def make_letters(
    plan: LetterPlan, wanted: Wanted | None = None, *, done: Done = uncounted
) -> list[Path]:
    """Make the files of a plan; the ledger remembers that they were made, not that they were sent."""
    from crmbook.letters import making

    with speaking(plan.language):
        meant = wanted or usual_files(plan)
        number = making.count(plan, meant)
        with _remembering(plan):
            return making.make(plan, meant, lambda through: done(through, number))


@contextmanager
def _remembering(plan: LetterPlan) -> Iterator[None]:
    """A ledger that can't be used is heard of before any file is there."""
    from crmbook.letters.ledger import Ledger

    if not (plan.workbook and plan.letters):
        yield
        return
    with Ledger(ledger_path(plan.workbook)) as ledger:
        yield
        ledger.remember_made(_made(plan))


def usual_files(plan: LetterPlan) -> Wanted:
    """A folder of their own beside the workbook: letters/win-back 2026-03-31."""
    from crmbook.letters.making import Wanted

    return Wanted(folder_of(Path(plan.workbook), plan.campaign, plan.as_of), numbered=True)


def folder_of(workbook: Path, name: str, day: date) -> Path:
    kept = "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in name)
    return workbook.parent / "letters" / f"{kept[:_LONGEST].strip()} {day.isoformat()}"


def _made(plan: LetterPlan) -> list[Entry]:
    from crmbook.letters.ledger import Entry

    return [
        Entry(
            plan.campaign, letter.client_id, letter.channel, "sent", plan.as_of,
            address_shown(letter), letter.subject,
            str(letter.context["client"].get("owner") or ""),
        )
        for letter in plan.letters
    ]  # fmt: skip


# ── where they are kept ──────────────────────────────────────────────────────────────────────


def place_of(book: Book) -> Path | None:
    """The file itself, which a link may point to; None for a workbook that was never saved."""
    return book.path.resolve() if book.path else None


def ledger_path(workbook: str | Path) -> Path:
    """The ledger in the folder beside the workbook."""
    from crmbook.books.folder import Folder

    return Folder(Path(workbook)).path / "letters.sqlite"
