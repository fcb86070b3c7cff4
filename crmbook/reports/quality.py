"""What to mend, what is missing, what was left out, and how it was computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients, trust, words
from crmbook.reports.computable import gaps
from crmbook.reports.layout import WIDEST_NAME, Field, Page
from crmbook.sheet import Cell, Format, Sheet, Value, quoted
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.errors import Problem
    from crmbook.findings import Findings

MOST_OF_A_KIND = 25  # the thirtieth wrong date teaches nothing new
MOST = 400
MOST_PAIRS = 50
WIDTHS = {0: 30.0} | dict.fromkeys(range(1, 8), 15.0)
WEIGHTS = ("error", "warning", "note")


def title() -> str:
    return _("Quality")


def build(findings: Findings) -> Sheet | None:
    page = Page(across=8, wide=WIDTHS)
    page.title(findings.titles["quality"], _subtitle(findings))
    _problems(page, findings)
    if not findings.clients.empty:
        _duplicates(page, findings)
        missing(page, findings)
        not_computed(page, findings)
        trust.add(page, findings)
    _read(page, findings)
    if not findings.clients.empty:
        _meanings(page, findings)
    _version(page, findings)
    return page.sheet(findings.titles["quality"], "quality")


def _subtitle(findings: Findings) -> str:
    errors = sum(problem.weight == "error" for problem in findings.problems)
    said = (
        many("{n} thing to mend", "{n} things to mend", errors) if errors else _("Nothing to mend")
    )
    return f"{clients.as_of(findings)} · {said}"


# ── to mend ──────────────────────────────────────────────────────────────────────────────────


def _problems(page: Page, findings: Findings) -> None:
    page.section(_("To mend"))
    if not findings.problems:
        page.say(_("Nothing to mend: every row could be read."), "good")
        page.space()
        return
    captions: dict[str, tuple[str, Format]] = {
        "error": (_("Left out"), "bad"), "warning": (_("Look at it"), "warn"), "note": (_("Good to know"), "text"),
    }  # fmt: skip
    shown = list(_few_of_a_kind(findings.problems))[:MOST]
    page.block([
        Field(_("Where"), [_place(problem) for problem in shown], "link", 24, 30),
        Field(_("Weight"), [Cell(*captions[problem.weight]) for problem in shown], least=14, most=16),
        Field(_("What is wrong, and what would be right"), [problem.text for problem in shown], "wrapped", rest=True),
    ])  # fmt: skip
    if len(shown) < len(findings.problems):
        rest = len(findings.problems) - len(shown)
        page.say(many("And {n} more of the same kinds. All of them: crmbook check.",
                      "And {n} more of the same kinds. All of them: crmbook check.", rest), "note")  # fmt: skip
    page.space()


def _few_of_a_kind(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The heaviest first; of one kind on one sheet only the first few."""

    def kind(problem: Problem) -> tuple[int, str, str]:
        return WEIGHTS.index(problem.weight), problem.sheet, problem.kind

    for _kind, alike in groupby(sorted(problems, key=kind), key=kind):
        yield from list(alike)[:MOST_OF_A_KIND]


def _place(problem: Problem) -> Cell:
    if not problem.sheet:
        return Cell(_("The workbook"), "text")
    return Cell(problem.place, "link", link=f"#{quoted(problem.sheet)}!{problem.cell or 'A1'}")


def _duplicates(page: Page, findings: Findings) -> None:
    """Clients who may be one and the same: two half histories hide a rhythm."""
    from crmbook import duplicates

    pairs = duplicates.suspected(findings.tables["clients"])
    page.section(_("Clients who may be one and the same"))
    if pairs.empty:
        page.say(_("No two clients look alike."), "good")
        page.space()
        return
    shown = pairs.head(MOST_PAIRS)
    page.block([
        Field(_("Client"), clients.links(findings, shown["first"]), "link", 24, WIDEST_NAME),
        Field(_("How sure"), [words.percent(sure) for sure in shown["sure"]], "text_right", 14, 16),
        Field(_("Because"), [duplicates.reason(why) for why in shown["why"]], "wrapped", 20, 22),
        Field(_("and"), clients.links(findings, shown["second"]), "link", rest=True),
    ])  # fmt: skip
    if len(pairs) > MOST_PAIRS:
        page.say(many("And {n} pair more.", "And {n} pairs more.", len(pairs) - MOST_PAIRS), "note")
    page.space()


# ── missing data ─────────────────────────────────────────────────────────────────────────────


def missing(page: Page, findings: Findings) -> None:
    """How many clients have what is needed to reach and look after them."""
    everybody = len(findings.clients)
    listed = schema.table("clients")
    wanted = ("owner", "phone", "email", "language", "preferred_channel", "consent_marketing")
    known = {key: _known(findings.clients, key) for key in wanted}
    enough = everybody >= ENOUGH
    page.section(_("What is known of clients"))
    page.block([
        Field(_("Column"), [str(listed.column(key).names) for key in known], "text", 24, 30),
        Field(_("Clients with it"), list(known.values()), "integer", 14, 16),
        Field(_("Of"), [everybody] * len(known), "integer", 14, 16),
        *([Field(_("Part"), [each / everybody for each in known.values()], "percent", 14, 16)] if enough else []),
    ])  # fmt: skip
    if known["consent_marketing"] < everybody:
        page.say(
            _(
                "Without consent a client gets no advertising; what is agreed between you may be written about."
            ),
            "note",
        )
    page.space()


def _known(frame: pd.DataFrame, key: str) -> int:
    if key not in frame:
        return 0
    return int((frame[key].notna() & (frame[key].astype(object) != "")).sum())


def not_computed(page: Page, findings: Findings) -> None:
    found = gaps(findings)
    page.section(_("What could not be computed"))
    if not found:
        page.say(_("Everything could be computed."), "good")
    for gap in found:
        page.point(Cell(gap.what, "wrapped"), gap.why)
    page.space()


# ── what was read, and how it was computed ───────────────────────────────────────────────────


def _read(page: Page, findings: Findings) -> None:
    sources = findings.tables.sources
    page.section(_("Rows read"))
    if not sources:
        page.say(_("No table was found."))
        page.space()
        return
    read = [
        (schema.table(key).names(), each)
        for key, first in sources.items()
        for each in (first, *first.also)
    ]
    page.block([
        Field(_("Table"), [name for name, _source in read], "text", 24, 30),
        Field(_("Rows read"), [source.rows_read for _name, source in read], "integer", 14, 16),
        Field(_("Left out"), [source.rows_left_out for _name, source in read], "integer", 14, 16),
        Field(_("Headings in row"), [source.header_row for _name, source in read], "integer", 14, 16),
        Field(_("Sheet"), [Cell(source.sheet, "link", link=f"#{quoted(source.sheet)}!A1") for _name, source in read],
              "link", rest=True),
    ])  # fmt: skip
    page.space()


def _meanings(page: Page, findings: Findings) -> None:
    from crmbook.analyses import loyalty, satisfaction, value

    captions = {
        "revenue_12m": _("Revenue, 12 months"), "margin_12m": _("Margin, 12 months"),
        "cost_to_serve_12m": _("Cost to serve, 12 months"),
        "value_after_service": _("Value after service"), "trend": _("Trend"),
    }  # fmt: skip
    page.section(_("What the words mean"))
    for key, meaning in words.status_meanings().items():
        page.point(Cell(words.statuses()[key], "label"), meaning)
    for key, meaning in value.definitions().items():
        if key in captions and findings["value"][key].notna().any():
            page.point(Cell(captions[key], "label"), meaning)
    if findings["satisfaction"]["rating"].notna().any():
        told = satisfaction.definitions(findings.settings)
        page.point(Cell(_("Satisfied"), "label"), told["satisfied"])
    page.say(loyalty.loyalty_in_words(findings.summaries, findings.settings))
    page.say(small_numbers())
    page.space()


def small_numbers() -> str:
    """What is not printed of few, and what is printed beside a rate."""
    return _("Percentages are printed only of ten or more. “Likely” is a 95 % interval (Wilson).")


def _version(page: Page, findings: Findings) -> None:
    told: list[tuple[str, Value]] = [
        (_("Workbook"), findings.file), (_("As of"), findings.as_of),
        (_("crmbook"), findings.version), (_("Fingerprint of the data"), fingerprint(findings)),
    ]  # fmt: skip
    page.section(_("This report"))
    for caption, value in told:
        page.rows.append([Cell(caption, "text"), Cell(value or "–", "text")])


def fingerprint(findings: Findings) -> str:
    """The same for the same clients and histories, whatever else is in the workbook.

    Not that of the file: crmbook's own sheets would change it from run to run.
    """
    from pandas.util import hash_pandas_object

    frames = [findings.clients, findings.summaries.clients]
    digest = sha256(
        "".join(f"{key}{len(frame)}" for key, frame in findings.tables.items()).encode()
    )
    for frame in frames:
        digest.update(hash_pandas_object(frame.astype(str)).to_numpy().tobytes())
    return digest.hexdigest()[:16]
