"""The plan of letters on the screen."""

from __future__ import annotations

from datetime import date

import pytest

from crmbook.cli.letters_shown import show_plan
from crmbook.letters.holds import Held, Reason
from crmbook.letters.plan import LetterPlan
from crmbook.settings import Settings


def test_held_clients_stand_by_their_reason_the_commonest_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    late = Held("1", "Ona", (Reason("complaint", "Complained."),))
    refused = [Held(str(n), f"Jonas {n}", (Reason("consent", "Did not agree."),)) for n in range(5)]
    plan = LetterPlan(
        name="offer", campaign="spring", as_of=date(2026, 3, 31), language="en", letters=(),
        held=(late, *refused), looks=(), hash="", settings=Settings({}),
    )  # fmt: skip
    show_plan(plan)
    shown = [line.strip() for line in capsys.readouterr().out.splitlines() if line]
    assert shown[2:] == [
        "5 held  Did not agree.",
        "Jonas 0 (0), Jonas 1 (1), Jonas 2 (2), Jonas 3 (3)",
        "and 1 more",
        "1 held  Complained.",
        "Ona (1)",
    ]


def test_a_name_can_not_turn_the_screen_about(capsys: pytest.CaptureFixture[str]) -> None:
    held = Held("1", "Ona\n\u202eevil", (Reason("consent", "Did not agree."),))
    plan = LetterPlan(
        name="offer", campaign="spring", as_of=date(2026, 3, 31), language="en", letters=(),
        held=(held,), looks=(), hash="", settings=Settings({}),
    )  # fmt: skip
    show_plan(plan)
    assert "  Ona evil (1)\n" in capsys.readouterr().out
