"""Whom to call, in which order, and what to say first; what came of it is typed beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from babel.dates import get_day_names

from crmbook.language import _, many, spoken
from crmbook.reports import clients, words
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Sheet

if TYPE_CHECKING:
    from crmbook.findings import Findings

KEY = "calls"


@dataclass(frozen=True)
class Due:
    """A call as the sheet shows it; weekday 0 is Monday, None when nobody knows the best day."""

    client_id: str
    person: str
    phone: str
    weekday: int | None
    reason: str
    opening: str
    value: float | None


def title() -> str:
    return _("Calls")


def outcome() -> str:
    """The heading under which what came of a call is typed."""
    return _("What came of it")


def number() -> str:
    return _("No.")


def build(findings: Findings, due: Sequence[Due], campaign: str, title: str) -> Sheet:
    page = Page(across=0 if due else 6)
    count = many("{n} call", "{n} calls", len(due))
    page.title(title, f"{campaign} · {clients.as_of(findings)} · {count}")
    if due:
        page.block(_fields(findings, due), repeat=True)
    else:
        page.say(_("Nobody is to be called."), "note")
    page.space()
    page.say(
        _("Type what came of a call beside it: the next list takes it into the contact history."),
        "note",
    )
    return page.sheet(title, KEY, landscape=True, tab="#6A1B9A")


def _fields(findings: Findings, due: Sequence[Due]) -> list[Field]:
    ids = pd.Index([one.client_id for one in due])
    days = get_day_names("wide", locale=spoken())
    persons = [one.person if one.person != name else None for one, name in
               zip(due, findings.clients["name"].reindex(ids), strict=True)]  # fmt: skip
    fields = [
        Field(number(), list(ids), "id", least=8, most=12),
        Field(_("Client"), clients.links(findings, ids), "link", 22, WIDEST_NAME),
        Field(_("Person"), persons, "wrapped", 14, 22),
        Field(_("Phone"), [one.phone for one in due], "id", 16, 20),
        Field(_("Best day"), [None if one.weekday is None else days[one.weekday] for one in due], least=10, most=14),
        Field(_("Why"), [one.reason or None for one in due], "wrapped", 30, 40),
        Field(_("What to say first"), [one.opening for one in due], "wrapped", 34, 40),
        Field(words.in_currency(_("At stake"), findings), [None if one.value is None else round(one.value) for one in due], "integer", least=10, most=12),
    ]  # fmt: skip
    blank = Field(outcome(), [None] * len(due), "input", 26, 26)
    return [*filled(fields), blank]
