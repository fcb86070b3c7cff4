"""Clients who may be one."""

from __future__ import annotations

import random
import time

import pandas as pd
import pytest

from crmbook.duplicates import suspected


def clients(*names: str, **columns: list[str | None]) -> pd.DataFrame:
    ids = [str(n) for n in range(1, len(names) + 1)]
    return pd.DataFrame({"client_id": ids, "name": names, **columns})


def why(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(found["first"], found["second"], found["why"], strict=True))


@pytest.mark.parametrize(
    "names",
    [
        ("Ona Žukauskienė", "Žukauskienė Ona"),
        ("Žukauskienė Ona", "ZUKAUSKIENE ONA"),
        ("UAB „Rytas“", "Rytas, UAB"),
        ("SIA Saule", "Saule SIA"),
    ],
)
def test_the_same_name_written_differently(names: tuple[str, str]) -> None:
    assert why(suspected(clients(*names))) == [("1", "2", "name")]


def test_a_name_with_a_letter_wrong_is_nearly_the_same() -> None:
    found = suspected(clients("Rasa Kazlauskaitė", "Rasa Kazlauskiatė", "Jonas Petraitis"))
    assert why(found) == [("1", "2", "similar_name")]


def test_the_same_code_is_surer_than_the_same_phone() -> None:
    found = suspected(
        clients(
            "Rytas", "Vakaras", "Diena",
            company_code=["123456789", "123 456 789", None],
            phone=["+370 600 12345", None, "860012345"],
        )
    )  # fmt: skip
    assert why(found) == [("1", "2", "company_code"), ("1", "3", "phone")]
    assert found["sure"].is_monotonic_decreasing


def test_the_same_address_in_other_letters() -> None:
    assert why(suspected(clients("A", "B", email=["Ona@Example.lt", "ona@example.lt"]))) == [
        ("1", "2", "email")
    ]


def test_numbered_branches_are_not_one() -> None:
    assert suspected(clients("Salonas Vilnius 1", "Salonas Vilnius 2")).empty


def test_a_phone_that_many_share_says_nothing() -> None:
    names = [f"{chr(65 + n) * 9}" for n in range(25)]
    assert suspected(clients(*names, phone=["+37060012345"] * 25)).empty


def test_clients_known_by_number_only_are_not_compared_by_name() -> None:
    found = pd.DataFrame({"client_id": ["12345", "12354"], "name": ["12345", "12354"]})
    assert suspected(found).empty


def test_clients_of_a_sales_list_are_compared_though_the_name_stands_for_the_number() -> None:
    called = ["UAB Rytas", "Rytas, UAB"]
    found = suspected(pd.DataFrame({"client_id": called, "name": called}))
    assert why(found) == [("UAB Rytas", "Rytas, UAB", "name")]


def test_no_clients_no_pairs() -> None:
    assert suspected(clients()).empty


def test_twenty_thousand_clients_take_less_than_two_seconds() -> None:
    chance = random.Random(1)
    parts = [
        "pet",
        "kaz",
        "jan",
        "ber",
        "kal",
        "oz",
        "lie",
        "kaus",
        "rait",
        "mil",
        "vit",
        "dau",
        "gin",
        "stan",
        "bal",
        "sa",
        "nor",
        "vil",
        "ku",
    ]
    names = [
        f"{chance.choice(['Jonas', 'Ona', 'Rasa'])} {''.join(chance.choices(parts, k=3)).title()}as"
        for _ in range(20_000)
    ]
    start = time.process_time()
    suspected(clients(*names))
    assert time.process_time() - start < 2
