"""One sentence a client: the usual rhythm, the silence, and how sure we are."""

from __future__ import annotations

import pandas as pd

from crmbook.language import _, many

_NEEDED = (
    "purchases",
    "days_since",
    "typical_gap",
    "gap_low",
    "gap_high",
    "p_silent",
    "horizon_days",
)


def reasons(clients: pd.DataFrame) -> pd.Series:
    """From the columns of the silence analysis, in the spoken language."""
    numbers = clients[list(_NEEDED)].fillna(0.0).assign(p_silent=clients["p_silent"] * 10)
    whole = numbers.round().astype(int)
    rows = zip(*(whole[name].tolist() for name in _NEEDED), clients["rhythm"].tolist(), strict=True)
    return pd.Series([_reason(*row) for row in rows], clients.index, dtype="str")


def _reason(
    purchases: int,
    since: int,
    gap: int,
    low: int,
    high: int,
    silent: int,
    horizon: int,
    rhythm: str,
) -> str:
    if purchases == 0:
        return _("No purchase so far.")
    usual = _("Bought once.") if purchases == 1 else _rhythm(gap, low, high)
    waited = many("It has been {n} day.", "It has been {n} days.", since)
    said = f"{usual} {waited} {_chance(silent, horizon)}"
    return f"{said} {_simple_rule()}" if rhythm == "firm" and purchases > 1 else said


def _rhythm(gap: int, low: int, high: int) -> str:
    usual = many("Usually buys every {n} day", "Usually buys every {n} days", gap)
    return f"{usual} ({low}–{high})."


def _chance(silent: int, days: int) -> str:
    return _("Of 10 such clients, {n} buy nothing in the next {days} days.").format(
        n=silent, days=days
    )


def _simple_rule() -> str:
    return _("Too little data for a model: judged by a simple rule of the whole firm.")
