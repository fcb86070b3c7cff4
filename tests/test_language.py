"""The language spoken is the block's own."""

from __future__ import annotations

from crmbook.language import many, speaking, spoken


def test_the_language_is_the_callers_again_after_the_block() -> None:
    with speaking("lt"):
        with speaking("lv"):
            assert spoken() == "lv"
        assert spoken() == "lt"
    assert spoken() == "en"


def test_a_count_is_filled_in() -> None:
    assert many("{n} client", "{n} clients", 1) == "1 client"
    assert many("{n} client", "{n} clients", 3) == "3 clients"
