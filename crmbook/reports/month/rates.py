"""How many clients come back: rates of the last windows, as numbers and in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from crmbook.language import _, many
from crmbook.reports import periods, words
from crmbook.reports.counting import stamps
from crmbook.reports.layout import Field
from crmbook.reports.month.paper import explained
from crmbook.sheet import Cell, Format, Value
from crmbook.summaries import Rate, repeat_rate, retention
from crmbook.summaries.periods import earlier, months_upto

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

SECOND_DAYS = 90  # within which a first purchase should have been followed by a second
SECOND_MONTHS = 3  # ago: by now even who came on the month's last day has had that time


When = Literal["now", "before", "year_ago"]
Number: TypeAlias = "Rate | tuple[float, int] | None"  # a rate, or a number with its n


@dataclass(frozen=True)
class Told:
    """A number three times; None where nothing can be said."""

    caption: str
    meaning: str
    three: Mapping[When, Number]
    look: Format = "percent"


def add(page: Page, findings: Findings, month: Period) -> None:
    told = [
        each
        for each in (make(findings, month) for make in _MAKERS)
        if each.three["now"] is not None
    ]
    if not told:
        return
    page.section(_("Who comes back"))
    if sentence := in_words(findings, month):
        page.say(sentence)
    explained(page, [
        Field(_("Number"), [each.caption for each in told], "wrapped"),
        Field(_("Now"), [_cell(each, each.three["now"]) for each in told], "integer"),
        Field(_("A month earlier"), [_cell(each, each.three["before"]) for each in told], "integer"),
        Field(_("A year earlier"), [_cell(each, each.three["year_ago"]) for each in told], "integer"),
        Field(_("Likely"), [_likely(each.three["now"]) for each in told], "text_right",
              note=_("Where the rate lies, were there many more clients like these: a 95 % interval.")),
        Field(_("n"), [_n(each.three["now"]) for each in told], "integer",
              note=_("How many the number is made of: the fewer, the less it says.")),
    ], [each.meaning for each in told])  # fmt: skip


def in_words(findings: Findings, month: Period) -> str:
    """Of 86 clients who bought in the year before, 61 (71 %, likely 61–79 %) bought again."""
    now, year_ago = _retained(findings, month.last), _retained(findings, earlier(month, 12).last)
    if now is None:
        return ""
    months = periods.length(findings.settings)
    before = months_upto(month.last, months, skipped=months)
    said = _(
        "Of {whole} clients who bought between {first} and {last}, {part} bought again in {months}"
    )
    text = said.format(
        whole=words.number(now.n),
        first=words.day(before.first),
        last=words.day(before.last),
        part=_part(now),
        months=many("the last {n} month", "the last {n} months", months),
    )
    if year_ago is None:
        return f"{text}."
    then = _("{part} of {whole}").format(part=words.number(year_ago.count), whole=words.number(year_ago.n))  # fmt: skip
    return _("{said}; a year ago {then}.").format(said=text, then=then)


def _part(rate: Rate) -> str:
    """61 (71 %, likely 61–79 %)."""
    if rate.share is None or rate.likely is None:
        return words.number(rate.count)
    low, high = (words.percent(edge) for edge in rate.likely)
    text = _("{part} ({share}, likely {low}–{high})")
    share = words.percent(rate.share)
    return text.format(part=words.number(rate.count), share=share, low=low, high=high)


# ── the cells ────────────────────────────────────────────────────────────────────────────────


def _cell(told: Told, found: Number) -> Cell | None:
    if found is None:
        return None
    if not isinstance(found, Rate):
        return Cell(found[0], told.look)
    if found.share is not None:
        return Cell(found.share, "percent")
    text = _("{part} of {whole}").format(part=found.count, whole=found.n)
    return Cell(text, "text_right")


def _likely(found: Number) -> Value:
    if not isinstance(found, Rate) or found.likely is None:
        return None
    low, high = (words.percent(edge) for edge in found.likely)
    return f"{low}–{high}"


def _n(found: Number) -> Value:
    if found is None:
        return None
    return found.n if isinstance(found, Rate) else found[1]


# ── the numbers ──────────────────────────────────────────────────────────────────────────────


def _three(month: Period, make: Callable[[Period], Number]) -> dict[When, Number]:
    spans = periods.months(month.last)
    return {"now": make(spans.now), "before": make(spans.before), "year_ago": make(spans.year_ago)}


def _retained(findings: Findings, last: date) -> Rate | None:
    """Nothing where the purchases do not go back two windows, or nobody bought in the earlier one."""
    months = periods.length(findings.settings)
    if not periods.is_covered(findings, months_upto(last, months, skipped=months)):
        return None
    found = retention(findings.summaries, last, months)
    return found if found.n else None


def _retention(findings: Findings, month: Period) -> Told:
    return Told(
        _("Retention rate"),
        _("Clients who bought in the window before and again in this one, of all who bought in the window before."),
        _three(month, lambda span: _retained(findings, span.last)),
    )  # fmt: skip


def _churn(findings: Findings, month: Period) -> Told:
    def gone(span: Period) -> Rate | None:
        kept = _retained(findings, span.last)
        return Rate(kept.n - kept.count, kept.n) if kept else None

    meaning = _(
        "The others: 1 − retention, over the same windows. Some of them may still come back."
    )
    return Told(_("Churn rate"), meaning, _three(month, gone))


def _repeat(findings: Findings, month: Period) -> Told:
    months = periods.length(findings.settings)

    def again(span: Period) -> Rate | None:
        if not periods.is_covered(findings, months_upto(span.last, months)):
            return None
        found = repeat_rate(findings.summaries, span.last, months)
        return found if found.n else None

    meaning = _("Clients with two purchases or more in the window, of those with at least one.")
    return Told(_("Repeat purchase rate"), meaning, _three(month, again))


def _second(findings: Findings, month: Period) -> Told:
    came = earlier(month, SECOND_MONTHS)
    meaning = _(
        "Of the clients whose first purchase was in {month}, those who bought again within {days} days."
    )
    return Told(
        _("Second-purchase rate"),
        meaning.format(month=words.month(came.last), days=SECOND_DAYS),
        _three(month, lambda span: _came_again(findings, earlier(span, SECOND_MONTHS))),
    )  # fmt: skip


def _came_again(findings: Findings, came: Period) -> Rate | None:
    import pandas as pd

    days = _days(findings)
    first = days.groupby("client_id")["date"].transform("min")
    own = days[first.between(*stamps(came))]
    since = own["date"] - first.reindex(own.index)
    again = own[(since > pd.Timedelta(0)) & (since <= pd.Timedelta(days=SECOND_DAYS))]
    whole = own["client_id"].nunique()
    return Rate(again["client_id"].nunique(), whole) if whole else None


def _gap(findings: Findings, month: Period) -> Told:
    months = periods.length(findings.settings)
    days = _days(findings)
    gaps = days.assign(gap=days.groupby("client_id")["date"].diff().dt.days)

    def usual(span: Period) -> Number:
        ended = gaps[gaps["date"].between(*stamps(months_upto(span.last, months)))]["gap"].dropna()
        return (float(ended.median()), len(ended)) if len(ended) else None

    meaning = _(
        "Days between a client’s purchases: half of the gaps that ended in the window were shorter. n: gaps."
    )
    return Told(_("Time between purchases"), meaning, _three(month, usual), look="integer")  # fmt: skip


def _frequency(findings: Findings, month: Period) -> Told:
    months, bought = periods.length(findings.settings), findings.summaries.purchases

    def often(span: Period) -> Number:
        window = months_upto(span.last, months)
        if not periods.is_covered(findings, window):
            return None
        inside = bought[bought["date"].between(*stamps(window))]
        buyers = inside["client_id"].nunique()
        return (len(inside) / buyers, buyers) if buyers else None

    meaning = _("Purchases of the window ÷ clients who bought in it. n: clients.")
    return Told(_("Purchases of a client"), meaning, _three(month, often), look="decimal")


def _days(findings: Findings) -> pd.DataFrame:
    """The days on which each client bought, each once, in order."""
    bought = findings.summaries.purchases[["client_id", "date"]]
    return bought.drop_duplicates().sort_values(["client_id", "date"], ignore_index=True)


_MAKERS: Sequence[Callable[[Findings, Period], Told]] = (
    _retention, _churn, _repeat, _second, _gap, _frequency,
)  # fmt: skip
