"""Before an offer letter goes, the clerk sees how it stands to the last time."""

from __future__ import annotations

from collections.abc import Callable

from crmbook.findings import Findings
from crmbook.letters.plan import LetterPlan, Wish, plan
from crmbook.letters.template import Template

Find = Callable[..., Findings]
Write = Callable[..., Template]

CLIENTS = "client_id  name  kind  email\n17  Ona Pavyzdienė  person  ona@example.com"
OFFERS = "client_id  date  product  list_price  status\n17  2026-03-20  Coffee  {price}  open"
BOUGHT = "client_id  date  product  quantity  amount\n17  2026-01-05  Coffee  2  20"


def planned(find: Find, write: Write, price: int, kind: str = "offer") -> LetterPlan:
    template = write(f"kind: {kind}\nsubject: x\n\nText")
    findings = find(clients=CLIENTS, offers=OFFERS.format(price=price), purchases=BOUGHT)
    wish = Wish("letter", ["17"], allowed=frozenset({"17"}))
    return plan(findings, wish, template.folders, language="en")


def looks(find: Find, write: Write, price: int, kind: str = "offer") -> list[str]:
    return [look.text for look in planned(find, write, price, kind).looks if "Coffee" in look.text]


def test_a_worse_offer_is_warned_of(find: Find, write: Write) -> None:
    assert looks(find, write, 12) == [
        "Worse than the last time: Coffee: €12.00, 20% more than on 5 January 2026 (€10.00)."
    ]


def test_any_offer_is_shown_beside_the_last_one(find: Find, write: Write) -> None:
    assert looks(find, write, 9) == ["Coffee: €9.00, 10% less than on 5 January 2026 (€10.00)."]


def test_a_letter_about_something_else_says_only_what_is_worse(find: Find, write: Write) -> None:
    assert looks(find, write, 9, "thank-you") == []
    assert len(looks(find, write, 12, "thank-you")) == 1
