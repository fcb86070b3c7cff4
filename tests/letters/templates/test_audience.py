"""Who gets a letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmbook.errors import UsageError
from crmbook.findings import Findings
from crmbook.letters.audience import chosen, invited, listed

Find = Callable[..., Findings]

CLIENTS = """
client_id  name    kind     city     email            phone  birth_date  interests    since
1          Ona     person   Vilnius  ona@example.com  -      1980-04-02  wine, jazz   2020-01-01
2          Jonas   person   Kaunas   -                +370   1990-03-31  -            2024-01-01
3          Rytas   company  -        r@example.com    +370   -           Wine tours   -
"""
PURCHASES = "client_id  date  product  amount\n1  2026-03-01  Coffee  10\n1  2026-03-20  Tea  30\n2  2025-01-05  Coffee  500"


@pytest.fixture
def firm(find: Find) -> Findings:
    points = "client_id  date  movement  points\n2  2026-01-01  earned  5"
    return find(clients=CLIENTS, purchases=PURCHASES, points=points)


@pytest.mark.parametrize(
    ("expression", "clients"),
    [
        ('city == "Vilnius"', ["1"]),
        ('city == "VILNIUS"', ["1"]),
        ('city = "Vilnius"', ["1"]),
        ("city == „Vilnius“", ["1"]),
        ('city != "Vilnius"', ["2", "3"]),
        ('city in ["Vilnius", "Kaunas"]', ["1", "2"]),
        ('city not in ("Vilnius", "Kaunas")', ["3"]),
        ('kind == "įmonė"', ["3"]),
        ('kind == "Uzņēmums"', ["3"]),
        ('miestas == "Kaunas" or pilsēta == "Vilnius"', ["1", "2"]),
        ('"wine" in interests', ["1", "3"]),
        ('"coffee" in products', ["1", "2"]),
        ("phone and not email", ["2"]),
        ("email is None", ["2"]),
        ("email != None", ["1", "3"]),
        ("purchases_12m >= 1 and spent_12m < 100", ["1"]),
        ("10 < spent <= 40", ["1"]),
        ("days_since > 100", ["2"]),
        ("not days_since > 100", ["1", "3"]),
        ('since < "2021-01-01"', ["1"]),
        ("birthday_in == 0", ["2"]),
        ("birthday_in <= 7", ["1", "2"]),
        ("member", ["2"]),
        ("member == False", ["1", "3"]),
        ('status == "never"', ["3"]),
        ('status == "Never bought"', ["3"]),
        ("last_purchase >= first_purchase", ["1", "2"]),
        ("-1 < purchases", ["1", "2", "3"]),
        ('client_id == "3"', ["3"]),
        ("city in []", []),
        ("rating > 3", []),
    ],
)  # fmt: skip
def test_an_expression_chooses(firm: Findings, expression: str, clients: list[str]) -> None:
    assert chosen(firm, expression) == clients


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('statsu == "silent"', "Did you mean “status”"),
        ('status == "silnt"', "it is one of: active"),
        ("city == Vilnius", "There is no “Vilnius”"),
        ('__import__("os").system("ls")', "has no meaning here"),
        ("city.upper() == 'A'", "has no meaning here"),
        ("[x for x in city]", "has no meaning here"),
        ("lambda: 1", "has no meaning here"),
        ("city == f'{name}'", "has no meaning here"),
        ("1 < 2", "has no meaning here"),
        ('days_since > "x"', "can't be compared"),
        ('since < "yesterday"', "A day is written like"),
        ("status ==", "can't be read"),
        ("", "can't be read"),
        ("(" * 500, "can't be read"),
        ("not " * 3000 + "member", "can't be read"),
        ("member > True", "only be equal"),
    ],
)
def test_what_is_no_expression_is_refused_in_a_sentence(
    firm: Findings, expression: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        chosen(firm, expression)


def test_a_birthday_on_the_leap_day_is_on_the_first_of_march(find: Find) -> None:
    clients = "client_id  name  birth_date\n1  Ona  2000-02-29\n2  Jonas  2000-03-01"
    assert chosen(find(clients=clients), "birthday_in == 335") == ["1", "2"]


def test_a_list_of_clients_is_taken_each_once(firm: Findings) -> None:
    assert listed(firm, ["2", "1", "2"]) == ["2", "1"]
    with pytest.raises(UsageError, match="There is no client 99"):
        listed(firm, ["99"])


def test_the_guests_of_an_event_are_those_on_its_list(find: Find) -> None:
    events = "event_id  name\nE1  Jazz\nE2  Wine"
    invitations = "event_id  client_id\nE1  2\nE1  1\nE2  3"
    findings = find(clients=CLIENTS, events=events, invitations=invitations)
    assert invited(findings, "E1") == ["1", "2"]
    with pytest.raises(UsageError, match="There is no event E9"):
        invited(findings, "E9")


def test_who_asks_for_an_event_there_is_not_hears_which_there_are(find: Find) -> None:
    events = "event_id  name  date\nTASTING-1  Autumn tasting  2026-04-01\nFAIR-2  -  2026-05-01"
    with pytest.raises(UsageError, match=r"TASTING-1 \(Autumn tasting\), FAIR-2\."):
        invited(find(events=events), "R1")
