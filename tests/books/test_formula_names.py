"""Formulas as files store them, and after a renaming."""

from __future__ import annotations

import pytest

from crmbook.books.formula_names import in_file, in_table, with_tables, with_title


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("=SUM(A1:A3)", "SUM(A1:A3)"),
        ("=Scores[@Revenue]*2", "Scores[[#This Row],[Revenue]]*2"),
        ("=Scores[@[Net amount]]", "Scores[[#This Row],[Net amount]]"),
        ('="IFNA("&"[@x]"', '"IFNA("&"[@x]"'),
        ("=MYIFNA(1)", "MYIFNA(1)"),
    ],
)
def test_a_formula_is_stored_as_excel_stores_it(typed: str, stored: str) -> None:
    assert in_file(typed) == stored


@pytest.mark.parametrize(
    ("typed", "qualified"),
    [
        ("=[@Price]*[@Quantity]", "=Sales[@Price]*Sales[@Quantity]"),
        ("=SUM([Price])/Other[Price]", "=SUM(Sales[Price])/Other[Price]"),
        ("=IF(1,[@[Net price]],0)", "=IF(1,Sales[@[Net price]],0)"),
        ("=Sales[[#This Row],[Price]]", "=Sales[[#This Row],[Price]]"),
        ('="[Price]"', '="[Price]"'),
    ],
)
def test_a_column_of_the_table_itself_is_spelled_with_its_name(typed: str, qualified: str) -> None:
    assert in_table(typed, "Sales") == qualified


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=SUM(Scores[Revenue])", "=SUM(Scores_2[Revenue])"),
        ("=ROWS(scores)", "=ROWS(Scores_2)"),
        ("=Scores!A1+MyScores[x]+Scores(1)", "=Scores!A1+MyScores[x]+Scores(1)"),
        ("='Scores'!A1&\"Scores[x]\"", "='Scores'!A1&\"Scores[x]\""),
    ],
)
def test_only_the_table_follows_its_new_name(formula: str, told: str) -> None:
    assert with_tables(formula, {"Scores": "Scores_2"}) == told


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("'To do'!$A$1:$B$2", "'To do (kept)'!$A$1:$B$2"),
        ("SUM('To do'!A1,'Not to do'!A1)", "SUM('To do (kept)'!A1,'Not to do'!A1)"),
        ("\"'To do'!A1\"", "\"'To do'!A1\""),
    ],
)
def test_only_the_sheet_follows_its_new_title(formula: str, told: str) -> None:
    assert with_title(formula, "To do", "To do (kept)") == told


def test_a_title_without_spaces_is_found_unquoted() -> None:
    assert with_title("Scores!A1+MyScores!A1", "Scores", "Old") == "'Old'!A1+MyScores!A1"
