"""The monthly report: a month that is over, as one sheet of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.books import Backups, open_book
from crmbook.day import Day, Month, day_of, month_of
from crmbook.errors import CrmbookError, Problem
from crmbook.language import Language, _, speaking, spoken
from crmbook.sheet import Cell, Sheet, Value, quoted
from crmbook.workflow.equipping import anew
from crmbook.workflow.log import log
from crmbook.workflow.printing import leads_inside, printed_as_pdf, without_link
from crmbook.workflow.reading import find
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result, to_mend

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period
    from crmbook.tables import Crm


@dataclass(frozen=True)
class Number:
    """A number of the month as the report shows it, a month earlier, and a year earlier; None: not known.

    look  "kpi" counts, "kpi_money" is an amount, "kpi_percent" a part of 1; of few clients a text: 3 of 7
    """

    caption: str
    look: str
    now: float | str | None
    before: float | str | None
    year_ago: float | str | None


@dataclass(frozen=True)
class Monthly(Result):
    """What a month was, and the sheet that tells it.

    month      "2026-10"; as_of is its last day, from which everything was judged
    headline   the month in a sentence or two, "" before the first purchase
    decisions  the things to decide, as sentences
    sheet      title of the report
    problems   what the owner should mend
    remarks    what happened on writing that the owner should hear
    pdf        the file the report was printed to, "" when none was
    """

    file: str
    output: str
    month: str
    as_of: date
    language: Language
    currency: str
    headline: str
    numbers: Sequence[Number]
    decisions: Sequence[str]
    sheet: str
    problems: Sequence[Problem]
    remarks: Sequence[Problem] = ()
    written: bool = False
    pdf: str = ""

    @property
    def to_mend(self) -> int:
        return to_mend(self)


@dataclass(frozen=True)
class MonthPlan:
    """A monthly report that has been computed and not written.

    besides  the sheet with the buttons, where it needs to be made anew
    """

    sheet: Sheet
    summary: Monthly
    besides: Sequence[Sheet] = ()
    backups: Backups = field(default_factory=Backups)


class MonthNotOverError(CrmbookError):
    def __init__(self, wanted: Period, as_of: date, last: Period) -> None:
        from crmbook.reports import words

        text = _(
            "{month} is not over on {day}, and an unfinished month would look like a bad one. "
            "The last month that is over is {last} (--month {said})."
        )
        super().__init__(
            text.format(
                month=words.month(wanted.last), day=as_of.isoformat(),
                last=words.month(last.last), said=_said(last.last),
            )
        )  # fmt: skip


class BeforeFirstPurchaseError(CrmbookError):
    def __init__(self, wanted: Period, first: date, *, is_over: bool) -> None:
        from crmbook.reports import words

        text = _(
            "There is nothing to tell of {month}: the first purchase in the workbook is of {day}."
        )
        remedy = (
            _("The first report is of {month} (--month {said}).")
            if is_over
            else _("The first report is of {month}, when that month is over.")
        )
        before = text.format(month=words.month(wanted.last), day=first.isoformat())
        super().__init__(f"{before} {remedy.format(month=words.month(first), said=_said(first))}")


def month(
    path: str | Path,
    as_of: Day | None = None,
    *,
    month: Month | None = None,
    language: Language | None = None,
    output: str | Path | None = None,
    pdf: bool = False,
    dry_run: bool = False,
    step: Step = silently,
) -> Monthly:
    """Write the report of a month into a workbook, as a sheet of its own; no other sheet changes.

    month     "2026-10", or a day in it; None: the last month that is over
    as_of     the day to look from, today when None: a month must be over by then
    language  of the sheet; None: the workbook's setting, else the language of its headings
    output    write there instead, and leave the workbook as it is
    pdf       also print the report beside what is written, as clients-2026-10.pdf
    dry_run   compute everything, write nothing

    Raises MonthNotOverError, BeforeFirstPurchaseError, and NoPdfError before anything is written.
    """
    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    with open_book(path, output=output, now=began) as book:
        if not dry_run:
            book.expect_to_write()
        plan = plan_month(book, day, month=month, language=language, step=step)
        if dry_run:
            return plan.summary
        printed = _printed(plan, book.target, step) if pdf else b""
        book.backups = plan.backups
        summary = replace(carry_out_month(plan, book, step=step), output=str(output or path))
        if pdf:
            summary = _kept(printed, summary, book.target)
        log(book, "month", began, month=summary.month, to_mend=summary.to_mend, sheet=summary.sheet)
        return summary


def _printed(plan: MonthPlan, target: Path, step: Step) -> bytes:
    with speaking(plan.summary.language):
        return printed_as_pdf(plan.sheet, plan.summary.as_of, target.name, step)


def _kept(printed: bytes, summary: Monthly, beside: Path) -> Monthly:
    """The report as a file beside the workbook; one that can't be written is no reason to stop there."""
    file = beside.with_name(f"{beside.stem}-{summary.month}.pdf")
    try:
        file.write_bytes(printed)
    except OSError:
        with speaking(summary.language):
            text = _("{file} could not be written. Close it where it is open, and run again.")
        remark = Problem("", "", text.format(file=file.name), "pdf_not_written", "warning")
        return replace(summary, remarks=[*summary.remarks, remark])
    return replace(summary, pdf=str(file))


def plan_month(
    book: Book,
    as_of: date,
    *,
    month: Month | None = None,
    language: Language | None = None,
    step: Step = silently,
) -> MonthPlan:
    """The report as it would be written and said, computed and not written."""
    from crmbook import tables
    from crmbook.reports import month as report

    step(_("Reading the workbook…"))
    crm = tables.read(book, as_of=as_of, language=language)
    with speaking(crm.language):
        wanted = _wanted(crm, as_of, month)
        step(_("Computing…"))
        findings = _found(book, crm, wanted)
        sheet = report.build(findings, wanted, step)
        there = {*book.sheets(), sheet.name}
        keeping = (int(crm.settings.number(key)) for key in ("backups_count", "backups_days"))
        return MonthPlan(
            replace(sheet, rows=[[_reachable(cell, there) for cell in row] for row in sheet.rows]),
            _summary(book, findings, wanted),
            anew(book, crm),
            Backups(*keeping),
        )


def carry_out_month(plan: MonthPlan, book: Book, *, step: Step = silently) -> Monthly:
    """Write the report, and with it the sheet with the buttons where it needs that."""
    with speaking(plan.summary.language):
        step(_("Writing…"))
        book.write([plan.sheet, *plan.besides])
        return replace(plan.summary, written=True, remarks=list(book.remarks))


def _wanted(crm: Crm, as_of: date, asked: Month | None) -> Period:
    """The month asked for, else the last that is over. Raises what month raises."""
    from crmbook.reports import periods

    last = periods.last_full_month(as_of)
    wanted = last if asked is None else periods.whole_month(month_of(asked))
    if wanted.last > last.last:
        raise MonthNotOverError(wanted, as_of, last)
    first = _first_purchase(crm)
    if first is not None and first > wanted.last:
        is_over = periods.whole_month(first).last <= last.last
        raise BeforeFirstPurchaseError(wanted, first, is_over=is_over)
    return wanted


def _first_purchase(crm: Crm) -> date | None:
    if "purchases" not in crm.tables:
        return None
    days = crm.tables["purchases"]["date"].dropna()
    return None if days.empty else days.min().date()


def _found(book: Book, crm: Crm, wanted: Period) -> Findings:
    """What was known on the evening of the month's last day."""
    from crmbook.analyses import silence
    from crmbook.reports import month as report

    then = replace(crm, tables=crm.tables.until(wanted.last))
    found = find(book, then, wanted.last)
    titles = book.titles({report.KEY: report.title()})
    return replace(
        found, titles={**found.titles, **titles}, look_back=silence.look_back(found.summaries)
    )


def _reachable(cell: Value | Cell, there: set[str]) -> Value | Cell:
    """A link leads nowhere where no refresh has made the sheet yet; the words stay."""
    if not isinstance(cell, Cell) or not leads_inside(cell):
        return cell
    reached = any(str(cell.link).startswith(f"#{quoted(title)}!") for title in there)
    return cell if reached else without_link(cell)


def _summary(book: Book, findings: Findings, wanted: Period) -> Monthly:
    from crmbook.reports import month as report
    from crmbook.reports import overview
    from crmbook.reports.month import glance

    file = str(book.path or "")
    made = [] if findings.summaries.documents.empty else glance.numbers(findings, wanted)
    return Monthly(
        file=file,
        output=file,
        month=_said(wanted.last),
        as_of=wanted.last,
        language=spoken(),
        currency=findings.settings.text("currency"),
        headline=glance.headline(findings, wanted, made) if made else "",
        numbers=[
            Number(each.caption, each.look, each.now.value, each.before.value, each.year_ago.value)
            for each in made
        ],
        decisions=overview.decisions(findings),
        sheet=findings.titles[report.KEY],
        problems=list(findings.problems),
    )


def _said(day: date) -> str:
    """A month as a command takes it."""
    return f"{day:%Y-%m}"
