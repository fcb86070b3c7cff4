"""What a press says in the window while it works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.books import create
from crmbook.buttons.window import Window
from crmbook.sheet import Sheet

if TYPE_CHECKING:
    from conftest import OpenInCalc


@pytest.mark.libreoffice
def test_what_is_being_done_stands_in_the_status_bar_until_it_is_done(
    calc: OpenInCalc, tmp_path: Path
) -> None:
    create(tmp_path / "clients.xlsx", [Sheet("Clients", [["Name"]], owned=False)])
    book = calc(tmp_path / "clients.xlsx")._book
    window = Window(book)
    window.busy("Computing…")
    assert book.app.status_bar == "crmbook: Computing…"
    window.calm()
    assert book.app.status_bar is False
    calc.close_all()
