"""The owner's Word letters as PDF, by a real LibreOffice."""

from __future__ import annotations

import shutil

import pytest

from crmbook.letters import labels
from crmbook.letters.word_as_pdf import NoOfficeError, pdfs

needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice is not installed",
)


@pytest.mark.slow
@pytest.mark.libreoffice
@needs_libreoffice
def test_the_same_word_file_gives_the_same_pdf() -> None:
    files = [labels.word([["Ąžuolas", "Pavyzdžio g. 1"]]), labels.word([["Beržas"]])]
    first, second = pdfs(files), pdfs(files)
    made = list(first)
    assert [one[:5] for one in made] == [b"%PDF-", b"%PDF-"]
    assert made[0] != made[1]
    assert made == list(second)


def test_without_libreoffice_the_clerk_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("crmbook.letters.word_as_pdf._PLACES", ())
    with pytest.raises(NoOfficeError, match="--format docx"):
        list(pdfs([b""]))
