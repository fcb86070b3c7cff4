"""Money, days and shares in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from crmbook.language import Language, speaking
from crmbook.reports import periods, words
from crmbook.summaries.periods import Period


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "€12,340"), ("lt", "12\xa0340\xa0€"), ("lv", "12\xa0340\xa0€")],
)
def test_money_is_written_as_the_language_writes_it(language: Language, said: str) -> None:
    with speaking(language):
        assert words.money(12_340.4, "EUR") == said


def test_a_currency_without_a_code_stays_as_the_owner_wrote_it() -> None:
    assert words.money(1200, "Lt") == "1,200 Lt"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "31 March 2026"), ("lt", "2026 m. kovo 31 d."), ("lv", "2026. gada 31. marts")],
)
def test_a_day_is_written_as_the_language_writes_it(language: Language, said: str) -> None:
    with speaking(language):
        assert words.day(date(2026, 3, 31)) == said


def test_three_of_seven_is_not_a_percentage() -> None:
    assert words.of_all(3, 7) == "3 of 7"
    assert words.of_all(30, 70) == "30 of 70 (43%)"


def test_an_unfinished_month_is_not_held_against_whole_ones() -> None:
    assert periods.last_full_month(date(2026, 3, 30)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert periods.last_full_month(date(2026, 3, 31)) == Period(date(2026, 3, 1), date(2026, 3, 31))


def test_a_whole_month_is_called_by_its_name() -> None:
    assert words.period(Period(date(2026, 2, 1), date(2026, 2, 28))) == "February 2026"
    assert words.period(Period(date(2026, 2, 1), date(2026, 2, 27))) == "2026-02-01 – 2026-02-27"
