"""What a letter may say of a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from crmbook.errors import UsageError
from crmbook.findings import Findings
from crmbook.letters.context import contexts
from crmbook.letters.fields import FIELDS
from crmbook.letters.template import Template

Find = Callable[..., Findings]
Write = Callable[..., Template]

CLIENTS = """
client_id  name             kind     first_name  last_name    contact_person  owner  language  email            interests    children  notes
17         Ona Pavyzdienė   person   Ona         Pavyzdienė   -               Rasa   lt        ona@example.com  wine, jazz   2         -
18         UAB Rytas        company  -           -            Jonas Petraitis  Tomas  lt        -                -            -         owes us
"""
PURCHASES = """
client_id  date        product  quantity  amount
17         2026-01-05  Coffee   2         20
17         2026-01-05  Grinder  1         80
17         2026-02-05  Coffee   1         10
17         2026-04-05  Tea      1         99
"""


def context(
    findings: Findings,
    template: Template,
    client: str = "17",
    *,
    given: Mapping[str, object] | None = None,
    event: str | None = None,
) -> Mapping[str, Any]:
    (found,) = contexts(findings, [client], template, given=given or {}, event=event)
    return found


def test_every_field_is_there_for_every_client(find: Find, write: Write) -> None:
    events = "event_id  name  date\nE1  Jazz  2026-05-01"
    offers = "offer_id  client_id  date  product  status\nP1  17  2026-03-01  Coffee  open"
    findings = find(clients=CLIENTS, purchases=PURCHASES, events=events, offers=offers)
    for found in contexts(
        findings, ["17", "18"], write("kind: offer\n\nText"), given={}, event="E1"
    ):
        assert set(paths(found)) <= set(FIELDS)
    told = set(paths(context(findings, write("kind: offer\n\nText"), event="E1")))
    assert {name for name in FIELDS if not name.startswith("signals.")} <= told


def paths(value: object, path: str = "") -> Iterator[str]:
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from paths(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for member in value:
            yield from (each for each in paths(member, path) if each != path)


def test_what_is_not_known_is_none(find: Find, write: Write) -> None:
    found = context(find(), write("kind: offer\n\nText"))
    assert found["client"]["phone"] is None
    assert found["history"]["last_purchase"] is None
    assert found["company"]["name"] is None
    assert found["event"] is None
    assert found["offers"] == found["history"]["lines"] == []


def test_our_notes_and_what_is_private_are_not_in_it(find: Find, write: Write) -> None:
    found = context(find(clients=CLIENTS), write("kind: offer\n\nText"), "18")
    assert "owes us" not in str(found)
    assert not {"notes", "children", "hobbies", "marital_status"} & set(found["client"])


def test_interests_are_a_list_to_look_into(find: Find, write: Write) -> None:
    found = context(find(clients=CLIENTS), write("kind: offer\n\nText"))
    assert found["client"]["interests"] == ["wine", "jazz"]


def test_the_history_ends_on_the_day_of_the_letter(find: Find, write: Write) -> None:
    history = context(find(clients=CLIENTS, purchases=PURCHASES), write("kind: offer\n\nText"))[
        "history"
    ]
    assert (history["purchases"], history["last_purchase"], history["days_since"]) == (
        2,
        date(2026, 2, 5),
        54,
    )
    assert (history["last_product"], history["favourite_product"]) == ("Coffee", "Coffee")
    assert [line["product"] for line in history["lines"]] == ["Coffee", "Coffee", "Grinder"]


def test_no_more_than_ten_lines_are_told(find: Find, write: Write) -> None:
    lines = "\n".join(f"17  2026-01-{day:02}  Coffee  {day}" for day in range(1, 29))
    history = context(
        find(purchases=f"client_id  date  product  amount\n{lines}"), write("kind: offer\n\nText")
    )["history"]
    assert [line["date"].day for line in history["lines"]] == list(range(28, 18, -1))


def test_points_are_a_balance(find: Find, write: Write) -> None:
    points = "client_id  date  movement  points\n17  2026-01-01  earned  50\n17  2026-02-01  spent  20\n17  2026-05-01  earned  9"
    assert context(find(points=points), write("kind: offer\n\nText"))["history"]["points"] == 30


def test_a_product_written_by_its_number_is_told_by_its_name(find: Find, write: Write) -> None:
    found = context(
        find(
            products="product_id  name\nP7  Coffee",
            purchases="client_id  date  product\n17  2026-01-01  P7",
        ),
        write("kind: offer\n\nText"),
    )
    assert found["history"]["last_product"] == "Coffee"


def test_who_is_responsible_for_the_client_signs(find: Find, write: Write) -> None:
    team = "employee  role  email  phone  active\nRasa  sales  rasa@example.com  -  yes\nTomas  sales  -  -  no"
    findings = find(
        {"company_phone": "+370 600", "sender_name": "Inga", "sender_role": "head"},
        clients=CLIENTS,
        team=team,
    )
    template = write("kind: offer\n\nText")
    assert context(findings, template)["sender"] == {
        "name": "Rasa", "role": "sales", "email": "rasa@example.com", "phone": "+370\xa0600",
    }  # fmt: skip
    assert context(findings, template, "18")["sender"]["name"] == "Inga"


def test_a_letter_speaks_one_language(find: Find, write: Write) -> None:
    found = context(
        find(clients=CLIENTS, purchases=PURCHASES), write("kind: offer\n\nText", language="lv")
    )
    assert found["letter"]["language"] == "lv"
    assert found["letter"]["greeting"].endswith("!")


def test_a_company_is_greeted_through_its_contact_person(find: Find, write: Write) -> None:
    found = context(find(clients=CLIENTS), write("kind: offer\n\nText", language="lt"), "18")
    assert found["letter"]["greeting"] == "Gerbiamasis pone Petraiti,"


def test_an_unsure_greeting_is_the_one_that_the_template_gives(find: Find, write: Write) -> None:
    findings = find(clients="client_id  name  kind\n17  Xq Zyw  person")
    own = write("kind: offer\nfallback_salutation: Labas rytas,\n\nText", language="lt")
    letter = context(findings, own)["letter"]
    assert (letter["is_sure"], letter["greeting"]) == (False, "Labas rytas,")


def test_what_the_template_asks_for_is_there_though_not_given(find: Find, write: Write) -> None:
    template = write("kind: offer\nasks: benefit, until\n\nText")
    assert context(find(), template, given={"benefit": "10 %"})["given"] == {
        "benefit": "10 %",
        "until": None,
    }


@pytest.mark.parametrize(
    ("settings", "way"),
    [
        ({"company_email": "a@example.com"}, "a@example.com"),
        ({"company_email": "a@example.com", "unsubscribe_email": "b@example.com"}, "b@example.com"),
        (
            {"unsubscribe_email": "b@example.com", "unsubscribe_url": "https://example.com/u"},
            "https://example.com/u",
        ),
        ({}, None),
    ],
)
def test_the_way_out_is_the_best_there_is(
    find: Find, write: Write, settings: dict[str, str], way: str | None
) -> None:
    assert context(find(settings), write("kind: offer\n\nText"))["letter"]["unsubscribe"] == way


def test_a_client_or_an_event_that_does_not_exist_is_refused(find: Find, write: Write) -> None:
    with pytest.raises(UsageError, match="There is no client 99"):
        context(find(), write("kind: offer\n\nText"), "99")
    with pytest.raises(UsageError, match="There is no event E9"):
        context(find(), write("kind: offer\n\nText"), event="E9")


def test_contexts_come_in_the_order_that_was_asked_for(find: Find, write: Write) -> None:
    found = contexts(find(clients=CLIENTS), ["18", "17"], write("kind: offer\n\nText"), given={})
    assert [each["client"]["id"] for each in found] == ["18", "17"]


def test_a_status_and_a_segment_have_a_key_to_ask_by(find: Find, write: Write) -> None:
    found = context(find(), write("kind: offer\n\nText"))
    assert (found["status"]["key"], found["segment"]["key"]) == ("never", "never")
