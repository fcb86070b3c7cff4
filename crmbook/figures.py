"""Numbers in sentences, as each language writes them."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent

from crmbook.language import spoken


def number(value: float, decimals: int = 0) -> str:
    """1.5 or 1,5 with at most so many decimals; from a hundred on without."""
    shown = 0 if abs(value) >= 100 else decimals
    return format_decimal(value, "#,##0." + "#" * shown, locale=spoken())


def exact(value: float) -> str:
    """0.28962 or 0,28962: up to six decimals, as many as there are."""
    return format_decimal(value, "#,##0.######", locale=spoken())


def percent(share: float) -> str:
    """0.8 → 80% or 80 %."""
    return format_percent(share, locale=spoken())
