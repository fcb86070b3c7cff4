"""A new offer is held against what the client had before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crmbook.findings import Findings
from crmbook.letters.context import contexts
from crmbook.letters.prices import PricedOffer, open_offers
from crmbook.letters.template import Template

Find = Callable[..., Findings]
Write = Callable[..., Template]

OFFER = (
    "client_id  date  product  list_price  discount  status\n17  2026-03-20  Coffee  12  -  open"
)
BOUGHT = "client_id  date  product  quantity  amount\n17  2026-01-05  Coffee  2  20"


def offer(findings: Findings) -> PricedOffer:
    (found,) = open_offers(findings, ["17"])["17"]
    return found


def test_a_dearer_offer_is_worse_and_says_by_how_much(find: Find) -> None:
    found = offer(find(offers=OFFER, purchases=BOUGHT))
    assert (found.price, found.last_price, found.last_on, found.last_was) == (
        12,
        10,
        date(2026, 1, 5),
        "purchase",
    )
    assert found.worse == ("price",)
    assert found.sentence() == "Coffee: €12.00, 20% more than on 5 January 2026 (€10.00)."
    assert (
        found.explanation("en")
        == "On 5 January 2026 the price of Coffee for you was €10.00; now it is €12.00."
    )


def test_a_cheaper_offer_needs_no_explanation(find: Find) -> None:
    found = offer(find(offers=OFFER.replace("12  -", "12  0.25"), purchases=BOUGHT))
    assert (found.worse, found.explanation("en")) == ((), None)
    assert "10% less" in found.sentence()


def test_the_same_price_by_another_discount_is_not_worse(find: Find) -> None:
    earlier = "client_id  date  product  list_price  discount  status\n17  2026-01-05  Coffee  20  0.5  lost\n17  2026-03-20  Coffee  10  -  open"
    assert offer(find(offers=earlier)).worse == ()


def test_a_smaller_discount_is_worse_where_prices_are_not_known(find: Find) -> None:
    offers = "client_id  date  product  discount  status\n17  2026-01-05  Coffee  0.2  lost\n17  2026-03-20  Coffee  0.1  open"
    found = offer(find(offers=offers))
    assert found.worse == ("discount",)
    assert found.explanation("en") == "On 5 January 2026 your discount was 20%; now it is 10%."


def test_terms_that_name_days_are_compared(find: Find) -> None:
    offers = (
        "client_id  date  product  payment_term  delivery_term  status\n"
        "17  2026-01-05  Coffee  per 30 dienų  5 d.  won\n17  2026-03-20  Coffee  per 14 dienų  10 d.  open"
    )
    found = offer(find(offers=offers))
    assert found.worse == ("payment", "delivery")
    assert found.last_terms == "per 30 dienų; 5 d."


def test_a_longer_time_to_pay_is_not_worse(find: Find) -> None:
    offers = (
        "client_id  date  product  payment_term  status\n"
        "17  2026-01-05  Coffee  14 d.  won\n17  2026-03-20  Coffee  30 d.  open"
    )
    assert offer(find(offers=offers)).worse == ()


def test_only_what_came_before_the_offer_counts(find: Find) -> None:
    later = BOUGHT.replace("2026-01-05", "2026-03-25")
    assert offer(find(offers=OFFER, purchases=later)).last_was == ""


def test_another_product_or_another_client_is_no_comparison(find: Find) -> None:
    bought = "client_id  date  product  quantity  amount\n17  2026-01-05  Tea  2  20\n18  2026-01-05  Coffee  2  20"
    clients = "client_id  name\n17  Ona\n18  Jonas"
    found = offer(find(clients=clients, offers=OFFER, purchases=bought))
    assert found.last_was == ""
    assert "nothing to compare with" in found.sentence()


def test_a_product_is_the_same_by_number_and_by_name(find: Find) -> None:
    products = "product_id  name  price\nP7  Coffee  12"
    found = offer(find(products=products, offers=OFFER, purchases=BOUGHT.replace("Coffee", "p7")))
    assert found.last_price == 10


def test_the_price_list_stands_in_where_the_offer_names_no_price(find: Find) -> None:
    products = "product_id  name  price\nP7  Coffee  12"
    offers = "client_id  date  product  discount  status\n17  2026-03-20  Coffee  0.5  open"
    assert offer(find(products=products, offers=offers)).price == 6


def test_an_offer_that_is_over_is_not_open(find: Find) -> None:
    offers = (
        "offer_id  client_id  date  product  status  valid_until\n"
        "P1  17  2026-03-01  Coffee  open  2026-03-30\n"
        "P2  17  2026-03-02  Coffee  open  2026-03-31\n"
        "P3  17  2026-03-03  Coffee  won  -\n"
        "P4  17  2026-03-04  Coffee  -  -\n"
        "P5  17  2026-04-01  Coffee  open  -"
    )
    assert [each.number for each in open_offers(find(offers=offers), ["17"])["17"]] == ["P4", "P2"]


def test_the_letter_explains_in_its_own_language_with_the_reason_given(
    find: Find, write: Write
) -> None:
    template = write("kind: offer\nasks: explanation\n\nText", language="lt")
    given = {"explanation": "Pabrango žaliava."}
    (context,) = contexts(find(offers=OFFER, purchases=BOUGHT), ["17"], template, given=given)
    (told,) = context["offers"]
    assert told["is_worse"]
    assert told["explanation"].endswith(" Pabrango žaliava.")
    assert "12,00\N{NO-BREAK SPACE}€" in told["explanation"]
