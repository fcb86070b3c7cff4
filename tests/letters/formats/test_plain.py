"""Letters as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.letters import plain

if TYPE_CHECKING:
    from letters.formats.conftest import Write


def test_a_long_line_is_wrapped_and_may_flow(write: Write) -> None:
    made = plain.text(write("žodis " * 40))
    lines = made.splitlines()
    assert max(map(len, lines)) <= plain.WIDTH + 1
    assert all(line.endswith(" ") for line in lines[:-1])
    assert made.replace(" \n", " ").strip() == ("žodis " * 40).strip()


def test_lists_and_links_read_well(write: Write) -> None:
    made = plain.text(write("- [svetainė](https://a.lt)\n- <labas@a.lt>\n\n3. trys\n4. keturi"))
    assert made == " • svetainė (https://a.lt)\n • labas@a.lt\n\n3. trys\n4. keturi\n".replace(
        " •", "•"
    )


def test_a_table_stands_in_columns(write: Write) -> None:
    made = plain.text(write("| Prekė | Suma |\n|---|--:|\n| Kava | 5,00 |\n| Arbata | 12,50 |"))
    assert made == "Prekė    Suma\n------  -----\nKava     5,00\nArbata  12,50\n"


def test_a_table_too_wide_for_a_line_is_told_row_by_row(write: Write) -> None:
    made = plain.text(
        write("| Prekė | Suma |\n|---|--:|\n| {{ client.name }} | 5 |", name="x" * 80)
    )
    assert made == f"Prekė: {'x' * 80}\nSuma: 5\n".replace("Prekė: x", "Prekė: \nx", 1)


def test_a_value_can_t_begin_a_message_or_a_quotation(write: Write) -> None:
    made = plain.text(write("{{ client.name }}", name="From me\n> you\n.\n-- "))
    assert made.splitlines() == [" From me", " > you", ".", "--"]


def test_a_value_turns_no_line_around(write: Write) -> None:
    made = plain.text(write("{{ client.name }} owes nothing", name="O\u202en\u2066a\u200b"))
    assert made == "Ona owes nothing\n"


def test_a_name_written_from_the_right_keeps_its_marks(write: Write) -> None:
    name = "\u05d3\u05df (\u05db\u05d4\u05df)\u200f"
    assert plain.text(write("{{ client.name }}", name=name)) == f"{name}\n"
