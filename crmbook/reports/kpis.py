"""At most twelve numbers of the business: each a live formula over Scores, with its definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crmbook.language import _, many
from crmbook.reports import is_off, periods, plays, signs, words
from crmbook.reports.counting import UNKNOWN, Counting, Figure, Shown, added, ratio, share, stamps
from crmbook.reports.scores import Scores
from crmbook.summaries.periods import midnight
from crmbook.summaries.rates import ENOUGH, Rate

if TYPE_CHECKING:
    from crmbook.findings import Findings

MOST = 12
When = Literal["now", "before", "year_ago"]
Span = Literal["month", "window", "prior"]
WHENS: tuple[When, ...] = ("now", "before", "year_ago")


@dataclass(frozen=True)
class Kpi:
    """n counts what the number is made of: a percentage of few clients says nothing."""

    caption: str
    definition: str
    look: Literal["kpi", "kpi_money", "kpi_percent"]
    now: Figure
    n: Figure
    before: Figure = UNKNOWN
    year_ago: Figure = UNKNOWN
    n_year_ago: float = 0


@dataclass(frozen=True)
class Judged(Kpi):
    """One that is counted over the statuses of silence: who judges an earlier day anew has it of that day.

    add_up  the column of silence() summed over those statuses; "" counts the clients
    """

    statuses: Sequence[str] = ()
    add_up: str = ""


def kpis(scores: Scores) -> list[Kpi]:
    """The numbers that this firm's data allow, the most telling twelve."""
    count = Counting(scores)
    made = (make(count) for make in _MAKERS)
    return [kpi for kpi in made if kpi is not None][:MOST]


def _three(count: Counting, name: Span, make: Callable[[When], Figure]) -> dict[str, Figure]:
    """Now and earlier; nothing for a stretch that began before the firm's purchases were kept."""
    spans, findings = _spans(count, name), count.scores.findings
    return {
        when: make(when) if when == "now" or periods.is_covered(findings, getattr(spans, when)) else UNKNOWN
        for when in WHENS
    }  # fmt: skip


def _spans(count: Counting, name: Span) -> periods.Compared:
    as_of = count.scores.findings.as_of
    if name == "month":
        return periods.months(as_of)
    return periods.windows(as_of, _months(count), preceding=name == "prior")


def _number(figure: Figure) -> float:
    return figure.value if isinstance(figure.value, (int, float)) else 0


def _month(count: Counting) -> str:
    return words.month(periods.last_full_month(count.scores.findings.as_of).last)


def _months(count: Counting) -> int:
    return periods.length(count.scores.findings.settings)


def _revenue_month(count: Counting) -> Kpi | None:
    if "revenue_month_now" not in count.scores:
        return None
    return Kpi(
        _("Revenue, {month}").format(month=_month(count)),
        _("What clients bought in the last full month, returns taken off. n: purchases."),
        "kpi_money",
        n=count.total("purchases_month_now"),
        n_year_ago=_number(count.total("purchases_month_year_ago")),
        **_three(count, "month", lambda when: count.total(f"revenue_month_{when}")),
    )


def _purchases_month(count: Counting) -> Kpi | None:
    if "revenue_month_now" in count.scores:
        return None
    return Kpi(
        _("Purchases, {month}").format(month=_month(count)),
        _("Purchases or visits in the last full month. n: clients who bought."),
        "kpi",
        n=count.buyers("purchases_month_now"),
        n_year_ago=_number(count.buyers("purchases_month_year_ago")),
        **_three(count, "month", lambda when: count.total(f"purchases_month_{when}")),
    )


def _buyers_month(count: Counting) -> Kpi:
    return Kpi(
        _("Clients who bought, {month}").format(month=_month(count)),
        _("Clients with at least one purchase in the last full month. n: purchases."),
        "kpi",
        n=count.total("purchases_month_now"),
        n_year_ago=_number(count.total("purchases_month_year_ago")),
        **_three(count, "month", lambda when: count.buyers(f"purchases_month_{when}")),
    )


def _new_month(count: Counting) -> Kpi | None:
    if "first_purchase" not in count.scores:
        return None
    compared = periods.months(count.scores.findings.as_of)
    year_ago = count.within("first_purchase", compared.year_ago)
    return Kpi(
        _("New clients, {month}").format(month=_month(count)),
        _("Clients whose first purchase ever fell in the last full month. n: clients who bought."),
        "kpi",
        n=count.buyers("purchases_month_now"),
        n_year_ago=_number(year_ago),
        **_three(
            count, "month", lambda when: count.within("first_purchase", getattr(compared, when))
        ),
    )


def _average_month(count: Counting) -> Kpi | None:
    if "revenue_month_now" not in count.scores:
        return None
    return Kpi(
        _("Average purchase, {month}").format(month=_month(count)),
        " ".join(
            filter(
                None, [_("Revenue ÷ purchases of the month."), _median(count), _("n: purchases.")]
            )
        ),
        "kpi_money",
        n=count.total("purchases_month_now"),
        n_year_ago=_number(count.total("purchases_month_year_ago")),
        **_three(
            count,
            "month",
            lambda when: ratio(
                count.total(f"revenue_month_{when}"), count.total(f"purchases_month_{when}")
            ),
        ),
    )


def _median(count: Counting) -> str:
    """The median beside the mean: one large order moves a mean."""
    findings = count.scores.findings
    month = periods.last_full_month(findings.as_of)
    bought = findings.summaries.purchases
    bought = bought[bought["date"].between(*stamps(month))]
    if len(bought) < ENOUGH:
        return ""
    amount = words.money(float(bought["amount"].median()), findings.settings.text("currency"))
    return _("Half of the purchases are above {amount}, half below.").format(amount=amount)


def _revenue_window(count: Counting) -> Kpi | None:
    if "revenue_window_now" not in count.scores:
        return None
    return Kpi(
        many("Revenue, last {n} month", "Revenue, last {n} months", _months(count)),
        _("Up to the data date; a month earlier and a year earlier the same length. n: purchases."),
        "kpi_money",
        n=count.total("purchases_window_now"),
        n_year_ago=_number(count.total("purchases_window_year_ago")),
        **_three(count, "window", lambda when: count.total(f"revenue_window_{when}")),
    )


def _buyers_window(count: Counting) -> Kpi:
    return Kpi(
        many(
            "Clients who bought, last {n} month",
            "Clients who bought, last {n} months",
            _months(count),
        ),
        _("Clients with at least one purchase in that time. n: purchases."),
        "kpi",
        n=count.total("purchases_window_now"),
        n_year_ago=_number(count.total("purchases_window_year_ago")),
        **_three(count, "window", lambda when: count.buyers(f"purchases_window_{when}")),
    )


def _retention(count: Counting) -> Kpi | None:
    whole = count.buyers("purchases_prior_now")
    if not whole.value or not periods.is_covered(count.scores.findings, _spans(count, "prior").now):
        return None
    both = count.both("purchases_prior_now", "purchases_window_now")
    return Kpi(
        _("Retention rate"),
        many(
            "Of the clients who bought in the month before the last {n}, the part that bought again.",
            "Of the clients who bought in the {n} months before the last {n}, the part that bought again.",
            _months(count)) + f" {_likely(both, whole)}",
        "kpi_percent",
        n=whole,
        n_year_ago=_number(count.buyers("purchases_prior_year_ago")),
        **_three(count, "prior", lambda when: share(
            count.both(f"purchases_prior_{when}", f"purchases_window_{when}"),
            count.buyers(f"purchases_prior_{when}"))),
    )  # fmt: skip


def _likely(part: Figure, whole: Figure) -> str:
    """Where the rate lies, as a sentence, when there are enough to say."""
    one, all_ = int(_number(part)), int(_number(whole))
    counted = _("{part} of {whole} clients").format(
        part=words.number(one), whole=words.number(all_)
    )
    interval = Rate(one, all_).likely
    if interval is None:
        return f"{counted}."
    low, high = (words.percent(edge) for edge in interval)
    return _("{counted}; likely {low}–{high}.").format(counted=counted, low=low, high=high)


def _repeat(count: Counting) -> Kpi | None:
    whole = count.buyers("purchases_window_now")
    if not whole.value:
        return None
    again = count.buyers("purchases_window_now", 2)
    return Kpi(
        _("Repeat purchase rate"),
        many(
            "Of the clients who bought in the last {n} month, the part that bought at least twice.",
            "Of the clients who bought in the last {n} months, the part that bought at least twice.",
            _months(count)) + f" {_likely(again, whole)}",
        "kpi_percent",
        n=whole,
        n_year_ago=_number(count.buyers("purchases_window_year_ago")),
        **_three(count, "window", lambda when: share(
            count.buyers(f"purchases_window_{when}", 2), count.buyers(f"purchases_window_{when}"))),
    )  # fmt: skip


def _concentration(count: Counting) -> Kpi | None:
    buyers = count.buyers("purchases_window_now")
    if "revenue_window_now" not in count.scores or _number(buyers) <= ENOUGH:
        return None

    def of(when: When) -> Figure:
        enough = _number(count.buyers(f"purchases_window_{when}")) > ENOUGH
        key = f"revenue_window_{when}"
        return ratio(count.largest(key, 10), count.total(key)) if enough else Figure()

    return Kpi(
        _("Revenue from the ten largest clients"),
        many(
            "Their part of the revenue of the last {n} month: how much hangs on few. n: clients who bought.",
            "Their part of the revenue of the last {n} months: how much hangs on few. n: clients who bought.",
            _months(count)),
        "kpi_percent",
        n=buyers,
        n_year_ago=_number(count.buyers("purchases_window_year_ago")),
        **_three(count, "window", of),
    )  # fmt: skip


def _sheet_of(findings: Findings, report: str) -> str:
    """The title of a report, or of Scores where the settings leave it out."""
    return findings.titles["scores" if is_off(findings.settings, report) else report]


def _silent(count: Counting) -> Kpi | None:
    if "status" not in count.scores:
        return None
    bought = count.buyers("purchases") if "purchases" in count.scores else Figure()
    return Judged(
        _("Silent clients"),
        _counted_without(_("Later than their own rhythm allows and not yet lost; see the sheet {sheet}. n: clients who ever bought.").format(
            sheet=_sheet_of(count.scores.findings, "silence")), count, ["silent"]),
        "kpi",
        now=count.late(Shown("silent", words.statuses()["silent"])),
        n=bought,
        n_year_ago=_bought_by(count, "year_ago"),
        before=_silent_then(count, "before"),
        year_ago=_silent_then(count, "year_ago"),
        statuses=("silent",),
    )  # fmt: skip


def _counted_without(definition: str, count: Counting, statuses: Sequence[str]) -> str:
    """The definition, and how many clients the owner's readings leave out of the number."""
    scores = count.scores
    if "reading" not in scores:
        return definition
    rejected = (scores["reading"] == "rejected") & scores["status"].isin(statuses)
    return f"{definition} {signs.left_out(int(rejected.sum()))}".rstrip()


def _silent_then(count: Counting, when: When) -> Figure:
    """By what was known then; nothing where too little past lay before that day."""
    findings, span = count.scores.findings, getattr(_spans(count, "window"), when)
    if findings.look_back is None or not periods.is_covered(findings, span):
        return UNKNOWN
    return Figure(findings.look_back.silent_on(span.last))


def _bought_by(count: Counting, when: When) -> int:
    """Clients who had ever bought by the end of that window."""
    first = count.scores.findings.summaries.clients["first_purchase"]
    return int((first <= midnight(getattr(_spans(count, "window"), when).last)).sum())


def _at_risk(count: Counting) -> Kpi | None:
    if "value_at_risk" not in count.scores:
        return None
    return Judged(
        _("Value at risk"),
        _counted_without(
            _("What clients who are late would bring in a year × the probability that they stay silent. n: quiet, silent and lost clients."),
            count, plays.LATE),
        "kpi_money",
        now=_over_late(lambda caption: count.late_total("value_at_risk", caption)),
        n=_over_late(count.late),
        statuses=plays.LATE,
        add_up="value_at_risk",
    )  # fmt: skip


def _over_late(figure: Callable[[Shown], Figure]) -> Figure:
    """Summed over the statuses that mean being late."""
    captions = words.statuses()
    return added([figure(Shown(key, captions[key])) for key in plays.LATE])


def _satisfied(count: Counting) -> Kpi | None:
    """Only ratings that are not stale: the same as on the sheet of satisfied and loyal."""
    if "quadrant" not in count.scores:
        return None
    captions, known = words.quadrants(), count.answered("quadrant")
    yes = added(
        [count.equal("quadrant", Shown(key, captions[key])) for key in ("loyalist", "mercenary")]
    )
    limit = words.number(count.scores.findings.settings.number("satisfied_rating"), 1)
    told = _("Clients whose latest rating is {rating} or more of 5, of all with a recent one.")
    return Kpi(
        _("Satisfied clients"),
        f"{told.format(rating=limit)} {_likely(yes, known)}",
        "kpi_percent",
        now=share(yes, known),
        n=known,
    )


_MAKERS: Sequence[Callable[[Counting], Kpi | None]] = (
    _revenue_month,
    _purchases_month,
    _buyers_month,
    _new_month,
    _average_month,
    _revenue_window,
    _buyers_window,
    _retention,
    _repeat,
    _concentration,
    _silent,
    _at_risk,
    _satisfied,
)
