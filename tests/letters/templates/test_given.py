"""What the clerk gives for a run, in the language of each letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from crmbook.language import Language
from crmbook.letters.environment import environment
from crmbook.letters.given import given_in, only_elsewhere
from crmbook.letters.program import Program, Source

DAY = date(2026, 12, 31)


def rendered(text: str, given: Mapping[str, object], language: Language) -> str:
    context = {"given": given_in(given, language)}
    return Program(environment(language), Source("letter.md", text)).render(context)


def test_words_of_the_letter_s_own_language_come_before_all_others() -> None:
    given = {"news": "Naujienos", "news.en": "News", "until": "2026-12-31"}
    assert given_in(given, "lt") == {"news": "Naujienos", "until": DAY}
    assert given_in(given, "en") == {"news": "News", "until": DAY}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "31\xa0December 2026"),
        ("lt", "2026\xa0m. gruodžio 31\xa0d."),
        ("lv", "2026.\xa0gada 31.\xa0decembrim"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(language: Language, written: str) -> None:
    assert rendered('{{ given.until|date("until") }}', {"until": "2026-12-31"}, language) == written


def test_a_day_in_words_stays_as_the_clerk_gave_it() -> None:
    assert rendered("{{ given.until|date }}", {"until": "the end of May"}, "en") == "the end of May"


def test_a_day_that_no_calendar_has_stays_as_it_was_typed() -> None:
    assert rendered("{{ given.until|date }}", {"until": "2026-02-30"}, "en") == "2026-02-30"


@pytest.mark.parametrize("value", ["2026-12-31", "15 %", "10:30", "range", DAY, 7])
def test_days_numbers_and_what_the_template_asks_for_are_of_every_language(value: object) -> None:
    text = '{% if given.what == "range" %}…{% endif %}'
    assert only_elsewhere({"what": value}, ["what"], "en", text) == []


@pytest.mark.parametrize("given", [{"news": "Naujienos"}, {"news.lt": "Naujienos"}, {"news": ""}])
def test_words_are_of_one_language(given: Mapping[str, object]) -> None:
    assert only_elsewhere(given, ["news"], "en", "{{ given.news }}") == ["news"]
    assert only_elsewhere({**given, "news.en": "News"}, ["news"], "en", "") == []
