"""One sentence a client: the usual rhythm, the silence, and how sure we are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmbook.language import _, many

_BATCH = 50_000  # clients at a time: Python's numbers and texts are large


class _Facts(NamedTuple):
    """Whole numbers, in days but for purchases and p_silent (in ten); -1 where there is none."""

    purchases: int
    days_since: int
    typical_gap: int
    gap_low: int
    gap_high: int
    p_silent: int
    horizon_days: int
    they_acted: int


def reasons(clients: pd.DataFrame, as_of: np.datetime64, *, fitted: bool) -> pd.Series:
    """From the columns of the silence analysis, in the spoken language.

    fitted  False: there were too few data for the model, and every sentence says so
    """
    some = (clients.iloc[start : start + _BATCH] for start in range(0, len(clients), _BATCH))
    said = [_sentences(part, as_of, fitted=fitted) for part in some]
    whole: pd.Series = pd.concat([*said, pd.Series(dtype="str")])
    return whole.set_axis(clients.index)


def _sentences(clients: pd.DataFrame, as_of: np.datetime64, *, fitted: bool) -> pd.Series:
    numbers = clients[list(_Facts._fields)].assign(
        p_silent=clients["p_silent"] * 10,
        they_acted=(as_of - clients["they_acted"]).dt.days,
    )
    whole = numbers.fillna(-1.0).round().astype(int)
    rows = zip(*(whole[name].tolist() for name in _Facts._fields), strict=True)
    simple = [] if fitted else [_simple_rule()]
    said = [_reason(_Facts(*row), simple) for row in rows]
    return pd.Series(said, dtype="str")


def _reason(client: _Facts, simple: Sequence[str]) -> str:
    if client.purchases == 0:
        return " ".join([_("No purchase so far."), *_contacts(client)])
    usual = _("Bought once.") if client.purchases == 1 else _rhythm(client)
    waited = many("It has been {n} day.", "It has been {n} days.", client.days_since)
    return " ".join([usual, waited, _chance(client), *_contacts(client), *simple])


def _rhythm(client: _Facts) -> str:
    usual = many("Usually buys every {n} day", "Usually buys every {n} days", client.typical_gap)
    return f"{usual} ({client.gap_low}–{client.gap_high})."


def _chance(client: _Facts) -> str:
    if client.p_silent == 0:
        sentence = _("Nearly all such clients buy in the next {days} days.")
    elif client.p_silent == 1:
        sentence = _("Of 10 such clients, one buys nothing in the next {days} days.")
    elif client.p_silent == 10:
        sentence = _("Hardly any such client buys in the next {days} days.")
    else:
        sentence = _("Of 10 such clients, {n} buy nothing in the next {days} days.")
    return sentence.format(n=client.p_silent, days=client.horizon_days)


def _simple_rule() -> str:
    return _("Too little data for a model: judged by a simple rule of the whole firm.")


def _contacts(client: _Facts) -> list[str]:
    """A word of theirs since the last purchase; what we did ourselves is no reason."""
    ago = client.they_acted
    if ago < 0 or (client.purchases and ago >= client.days_since):
        return []
    return [
        many("They last got in touch {n} day ago.", "They last got in touch {n} days ago.", ago)
    ]
