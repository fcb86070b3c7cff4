"""The owner's Word document is looked through before any letter is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.letters.lint import lint
from crmbook.letters.template import read

if TYPE_CHECKING:
    from letters.word.conftest import Word


def test_an_unknown_field_is_told_with_its_paragraph(word: Word) -> None:
    path = word.write(f"<w:p>{word.run('Labas')}</w:p><w:p>{word.run('{{ client.phnoe }}')}</w:p>")
    told = [str(problem) for problem in lint([read(path, "lt")])]
    assert (
        "win-back.lt.docx, paragraph 2: There is no “client.phnoe”. Did you mean “client.phone”?"
        in told
    )


def test_a_printed_letter_is_only_warned_that_it_names_no_way_out(word: Word) -> None:
    path = word.write(f"<w:p>{word.run('Labas')}</w:p>")
    assert ("no_unsubscribe", "warning") in {
        (each.kind, each.weight) for each in lint([read(path, "lt")])
    }


def test_a_slip_in_a_tag_is_told(word: Word) -> None:
    path = word.write(f"<w:p>{word.run('{{ client.name|uper }}')}</w:p>")
    assert "not_readable" in {each.kind for each in lint([read(path, "lt")])}
