"""Refreshing: read, compute, write the report sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.book import Book
from crmbook.books import Backups, open_book
from crmbook.day import Day, day_of
from crmbook.errors import Problem
from crmbook.language import Language, _, speaking, spoken
from crmbook.registry import REPORTS
from crmbook.sheet import Sheet
from crmbook.workflow.equipping import anew
from crmbook.workflow.log import log
from crmbook.workflow.reading import find
from crmbook.workflow.result import Result, to_mend

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

Step = Callable[[str], None]


def silently(step: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Summary(Result):
    """What a refresh found and did, for the screen and for ``--json``.

    revenue_12m  revenue of the 12 months up to as_of, None when the firm keeps no amounts
    statuses     status, in the language of the workbook → number of clients; segments likewise
    headlines    the things to decide, as sentences
    sheets       titles of the report sheets
    problems     what the owner should mend
    remarks      what happened on writing that the owner should hear
    """

    file: str
    output: str
    as_of: date
    language: Language
    currency: str
    clients: int
    purchases: int
    revenue_12m: float | None
    statuses: Mapping[str, int]
    segments: Mapping[str, int]
    headlines: Sequence[str]
    sheets: Sequence[str]
    problems: Sequence[Problem]
    remarks: Sequence[Problem] = ()
    written: bool = False

    @property
    def to_mend(self) -> int:
        return to_mend(self)


@dataclass(frozen=True)
class Plan:
    """A refresh that has been computed and not written."""

    sheets: Sequence[Sheet]
    summary: Summary
    results: Mapping[str, pd.DataFrame] = field(repr=False)
    backups: Backups = field(default_factory=Backups)


def refresh(
    path: str | Path,
    as_of: Day | None = None,
    *,
    language: Language | None = None,
    output: str | Path | None = None,
    dry_run: bool = False,
    step: Step = silently,
) -> Summary:
    """Read a workbook, compute, and write the report sheets into it.

    as_of     the day to look from, today when None
    language  of the sheets; None: the workbook's setting, else the language of its headings
    output    write there instead, and leave the workbook as it is
    dry_run   compute everything, write nothing
    """
    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    with open_book(path, output=output, now=began) as book:
        if not dry_run:
            book.expect_to_write()
        plan = plan_refresh(book, day, language=language, step=step)
        if dry_run:
            return plan.summary
        book.backups = plan.backups
        summary = replace(carry_out(plan, book, step=step), output=str(output or path))
        log(book, "refresh", began, **_facts(summary))
        return summary


def _facts(summary: Summary) -> dict[str, object]:
    """What the run log keeps of a refresh."""
    return {
        "as_of": summary.as_of,
        "clients": summary.clients,
        "purchases": summary.purchases,
        "to_mend": summary.to_mend,
        "sheets": list(summary.sheets),
        "statuses": dict(summary.statuses),
    }


def plan_refresh(
    book: Book, as_of: date, *, language: Language | None = None, step: Step = silently
) -> Plan:
    """Everything a refresh would write and say, computed and not written."""
    from crmbook import reports, tables
    from crmbook.analyses import silence

    step(_("Reading the workbook…"))
    crm = tables.read(book, as_of=as_of, language=language)
    with speaking(crm.language):
        step(_("Computing…"))
        findings = find(book, crm, as_of)
        findings = replace(findings, look_back=silence.look_back(findings.summaries))
        step(_("Laying out the report…"))
        sheets = reports.build(findings)
        return Plan(
            [*sheets, *anew(book, crm)],
            _summary(book, findings, sheets),
            findings.results,
            Backups(
                int(crm.settings.number("backups_count")), int(crm.settings.number("backups_days"))
            ),
        )


def carry_out(plan: Plan, book: Book, *, step: Step = silently) -> Summary:
    """Write what was planned, in one step."""
    with speaking(plan.summary.language):
        step(_("Writing…"))
        book.write(plan.sheets)
        remarks = [*plan.summary.remarks, *book.remarks]
        return replace(plan.summary, written=True, remarks=remarks)


def _summary(book: Book, findings: Findings, sheets: Sequence[Sheet]) -> Summary:
    from crmbook.reports import overview, words

    file = str(book.path or "")
    return Summary(
        file=file,
        output=file,
        as_of=findings.as_of,
        language=spoken(),
        currency=findings.settings.text("currency"),
        clients=len(findings.clients),
        purchases=int(findings.summaries.clients["purchases"].sum()),
        revenue_12m=_revenue(findings),
        statuses=_counts(findings["silence"]["status"], words.statuses()),
        segments=_counts(findings["loyalty"]["segment"], words.segments()),
        headlines=overview.decisions(findings),
        sheets=[findings.titles[sheet.key] for sheet in sheets],
        problems=list(findings.problems),
        remarks=_left_as_they_are(book, findings, sheets),
    )


def _left_as_they_are(book: Book, findings: Findings, sheets: Sequence[Sheet]) -> list[Problem]:
    """Our sheets of an earlier run that this run does not make: they show what was, not what is."""
    from crmbook.reports import is_off

    off = _(
        "The settings leave this sheet out. It stayed as it was; delete it if you do not need it."
    )
    empty = _(
        "There is nothing to show on this sheet now. It stayed as it was; delete it if you do not need it."
    )
    made = {sheet.key for sheet in sheets}
    return [
        Problem(title, "", off if is_off(findings.settings, key) else empty, "left_as_it_is", "note")
        for key, title in book.owned().items()
        if key in REPORTS and key not in made
    ]  # fmt: skip


def _revenue(findings: Findings) -> float | None:
    revenue = findings["value"]["revenue_12m"]
    return None if revenue.isna().all() else round(float(revenue.sum()), 2)


def _counts(found: pd.Series, captions: Mapping[str, str]) -> dict[str, int]:
    """Caption → clients, in the order of the captions; nobody, no line."""
    counted = found.value_counts()
    return {caption: int(counted[key]) for key, caption in captions.items() if key in counted}
