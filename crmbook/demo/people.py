"""Invented clients, products and employees, with the names their language would give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, product

from crmbook.demo.dice import Dice
from crmbook.demo.plan import Plan
from crmbook.demo.words import PRICES, WORDS, Words
from crmbook.language import Language
from crmbook.sheet import Value


@dataclass(frozen=True)
class Client:
    """An invented client: who they are, and the plan of what they do.

    firm  the three words of the firm's name, "" of a person
    """

    plan: Plan
    language: Language
    name: str
    firm: str
    first_name: str
    last_name: str
    female: bool
    owner: str
    number: int

    @property
    def company(self) -> bool:
        return bool(self.firm)

    @property
    def size(self) -> float:
        """How much more than another this client buys at a time."""
        return (2.0 if self.company else 1.0) * (4.0 if "big" in self.plan.marks else 1.0)


def clients_of(language: Language, plans: Mapping[str, Plan], dice: Dice) -> list[Client]:
    people = {it: cycle(_people(WORDS[it], dice)) for it in WORDS}
    firms = {it: cycle(_firms(WORDS[it], dice)) for it in WORDS}
    found: list[Client] = []
    for number, plan in enumerate(plans.values(), start=1):
        speaks = _speaks(language, dice)
        firm = next(firms[speaks]) if "big" in plan.marks or dice.happens(0.4) else ""
        first, last, female = next(people[speaks])
        name = dice.one_of(WORDS[speaks].company).format(name=firm) if firm else f"{first} {last}"
        owner = dice.one_of(WORDS[language].team)[0]
        client = Client(plan, speaks, name, firm, first, last, female, owner, number)
        others = [it for it in found if not it.company and it.plan.days]
        found.append(_twin(client, dice.one_of(others)) if _is_twin(plan, others) else client)
    return found


def _people(words: Words, dice: Dice) -> list[tuple[str, str, bool]]:
    """First name, surname, female: everybody once with one surname, then with two."""
    single = [(it, pair[it.female]) for it in words.people() for pair in words.surnames]
    double = [
        (it, f"{one[it.female]}-{two[it.female]}")
        for it in words.people()
        for one in words.surnames
        for two in words.surnames
        if one != two
    ]
    named = dice.shuffled(single) + dice.shuffled(double)
    return [(person.first_name, surname, person.female) for person, surname in named]


def _firms(words: Words, dice: Dice) -> list[str]:
    named = product(words.temper, words.looks, words.things)
    return dice.shuffled([" ".join(three) for three in named])


def _speaks(home: Language, dice: Dice) -> Language:
    foreign: Sequence[Language] = [it for it in WORDS if it != home]
    return dice.one_of(foreign) if dice.happens(0.08) else home


def _is_twin(plan: Plan, people: Sequence[Client]) -> bool:
    return "twin" in plan.marks and bool(people)


def _twin(client: Client, other: Client) -> Client:
    """The same person once more, typed in a hurry: without diacritics, the surname in capitals."""
    first, last = _folded(other.first_name), _folded(other.last_name).upper()
    return replace(other, plan=client.plan, name=f"{first} {last}", number=client.number)


def _folded(text: str) -> str:
    return "".join(it for it in unicodedata.normalize("NFD", text) if not unicodedata.combining(it))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


# How clients like to be reached, as often as in a firm that writes to them.
_WAYS = ("email",) * 6 + ("phone",) * 2 + ("post", "in_person")


def client_rows(
    clients: Sequence[Client], language: Language, dice: Dice
) -> list[dict[str, Value]]:
    return [_client_row(client, WORDS[client.language], language, dice) for client in clients]


def _client_row(client: Client, words: Words, home: Language, dice: Dice) -> dict[str, Value]:
    first = client.plan.days[0] if client.plan.days else None
    row: dict[str, Value] = {
        "client_id": client.plan.client_id,
        "name": client.name,
        "kind": "company" if client.company else "person",
        "owner": client.owner,
        "language": client.language,
        "email": email(client) if dice.happens(0.9) else None,
        "phone": words.phone.format(n=f"{client.number:05d}") if dice.happens(0.85) else None,
        "address": words.street.format(n=dice.whole(1, 90)),
        "city": dice.one_of(words.cities),
        "since": first,
        "preferred_channel": dice.one_of(_WAYS),
        "consent_marketing": dice.happens(0.85) if dice.happens(0.85) else None,  # noqa: FURB110  # two throws
    }
    if client.company:
        row["contact_person"] = f"{client.first_name} {client.last_name}"
        row["industry"] = dice.one_of(WORDS[home].industries)
    else:
        row["first_name"], row["last_name"] = client.first_name, client.last_name
        row["gender"] = "female" if client.female else "male"
        row["birth_date"] = date(dice.whole(1950, 2003), dice.whole(1, 12), dice.whole(1, 28))
        row["interests"] = dice.one_of(WORDS[home].interests) if dice.happens(0.4) else None
    return row


def email(client: Client) -> str:
    """Only at domains kept for examples: no letter from a demo reaches anybody."""
    if client.company:
        return f"info@{_folded(client.firm).lower().replace(' ', '-')}.example"
    return f"{_folded(client.first_name)}.{_folded(client.last_name)}@example.com".lower()


def product_rows(language: Language) -> list[dict[str, Value]]:
    named = zip(WORDS[language].products, PRICES, strict=True)
    return [
        {
            "product_id": f"P-{n:02d}",
            "name": name,
            "category": category,
            "price": price,
            "cost": cost,
        }
        for n, ((name, category), (price, cost)) in enumerate(named, start=1)
    ]


def team_rows(language: Language) -> list[dict[str, Value]]:
    return [
        {
            "employee": name,
            "role": role,
            "email": f"{_folded(name).split()[0]}@example.com".lower(),
            "hourly_rate": rate,
            "active": True,
        }
        for (name, role), rate in zip(WORDS[language].team, (32.0, 24.0, 20.0), strict=True)
    ]
