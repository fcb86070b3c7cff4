"""A gallery of the owner's own Word letter, beside ours in other languages."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook import workflow
from crmbook.books import create
from crmbook.sheet import Sheet, Value

if TYPE_CHECKING:
    from letters.word.conftest import Word

DAY = date(2026, 3, 31)
CLIENTS: list[list[Value]] = [
    ["Client no.", "Name", "E-mail", "Phone", "Language"],
    [1, "Ona Petraitienė", "ona@example.com", "+370 600 00000", "Lithuanian"],
    [2, "Jonas Petraitis", "jonas@example.com", None, "Lithuanian"],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "clients.xlsx"
    settings: list[list[Value]] = [
        ["Setting", "Value"],
        ["Company", "Firm"],
        ["Company e-mail", "us@firm.example"],
    ]
    sheets = {"Clients": CLIENTS, "Settings": settings}
    create(path, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    return path


@pytest.fixture
def own(word: Word, workbook: Path) -> Word:
    folder = workbook.parent / "templates" / "letters"
    folder.mkdir(parents=True)
    return type(word)(folder)


def test_the_owner_s_word_letter_is_shown_as_it_will_be(own: Word, workbook: Path) -> None:
    own.write(own.split("{{ client.name }}, labas"))
    made = {file.name: file for file in workflow.gallery(workbook, "win-back", as_of=DAY).files}
    assert {"gallery-lt.docx", "gallery.html"} <= set(made)
    text = zipfile.ZipFile(made["gallery-lt.docx"]).read("word/document.xml").decode()
    assert "Ona Petraitienė" in text
    assert "Jonas Petraitis" in text


def test_a_word_letter_that_can_not_be_filled_in_is_told_of(own: Word, workbook: Path) -> None:
    own.write(own.p("{{ client.phone }}"))
    made = workflow.gallery(workbook, "win-back", as_of=DAY)
    assert ["Jonas Petraitis" in problem for problem in made.problems] == [True]
