"""What the owner has set."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crmbook import blank, schema, settings
from crmbook.books.memory import MemoryBook
from crmbook.language import LANGUAGES, Language, speaking
from crmbook.settings import Settings
from crmbook.sheet import Cell, Sheet, Value


def read(title: str, rows: Sequence[Sequence[Value]]) -> Settings:
    with MemoryBook.of([Sheet(title, rows, owned=False)]) as book:
        return settings.read(book)


def test_without_a_settings_sheet_everything_is_as_we_take_it() -> None:
    found = read("Clients", [["Client no."]])
    assert found.number("abc_a") == 0.8
    assert found.text("currency") == "EUR"
    assert found.number("recent_days") == 0
    assert found.text("company") == ""
    assert not found.yes("demo")


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("Settings", [["Setting", "Value"], ["ABC: class A up to", 0.7]]),
        ("Nustatymai", [["Nustatymas", "Reikšmė"], ["ABC: A klasė iki", "70 %"]]),
        ("Iestatījumi", [["Iestatījums", "Vērtība"], ["abc: a klase lidz", "0,7"]]),
        ("Settings", [["Setting", "Value"], ["abc_a", 0.7]]),
        ("Settings (2)", [["crmbook"], [], ["Setting", "Value"], ["abc_a", 0.7]]),
    ],
)
def test_a_setting_is_known_by_its_name_in_any_language(
    title: str, rows: list[list[Value]]
) -> None:
    assert read(title, rows).number("abc_a") == 0.7


def test_an_empty_value_is_no_value() -> None:
    assert read("Settings", [["Setting", "Value"], ["Currency", None]]).text("currency") == "EUR"


def test_a_wrong_value_is_named_and_the_default_stays() -> None:
    found = read("Settings", [["Setting", "Value"], ["ABC: class A up to", "most"]])
    assert found.number("abc_a") == 0.8
    (problem,) = found.problems
    assert str(problem) == "Settings!B2: “ABC: class A up to” must be a number, not “most”."


def test_a_wrong_choice_is_told_what_would_be_right() -> None:
    (problem,) = read("Settings", [["Setting", "Value"], ["language", "Esperanto"]]).problems
    assert "English, Lithuanian, Latvian" in problem.text


def test_an_unknown_setting_is_said() -> None:
    (problem,) = read("Settings", [["Setting", "Value"], ["Colour", "red"]]).problems
    assert (problem.kind, problem.cell, problem.weight) == ("unknown_setting", "A2", "warning")


def test_rates_and_places_are_free() -> None:
    rows: list[list[Value]] = [
        ["Setting", "Value"],
        ["rate.USD", "0,92"],
        ["purchases.sheet", 2025],
        ["purchases.columns.amount", "Suma"],
    ]
    found = read("Settings", rows)
    assert found.rates() == {"USD": 0.92}
    assert found.place("purchases") == {"sheet": "2025", "columns.amount": "Suma"}
    assert found.place("contacts") == {}


def test_a_sheet_of_the_owners_that_only_has_the_name_is_left_alone() -> None:
    assert read("Settings", [["Printer", "Office"], ["Lamp", "On"]]).sheet == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_of_the_sheet_come_back_as_they_were(language: Language) -> None:
    given = Settings.of(
        {"language": "lv", "abc_a": 0.7, "demo": True, "company": "Rytas", "rate.USD": 0.9}
    )
    with speaking(language):
        sheet = blank.settings_sheet({**given.given, "purchases.columns.amount": "Suma"})
    found = read(
        sheet.name,
        [[each.value if isinstance(each, Cell) else each for each in row] for row in sheet.rows],
    )
    assert found.problems == ()
    for key in (*(entry.key for entry in schema.SETTINGS), "rate.USD"):
        assert found[key] == given[key]
    assert found.place("purchases") == {"columns.amount": "Suma"}


def test_settings_do_not_change_but_make_new_ones() -> None:
    before = Settings.of({"abc_a": 0.7})
    assert before.set(abc_a=0.6).number("abc_a") == 0.6
    assert before.number("abc_a") == 0.7


def test_what_does_not_exist_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        Settings().number("colour")
