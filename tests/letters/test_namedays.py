"""Whose name day it is."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from crmbook.language import speaking
from crmbook.letters.namedays import FILE, calendar, name_day_of, name_days


def listed(folder: Path, text: str) -> Path:
    (folder / FILE).write_bytes(text.encode())
    return folder


def test_latvian_name_days_come_from_the_calendar() -> None:
    assert "Jānis" in name_days(date(2026, 6, 24), "lv")
    assert name_day_of("Jānis", "lv") == (6, 24)


def test_a_name_is_found_however_it_is_typed() -> None:
    assert name_day_of("janis", "lv") == (6, 24)
    assert name_day_of("JĀNIS", "lv") == (6, 24)


def test_a_rare_name_has_its_day_too() -> None:
    assert name_day_of("Agunda", "lv") == (1, 1)
    assert "Agunda" not in name_days(date(2026, 1, 1), "lv")


def test_a_day_without_names_has_none() -> None:
    assert name_days(date(2024, 2, 29), "lv") == []


def test_a_name_in_no_calendar_has_no_day() -> None:
    assert name_day_of("Quillfeather", "lv") is None
    assert name_day_of("Jonas", "lt") is None
    assert name_days(date(2026, 6, 24), "en") == []


@pytest.mark.parametrize(
    "line",
    [
        "03-19;Juozapas, Juozas",
        "03-19,Juozapas,Juozas",
        "3-19\tJuozapas Juozas",
        '2026-03-19;"Juozapas;Juozas"',
        "19.03. Juozapas, Juozas",
        "19.03.2026;Juozapas;Juozas",
        "kovo 19 d.;Juozapas, Juozas;;;",
        "Kovo 19: Juozapas, Juozas",
    ],
)
def test_the_firms_list_may_be_written_in_many_ways(tmp_path: Path, line: str) -> None:
    folder = listed(tmp_path, f"Data;Vardai\n\n# mūsų sąrašas\n{line}\n")
    assert name_days(date(2026, 3, 19), "lt", folder) == ["Juozapas", "Juozas"]
    assert name_day_of("JUOZAS", "lt", folder) == (3, 19)
    assert not calendar("lt", folder).problems


@pytest.mark.parametrize(
    "line", ["13-40;Juozas", "kovas;Juozas", "03-19", "03-19;123", "foo 3 Juozas"]
)
def test_a_wrong_line_is_a_problem_that_names_it(tmp_path: Path, line: str) -> None:
    folder = listed(tmp_path, f"Data;Vardai\n{line}\n07-26;Ona\n")
    (problem,) = calendar("lt", folder).problems
    assert str(problem).startswith(f"{FILE}: Line 2 ")
    assert line in problem.text
    assert name_day_of("Ona", "lt", folder) == (7, 26)


def test_a_list_saved_by_an_older_excel_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("02-05;Živilė\n".encode("cp1257"))
    assert name_day_of("Živilė", "lt", tmp_path) == (2, 5)


def test_of_several_days_the_first_of_the_year_counts(tmp_path: Path) -> None:
    assert name_day_of("Ona", "lt", listed(tmp_path, "12-01;Ona\n07-26;Ona\n")) == (7, 26)


def test_a_changed_list_is_read_anew(tmp_path: Path) -> None:
    assert name_day_of("Ona", "lt", listed(tmp_path, "07-26;Ona\n")) == (7, 26)
    listed(tmp_path, "07-27;Ona\n")
    os.utime(tmp_path / FILE, (1, 1))
    assert name_day_of("Ona", "lt", tmp_path) == (7, 27)


def test_a_wrong_line_is_told_in_the_language_spoken(tmp_path: Path) -> None:
    folder = listed(tmp_path, "13-45;Ona\n")
    (in_english,) = calendar("lt", folder).problems
    with speaking("lt"):
        (in_lithuanian,) = calendar("lt", folder).problems
    assert in_english.text != in_lithuanian.text
