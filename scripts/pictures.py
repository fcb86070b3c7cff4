"""Draw the pictures of docs/buttons.md anew: a demo workbook in LibreOffice, its buttons pressed.

python scripts/pictures.py    needs LibreOffice, Xvfb, openbox, xdotool and ImageMagick
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.language import speaking
from crmbook.workflow import demo

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from buttons.conftest import new_office, new_screen  # noqa: E402  # found by the line above

if TYPE_CHECKING:
    from buttons.conftest import Office, Screen, Shown

PICTURES = ROOT / "docs" / "pictures"
WIDE, HIGH = 1180, 640  # pixels, from the top left corner of the screen
SETTLED = 3.0  # seconds until everything is drawn
COLOURS = 48  # more make a file larger, and no letter clearer


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        new_screen() as screen,
        new_office(Path(home), screen.display) as office,
        speaking("en"),
    ):
        workbook = office.folder / "clients.xlsm"
        demo(workbook, date.today())  # noqa: DTZ011  # a button looks at today, too
        document = office.open(workbook)
        draw(office, screen, document)
        document.setModified(False)
        document.close(True)


def draw(office: Office, screen: Screen, document: Shown) -> None:
    take(screen, "start")
    press(office, document, "CrmRefresh")
    take(screen, "buttons")
    answer(office, screen)
    press(office, document, "CrmMonth")
    answer(office, screen)
    take(screen, "month")


def press(office: Office, document: Shown, macro: str) -> None:
    office.run(document, macro)
    if not office.until(office.message):
        sys.exit(f"{macro} said nothing")


def answer(office: Office, screen: Screen) -> None:
    while office.message():
        screen.click(office.answer())
        office.until(lambda: not office.message(), 5)


def take(screen: Screen, name: str) -> None:
    """What is on the screen, as a small file."""
    time.sleep(SETTLED)
    subprocess.run(
        ["import", "-display", screen.display, "-window", "root", "-crop", f"{WIDE}x{HIGH}+0+0",  # noqa: S607  # ImageMagick, wherever it is
         "+repage", "+dither", "-colors", str(COLOURS), "-strip", PICTURES / f"{name}.png"],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
