"""What a firm that keeps every sheet has besides: deals, points, events, goals and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crmbook.demo.full_words import FULL_WORDS, FullWords
from crmbook.demo.histories import Firm, by_day, taste
from crmbook.demo.people import Client
from crmbook.demo.plan import SIGNS
from crmbook.demo.words import PRICES
from crmbook.sheet import Value

Row = dict[str, Value]
Rows = Mapping[str, list[Row]]

OPEN = (("lead", 0.1), ("talking", 0.3), ("offered", 0.5), ("agreeing", 0.8))
LEFT = 3  # clients whose responsible employee has gone


def with_everything(filled: Rows, clients: Sequence[Client], firm: Firm) -> dict[str, list[Row]]:
    """The rows of the standard firm, some of its clients told more of, and the sheets it has not."""
    words = FULL_WORDS[firm.language]
    buyers = [client for client in clients if client.plan.days]
    events, guests = _events(buyers, firm, words)
    return {
        **filled,
        "clients": _clients(filled["clients"], buyers, firm, words),
        "team": [*filled["team"], _colleague(words)],
        "contacts": by_day(
            [*filled["contacts"], *_letters(buyers, firm, words), *_questions(buyers, firm)]
        ),
        "offers": [*filled["offers"], *_dearer(buyers, firm)],
        "deals": _deals(buyers, firm, words),
        "points": _points(buyers, firm, words),
        "gifts": _gifts(buyers, firm, words),
        "events": events,
        "invitations": guests,
        "goals": _goals(firm, words),
        "training": _training(firm, words),
        "candidates": _candidates(firm, words),
        "farewells": _farewells(buyers, firm, words),
        "tasks": _tasks(buyers, firm, words),
    }


# ── who ──────────────────────────────────────────────────────────────────────────────────────


def _clients(
    rows: Sequence[Row], buyers: Sequence[Client], firm: Firm, words: FullWords
) -> list[Row]:
    """New clients whom others sent, name days, and a few clients of a colleague who has left."""
    senders = [it for it in buyers if it.plan.pattern in {"steady", "growing"}]
    new = [it.plan.client_id for it in buyers if it.plan.pattern == "new"][::2]
    sent = {it: firm.dice.one_of(senders).plan.client_id for it in new} if senders else {}
    left = {it.plan.client_id for it in buyers if it.plan.pattern == "irregular"}
    left = set(sorted(left)[:LEFT])
    return [
        row
        | ({"referred_by": sent[str(row["client_id"])]} if row["client_id"] in sent else {})
        | ({"owner": words.colleague[0]} if row["client_id"] in left else {})
        | ({"name_day": _name_day(firm)} if row["kind"] == "person" else {})
        for row in rows
    ]


def _name_day(firm: Firm) -> date:
    return date(firm.as_of.year, firm.dice.whole(1, 12), firm.dice.whole(1, 28))


def _colleague(words: FullWords) -> Row:
    name, role = words.colleague
    return {"employee": name, "role": role, "active": False}


# ── sales ────────────────────────────────────────────────────────────────────────────────────


def _dearer(buyers: Sequence[Client], firm: Firm) -> list[Row]:
    """Two offers at more than the client paid the last time."""
    steady = [it for it in buyers if it.plan.pattern == "steady"][-2:]
    return [
        {
            "offer_id": f"O-9{place:02d}", "client_id": client.plan.client_id, "date": firm.ago(11 + place),
            "product": firm.words.products[product][0], "list_price": round(PRICES[product][0] * 1.15, 2),
            "amount": round(PRICES[product][0] * 11.5, 2), "status": "open",
            "valid_until": firm.as_of + timedelta(days=20), "owner": client.owner,
        }
        for place, client in enumerate(steady)
        for product in [taste(client.number)[0]]
    ]  # fmt: skip


def _deals(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    """A closed one or two a week over a year, and open ones at every stage, some at a stand."""
    firms = [it for it in buyers if it.company] or list(buyers)
    if not firms:
        return []
    closed = [
        _closed(firm.dice.one_of(firms), ago, firm, words)
        for ago in range(395, 3, -max(9, 900 // len(firms)))
    ]
    open_ = [
        _open(firm.dice.one_of(firms), place, firm, words)
        for place in range(max(4, len(firms) // 4))
    ]
    leads = [_lead(name, place, firm, words) for place, name in enumerate(words.leads)]
    ordered = by_day([{"client_id": None, **row} for row in (*closed, *open_, *leads)])
    return [{"deal_id": f"D-{n:03d}", **row} for n, row in enumerate(ordered, start=1)]


def _deal(client: Client, day: date, firm: Firm, words: FullWords) -> Row:
    return {
        "client_id": client.plan.client_id,
        "name": firm.dice.one_of(words.deals),
        "date": day,
        "source": firm.dice.one_of(words.sources),
        "value": float(50 * firm.dice.whole(6, 80)),
        "owner": client.owner,
    }


def _closed(client: Client, ago: int, firm: Firm, words: FullWords) -> Row:
    row = _deal(client, firm.ago(ago), firm, words)
    ended = firm.ago(max(0, ago - firm.dice.whole(8, 60)))
    if firm.dice.happens(0.55):
        return row | {"stage": "won", "closed_on": ended, "reason": firm.dice.one_of(words.won)}
    reason = firm.dice.one_of(words.lost)
    rival = firm.dice.one_of(words.competitors) if reason == words.lost[1] else None
    return row | {"stage": "lost", "closed_on": ended, "reason": reason, "lost_to": rival}


def _open(client: Client, place: int, firm: Firm, words: FullWords) -> Row:
    stage, probability = OPEN[place % len(OPEN)]
    row = _deal(client, firm.ago(firm.dice.whole(2, 75)), firm, words)
    step = firm.dice.one_of(words.steps) if firm.dice.happens(0.7) else None
    due = firm.as_of + timedelta(days=firm.dice.whole(1, 20)) if step else None
    return row | {"stage": stage, "probability": probability, "next_step": step, "due": due}


def _lead(name: str, place: int, firm: Firm, words: FullWords) -> Row:
    """Somebody who is no client yet; of the last nobody has said what it may bring."""
    return {
        "name": name,
        "date": firm.ago(6 + 14 * place),
        "source": words.sources[place],
        "stage": "lead",
        "value": 600.0 * (place + 1) if place < len(words.leads) - 1 else None,
        "probability": 0.1,
        "next_step": words.steps[place],
        "owner": firm.words.team[1][0],
    }


# ── care ─────────────────────────────────────────────────────────────────────────────────────


def _points(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    """Every third client is a member: points for every purchase of two years, some spent, some expired."""
    earned, sent, spent = words.reasons
    found: list[Row] = []
    for client in buyers[::3]:
        own = [day for day in client.plan.days if day > firm.ago(730)]
        got = [(day, float(firm.dice.whole(2, 12) * 5)) for day in own]
        found += [_entry(client, day, "earned", points, earned) for day, points in got]
        if sum(points for _day, points in got) > 150:
            found.append(_entry(client, got[-1][0], "spent", 100.0, spent))
        if got and got[0][0] < firm.ago(400):
            found.append(
                _entry(client, got[0][0] + timedelta(days=365), "expired", got[0][1], None)
            )
        if firm.dice.happens(0.1):
            found.append(_entry(client, firm.ago(firm.dice.whole(0, 60)), "adjusted", 20.0, sent))
    return by_day([row for row in found if str(row["date"]) <= str(firm.as_of)])


def _entry(client: Client, day: date, movement: str, points: float, reason: str | None) -> Row:
    return {
        "client_id": client.plan.client_id, "date": day, "movement": movement, "points": points,
        "reason": reason,
    }  # fmt: skip


def _gifts(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    return by_day([
        {
            "client_id": client.plan.client_id, "date": firm.ago(7 + 23 * place), "gift": gift,
            "occasion": occasion, "cost": 12.0 + place, "owner": client.owner,
        }
        for place, client in enumerate(buyers[:12])
        for gift, occasion in [words.gifts[place % len(words.gifts)]]
    ])  # fmt: skip


def _events(buyers: Sequence[Client], firm: Firm, words: FullWords) -> tuple[list[Row], list[Row]]:
    """One that was, one of this month, one to come."""
    days = (firm.ago(100), firm.ago(12), firm.as_of + timedelta(days=16))
    events: list[Row] = []
    guests: list[Row] = []
    for place, ((name, needs), day) in enumerate(zip(words.events, days, strict=True), start=1):
        event = f"E-{place}"
        events.append({
            "event_id": event, "name": name, "date": day, "place": words.place, "needs": needs or None,
            "seats": 25, "cost": 180.0 + 40 * place, "owner": firm.words.team[2][0],
        })  # fmt: skip
        guests += [_guest(event, client, day, firm) for client in buyers[place::4][:20]]
    return events, guests


def _guest(event: str, client: Client, day: date, firm: Firm) -> Row:
    answer = firm.dice.one_of(("coming", "coming", "not_coming", "maybe", None))
    came = firm.dice.happens(0.8) if answer == "coming" else False
    return {
        "event_id": event,
        "client_id": client.plan.client_id,
        "invited_on": day - timedelta(days=21),
        "answer": answer,
        "attended": came if day <= firm.as_of else None,
    }


def _letters(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    """Two letters of the last weeks, as crmbook notes them."""
    return [
        {
            "client_id": client.plan.client_id, "date": firm.ago(ago), "kind": "email",
            "channel": "email", "direction": "out", "owner": client.owner, "campaign": letter,
        }
        for letter, ago, chosen in zip(words.letters, (19, 40), (buyers[::4], buyers[1::9]), strict=True)
        for client in chosen
    ]  # fmt: skip


def _questions(buyers: Sequence[Client], firm: Firm) -> list[Row]:
    """Twenty questions of two months, answered on the day or a few days later."""
    plain = [it for it in buyers if not it.plan.marks.intersection(SIGNS)][:20]
    found: list[Row] = []
    for place, client in enumerate(plain):
        asked = firm.ago(6 + 3 * place)
        told = asked + timedelta(days=firm.dice.one_of((0, 0, 1, 1, 2, 5)))
        row: Row = {"client_id": client.plan.client_id, "channel": "email", "owner": client.owner}
        found.append(row | {"date": asked, "kind": "enquiry", "direction": "in", "summary": firm.words.question})  # fmt: skip
        found.append(row | {"date": told, "kind": "email", "direction": "out", "minutes": 5, "summary": firm.words.talks[1]})  # fmt: skip
    return found


# ── the leader's ─────────────────────────────────────────────────────────────────────────────


def _goals(firm: Firm, words: FullWords) -> list[Row]:
    ends = date(firm.as_of.year, 12, 31)
    return [
        {"goal": goal, "measure": measure, "baseline": now, "target": target, "due": ends,
         "owner": firm.words.team[0][0], "how": how}
        for goal, measure, now, target, how in words.goals
    ]  # fmt: skip


def _training(firm: Firm, words: FullWords) -> list[Row]:
    people = [name for name, _role in firm.words.team]
    return [
        {"employee": people[place % len(people)], "topic": topic, "date": firm.ago(8 + 120 * place),
         "next_due": firm.ago(8 + 120 * place - 365), "hours": 3.0}
        for place, topic in enumerate(words.topics)
    ]  # fmt: skip


def _candidates(firm: Firm, words: FullWords) -> list[Row]:
    return [
        {"name": name, "position": position, "stage": stage, "date": firm.ago(20 + 200 * place),
         "keep_until": firm.ago(200 * place - 60), "email": f"candidate{place}@example.com"}
        for place, (name, position, stage) in enumerate(words.candidates)
    ]  # fmt: skip


def _farewells(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    """One that is only thought of, one that has been heard out."""
    chosen = [it for it in buyers if it.plan.pattern == "fading"][: len(words.farewells)]
    reached = (("candidate",), ("candidate", "checked", "heard"))
    return by_day([
        {"client_id": client.plan.client_id, "date": firm.ago(40 - 12 * step), "stage": stage,
         "ground": ground, "owner": firm.words.team[0][0]}
        for client, ground, stages in zip(chosen, words.farewells, reached, strict=False)
        for step, stage in enumerate(stages)
    ])  # fmt: skip


def _tasks(buyers: Sequence[Client], firm: Firm, words: FullWords) -> list[Row]:
    return [
        {"task_id": f"T-{place + 1}", "task": task, "owner": firm.words.team[place % 3][0],
         "client_id": buyers[place].plan.client_id if place < min(1, len(buyers)) else None,
         "due": firm.ago(9 - 6 * place), "status": "done" if place == 2 else "open"}
        for place, task in enumerate(words.tasks)
    ]  # fmt: skip
