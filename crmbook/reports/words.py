"""How a report says things: captions of statuses and classes, money, dates and shares in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.figures import number as number  # noqa: PLC0414  # reports say numbers as words do
from crmbook.figures import percent as percent  # noqa: PLC0414  # likewise
from crmbook.language import _, spoken
from crmbook.reports.periods import is_whole_month
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd
    from babel import Locale

    from crmbook.findings import Findings
    from crmbook.schema import Names
    from crmbook.sheet import Value
    from crmbook.summaries.periods import Period

LOCALES = {"en": "en_GB", "lt": "lt_LT", "lv": "lv_LV"}
WORST_FIRST = ("lost", "silent", "quiet", "returned", "new", "active", "never")


# ── captions ─────────────────────────────────────────────────────────────────────────────────


def statuses() -> Mapping[str, str]:
    """Status key → how it is called, the worst first."""
    from crmbook.analyses import silence

    return {key: silence.caption(key) for key in WORST_FIRST}


def status_meanings() -> Mapping[str, str]:
    from crmbook.analyses import silence

    return silence.definitions()


def segments() -> Mapping[str, str]:
    """Segment key → how it is called, the best first."""
    from crmbook.analyses import loyalty

    return {key: loyalty.caption(key) for key in loyalty.SEGMENTS}


def rhythms() -> Mapping[str, str]:
    """Whose gaps a client is judged by; nothing for who never bought."""
    return {"own": _("own"), "firm": _("the firm’s")}


def p_silent() -> str:
    """What the probability of silence means."""
    return _(
        "How probable it is that nothing is bought in the client’s next two usual gaps, at least 14 days."
    )


def reading() -> Names:
    """What the owner's opinion of a signal is called."""
    return schema.table("signal_readings").column("reading").names


def readings() -> Mapping[str, str]:
    """Key of the owner's opinion → how it is called."""
    options = schema.table("signal_readings").column("reading").choices
    return {option.key: str(option.names) for option in options}


def trends() -> Mapping[str, str]:
    return {"up": _("up"), "flat": _("level"), "down": _("down"), "": ""}


def quadrants() -> Mapping[str, str]:
    """Satisfied × loyal, in plain words."""
    return {
        "loyalist": _("Satisfied and loyal"),
        "mercenary": _("Satisfied, not loyal"),
        "hostage": _("Loyal, not satisfied"),
        "defector": _("Neither"),
    }


def yes_no() -> Mapping[bool, str]:
    return {True: _("yes"), False: _("no")}


def nobody() -> str:
    """Who is responsible when nobody is."""
    return _("no owner")


def in_currency(caption: str, findings: Findings) -> str:
    """A heading of a column of money: Revenue, EUR."""
    return f"{caption}, {findings.settings.text('currency')}"


# ── numbers in sentences ─────────────────────────────────────────────────────────────────────


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(LOCALES[language])


def money(amount: float, currency: str) -> str:
    """Whole units, as the language writes them: €12,340 or 12 340 €."""
    from babel.numbers import parse_pattern

    locale = _locale(spoken())
    pattern = parse_pattern(locale.currency_formats["standard"])
    pattern.frac_prec = (0, 0)
    if len(currency) != 3:  # an ISO code has a sign; "Lt" stays as the owner wrote it
        return f"{number(amount)} {currency}"
    return str(pattern.apply(amount, locale, currency=currency, currency_digits=False))


def sum_of(amounts: pd.Series, findings: Findings) -> str:
    """The sum in words; "" when no amount is known."""
    if not amounts.notna().any():
        return ""
    return money(float(amounts.sum()), findings.settings.text("currency"))


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    from babel.lists import format_list

    return format_list(list(names), locale=_locale(spoken()))


def of_all(part: int, whole: int) -> str:
    """61 of 86 (71 %); without the percentage when there are too few."""
    counted = _("{part} of {whole}").format(part=number(part), whole=number(whole))
    return f"{counted} ({percent(part / whole)})" if whole >= ENOUGH else counted


# ── days in sentences ────────────────────────────────────────────────────────────────────────


def day(when: date) -> str:
    """31 March 2026 · 2026 m. kovo 31 d. · 2026. gada 31. marts."""
    from babel.dates import format_date

    return format_date(when, "long", locale=_locale(spoken()))


def sentence(text: str) -> str:
    """One full stop where the day it ends with has its own: 2026 m. kovo 31 d."""
    return text.replace("..", ".")


def month(when: date) -> str:
    """March 2026 · 2026 m. kovas · 2026. g. marts."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", when, locale=_locale(spoken()))


def month_name(when: date) -> str:
    """Mar · kov. · marts."""
    from babel.dates import format_date

    return format_date(when, "LLL", locale=_locale(spoken()))


def period(days: Period) -> str:
    """March 2026; or the first and the last day when it is no whole month."""
    if is_whole_month(days):
        return month(days.last)
    return f"{days.first.isoformat()} – {days.last.isoformat()}"


# ── columns as cells ─────────────────────────────────────────────────────────────────────────


def plain(series: pd.Series) -> list[Value]:
    """A column as plain values, None where nothing is known."""
    if series.dtype.kind == "M":
        series = series.dt.date
    known = series.notna().tolist()
    return [value if there else None for value, there in zip(series.tolist(), known, strict=True)]
