"""Dates, money and words as a person would write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook import CrmbookError
from crmbook.language import LANGUAGES, Language
from crmbook.letters import wording

MARCH = date(2026, 3, 31)


# ── dates ────────────────────────────────────────────────────────────────────────────────────


def test_a_date_is_written_as_each_language_writes_it() -> None:
    assert wording.date(MARCH, "en") == "31 March 2026"
    assert wording.date(MARCH, "lt") == "2026 m. kovo 31 d."
    assert wording.date(MARCH, "lv") == "2026. gada 31. martā"


def test_a_birthday_has_no_year() -> None:
    assert wording.date(MARCH, "en", year=False) == "31 March"
    assert wording.date(MARCH, "lt", year=False) == "kovo 31 d."
    assert wording.date(MARCH, "lv", year=False) == "31. martā"


def test_a_short_date_is_in_figures() -> None:
    assert [wording.date(MARCH, it, "short") for it in LANGUAGES] == [
        "31/03/2026", "2026-03-31", "31.03.2026.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "forms"),
    [
        (1, ["janvārī", "janvārim", "janvāra", "janvāris"]),
        (3, ["martā", "martam", "marta", "marts"]),
        (4, ["aprīlī", "aprīlim", "aprīļa", "aprīlis"]),
        (6, ["jūnijā", "jūnijam", "jūnija", "jūnijs"]),
        (11, ["novembrī", "novembrim", "novembra", "novembris"]),
    ],
)
def test_a_latvian_month_stands_in_the_case_of_its_sentence(month: int, forms: list[str]) -> None:
    day = date(2026, month, 1)
    cases = [wording.date(day, "lv", it, year=False) for it in ("on", "until", "from", "name")]
    assert cases == [f"1. {form}" for form in forms]


def test_a_moment_and_a_text_are_dates_too() -> None:
    assert wording.date(datetime(2026, 3, 31, 14, 5), "en") == "31 March 2026"  # noqa: DTZ001  # a cell has no zone
    assert wording.date("2026-03-31", "en") == "31 March 2026"


def test_a_form_there_is_not_is_refused() -> None:
    with pytest.raises(CrmbookError, match="medium"):
        wording.date(MARCH, "en", "medium")  # type: ignore[arg-type]


# ── numbers and money ────────────────────────────────────────────────────────────────────────


def test_money_is_written_with_blanks_that_do_not_break() -> None:
    assert wording.money(1234.5, "en") == "€1,234.50"
    assert wording.money(1234.5, "lt") == "1\xa0234,50\xa0€"
    assert wording.money(1234.5, "lv") == "1\xa0234,50\xa0€"
    assert wording.money(1234.5, "lt", "USD") == "1\xa0234,50\xa0USD"


def test_a_round_sum_needs_no_cents_and_halves_go_up() -> None:
    assert wording.money(1234.5, "lv", decimals=0) == "1\xa0235\xa0€"
    assert wording.money(0.125, "en") == "€0.13"
    assert wording.money(5, "en", "usd", decimals=3) == "US$5.000"


def test_a_number_has_two_decimals_at_most_unless_asked() -> None:
    assert wording.number(1234.567, "lt") == "1\xa0234,57"
    assert wording.number(1234, "en") == "1,234"
    assert wording.number(5, "lv", 2) == "5,00"
    assert wording.number(5, "lv", 50) == "5,000000"


@pytest.mark.parametrize("value", [None, True, "five", float("nan"), float("inf"), 1e300])
def test_what_is_no_number_is_refused(value: Any) -> None:  # noqa: ANN401  # anything may come
    for written in (wording.number, wording.money, wording.words):
        with pytest.raises(CrmbookError):
            written(value, "lt")


# ── in words ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "nulis eurų"),
        (1, "vienas euras"),
        (2, "du eurai"),
        (10, "dešimt eurų"),
        (11, "vienuolika eurų"),
        (21, "dvidešimt vienas euras"),
        (100, "vienas šimtas eurų"),
        (1000, "vienas tūkstantis eurų"),
        (11000, "vienuolika tūkstančių eurų"),
        (0.01, "vienas centas"),
        (0.1, "dešimt centų"),
        (-5.02, "minus penki eurai ir du centai"),
        (1234.56, "vienas tūkstantis du šimtai trisdešimt keturi eurai ir penkiasdešimt šeši centai"),
    ],
)  # fmt: skip
def test_an_amount_in_lithuanian_words(amount: float, said: str) -> None:
    assert wording.words(amount, "lt") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "nulle eiro"),
        (1, "viens eiro"),
        (21, "divdesmit viens eiro"),
        (101, "simts viens eiro"),
        (1101, "tūkstotis simts viens eiro"),
        (2000, "divi tūkstoši eiro"),
        (0.01, "viens cents"),
        (0.11, "vienpadsmit centu"),
        (-5.02, "mīnus pieci eiro un divi centi"),
        (1234.56, "tūkstotis divi simti trīsdesmit četri eiro un piecdesmit seši centi"),
    ],
)
def test_an_amount_in_latvian_words(amount: float, said: str) -> None:
    assert wording.words(amount, "lv") == said


def test_an_amount_in_english_words() -> None:
    assert wording.words(1, "en") == "one euro"
    assert wording.words(1234.56, "en") == (
        "one thousand two hundred and thirty-four euros and fifty-six cents"
    )


def test_other_currencies_have_their_own_gender() -> None:
    assert wording.words(22, "lv", "GBP") == "divdesmit divas mārciņas"
    assert wording.words(2000, "lv", "GBP") == "divi tūkstoši mārciņu"
    assert wording.words(1.01, "en", "GBP") == "one pound and one penny"


def test_an_unknown_currency_is_refused_rather_than_spelled_wrong() -> None:
    with pytest.raises(CrmbookError, match="SEK"):
        wording.words(5, "lt", "SEK")


@given(st.integers(-(10**13), 10**13), st.sampled_from(LANGUAGES))
def test_any_amount_in_cents_has_words_or_is_refused(cents: int, language: Language) -> None:
    try:
        said = wording.words(cents / 100, language)
    except CrmbookError:
        assert abs(cents) >= 10**13
    else:
        assert said.split()[-1] in {
            "euro", "euros", "cent", "cents", "euras", "eurai", "eurų", "centas", "centai", "centų",
            "eiro", "centi", "centu",
        }  # fmt: skip


# ── words that go with a number ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("n", "lt", "lv", "en"),
    [
        (0, "pirkinių", "pirkumu", "purchases"),
        (1, "pirkinys", "pirkums", "purchase"),
        (2, "pirkiniai", "pirkumi", "purchases"),
        (10, "pirkinių", "pirkumu", "purchases"),
        (11, "pirkinių", "pirkumu", "purchases"),
        (21, "pirkinys", "pirkums", "purchases"),
        (29, "pirkiniai", "pirkumi", "purchases"),
        (111, "pirkinių", "pirkumu", "purchases"),
        (1.5, "pirkinio", "pirkumi", "purchases"),
    ],
)
def test_the_word_agrees_with_the_number(n: float, lt: str, lv: str, en: str) -> None:
    assert wording.plural(n, "lt", "pirkinys", "pirkiniai", "pirkinių", "pirkinio") == lt
    assert wording.plural(n, "lv", "pirkums", "pirkumi", "pirkumu") == lv
    assert wording.plural(n, "en", "purchase", "purchases") == en


def test_lithuanian_needs_three_forms_and_latvian_does_with_two() -> None:
    with pytest.raises(CrmbookError, match="3"):
        wording.plural(2, "lt", "pirkinys", "pirkiniai")
    assert wording.plural(10, "lv", "pirkums", "pirkumi") == "pirkumi"
    assert wording.plural(1.5, "lt", "pirkinys", "pirkiniai", "pirkinių") == "pirkinių"


def test_a_name_in_its_cases() -> None:
    assert wording.voc("Matas Gaidys", "lt") == "Matai Gaidy"
    assert wording.gen("Matas Gaidys", "lt") == "Mato Gaidžio"
    assert wording.gen("Kārlis Dzenis", "lv") == "Kārļa Dzeņa"


# ── signs ────────────────────────────────────────────────────────────────────────────────────


def test_each_language_has_its_own_quotes() -> None:
    assert [wording.quote("Rytas", it) for it in LANGUAGES] == ["“Rytas”", "„Rytas“", "„Rytas”"]


def test_what_is_quoted_already_is_not_quoted_twice() -> None:
    assert wording.quote('"Rytas"', "lt") == "„Rytas“"
    assert wording.quote("„Rytas“", "en") == "“Rytas”"
    assert wording.quote("", "en") == ""


def test_quotes_inside_quotes_are_single() -> None:
    assert wording.quote('UAB "Rytas" ir Ko', "lt") == "„UAB ‚Rytas‘ ir Ko“"


@pytest.mark.parametrize(
    "text",
    [
        "2026~m. kovo 31~d.", "2026.~gada 31.~martā", "31~March", "5~kg", "10~€", "50~%",
        "J.~Gaidys", "UAB~„Rytas“", "SIA~Rīts", "Nr.~5", "dr.~Gaidys", "Mr~Larkwell",
    ],
)  # fmt: skip
def test_a_line_never_ends_between_what_belongs_together(text: str) -> None:
    assert wording.tied(text.replace("~", " ")) == text.replace("~", "\xa0")


def test_other_blanks_stay_as_they_are() -> None:
    text = "Ar AB yra raidės? Taip. Kaip ir 3 obuoliai."
    assert wording.tied(text) == text
