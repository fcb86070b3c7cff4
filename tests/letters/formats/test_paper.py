"""What stands on paper around a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.letters.paper import around

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
