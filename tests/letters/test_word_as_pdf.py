"""The owner's Word letters as PDF, by a real LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # psutil ships no types
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


def test_a_libreoffice_that_hangs_is_stopped_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/started\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr("crmbook.letters.word_as_pdf.PATIENCE", 0.5)
    with pytest.raises(NoOfficeError, match="timed out"):
        list(pdfs([b""]))
    started = int((tmp_path / "started").read_text())
    assert psutil.pid_exists(started) is False or psutil.Process(started).status() == "zombie"
