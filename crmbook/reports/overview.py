"""The month at a glance: a sentence, twelve numbers, three things to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients, plays, signs, two_years, words
from crmbook.reports.counting import Counting, Shown
from crmbook.reports.decisions import Decision, to_decide
from crmbook.reports.kpis import Kpi, kpis
from crmbook.reports.layout import Field, Page
from crmbook.reports.scores import scores_of
from crmbook.sheet import Area, Cell, Chart, Format, Series, Sheet
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    from crmbook.findings import Findings

ACROSS = 8
LEFT = 5  # the last column under the chart on the left
APART, HIGH = 12, 300  # pixels between the charts, and of their height
MEANINGS = {6: 26.0, 7: 26.0}  # widths of the columns that definitions span


def title() -> str:
    return _("Overview")


def build(findings: Findings) -> Sheet | None:
    page = Page(across=ACROSS, wide=MEANINGS)
    page.title(findings.titles["overview"], _subtitle(findings))
    if findings.clients.empty or findings.summaries.documents.empty:
        _begin(page, findings)
        return page.sheet(findings.titles["overview"], "overview", tab="#1F3F66")
    scores = scores_of(findings)
    made = kpis(scores)
    page.say(headline(findings, made), "wrapped")
    page.space()
    _numbers(page, made)
    _decisions(page, to_decide(findings))
    _charts(page, findings)
    _completeness(page, findings)
    return page.sheet(findings.titles["overview"], "overview", tab="#1F3F66")


def _subtitle(findings: Findings) -> str:
    said = clients.as_of(findings)
    if not findings.summaries.keeps_amounts:
        return said
    money = _("amounts in {currency}").format(currency=findings.settings.text("currency"))
    return f"{said} · {money}"


def decisions(findings: Findings) -> list[str]:
    """The things to decide as sentences, for the screen."""
    return [decision.text for decision in to_decide(findings)]


# ── a workbook without purchases ─────────────────────────────────────────────────────────────


def _begin(page: Page, findings: Findings) -> None:
    """What to type first; an empty sheet would look broken."""
    listed, bought = schema.table("clients"), schema.table("purchases")
    if findings.clients.empty:
        page.say(_("There are no clients in this workbook yet. Three steps to the first report:"))
    else:
        page.say(many("{n} client and no purchases yet.", "{n} clients and no purchases yet.",
                      len(findings.clients)) + " " + _("Three steps to the first report:"))  # fmt: skip
    page.space()
    page.point(Cell("1.", "label"), _("On the sheet {sheet}, type your clients, one row each: {columns}.").format(
        sheet=listed.names, columns=_names(listed, "client_id", "name", "owner")))  # fmt: skip
    page.point(Cell("2.", "label"), _("On the sheet {sheet}, type what they bought, one row a purchase: {columns}.").format(
        sheet=bought.names, columns=_names(bought, "client_id", "date", "amount")))  # fmt: skip
    page.point(
        Cell("3.", "label"),
        _("Run crmbook refresh again. Ten clients with a few purchases each are enough to begin."),
    )


def _names(table: schema.Table, *keys: str) -> str:
    return ", ".join(str(table.column(key).names) for key in keys)


# ── the numbers ──────────────────────────────────────────────────────────────────────────────


def headline(findings: Findings, made: list[Kpi]) -> str:
    """The month in a sentence or two."""
    return " ".join(filter(None, [_month_sentence(findings, made), _silence_sentence(findings)]))


def _month_sentence(findings: Findings, made: list[Kpi]) -> str:
    first = made[0]
    if not isinstance(first.now.value, float) or first.look != "kpi_money":
        return ""
    now = words.money(first.now.value, findings.settings.text("currency"))
    ago = first.year_ago.value
    if not isinstance(ago, float) or ago <= 0:
        return _("{what}: {now}.").format(what=first.caption, now=now)
    then = words.money(ago, findings.settings.text("currency"))
    if _enough(first):
        change = words.percent(abs(first.now.value / ago - 1))
        text = (
            _("{what}: {now}, {change} more than a year earlier ({then}).")
            if first.now.value >= ago
            else _("{what}: {now}, {change} less than a year earlier ({then}).")
        )
        return text.format(what=first.caption, now=now, change=change, then=then)
    return _("{what}: {now}; a year earlier {then}.").format(what=first.caption, now=now, then=then)


def _silence_sentence(findings: Findings) -> str:
    found = findings.results["silence"]
    silent = found[found["status"] == "silent"]
    silent = silent[signs.silence_reading(findings, silent.index) != "rejected"]
    if silent.empty:
        return _("No client is silent.")
    said = many("{n} client is silent", "{n} clients are silent", len(silent))
    at_risk = words.sum_of(silent["value_at_risk"], findings)
    risk = _("{money} at risk").format(money=at_risk)
    return f"{said}, {risk}." if at_risk else f"{said}."


def _numbers(page: Page, made: list[Kpi]) -> None:
    top = page.row + 1
    page.block([
        Field(_("Number"), [kpi.caption for kpi in made], "wrapped", 22, 25),
        Field(_("Now"), [kpi.now.cell(kpi.look) for kpi in made], "kpi", 13, 15),
        Field(_("A month earlier"), [kpi.before.cell(look_then(kpi)) for kpi in made], "integer", 11, 12),
        Field(_("A year earlier"), [kpi.year_ago.cell(look_then(kpi)) for kpi in made], "integer", 11, 12),
        Field(_("Change on a year"), [on_a_year(kpi, top + n) for n, kpi in enumerate(made)], "percent", 11, 12),
        Field(_("n"), [kpi.n.cell("integer") for kpi in made], "integer", 7, 9,
              note=_("How many the number is made of: the fewer, the less it says.")),
        Field(_("What it means"), [kpi.definition for kpi in made], "note", rest=True),
    ])  # fmt: skip
    page.space()


def look_then(kpi: Kpi) -> Format:
    looks: dict[str, Format] = {"kpi": "integer", "kpi_money": "integer", "kpi_percent": "percent"}
    return looks[kpi.look]


def _enough(kpi: Kpi) -> bool:
    n = kpi.n.value
    return isinstance(n, (int, float)) and n >= ENOUGH and kpi.n_year_ago >= ENOUGH


def on_a_year(kpi: Kpi, row: int) -> Cell | None:
    """B against D, a year earlier; a rate in points; nothing where there is too little to compare."""
    now, ago = kpi.now.value, kpi.year_ago.value
    if not isinstance(now, (int, float)) or not isinstance(ago, (int, float)):
        return None
    if not _enough(kpi) or ago < (ENOUGH if kpi.look == "kpi" else 0) or not ago:
        return None
    if kpi.look == "kpi_percent":
        points = _("{points} points")
        formula = (
            f'=TEXT(ROUND((B{row + 1}-D{row + 1})*100,0),"+0;-0;0")&"{points.format(points="")}"'
        )
        return Cell(points.format(points=_signed((now - ago) * 100)), "text_right", formula)
    return Cell(now / ago - 1, "percent", f"=B{row + 1}/D{row + 1}-1")


def _signed(value: float) -> str:
    whole = int(value + 0.5) if value >= 0 else -int(-value + 0.5)
    return f"{whole:+d}" if whole else "0"


# ── to decide ────────────────────────────────────────────────────────────────────────────────


def _decisions(page: Page, made: Sequence[Decision]) -> None:
    page.section(_("To decide"))
    if not made:
        page.say(_("Nothing needs a decision today."), "good")
    for number, decision in enumerate(made, start=1):
        page.point(Cell(f"{number}. {decision.lead}", "link", link=decision.link), decision.text)
    page.space()


# ── charts ───────────────────────────────────────────────────────────────────────────────────


def _charts(page: Page, findings: Findings) -> None:
    """Two charts side by side over the numbers printed under them."""
    top = page.row
    page.space(16)
    page.section(_("The numbers behind the charts"))
    months, counts = two_years.last_and_before(findings), _status_counts(findings)
    area = page.block([
        Field(_("Month"), months["caption"].tolist()),
        Field(_("Last 12 months"), words.plain(months["now"]), "integer"),
        Field(_("12 months before"), words.plain(months["before"]), "integer"),
        Field(_("Status"), [*counts, *[None] * (12 - len(counts))]),
        Field(_("Clients"), [*counts.values(), *[None] * (12 - len(counts))], "integer"),
    ])  # fmt: skip
    left, right = page.pixels(0, LEFT) - APART, page.pixels(LEFT + 1)
    page.charts += [
        _by_month(area, top, left, findings),
        _by_status(area, top, right, len(counts)),
    ]


def _status_counts(findings: Findings) -> dict[str, Cell]:
    """Caption → clients, as formulas over Scores; the best first. A rejected silence is none."""
    count = Counting(scores_of(findings))
    found, captions = set(findings["silence"]["status"]), words.statuses()
    known = [Shown(key, captions[key]) for key in reversed(words.WORST_FIRST) if key in found]
    return {
        shown.caption: (
            count.late(shown) if shown.key in plays.LATE else count.equal("status", shown)
        ).cell("integer")
        for shown in known
    }


def _by_status(area: Area, top: int, width: int, statuses: int) -> Chart:
    last = area.first_row + statuses - 1
    clients = Series(
        _("Clients"), Area(area.first_row, 4, last, 4), Area(area.first_row, 3, last, 3)
    )
    return Chart(
        "bar", [clients], top, LEFT + 1, _("Clients by status"), width, HIGH, y_format="integer",
        legend=False,
    )  # fmt: skip


def _by_month(area: Area, top: int, width: int, findings: Findings) -> Chart:
    what = _("Revenue by month") if findings.summaries.keeps_amounts else _("Purchases by month")
    months = Area(area.first_row, 0, area.last_row, 0)
    return Chart(
        "column",
        [
            Series(_("12 months before"), Area(area.first_row, 2, area.last_row, 2), months, pale=True),
            Series(_("Last 12 months"), Area(area.first_row, 1, area.last_row, 1), months),
        ],
        top, 0, what, width, HIGH, y_format="integer",
    )  # fmt: skip


def _completeness(page: Page, findings: Findings) -> None:
    """The data date, and how much was read: what is missing can't be in the numbers."""
    page.space()
    page.section(_("Data"))
    page.say(clients.data_date(findings))
    read = [
        f"{schema.table(key).names}: {words.number(sum(s.rows_read for s in (source, *source.also)))}"
        for key, source in findings.tables.sources.items()
    ]
    page.say(_("Rows read: {tables}.").format(tables=", ".join(read)))
    errors = sum(problem.weight == "error" for problem in findings.problems)
    mend = many("{n} thing to mend:", "{n} things to mend:", errors)
    see = _("see the sheet {sheet}.").format(sheet=findings.titles["quality"])
    page.say(f"{mend} {see}" if errors else _("Nothing to mend."))
