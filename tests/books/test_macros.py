"""Macros and their buttons in new workbooks and in those that have macros of their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from crmbook.books import create, open_book
from crmbook.books.macros import put_macros
from crmbook.books.names import main
from crmbook.books.package import Package
from crmbook.errors import UsageError
from crmbook.excel.project import Module, build, sources
from crmbook.excel.sources import COMMANDS, macro, modules
from crmbook.language import speaking
from crmbook.sheet import Button, Sheet

PROJECT = "xl/vbaProject.bin"
START = Sheet("Start", [["Clients"], []], buttons=[Button(1, 0, "Refresh", "CrmRefresh")])
OWN = Module("Own", "Public Sub Mine()\nEnd Sub\n")


@pytest.fixture
def with_buttons(tmp_path: Path) -> Path:
    path = tmp_path / "clients.xlsm"
    create(path, [START, Sheet("Clients", [["Client no."]], owned=False)])
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def edited(path: Path, edit: Callable[[Package], object]) -> dict[str, bytes]:
    saved = io.BytesIO()
    with Package.open(path) as package:
        edit(package)
        package.save(saved)
    path.write_bytes(saved.getvalue())
    return parts(path)


def own_macros(package: Package) -> None:
    """As if the owner had written a macro in the workbook, and drawn a tab for it."""
    package.put(PROJECT, build([Module("ThisWorkbook", kind="workbook"), OWN]))
    tab = b'<tab id="Mine" label="Mine"/>'
    ribbon = package.read("customUI/customUI.xml")
    package.put("customUI/customUI.xml", ribbon.replace(b"<tabs>", b"<tabs>" + tab))


def test_every_button_has_its_macro(with_buttons: Path) -> None:
    text = b"".join(sources(parts(with_buttons)[PROJECT]).values()).decode("ascii")
    assert [command for command in COMMANDS if f"Sub {macro(command)}()" not in text] == []


def test_a_button_stands_on_the_sheet(with_buttons: Path) -> None:
    drawn = b"".join(part for name, part in parts(with_buttons).items() if name.endswith(".vml"))
    assert b"<x:FmlaMacro>[0]!CrmRefresh</x:FmlaMacro>" in drawn
    assert b">Refresh<" in drawn


def test_each_sheet_is_tied_to_its_module(with_buttons: Path) -> None:
    found = parts(with_buttons)
    names = {
        etree.fromstring(part)[0].get("codeName")
        for name, part in found.items()
        if name.startswith("xl/worksheets/sheet")
    }
    assert names == {"Sheet1", "Sheet2"}
    assert names | {"ThisWorkbook"} <= set(sources(found[PROJECT]))


def test_a_workbook_without_macros_says_so_by_its_ending(tmp_path: Path) -> None:
    create(tmp_path / "clients.xlsx", [START])
    assert PROJECT not in parts(tmp_path / "clients.xlsx")


def test_what_the_owner_programmed_stays(with_buttons: Path) -> None:
    edited(with_buttons, own_macros)
    found = edited(with_buttons, put_macros)
    kept = sources(found[PROJECT])
    assert kept["Own"] == OWN.text()
    assert {module.name for module in modules()} <= set(kept)
    assert b'id="Mine"' in found["customUI/customUI.xml"]


def test_putting_the_macros_in_again_changes_nothing(with_buttons: Path) -> None:
    before = parts(with_buttons)
    assert edited(with_buttons, put_macros) == before


def test_captions_speak_the_language(with_buttons: Path) -> None:
    with speaking("lt"):
        found = edited(with_buttons, put_macros)
    assert b'label="Klientai"' in found["customUI/customUI.xml"]


def test_a_workbook_with_macros_is_written_like_any_other(with_buttons: Path) -> None:
    before = parts(with_buttons)[PROJECT]
    with open_book(with_buttons) as book:
        book.write([Sheet("Overview", [["Revenue"]])])
    assert parts(with_buttons)[PROJECT] == before


def test_a_signature_that_no_longer_holds_is_taken_off_and_that_is_said(with_buttons: Path) -> None:
    def sign(package: Package) -> None:
        package.put(
            "xl/vbaProjectSignature.bin", b"signed", "application/vnd.ms-office.vbaProjectSignature"
        )
        type_ = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
        package.relationships(PROJECT).add(type_, "xl/vbaProjectSignature.bin")

    edited(with_buttons, sign)
    with Package.open(with_buttons) as package:
        assert [each.kind for each in put_macros(package)] == ["macros_unsigned"]
        assert not package.has("xl/vbaProjectSignature.bin")


def lose_the_ribbon(package: Package) -> None:
    relationships = package.relationships("")
    ribbon = next(each for each in relationships if each.target.startswith("customUI"))
    package.remove(ribbon.target)
    relationships.remove(ribbon.id)


def lose_the_names(package: Package) -> None:
    """As LibreOffice saves a workbook: no sheet has a name for macros any more."""
    for part in (package.workbook.part, *(each.part for each in package.workbook.sheets)):
        for properties in package.touch(part).iter(main("workbookPr"), main("sheetPr")):
            properties.attrib.pop("codeName")


@pytest.mark.parametrize("damage", [lose_the_ribbon, lose_the_names])
def test_the_next_write_mends_what_another_program_dropped(
    with_buttons: Path, damage: Callable[[Package], object]
) -> None:
    whole = parts(with_buttons)
    edited(with_buttons, damage)
    with open_book(with_buttons, backups=None) as book:
        book.write([START])
    mended = parts(with_buttons)
    assert set(mended) == set(whole)
    assert b'codeName="ThisWorkbook"' in mended["xl/workbook.xml"]
    assert any(b'codeName="Sheet2"' in part for part in mended.values())


def test_a_workbook_gets_buttons_under_the_name_of_one_with_macros(tmp_path: Path) -> None:
    create(tmp_path / "clients.xlsx", [Sheet("Clients", [["Client no."]], owned=False)])
    before = (tmp_path / "clients.xlsx").read_bytes()
    with open_book(
        tmp_path / "clients.xlsx", output=tmp_path / "clients.xlsm", macros=True
    ) as book:
        book.write([START])
    assert "CrmButtons" in sources(parts(tmp_path / "clients.xlsm")[PROJECT])
    assert (tmp_path / "clients.xlsx").read_bytes() == before


def test_macros_in_a_workbook_whose_name_forbids_them_are_refused(tmp_path: Path) -> None:
    create(tmp_path / "clients.xlsx", [START])
    with pytest.raises(UsageError, match=r"\.xlsm"):
        open_book(tmp_path / "clients.xlsx", macros=True)


@pytest.mark.libreoffice
def test_libreoffice_opens_it(with_buttons: Path, soffice: Callable[..., Path]) -> None:
    assert soffice(with_buttons).stat().st_size > 1000
