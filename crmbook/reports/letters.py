"""The plan of a letter: who gets it, who is held, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients
from crmbook.reports.layout import WIDEST_NAME, Field, Page
from crmbook.sheet import Cell, Sheet

if TYPE_CHECKING:
    from crmbook.findings import Findings

KEY = "letters"


@dataclass(frozen=True)
class Going:
    """A letter of the plan; look: what to see to before it goes, "" when nothing."""

    client_id: str
    channel: str
    address: str
    language: str
    subject: str
    look: str = ""


@dataclass(frozen=True)
class Kept:
    """Somebody who gets none, and why."""

    client_id: str
    why: str


@dataclass(frozen=True)
class Shown:
    """A plan as the sheet shows it; number is what sending asks for."""

    campaign: str
    number: str
    going: Sequence[Going]
    kept: Sequence[Kept]


def title() -> str:
    return _("Letters")


def build(findings: Findings, plan: Shown, title: str) -> Sheet:
    page = Page(across=0 if plan.going or plan.kept else 6)
    page.title(title, f"{plan.campaign} · {clients.as_of(findings)} · {_in_numbers(plan)}")
    if plan.kept:
        page.section(_("Held: no letter until somebody has looked"))
        page.block(_held(findings, plan.kept))
        page.space()
    page.section(_("Letters that go"))
    if plan.going:
        page.block(_letters(findings, plan.going), repeat=not plan.kept)
    else:
        page.say(_("No letter goes to anybody."), "note")
    page.space()
    page.say(_note(plan), "note")
    return page.sheet(title, KEY, landscape=True, tab="#6A1B9A")


def _in_numbers(plan: Shown) -> str:
    going = many("{n} letter", "{n} letters", len(plan.going))
    return f"{going}, {many('{n} held', '{n} held', len(plan.kept))}"


def _held(findings: Findings, kept: Sequence[Kept]) -> list[Field]:
    return [
        Field(_("Client"), _names(findings, kept), "link", 22, WIDEST_NAME),
        Field(_("Why"), [one.why for one in kept], "wrapped", rest=True),
    ]


def _letters(findings: Findings, going: Sequence[Going]) -> list[Field]:
    ways = {one.key: str(one.names) for one in _choices("preferred_channel")}
    tongues = {one.key: str(one.names) for one in _choices("language")}
    looks = [one.look or None for one in going]
    fields = [
        Field(_("Client"), _names(findings, going), "link", 22, WIDEST_NAME),
        Field(_("Channel"), [ways[one.channel] for one in going], least=10, most=14),
        Field(_("To"), [one.address for one in going], "wrapped", 30, 40),
        Field(_("Language"), [tongues[one.language] for one in going], least=10, most=14),
        Field(_("Subject"), [one.subject for one in going], "wrapped", 30, 46),
    ]
    if any(looks):
        fields.append(Field(_("Look at"), looks, "wrapped", 30, 44))
    return fields


def _choices(column: str) -> Sequence[schema.Option]:
    return schema.table("clients").column(column).choices


def _names(findings: Findings, rows: Sequence[Going] | Sequence[Kept]) -> list[Cell]:
    return clients.links(findings, pd.Index([one.client_id for one in rows]))


def _note(plan: Shown) -> str:
    text = _("Number of the plan: {number}. Sending asks for it, so that only what was seen goes.")
    return text.format(number=plan.number)
