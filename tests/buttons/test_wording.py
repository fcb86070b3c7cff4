"""Nothing in a message box speaks of an option, which only a command takes."""

from __future__ import annotations

from datetime import date

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.buttons.wording import for_a_box
from crmbook.language import LANGUAGES, Language, speaking
from crmbook.sheet import Sheet, Value
from crmbook.workflow import plan_refresh

ROWS: list[list[Value]] = [
    ["Client no.", "Date", "Amount"],
    [1, date(2025, 1, 1), 10],
    [1, date(2025, 1, 8), 10],
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_old_purchases_the_question_stays_and_the_option_goes(language: Language) -> None:
    book = MemoryBook.of([Sheet("Purchases", ROWS, owned=False)])
    problems = plan_refresh(book, date(2026, 3, 31), language=language).summary.problems
    (late,) = [str(each) for each in problems if each.kind == "late_data"]
    assert "--as-of" in late
    said = for_a_box(f"{late}\n\nx --y")
    assert said.endswith("?\n\n")
    assert "2025-01-08" in said
    assert "--" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The first report is of October 2026 (--month 2026-10).", "The first report is of October 2026."),
        ("The letter asks for: gift. Give it: --set gift=….", "The letter asks for: gift."),
        ("• Purchases!C7: not a number, “1--a”", "• Purchases!C7: not a number, “1--a”"),
        ("One.\nTwo --three.\nFour.", "One.\n\nFour."),
    ],
)  # fmt: skip
def test_what_speaks_of_an_option_goes_and_all_else_stays(text: str, said: str) -> None:
    assert for_a_box(text) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_that_can_not_do_it_names_the_command(language: Language) -> None:
    from crmbook.buttons.pressing import _for_a_clerk

    with speaking(language):
        said = _for_a_clerk("The letter asks for: gift. Give it: --set gift=….", "letters")
    assert said.startswith("The letter asks for: gift. ")
    assert said.endswith("crmbook letters plan --help")
