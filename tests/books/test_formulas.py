"""Cells named in formulas, found, moved and grown."""

from __future__ import annotations

import pytest

from crmbook.books.formulas import grown, in_full, is_bare, moved_down, references


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+B2", "A4+B5"),
        ("$A1*A$1*$A$1", "$A4*A$1*$A$1"),
        ("SUM(A1:B2,Other!C3)", "SUM(A4:B5,Other!C6)"),
        ("'Rasa''s A1'!A1", "'Rasa''s A1'!A4"),
        ("LOG10(A1)+LOG10", "LOG10(A4)+LOG13"),
        ('"A1"&A1', '"A1"&A4'),
        ("Table1[[#This Row],[A1]]+A1", "Table1[[#This Row],[A1]]+A4"),
        ("[1]Sheet1!A1", "[1]Sheet1!A4"),
        ("2:2", "5:5"),
        ("A:A", "A:A"),
        ("Rate_A1*A1.5", "Rate_A1*A1.5"),
        ("ZZZ1+A1048577", "ZZZ1+A1048577"),
        ("Sheet1!A1:B2", "Sheet1!A4:B5"),
    ],
)
def test_a_formula_is_filled_down_as_excel_does_it(formula: str, moved: str) -> None:
    assert moved_down(formula, 3) == moved


def test_ranges_are_found_with_their_sheets() -> None:
    found = [(each.sheet, each.range.text) for each in references("A1+'To do'!$B$2:C3+x!Y9")]
    assert found == [(None, "A1"), ("To do", "B2:C3"), ("x", "Y9")]


def test_only_the_bottom_of_a_range_grows() -> None:
    assert grown("SUM($A$1:$B$9)*A9", lambda _: 12) == "SUM($A$1:$B$12)*A9"
    assert grown("'To do'!A1:A9,B1:B9", lambda r: 12 if r.sheet else None) == (
        "'To do'!A1:A12,B1:B9"
    )


def test_bare_references_are_told_from_formulas() -> None:
    assert is_bare("List!$A$1:$A$9,'To do'!$B$2")
    assert not is_bare("OFFSET(List!$A$1,0,0,9,1)")
    assert not is_bare("List!$A$1:$A$9*2")


def test_columns_named_alone_get_their_tables_name() -> None:
    assert in_full("SUBTOTAL(109,[Amount])", "Sales") == "SUBTOTAL(109,Sales[Amount])"
    assert in_full("SUBTOTAL(109,Sales[Amount])", "Sales") == "SUBTOTAL(109,Sales[Amount])"
    assert in_full('"[x]"&[1]Other!A1', "Sales") == '"[x]"&[1]Other!A1'
