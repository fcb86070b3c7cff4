"""What stands on paper around a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crmbook.letters.blocks import Block, Paragraph, said
from crmbook.letters.letter import Letter
from crmbook.letters.paper import around, body
from crmbook.letters.plain import text as as_plain

if TYPE_CHECKING:
    from letters.formats.conftest import Write


def test_an_address_that_fits_the_window_stays_as_it_is(write: Write) -> None:
    paper = around(write("a"))
    assert paper.to == ("Ona Pavyzdienė", "Antakalnio g. 17-25", "LT-10312 Vilnius")
    assert not paper.small


def test_a_name_too_long_for_the_window_never_pushes_the_town_out(write: Write) -> None:
    paper = around(write("a", name="x" * 10_000))
    assert paper.small
    assert paper.to[0].endswith("x…")
    assert paper.to[-1] == "LT-10312 Vilnius"
    assert max(map(len, paper.to)) <= 60


def test_the_foot_has_what_the_firm_has_filled_in(write: Write) -> None:
    name, ways = around(write("a", language="en")).foot
    assert name == "UAB „Pavyzdys“ · Company code 000000000 · Pavyzdžio g. 1, LT-00000 Vilnius"
    assert ways == "+370 600 00000 · labas@pavyzdys.example"


def test_a_value_of_several_lines_stands_on_one(write: Write) -> None:
    assert around(write("a", name="Ona\r\nBcc: x@y.lt")).to[0] == "Ona Bcc: x@y.lt"


SIGNED = """\
Labas

Pagarbiai

{{ client.name }}
Vadovė

---

{{ company.name }}, įmonės kodas {{ company.code }}, {{ company.address }}

Jei nenorite, {{ client.email }}
"""


def _signed(letter: Letter) -> Letter:
    return replace(letter, context={**letter.context, "sender": {"name": "Ona Pavyzdienė"}})


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [said(it.spans) if isinstance(it, Paragraph) else type(it).__name__ for it in blocks]


def test_paper_has_room_to_sign_and_the_legal_line_in_the_foot_alone(write: Write) -> None:
    letter = _signed(write(SIGNED))
    assert _texts(body(letter)) == [
        "Labas", "Pagarbiai", "\xa0\n\xa0\n\xa0", "Ona Pavyzdienė\nVadovė", "Rule",
        "Jei nenorite, ona@pavyzdys.example",
    ]  # fmt: skip


def test_a_mail_keeps_the_legal_line_and_has_no_room_to_sign(write: Write) -> None:
    shown = as_plain(_signed(write(SIGNED)))
    assert "įmonės kodas 000000000" in shown
    assert "Pagarbiai\n\nOna Pavyzdienė" in shown


def test_no_line_is_left_under_a_signature_when_nothing_is_below_it(write: Write) -> None:
    letter = _signed(write(SIGNED.partition("Jei")[0]))
    assert _texts(body(letter))[-1] == "Ona Pavyzdienė\nVadovė"


def test_a_paragraph_of_the_owners_own_under_a_line_stays(write: Write) -> None:
    letter = write("Labas\n\n---\n\nUAB „Pavyzdys“ dirba kasdien.")
    assert _texts(body(letter)) == ["Labas", "Rule", "UAB\xa0„Pavyzdys“ dirba kasdien."]


def test_a_subject_that_the_letter_has_as_its_heading_is_not_said_twice(write: Write) -> None:
    assert around(write("## Pasiūlymas\n\nLabas")).subject == ""
    assert around(write("## Kita\n\nLabas")).subject == "Pasiūlymas"
