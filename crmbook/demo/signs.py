"""What some invented clients do besides buying, so that every signal has an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from crmbook.demo.histories import Firm, by_day
from crmbook.demo.people import Client
from crmbook.demo.plan import Mark
from crmbook.sheet import Value

Row = dict[str, Value]
Rows = Mapping[str, list[Row]]
# What a client says and is offered is planted as a whole: what chance made of it is taken out.
_TAKEN_OUT: Mapping[str, frozenset[Mark]] = {
    "contacts": frozenset({"no_word", "away", "asks_less", "answers_slowly"}),
    "offers": frozenset({"leaves_offers"}),
    "feedback": frozenset({"no_word", "away", "asks_less"}),
    "complaints": frozenset({"no_word", "away", "complains_often"}),
}


def with_signs(filled: Rows, clients: Sequence[Client], firm: Firm) -> dict[str, list[Row]]:
    """The rows of the firm, and those of the clients with a sign; every history by day."""
    marks = {client.plan.client_id: client.plan.marks for client in clients}
    made = {
        table: [row for row in filled[table] if not marks[str(row["client_id"])] & out]
        for table, out in _TAKEN_OUT.items()
    }
    for client in clients:
        for mark in client.plan.marks.intersection(_PLANTED):
            for table, row in _PLANTED[mark](client, firm):
                if str(row["date"]) >= str(client.plan.days[0]):
                    made.setdefault(table, []).append({"client_id": client.plan.client_id, **row})
    ordered = {table: by_day(rows) for table, rows in made.items()}
    return {**filled, **ordered, "offers": _numbered(ordered["offers"])}


def _numbered(offers: Sequence[Row]) -> list[Row]:
    return [row | {"offer_id": f"O-{n:03d}"} for n, row in enumerate(offers, start=1)]


Planted = list[tuple[str, Row]]


def _contact(client: Client, firm: Firm, ago: int, way: tuple[str, str], said: str) -> Row:
    """way: who began it, "in" or "out", and its kind."""
    direction, kind = way
    return {
        "date": firm.ago(ago),
        "kind": kind,
        "channel": "phone" if kind == "call" else "email",
        "direction": direction,
        "person": f"{client.first_name} {client.last_name}",
        "owner": client.owner,
        "minutes": 5,
        "summary": said,
    }


def _no_word(client: Client, firm: Firm) -> Planted:
    """Called every three weeks; for five months only we do."""
    talk, ask = firm.words.talks[3], firm.words.talks[0]
    theirs = [_contact(client, firm, ago, ("in", "call"), talk) for ago in range(1000, 150, -21)]  # fmt: skip
    ours = [_contact(client, firm, ago, ("out", "call"), ask) for ago in (95, 52, 12)]  # fmt: skip
    return [("contacts", row) for row in theirs + ours]


def _away(client: Client, firm: Firm) -> Planted:
    reading: Row = {
        "signal": "contacts", "date": firm.ago(9), "reading": "rejected",
        "notes": firm.words.notes["away"],
    }  # fmt: skip
    return [*_no_word(client, firm), ("signal_readings", reading)]


def _asks_less(client: Client, firm: Firm) -> Planted:
    """A question every twelve days; one in the last three months."""
    asked = [
        _contact(client, firm, ago, ("in", "enquiry"), firm.words.question)
        for ago in (*range(600, 95, -12), 16)
    ]
    reading: Row = {"signal": "enquiries", "date": firm.ago(4), "reading": "confirmed"}
    return [*(("contacts", row) for row in asked), ("signal_readings", reading)]


def _answers_slowly(client: Client, firm: Firm) -> Planted:
    """Our letters every five weeks, answered in two days; the last five in more than a week."""
    waits = (2, 1, 3, 2, 2, 1, 3, 9, 8, 11, 10, 13)
    found: Planted = []
    for back, wait in enumerate(reversed(waits)):
        ago = 20 + 35 * back
        for direction, on, said in (("out", ago + wait, 1), ("in", ago, 4)):
            row = _contact(client, firm, on, (direction, "email"), firm.words.talks[said])
            found.append(("contacts", row))
    return found


def _leaves_offers(client: Client, firm: Firm) -> Planted:
    statuses = ("won", "lost", "won", "won", "lost", "won", "expired", "open")
    return [
        ("offers", {
            "date": firm.ago(ago), "product": firm.words.products[place][0], "amount": 120.0 + 10 * place,
            "status": status, "valid_until": firm.ago(ago - 30), "owner": client.owner,
        })
        for place, (status, ago) in enumerate(zip(statuses, range(500, 30, -62), strict=True))
    ]  # fmt: skip


def _complains_often(client: Client, firm: Firm) -> Planted:
    return [
        ("complaints", {
            "date": firm.ago(ago), "about": about, "severity": "medium", "status": "resolved",
            "resolved_on": firm.ago(ago - 4), "action": action, "owner": client.owner,
        })
        for ago, (about, action) in zip((70, 38, 9), firm.words.complaints, strict=False)
    ]  # fmt: skip


def _reminded(client: Client, firm: Firm) -> Planted:
    """A call of ours three weeks before each season but the first."""
    begun = [day for before, day in pairwise(client.plan.days) if (day - before).days > 180]
    agos = [(firm.as_of - day).days + 21 for day in begun]
    said = firm.words.talks[1]
    return [("contacts", _contact(client, firm, ago, ("out", "call"), said)) for ago in agos]


def _noted(mark: Mark) -> Callable[[Client, Firm], Planted]:
    def planted(client: Client, firm: Firm) -> Planted:
        said = firm.words.notes[mark]
        return [("contacts", _contact(client, firm, 13, ("in", "call"), said))]

    return planted


_PLANTED: Mapping[Mark, Callable[[Client, Firm], Planted]] = {
    "no_word": _no_word, "away": _away, "asks_less": _asks_less, "answers_slowly": _answers_slowly,
    "leaves_offers": _leaves_offers, "complains_often": _complains_often,
    "mourns": _noted("mourns"), "owes": _noted("owes"), "wants_quiet": _noted("wants_quiet"),
    "reminded": _reminded,
}  # fmt: skip
