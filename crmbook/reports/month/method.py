"""What was read, what is missing, what the words mean, how often we were right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import quality, trust, words
from crmbook.reports.layout import Field, Page
from crmbook.sheet import Cell, quoted

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period


def title() -> str:
    return _("Quality and method")


def page(page: Page, findings: Findings, month: Period) -> None:
    _rows(page, findings, month)
    if not findings.clients.empty:
        _duplicates(page, findings)
        quality.missing(page, findings)
        quality.not_computed(page, findings)
        _how_right(page, findings)
        _words(page, findings)
    _made_from(page, findings, month)


def _rows(page: Page, findings: Findings, month: Period) -> None:
    """The rows behind the numbers; how many the workbook has by now would change an old report."""
    sources = findings.tables.sources
    page.section(_("Rows read"))
    if not sources:
        page.say(_("No table was found."))
        page.space()
        return
    parts = {key: [source, *source.also] for key, source in sources.items()}
    page.block([
        Field(_("Table"), [_place(key, each[0].sheet) for key, each in parts.items()], "link"),
        Field(_("In this report"), [int((findings.tables[key]["row"] > 0).sum()) for key in parts], "integer"),
        Field(_("Left out"), [sum(one.rows_left_out for one in each) for each in parts.values()], "integer",
              note=_("Because of a cell to mend, in the whole workbook.")),
    ])  # fmt: skip
    page.say(_not_there(month), "note")
    errors = sum(problem.weight == "error" for problem in findings.problems)
    mend = many("{n} thing to mend:", "{n} things to mend:", errors)
    see = _("see the sheet {sheet}.").format(sheet=findings.titles["quality"])
    page.say(f"{mend} {see}" if errors else _("Nothing to mend."))
    page.space()


def _place(table: str, sheet: str) -> Cell:
    return Cell(schema.table(table).names(), "link", link=f"#{quoted(sheet)}!A1")


def _not_there(month: Period) -> str:
    text = _(
        "Not in it: rows of days after {day}, and clients of whom no row was known by then. So this report is the same whenever it is made, unless rows are mended."
    )
    return text.format(day=words.day(month.last))


def _duplicates(page: Page, findings: Findings) -> None:
    from crmbook import duplicates

    pairs = duplicates.suspected(findings.tables["clients"])
    if pairs.empty:
        return
    page.section(_("Clients who may be one and the same"))
    text = many("{n} pair looks alike:", "{n} pairs look alike:", len(pairs))
    page.say(f"{text} {_('see the sheet {sheet}.').format(sheet=findings.titles['quality'])}")
    page.space()


def _how_right(page: Page, findings: Findings) -> None:
    """In short; the whole record is on the sheet of quality."""
    back = findings.look_back
    if back is None or findings.summaries.documents.empty:
        return
    page.section(_("How often the probability of silence was right"))
    page.say(trust.in_short(findings))
    if back.record is not None:
        page.say(trust.scores(back.record), "note")
    page.space()


def _words(page: Page, findings: Findings) -> None:
    """Of words that several pages use; what a number means stands beside it."""
    from crmbook.analyses import loyalty

    page.section(_("What the words mean"))
    for key, meaning in words.status_meanings().items():
        if key in findings["silence"]["status"].to_numpy():
            page.point(Cell(words.statuses()[key], "label"), meaning)
    page.say(loyalty.loyalty_in_words(findings.summaries, findings.settings))
    page.say(quality.small_numbers())
    page.space()


def _made_from(page: Page, findings: Findings, month: Period) -> None:
    """No fingerprint of the file: this sheet itself would change it."""
    text = _(
        "{file}, judged on {day} by crmbook {version}. Fingerprint of the data: {fingerprint}."
    )
    page.section(_("This report"))
    page.say(
        text.format(
            file=findings.file or _("Workbook"), day=words.day(month.last),
            version=findings.version, fingerprint=quality.fingerprint(findings),
        ),
        "note",
    )  # fmt: skip
