"""Whom an event suits: who must not be asked first, then what each client likes, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook import schema
from crmbook.errors import UsageError
from crmbook.folding import fold, words
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.findings import Findings

_LIKED = ("hobbies", "interests", "own_segment", "industry")
_TOLD = (*_LIKED, "marital_status", "children")
# Beginnings of the words, folded, by which our languages ask for children.
_CHILDREN = ("child", "kid", "famil", "vaik", "seim", "bern", "gimen")
_NONE = frozenset({"0", "no", "none", "ne", "nera", "nav", "nav bernu", "neturi"})
_SHORTEST = 4  # letters that two forms of a word must share


@dataclass(frozen=True)
class Match:
    """How an event suits a client.

    excluded  why the client must not be asked, "" when nothing speaks against it
    score     how many of the things it is for the client likes or has
    reasons   which, in the words of the workbook; and what is not known
    """

    client_id: str
    score: int
    reasons: tuple[str, ...]
    excluded: str


def event_match(findings: Findings, event_id: str) -> list[Match]:
    """Every client, those it suits best first, those who must not be asked last.

    The columns "For whom" and "Not for" of the event are held against what the client list tells.
    Raises UsageError when there is no such event.
    """
    event = _event(findings, event_id)
    needs, avoid = _tags(event.get("needs")), _tags(event.get("avoid"))
    known = findings.clients.reindex(columns=list(_TOLD)).astype("object")
    matches = [
        _match(str(client), dict(zip(_TOLD, row, strict=True)), needs, avoid)
        for client, *row in known.itertuples()
    ]
    return sorted(matches, key=lambda match: (bool(match.excluded), -match.score))


def _event(findings: Findings, event_id: str) -> Mapping[Any, Any]:
    events = findings.tables.get("events")
    found = None if events is None else events[events["event_id"] == event_id]
    if found is None or found.empty:
        raise UsageError(_("There is no event {event}.").format(event=event_id))
    return dict(found.iloc[0])


def _tags(cell: object) -> list[str]:
    return [tag.strip() for tag in cell.split(",") if tag.strip()] if isinstance(cell, str) else []


def _match(client: str, told: Mapping[str, object], needs: list[str], avoid: list[str]) -> Match:
    excluded = next(_against(told, needs, avoid), "")
    liked = [reason for tag in needs for reason in _for(told, tag)]
    unknown = (
        [_("It is not known whether there are children.")]
        if _asks_children(needs) and not _said(told["children"])
        else []
    )
    return Match(client, len(liked), (*liked, *unknown), excluded)


def _against(told: Mapping[str, object], needs: list[str], avoid: list[str]) -> Iterator[str]:
    if _asks_children(needs) and fold(_said(told["children"])) in _NONE:
        yield _("It is for families, and there are no children.")
    for tag in avoid:
        found = _where(told, tag, _TOLD)
        if found:
            yield _("Not for: {tag} ({where})").format(tag=tag, where=found)


def _for(told: Mapping[str, object], tag: str) -> list[str]:
    found = _where(told, tag, _TOLD)
    return [f"{tag} ({found})"] if found else []


def _where(told: Mapping[str, object], tag: str, columns: tuple[str, ...]) -> str:
    """The column and its text, "Hobbies: jazz", when the client list tells so; "" when it does not."""
    for key in columns:
        text = _said(told[key])
        fits = (
            _has_children(text)
            if key == "children" and _asks_children([tag])
            else _alike(tag, text)
        )
        if fits:
            return f"{schema.table('clients').column(key).names}: {text}"
    return ""


def _asks_children(tags: list[str]) -> bool:
    return any(fold(tag).startswith(_CHILDREN) for tag in tags)


def _has_children(text: str) -> bool:
    return bool(text) and fold(text) not in _NONE


def _alike(tag: str, text: str) -> bool:
    """Each word of the tag is in the text, whatever its ending: džiazas, džiazo."""
    said = words(text)
    return bool(said) and all(
        any(word.startswith(part[: max(_SHORTEST, len(part) - 2)]) for word in said)
        for part in words(tag)
    )


def _said(cell: object) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell).strip()  # type: ignore[call-overload]  # a cell
