"""LibreOffice compiles every module of the macros, in every language; one that fails stops all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.excel.project import Module, build, sources
from crmbook.excel.sources import modules
from crmbook.language import LANGUAGES, speaking

if TYPE_CHECKING:
    from buttons.conftest import Office, Shown

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]

BASIC = "Option VBASupport 1\n"
PROBE = BASIC + 'Sub Ran\nThisWorkbook.Worksheets(1).Range("Z1").Value = "ran"\nEnd Sub\n'


@pytest.fixture
def probe(headless: Office, with_buttons: Path) -> Shown:
    """A workbook whose own modules are gone; a macro runs only while every module compiles."""
    document = headless.open(Path(shutil.copy(with_buttons, headless.folder / "probe.xlsm")))
    library = document.BasicLibraries.getByName("VBAProject")
    for name in library.ElementNames:
        if name.startswith("Crm"):
            library.removeByName(name)
    library.insertByName("CrmButtons", PROBE)
    return document


def compiles(office: Office, probe: Shown, texts: dict[str, str]) -> bool:
    library = probe.BasicLibraries.getByName("VBAProject")
    cell = probe.Sheets.getByIndex(0).getCellRangeByName("Z1")
    cell.String = ""
    for name, text in texts.items():
        library.insertByName(f"Tried{name}", BASIC + text)
    try:
        office.run(probe, "Ran")
    except Exception:  # noqa: BLE001  # it refuses in several ways
        return False
    ran = bool(cell.String == "ran")
    for name in texts:
        library.removeByName(f"Tried{name}")
    return ran


def ours() -> dict[str, str]:
    project = build([Module("ThisWorkbook", kind="workbook"), *modules()])
    found = {name: text.decode("ascii") for name, text in sources(project).items()}
    return {
        name: "\n".join(line for line in text.splitlines() if not line.startswith("Attribute "))
        for name, text in found.items()
        if name.startswith("Crm")
    }


def test_our_modules_compile_and_a_wrong_one_is_noticed(headless: Office, probe: Shown) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert compiles(headless, probe, ours()), language
    # Last: LibreOffice breaks the bridge over it.
    assert not compiles(headless, probe, {"Wrong": "Sub Wrong\nIf Then Else\nEnd Sub\n"})
