"""Whom to call or visit instead: clients a letter does not reach, the most at stake first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook.language import LANGUAGES, Language, _, speaking
from crmbook.letters.consent import consent
from crmbook.letters.kinds import MARKETING, MARKETING_KINDS

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.letters.plan import LetterPlan

# A letter is held for these because another way is the better one.
REACHED_OTHERWISE = frozenset({"channel", "no_address", "no_template", "company", "salutation"})
Row = Mapping[Hashable, Any]  # a client's cells
ENOUGH_CALLS = 3  # fewer say nothing of the day on which somebody answers


@dataclass(frozen=True)
class Call:
    """A call to make.

    weekday  0 for Monday, the day on which the client was usually reached; None when nobody knows
    reason   why now; opening: what to say first, in the client's language
    value    what is at stake, None when the firm keeps no amounts
    visit    the client likes to be met in person; then there may be no phone
    """

    client_id: str
    name: str
    person: str
    phone: str
    weekday: int | None
    reason: str
    opening: str
    value: float | None
    owner: str
    town: str = ""
    address: str = ""
    visit: bool = False


def calls(findings: Findings, plan: LetterPlan, kind: str) -> list[Call]:
    """The clients of a plan who are reached by phone and not by letter, those at stake first.

    kind  of the letter: a call that sells needs a consent as the letter does
    """
    rows = {str(one): row for one, row in findings.clients.to_dict("index").items()}
    ids = [
        held.client_id for held in plan.held
        if {reason.kind for reason in held.reasons} <= REACHED_OTHERWISE | {"consent"}
        and _reached(rows[held.client_id])
    ]  # fmt: skip
    if kind in MARKETING_KINDS:
        refused = consent(findings, ids, MARKETING, "phone")
        ids = [client_id for client_id in ids if client_id not in refused]
    else:
        ids = [one for one in ids if not _asked_not_to(plan, one)]
    stakes = findings["silence"]["value_at_risk"].reindex(ids)
    ranked = stakes.fillna(0).sort_values(ascending=False, kind="stable").index
    days = _weekdays(findings)
    return [
        replace(
            _call(findings, one, rows[one], plan.language),
            value=None if pd.isna(stakes[one]) else float(stakes[one]),
            weekday=days.get(one),
        )
        for one in map(str, ranked)
    ]


def _asked_not_to(plan: LetterPlan, client_id: str) -> bool:
    held = next(one for one in plan.held if one.client_id == client_id)
    return any(reason.kind == "consent" for reason in held.reasons)


def _reached(client: Row) -> bool:
    """By a number to call, or by a visit where the client likes one and lives somewhere."""
    return bool(_text(client.get("phone")) or (_visited(client) and _text(client.get("city"))))


def _visited(client: Row) -> bool:
    return bool(client.get("preferred_channel") == "in_person")


def _call(findings: Findings, client_id: str, row: Row, language: Language) -> Call:
    """The call, what is at stake and the best day left out."""
    person = _text(row.get("contact_person")) or str(row["name"])
    tongue = next((one for one in LANGUAGES if one == row.get("language")), language)
    return Call(
        client_id,
        str(row["name"]),
        person,
        _text(row.get("phone")),
        None,
        str(findings["silence"]["reason"].get(client_id, "")),
        _opening(findings, person, tongue),
        None,
        str(row["owner"]),
        _text(row.get("city")),
        _text(row.get("address")),
        _visited(row),
    )


def _opening(findings: Findings, person: str, language: Language) -> str:
    """What is said first, for whoever calls to put into their own words."""
    with speaking(language):
        company = findings.settings.text("company") or _("our firm")
        text = _(
            "Good day, am I speaking to {person}? I am calling from {company}: is it a good moment?"
        )
        return text.format(person=person, company=company)


def _weekdays(findings: Findings) -> dict[str, int]:
    """Client → the day of the week on which calls with them took place most often."""
    contacts = findings.tables.get("contacts")
    if contacts is None or not {"kind", "date"} <= set(contacts):
        return {}
    rows = contacts[(contacts["kind"] == "call") & contacts["date"].notna()]
    counted = (
        rows.groupby(["client_id", rows["date"].dt.day_of_week]).size().rename("n").reset_index()
    )
    many = counted.groupby("client_id")["n"].transform("sum") >= ENOUGH_CALLS
    best = counted[many].sort_values("n", kind="stable").drop_duplicates("client_id", keep="last")
    return dict(zip(best["client_id"].astype(str), best["date"].astype(int), strict=True))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
