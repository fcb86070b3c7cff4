"""Whom to call and whom to visit, and what to say first; what came of it is typed beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from babel.dates import get_day_names

from crmbook.language import _, many, spoken
from crmbook.reports import clients, words
from crmbook.reports.layout import WIDEST_NAME, Field, Page
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
    town: str = ""
    address: str = ""
    visit: bool = False


def title() -> str:
    return _("Calls")


def outcome() -> str:
    """The heading under which what came of a call is typed."""
    return _("What came of it")


def number() -> str:
    return _("No.")


def town() -> str:
    """The heading only visits have: they are ordered by it."""
    return _("Town")


def build(findings: Findings, due: Sequence[Due], campaign: str, title: str) -> Sheet:
    page = Page(across=0 if due else 6)
    called = [one for one in due if not one.visit]
    visited = sorted((one for one in due if one.visit), key=lambda one: (one.town, one.address))
    page.title(title, f"{campaign} · {clients.as_of(findings)} · {_in_numbers(called, visited)}")
    if called:
        page.block(_calls(findings, called), repeat=not visited)
    if visited:
        page.space()
        page.section(_("Visits, by town"))
        page.block(_visits(findings, visited))
    if not due:
        page.say(_("Nobody is to be called."), "note")
    page.space()
    page.say(
        _("Type what came of a call beside it: the next list takes it into the contact history."),
        "note",
    )
    return page.sheet(title, KEY, landscape=True, tab="#6A1B9A")


def _in_numbers(called: Sequence[Due], visited: Sequence[Due]) -> str:
    calls = many("{n} call", "{n} calls", len(called))
    visits = many("{n} visit", "{n} visits", len(visited))
    return f"{calls}, {visits}" if visited else calls


def _calls(findings: Findings, due: Sequence[Due]) -> list[Field]:
    days = get_day_names("wide", locale=spoken())
    best = [None if one.weekday is None else days[one.weekday] for one in due]
    return [
        *_who(findings, due),
        Field(_("Phone"), [one.phone for one in due], "id", 16, 20),
        Field(_("Best day"), best, least=10, most=14),
        Field(_("Why"), [one.reason or None for one in due], "wrapped", 30, 40),
        Field(_("What to say first"), [one.opening for one in due], "wrapped", 34, 40),
        *_outcome(findings, due),
    ]  # fmt: skip


def _visits(findings: Findings, due: Sequence[Due]) -> list[Field]:
    return [
        *_who(findings, due),
        Field(_("Phone"), [one.phone or None for one in due], "id", 16, 20),
        Field(town(), [one.town or None for one in due], least=10, most=14),
        Field(_("Why"), [one.reason or None for one in due], "wrapped", 30, 40),
        Field(_("Address"), [one.address or None for one in due], "wrapped", 34, 40),
        *_outcome(findings, due),
    ]  # fmt: skip


def _who(findings: Findings, due: Sequence[Due]) -> list[Field]:
    ids = pd.Index([one.client_id for one in due])
    names = findings.clients["name"].reindex(ids)
    persons = [
        one.person if one.person != name else None for one, name in zip(due, names, strict=True)
    ]
    return [
        Field(number(), list(ids), "id", least=8, most=12),
        Field(_("Client"), clients.links(findings, ids), "link", 22, WIDEST_NAME),
        Field(_("Person"), persons, "wrapped", 14, 22),
    ]


def _outcome(findings: Findings, due: Sequence[Due]) -> list[Field]:
    stakes = [None if one.value is None else round(one.value) for one in due]
    return [
        Field(words.in_currency(_("At stake"), findings), stakes, "integer", least=10, most=12),
        Field(outcome(), [None] * len(due), "input", 26, 26),
    ]
