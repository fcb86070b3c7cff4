"""One sentence a client: the usual rhythm, the silence, and how sure we are."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from crmbook.language import _, many


class _Facts(NamedTuple):
    """Whole numbers, in days but for purchases and p_silent (in ten)."""

    purchases: int
    days_since: int
    typical_gap: int
    gap_low: int
    gap_high: int
    p_silent: int
    horizon_days: int


def reasons(clients: pd.DataFrame, *, fitted: bool) -> pd.Series:
    """From the columns of the silence analysis, in the spoken language.

    fitted  False: there were too few data for the model, and every sentence says so
    """
    numbers = clients[list(_Facts._fields)].fillna(0.0).assign(p_silent=clients["p_silent"] * 10)
    whole = numbers.round().astype(int)
    rows = zip(*(whole[name].tolist() for name in _Facts._fields), strict=True)
    simple = "" if fitted else f" {_simple_rule()}"
    said = [_reason(_Facts(*row), simple) for row in rows]
    return pd.Series(said, clients.index, dtype="str")


def _reason(client: _Facts, simple: str) -> str:
    if client.purchases == 0:
        return _("No purchase so far.")
    usual = _("Bought once.") if client.purchases == 1 else _rhythm(client)
    waited = many("It has been {n} day.", "It has been {n} days.", client.days_since)
    return f"{usual} {waited} {_chance(client)}{simple}"


def _rhythm(client: _Facts) -> str:
    usual = many("Usually buys every {n} day", "Usually buys every {n} days", client.typical_gap)
    return f"{usual} ({client.gap_low}–{client.gap_high})."


def _chance(client: _Facts) -> str:
    sentence = _("Of 10 such clients, {n} buy nothing in the next {days} days.")
    return sentence.format(n=client.p_silent, days=client.horizon_days)


def _simple_rule() -> str:
    return _("Too little data for a model: judged by a simple rule of the whole firm.")
