"""What the invented clients bought, said, were offered and complained about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crmbook.demo.dice import Dice
from crmbook.demo.people import Client
from crmbook.demo.words import PRICES, WORDS, Words
from crmbook.language import Language
from crmbook.sheet import Value

Row = dict[str, Value]


@dataclass(frozen=True)
class Firm:
    """Where and when it all happens, and the dice that decide it."""

    language: Language
    as_of: date
    dice: Dice

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def ago(self, days: int) -> date:
        return self.as_of - timedelta(days=days)


GIFT_BOX = 7  # its place among the products; seasonal clients buy it
# What a client buys every time, and what some of them take with it, by place among the products.
TASTES = ((0, (8, 9)), (3, (6, 4)), (1, (8, 2)), (5, (6, 9)))
DRIFTING = 3  # purchases without the staple at the end
CHEAP = tuple(place for place, (price, _cost) in enumerate(PRICES) if price < 40)


def by_day(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["client_id"])))


# ── purchases ────────────────────────────────────────────────────────────────────────────────


def purchases(clients: Sequence[Client], firm: Firm) -> list[Row]:
    """Documents are numbered by day, as a firm would; a return is a document of its own."""
    days = sorted((day, client.number) for client in clients for day in client.plan.days)
    known = {client.number: client for client in clients}
    found: list[Row] = []
    for number, (day, client_number) in enumerate(days, start=1):
        client = known[client_number]
        document = f"{day.year}-{number:05d}"
        basket = _basket(client, day, firm.dice)
        lines = [_line(client, day, document, it, firm) for it in basket]
        found += lines
        if day == _returned_on(client):
            found.append(_return(lines[0], firm.dice))
    return by_day(found)


def _basket(client: Client, day: date, dice: Dice) -> list[int]:
    """Places of the products bought at once, none twice."""
    if client.plan.pattern == "seasonal":
        return [GIFT_BOX]
    if dice.happens(0.03):
        return [len(PRICES) - dice.whole(1, 2)]
    more = dice.happens(0.5 if client.company else 0.2)
    staple, sides = taste(client.number)
    side = next(it for it in dice.shuffled(CHEAP) if it in sides)
    if "drifts" in client.plan.marks and day in client.plan.days[-DRIFTING:]:
        return [side]
    return [staple, side][: 2 if more else 1]


def taste(number: int) -> tuple[int, tuple[int, ...]]:
    """The staple of the client of that number, and what goes with it: every fifth lacks the first."""
    staple, sides = TASTES[number % len(TASTES)]
    return staple, sides[1:] if number % 5 == 0 else sides


def _line(client: Client, day: date, document: str, product: int, firm: Firm) -> Row:
    price, cost = PRICES[product]
    wanted = firm.dice.between(1.5, 3.5) * client.size * _swell(client, day)
    quantity = max(1, round(wanted if price < 40 else 1))
    discount = firm.dice.one_of((None, None, None, None, 0.05, 0.1))
    return {
        "client_id": client.plan.client_id,
        "date": day,
        "document": document,
        "product": firm.words.products[product][0],
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "amount": round(quantity * price * (1 - (discount or 0.0)), 2),
        "cost": round(quantity * cost, 2),
        "owner": client.owner,
    }


def _swell(client: Client, day: date) -> float:
    """A growing client's basket begins with an eighth, a fading one's ends with a quarter."""
    first, last = client.plan.days[0], client.plan.days[-1]
    age = (day - first).days / max(1, (last - first).days)
    return float({"growing": 8 ** (age - 1), "fading": 0.25**age}.get(client.plan.pattern, 1.0))


def _returned_on(client: Client) -> date | None:
    days = client.plan.days
    return days[len(days) // 2] if "returns" in client.plan.marks else None


def _return(line: Row, dice: Dice) -> Row:
    """A credit note some days later: the line again, less than nothing."""
    day, amount, cost, quantity = (line[key] for key in ("date", "amount", "cost", "quantity"))
    assert isinstance(day, date)  # noqa: S101  # _line made it
    return line | {
        "date": day + timedelta(days=dice.whole(1, 4)),
        "document": f"K-{line['document']}",
        "quantity": -_number(quantity),
        "amount": -_number(amount),
        "cost": -_number(cost),
    }


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


# ── contacts ─────────────────────────────────────────────────────────────────────────────────

CHANNELS = {"call": "phone", "email": "email", "visit": "in_person", "meeting": "in_person"}


def contacts(clients: Sequence[Client], firm: Firm) -> list[Row]:
    """A talk after some purchases, more with those who buy more; promises at the end are open."""
    found = [
        _contact(client, day, firm)
        for client in clients
        for day in client.plan.days
        if firm.dice.happens(0.35 if client.company else 0.12)
    ]
    return by_day([row for row in found if str(row["date"]) <= str(firm.as_of)])


def _contact(client: Client, day: date, firm: Firm) -> Row:
    kind = firm.dice.one_of(
        ("call", "call", "email", "visit" if client.company else "call", "meeting")
    )
    told = day + timedelta(days=firm.dice.whole(1, 6))
    row: Row = {
        "client_id": client.plan.client_id,
        "date": told,
        "kind": kind,
        "channel": CHANNELS[kind],
        "direction": "in" if firm.dice.happens(0.4) else "out",
        "person": f"{client.first_name} {client.last_name}",
        "owner": client.owner,
        "minutes": firm.dice.whole(1, 4) * (5 if kind in {"call", "email"} else 20),
        "summary": firm.dice.one_of(firm.words.talks),
    }
    if firm.dice.happens(0.15):
        due = told + timedelta(days=14)
        row |= {
            "follow_up": firm.words.promise,
            "due": due,
            "done": due < firm.ago(30),
        }
    return row


# ── offers ───────────────────────────────────────────────────────────────────────────────────


def offers(clients: Sequence[Client], firm: Firm) -> list[Row]:
    """Offers of the last two years to firms; the youngest are open, some of them overdue."""
    since = firm.ago(730)
    drawn = [
        (firm.dice.day(max(since, client.plan.days[0]), firm.as_of), client)
        for client in clients
        if client.company and client.plan.days
        for _ in range(firm.dice.whole(0, 3))
    ]
    ordered = sorted(drawn, key=lambda it: (it[0], it[1].number))
    return [
        _offer(number, client, day, firm) for number, (day, client) in enumerate(ordered, start=1)
    ]


def _offer(number: int, client: Client, day: date, firm: Firm) -> Row:
    place = firm.dice.whole(0, len(PRICES) - 1)
    valid = day + timedelta(days=30)
    is_open = valid > firm.ago(25)
    status = "open" if is_open else firm.dice.one_of(("won", "won", "lost", "expired"))
    return {
        "offer_id": f"O-{number:03d}",
        "client_id": client.plan.client_id,
        "date": day,
        "product": firm.words.products[place][0],
        "discount": firm.dice.one_of((None, 0.05, 0.1)),
        "amount": round(PRICES[place][0] * firm.dice.whole(5, 20) * client.size / 2, 2),
        "status": status,
        "valid_until": valid,
        "reason": firm.dice.one_of(firm.words.lost_reasons) if status == "lost" else None,
        "owner": client.owner,
    }


# ── complaints and feedback ──────────────────────────────────────────────────────────────────


def complaints(clients: Sequence[Client], firm: Firm) -> list[Row]:
    found = [
        _complaint(client, day, firm)
        for client in clients
        if "complains" in client.plan.marks
        for day in client.plan.days[-firm.dice.whole(1, 2) :]
    ]
    return by_day(found)


def _complaint(client: Client, day: date, firm: Firm) -> Row:
    about, action = firm.dice.one_of(firm.words.complaints)
    resolved = day + timedelta(days=firm.dice.whole(2, 20))
    row: Row = {
        "client_id": client.plan.client_id,
        "date": day,
        "about": about,
        "severity": firm.dice.one_of(("low", "medium", "medium", "high")),
        "status": "open",
        "owner": client.owner,
    }
    if resolved < firm.as_of:
        row |= {"status": "resolved", "resolved_on": resolved, "action": action}
    return row


def feedback(clients: Sequence[Client], firm: Firm) -> list[Row]:
    found = [row for client in clients for row in _opinions(client, firm)]
    return by_day(found)


def _opinions(client: Client, firm: Firm) -> Iterator[Row]:
    """Up to three opinions after purchases; of the planted ones the last says what was planted."""
    marks, days = client.plan.marks, client.plan.days
    planted = bool(marks & {"satisfied_not_loyal", "loyal_not_satisfied"})
    if not days or not (planted or firm.dice.happens(0.45)):
        return
    asked = sorted({firm.dice.one_of(days) for _ in range(firm.dice.whole(1, 2))} | {days[-1]})
    for day in asked:
        told = min(firm.as_of, day + timedelta(days=firm.dice.whole(0, 3)))
        rating = _rating(client, firm.dice, last=day == days[-1])
        yield _opinion(client, told, rating, firm)


def _rating(client: Client, dice: Dice, *, last: bool) -> int:
    if last and "satisfied_not_loyal" in client.plan.marks:
        return 5
    if last and "loyal_not_satisfied" in client.plan.marks:
        return 2
    if last and client.plan.pattern == "fading":
        return dice.whole(2, 3)
    return dice.one_of((3, 4, 4, 5, 5, 5))


def _opinion(client: Client, day: date, rating: int, firm: Firm) -> Row:
    words = firm.words
    said = words.praise if rating >= 4 else words.blame
    return {
        "client_id": client.plan.client_id,
        "date": day,
        "rating": rating,
        "recommend": min(10, 2 * rating + firm.dice.whole(-1, 0)),
        "service_rating": min(5, rating + firm.dice.whole(0, 1)),
        "text": firm.dice.one_of(said) if rating < 4 or firm.dice.happens(0.5) else None,
    }
