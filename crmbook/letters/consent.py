"""What clients agreed to: by purpose, by channel, the last word counting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from crmbook import schema
from crmbook.folding import fold, words
from crmbook.language import _
from crmbook.letters.kinds import MARKETING

if TYPE_CHECKING:
    from crmbook.findings import Findings

# Beginnings of words by which firms call the purpose, folded, in our languages.
_MARKETING = (
    "market", "rinkodar", "marketing", "newsletter", "naujienlaisk", "jaunum", "offer", "pasiulym",
    "piedavajum", "advert", "reklam", "promo", "news", "naujien", "mailing",
)  # fmt: skip
# Electronic mail stands before mail: what it takes out of the text is no post any more.
_CHANNELS: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"\be[- ]?(mail|past)\w*|\bel(\.|ektron\w+) ?past\w*|\belektron\w+ (laisk|vestul)\w*"),
    "post": re.compile(r"\b(past|post|paper|popierin)\w*"),
    "phone": re.compile(r"\b(phone|call|telefon|skambu|talrun|zvan)\w*"),
    "sms": re.compile(r"\b(sms|text message|zinut|iszin)\w*"),
}  # fmt: skip


def consent(
    findings: Findings, client_ids: Sequence[str], purpose: str, channel: str
) -> dict[str, str]:
    """Client → why there may be no letter; who agreed is not in it.

    The last row of Consents for the purpose and the channel counts; a row that names no channel
    is for all. Without such a row the column Marketing consent of the client list does.
    """
    said = _said(findings, purpose, channel)
    listed = _listed(findings) if _is_marketing(purpose) else pd.Series(dtype="object")
    found: dict[str, str] = {}
    for client_id in client_ids:
        reason = said[client_id] if client_id in said else _of_list(listed.get(client_id))
        if reason:
            found[client_id] = reason
    return found


def _said(findings: Findings, purpose: str, channel: str) -> dict[str, str]:
    """Client → "" when the last word is yes, else why not."""
    rows = findings.tables.get("consents")
    if rows is None:
        return {}
    day = pd.Timestamp(findings.as_of)
    wanted = ["client_id", "date", "purpose", "given", "keep_until"]
    known = rows[~(rows["date"] > day)].sort_values("date", kind="stable").reindex(columns=wanted)
    fits = known["purpose"].map(lambda text: _fits(str(text), purpose, channel)).astype(bool)
    last = known[fits].drop_duplicates("client_id", keep="last")
    return {str(row.client_id): _answer(row, day) for row in last.itertuples()}


def _answer(row: object, day: pd.Timestamp) -> str:
    date, given, until = (getattr(row, name) for name in ("date", "given", "keep_until"))
    if pd.notna(given) and not given:
        text = _("Did not agree, or took it back ({day}).")
        return text.format(day="" if pd.isna(date) else date.date().isoformat())
    if pd.notna(until) and until < day:
        return _("The consent ran out on {day}.").format(day=until.date().isoformat())
    return ""


def _listed(findings: Findings) -> pd.Series:
    clients = findings.clients
    if "consent_marketing" in clients:
        return clients["consent_marketing"]
    return pd.Series(dtype="object")


def _of_list(agreed: object) -> str:
    if agreed is None or pd.isna(agreed):  # type: ignore[call-overload]  # a cell
        sheet = schema.table("consents").names
        column = schema.table("clients").column("consent_marketing").names
        text = _("No consent is noted: neither on the sheet {sheet} nor in the column {column}.")
        return text.format(sheet=sheet, column=column)
    return "" if agreed else _("Did not agree to get offers.")


def _fits(said: str, purpose: str, channel: str) -> bool:
    """What was agreed to is this purpose, and no other channel."""
    named = _channels_in(said)
    if named and channel not in named:
        return False
    if _is_marketing(purpose):
        return _is_marketing(said) or bool(named)
    return fold(purpose) in fold(said) or fold(said) in fold(purpose)


def _is_marketing(purpose: str) -> bool:
    folded = words(purpose)
    return purpose == MARKETING or any(word.startswith(_MARKETING) for word in folded)


def _channels_in(said: str) -> set[str]:
    """The channels a purpose names: "Rinkodara el. paštu" is for e-mail alone."""
    rest, found = fold(said), set()
    for channel, wording in _CHANNELS.items():
        rest, times = wording.subn(" ", rest)
        if times:
            found.add(channel)
    return found
