"""Which title a sheet of ours gets."""

from __future__ import annotations

import pytest

from crmbook.books.titles import beside, kept, legal, planned


def test_a_free_title_is_given_as_wanted() -> None:
    assert planned(["Clients"], {}, {"silence": "Silence"}) == {"silence": "Silence"}


def test_a_title_that_somebody_has_is_left_to_them_whatever_its_case() -> None:
    assert planned(["SILENCE"], {}, {"silence": "Silence"}) == {"silence": "Silence (crmbook)"}


def test_our_second_title_may_be_taken_too() -> None:
    taken = ["Silence", "Silence (crmbook)"]
    assert planned(taken, {}, {"silence": "Silence"}) == {"silence": "Silence (crmbook 2)"}


def test_a_sheet_of_ours_keeps_the_title_its_owner_gave_it() -> None:
    owned = {"silence": "Who went quiet"}
    assert planned(["Who went quiet"], owned, {"silence": "Silence"}) == owned


def test_two_new_sheets_never_get_one_title() -> None:
    titles = planned([], {}, {"a": "Report", "b": "report"})
    assert titles == {"a": "Report", "b": "report (crmbook)"}


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("UAB A/B [2026]: 'yes'?", "UAB A B  2026   'yes"),
        ("x" * 40, "x" * 31),
        ("///", "Sheet"),
        ("🙂" * 20, "🙂" * 15),
    ],
)
def test_a_title_is_made_one_that_excel_allows(wanted: str, title: str) -> None:
    assert legal(wanted) == title


def test_an_ending_fits_into_the_longest_title() -> None:
    assert beside("y" * 31, {"y" * 31}) == "y" * 21 + " (crmbook)"
    assert kept("z" * 31, set()) == "z" * 24 + " (kept)"


def test_a_second_kept_sheet_is_numbered() -> None:
    assert kept("Silence", {"silence (kept)"}) == "Silence (kept 2)"
