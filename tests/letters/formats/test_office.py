"""Word letters as PDF by LibreOffice."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.letters import office, word_from_markdown

if TYPE_CHECKING:
    from letters.formats.conftest import Write


@pytest.mark.slow
@pytest.mark.libreoffice
def test_several_letters_become_pdf_in_their_order(write: Write) -> None:
    from pypdf import PdfReader

    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    documents = [
        word_from_markdown.document([write("Labas, {{ client.name }}", name=n)])
        for n in ("Ona", "Jonas")
    ]
    texts = [
        PdfReader(io.BytesIO(made)).pages[0].extract_text() for made in office.as_pdf(documents)
    ]
    assert ["Labas, Ona" in texts[0], "Labas, Jonas" in texts[1]] == [True, True]


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(office.NoOfficeError, match="LibreOffice"):
        office.as_pdf([b""])


def test_an_office_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(office, "_START", 0.2)
    monkeypatch.setattr(office, "_EACH", 0.0)
    with pytest.raises(office.ConversionError, match="no PDF"):
        office.as_pdf([b""])
