"""The owner's Word letters as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from crmbook.errors import CrmbookError
from crmbook.language import _

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_START, _EACH = 90.0, 5.0  # seconds: until it runs for the first time, and for a letter


class NoOfficeError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Making PDF from a Word letter needs LibreOffice, which was not found. Install it "
                "(it is free: libreoffice.org), or make .docx letters and save them as PDF in Word."
            )
        )


class ConversionError(CrmbookError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "LibreOffice made no PDF of {file}. Open it there to see why, "
                "or make .docx letters and save them as PDF in Word."
            ).format(file=name)
        )


def program() -> str | None:
    """LibreOffice on the path or where it usually is; None when it is not there."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def as_pdf(documents: Sequence[bytes]) -> list[bytes]:
    """A PDF for each .docx, by one start of LibreOffice with a profile of its own."""
    office = program()
    if office is None:
        raise NoOfficeError
    with TemporaryDirectory(prefix="crmbook-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        for n, data in enumerate(documents):
            (root / f"{n}.docx").write_bytes(data)
        _run(office, root, len(documents))
        return [_made(root / f"{n}.pdf") for n in range(len(documents))]


def _made(path: Path) -> bytes:
    if not path.is_file():
        raise ConversionError(path.with_suffix(".docx").name)
    return path.read_bytes()


def _run(office: str, root: Path, count: int) -> None:
    # An open LibreOffice of the owner would take the files over, and this one would leave at once.
    profile = (root / "profile").as_uri()
    names = [f"{n}.docx" for n in range(count)]
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore",
               "--convert-to", "pdf", *names]  # fmt: skip
    with subprocess.Popen(  # noqa: S603  # the program was found by us, the names are numbers
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    ) as process:  # fmt: skip
        try:
            process.wait(_START + _EACH * count)
        except subprocess.TimeoutExpired:
            _stop(process)
            raise ConversionError(names[0]) from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """What we started is a script that starts the real program: both must go."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
