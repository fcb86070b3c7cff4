"""The owner's Word letters as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from crmbook.errors import CrmbookError
from crmbook.language import _

AT_ONCE = 50  # starting the program takes as long as twenty letters
PATIENCE = 300  # seconds for so many
_PLACES = tuple(
    Path(folder)
    for folder in (
        r"C:\Program Files\LibreOffice\program",
        "/Applications/LibreOffice.app/Contents/MacOS",
    )
)
# LibreOffice writes the moment, and two numbers that come of it.
_DATED = re.compile(rb"(/CreationDate\(D:)([^)]*)(\))")
_NUMBERED = re.compile(rb"(/ID \[ <|>\s+<|/DocChecksum /)([0-9A-F]{32})")


class NoOfficeError(CrmbookError):
    def __init__(self, why: str = "") -> None:
        text = _(
            "A Word letter becomes a PDF by LibreOffice, which was not found here or did not answer{why}. "
            "Make Word files instead (--format docx), or install LibreOffice."
        )
        super().__init__(text.format(why=f" ({why})" if why else ""))


def pdfs(documents: Sequence[bytes]) -> Iterator[bytes]:
    """A PDF for each Word file; the same file always gives the same bytes."""
    program = _program()
    for start in range(0, len(documents), AT_ONCE):
        some = documents[start : start + AT_ONCE]
        named = {f"{number}.docx": document for number, document in enumerate(some)}
        for document, made in zip(some, _converted(program, named), strict=True):
            yield _undated(made, document)


def pdf(document: bytes, name: str) -> bytes:
    """The same of one file that LibreOffice reads; its name may stand on the paper."""
    return _undated(_converted(_program(), {name: document})[0], document)


def _program() -> str:
    for name in ("soffice", "libreoffice", "soffice.exe"):
        found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, _PLACES)))
        if found:
            return found
    raise NoOfficeError


def _converted(program: str, documents: Mapping[str, bytes]) -> list[bytes]:
    with TemporaryDirectory(prefix="crmbook-") as name:
        folder = Path(name)
        files = [folder / file for file in documents]
        for file, document in zip(files, documents.values(), strict=True):
            file.write_bytes(document)
        # A profile of its own: a LibreOffice that the clerk has open would take the job and drop it.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
        ]
        try:
            _run([*command, *map(str, files)])
            return [file.with_suffix(".pdf").read_bytes() for file in files]
        except (OSError, subprocess.SubprocessError) as error:
            raise NoOfficeError(str(error)) from error


def _run(command: Sequence[str]) -> None:
    """What is started is a script that starts the program: when one has to go, both do."""
    with subprocess.Popen(  # noqa: S603  # a program that was found, and files of ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    ) as process:  # fmt: skip
        try:
            status = process.wait(PATIENCE)
        except BaseException:
            _stop(process)
            raise
    if status:
        raise subprocess.CalledProcessError(status, command[0])


def _stop(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _undated(made: bytes, document: bytes) -> bytes:
    """With a number that comes of the Word file in place of the moment; nothing changes its length."""
    number = sha256(document).hexdigest()[:32].upper().encode()
    dated = _DATED.sub(lambda found: found[1] + b"0" * len(found[2]) + found[3], made)
    return _NUMBERED.sub(lambda found: found[1] + number, dated)
