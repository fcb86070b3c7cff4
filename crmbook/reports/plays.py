"""What to do about a client who is late, by which channel and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

LATE = ("silent", "quiet", "lost")  # statuses that ask for something to be done
DAYS_TO_ACT: Mapping[str, int] = {"silent": 5, "quiet": 10, "lost": 20}
DAYS_FOR_A = 2  # the few who bring most do not wait


def plays() -> Mapping[str, str]:
    """Status → what to do. Never a discount first: asking costs nothing and tells more."""
    return {
        "silent": _(
            "Call in person: ask how things are and what is needed. An offer comes after that."
        ),
        "quiet": _("Get in touch with something useful for them; ask when they plan to order."),
        "lost": _("One personal call or letter to win back; then note the reason and let go."),
    }


def short() -> Mapping[str, str]:
    """The same in two or three words, for a list."""
    return {
        "silent": _("Call in person"),
        "quiet": _("Get in touch"),
        "lost": _("Win back or let go"),
    }


def at_stake(findings: Findings) -> pd.Series:
    """What is the more pressing the larger it is: money at risk, or purchases in a firm without amounts."""
    found = findings["silence"]
    return found["value_at_risk"].fillna(found["p_silent"] * found["expected_12m"])


def working_days_after(day: date, count: int) -> date:
    """Monday to Friday; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def due(as_of: date, status: str, abc: str) -> date:
    days = DAYS_TO_ACT.get(status, 10)
    return working_days_after(as_of, min(days, DAYS_FOR_A) if abc == "A" else days)


def channels(findings: Findings, ids: pd.Series | pd.Index) -> list[str | None]:
    """How to reach each client: the way they prefer, else what is known of them."""
    clients, names = findings.clients.reindex(ids), _names()
    made: list[str | None] = [None] * len(ids)
    for column, channel in (("preferred_channel", ""), ("phone", "phone"), ("email", "email")):
        if column in clients:
            known = zip(clients[column].notna(), clients[column], strict=True)
            found = [names.get(channel or str(value)) if there else None for there, value in known]
            made = [one or other for one, other in zip(made, found, strict=True)]
    return made


def _names() -> Mapping[str, str]:
    """Channel key → its name in the language spoken."""
    options = schema.table("clients").column("preferred_channel").choices
    return {option.key: str(option.names) for option in options}
