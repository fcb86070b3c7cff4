"""Whose name day comes is known by the calendar, where the client list does not tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from crmbook import workflow
from crmbook.books import create
from crmbook.letters.plan import LetterPlan
from crmbook.sheet import Sheet, Value
from crmbook.workflow import Who

DAY = date(2026, 6, 22)  # Jānis has his day on 24 June, Līga on 23 June
HEADINGS = (
    "Client no.",
    "Name",
    "Kind of client",
    "Address",
    "City",
    "Gender",
    "Language",
    "Country",
)
JANIS = (1, "Jānis Bērziņš", "Person", "Ozolu iela 1", "Rīga", "Male", "Latvian", None)
JUOZAS = (2, "Juozas Petraitis", "Person", "Ąžuolų g. 2", "Vilnius", "Male", "Lithuanian", None)

SETTINGS = (("Setting", "Value"), ("Your firm", "Paraugs"), ("Letters signed by", "Eva Paraudziņa"))


def planned(
    folder: Path, *clients: Sequence[Value], headings: Sequence[str] = HEADINGS
) -> LetterPlan:
    workbook = folder / "clients.xlsx"
    sheets = {"Clients": [headings, *clients], "Settings": SETTINGS}
    create(workbook, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    return workflow.plan_letters(workbook, "name-day", Who(to="0 <= name_day_in <= 7"), as_of=DAY)


def found(plan: LetterPlan) -> list[str]:
    return sorted([one.client_id for one in plan.letters] + [one.client_id for one in plan.held])


def test_a_latvian_client_is_found_without_a_column_of_name_days(tmp_path: Path) -> None:
    assert found(planned(tmp_path, JANIS, JUOZAS)) == ["1"]


def test_the_firm_s_own_list_finds_lithuanian_clients(tmp_path: Path) -> None:
    (tmp_path / "vardadieniai.csv").write_text("06-25;Juozas\n", encoding="utf-8")
    assert found(planned(tmp_path, JANIS, JUOZAS)) == ["1", "2"]


def test_the_letter_can_tell_the_day(tmp_path: Path) -> None:
    (letter,) = planned(tmp_path, JANIS).letters
    assert letter.context["client"]["name_day"] == date(2026, 6, 24)


@pytest.mark.parametrize(
    ("language", "country", "clients"),
    [
        (None, "Latvija", ["1"]),
        (None, "LV", ["1"]),
        (None, "Deutschland", []),
        ("English", "Latvija", []),
    ],
)
def test_the_calendar_is_that_of_the_language_or_else_of_the_country(
    tmp_path: Path, language: Value, country: Value, clients: list[str]
) -> None:
    assert found(planned(tmp_path, (*JANIS[:6], language, country))) == clients


def test_what_the_owner_typed_wins_over_the_calendar(tmp_path: Path) -> None:
    liga = (3, "Līga Liepa", *JANIS[2:])
    typed = ((*JANIS, date(2000, 1, 5)), (*liga, None))
    assert found(planned(tmp_path, *typed, headings=(*HEADINGS, "Name day"))) == ["3"]


def test_a_company_has_no_name_day(tmp_path: Path) -> None:
    companies = [(1, "Jānis", "Company", *JANIS[3:]), (2, "SIA Jānis", None, *JANIS[3:])]
    assert found(planned(tmp_path, *companies)) == []


def test_a_couple_is_not_congratulated_as_one(tmp_path: Path) -> None:
    assert found(planned(tmp_path, (1, "Jānis un Anna Bērziņi", *JANIS[2:]))) == []


def test_a_wrong_line_of_the_firm_s_list_is_told_by_the_plan_and_by_lint(tmp_path: Path) -> None:
    (tmp_path / "vardadieniai.csv").write_text("06-25;Juozas\n13-45;Ona\n", encoding="utf-8")
    (remark,) = planned(tmp_path, JANIS).remarks
    assert "Line 2" in remark
    told = workflow.lint_letters(tmp_path / "clients.xlsx", language="en")
    assert [one.kind for one in told].count("name_day_line") == 1
