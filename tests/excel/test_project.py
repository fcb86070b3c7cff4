"""Macro projects: made anew, put into what the owner has, and read by somebody else's reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from oletools.olevba import VBA_Parser

from crmbook.excel import compound
from crmbook.excel.compound import Storage
from crmbook.excel.project import DamagedProjectError, Module, build, sources, with_modules

OURS = Module("CrmButtons", 'Public Sub CrmRefresh()\n    CrmRun "refresh"\nEnd Sub\n')
NEWER = Module("CrmButtons", "Public Sub CrmRefresh()\nEnd Sub\n")
BOOK = [Module("ThisWorkbook", kind="workbook"), Module("Sheet1", kind="sheet"), OURS]


def read_elsewhere(project: bytes) -> dict[str, str]:
    parser = VBA_Parser("vbaProject.bin", data=project)
    return {
        path.rpartition("/")[2]: source for _file, path, _name, source in parser.extract_macros()
    }


def owners_projects(shared: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(shared.glob("corpus/**/*.xl[as]m")):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                if "xl/vbaProject.bin" in parts.namelist():
                    yield path.name, parts.read("xl/vbaProject.bin")


def test_another_reader_finds_every_module_of_a_new_project() -> None:
    found = read_elsewhere(build(BOOK))
    assert set(found) == {"ThisWorkbook", "Sheet1", "CrmButtons"}
    assert 'CrmRun "refresh"' in found["CrmButtons"]


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build(BOOK) == build(BOOK)


def test_a_sheet_s_module_is_a_document() -> None:
    project = compound.read(build(BOOK)).children["PROJECT"]
    assert isinstance(project, bytes)
    assert b"Document=Sheet1/&H00000000\r\nModule=CrmButtons\r\n" in project


def test_a_module_exported_from_the_editor_keeps_one_header() -> None:
    exported = 'Attribute VB_Name = "Old"\r\nOption Explicit\r\n'
    text = Module("CrmRibbon", exported).text()
    assert text == b'Attribute VB_Name = "CrmRibbon"\r\nOption Explicit\r\n'


def test_letters_that_a_reader_may_not_have_are_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Module("CrmButtons", "' Klientų").text()


@pytest.mark.parametrize("name", ["", "1st", "Two words", "ą", "A" * 32])
def test_what_is_no_name_of_a_module_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a module's name"):
        Module(name)


def test_a_newer_module_takes_the_place_of_the_older() -> None:
    renewed = with_modules(build(BOOK), [NEWER])
    assert sources(renewed)["CrmButtons"] == NEWER.text()
    assert list(sources(renewed)) == ["ThisWorkbook", "Sheet1", "CrmButtons"]


def test_modules_of_real_workbooks_stay_and_ours_are_added(shared: Path) -> None:
    projects = list(owners_projects(shared))
    assert len(projects) > 5
    for name, project in projects:
        joined = with_modules(project, [OURS])
        assert sources(joined) == sources(project) | {"CrmButtons": OURS.text()}, name
        assert set(read_elsewhere(joined)) >= set(read_elsewhere(project)) | {"CrmButtons"}, name


def test_putting_the_same_in_again_changes_nothing(shared: Path) -> None:
    for name, project in owners_projects(shared):
        once = with_modules(project, [OURS])
        assert with_modules(once, [OURS]) == once, name


def test_a_form_and_all_else_the_owner_made_stays(shared: Path) -> None:
    for name, project in owners_projects(shared):
        before, after = compound.read(project), compound.read(with_modules(project, [OURS]))
        forms = {key: child for key, child in before.children.items() if key not in CHANGED}
        assert forms == {
            key: child for key, child in after.children.items() if key not in CHANGED
        }, name


CHANGED = {"VBA", "PROJECT", "PROJECTwm"}


def test_what_was_compiled_goes_because_it_no_longer_fits(shared: Path) -> None:
    for name, project in owners_projects(shared):
        vba = compound.read(with_modules(project, [OURS])).children["VBA"]
        assert isinstance(vba, Storage)
        assert not [stream for stream in vba.children if stream.startswith("__SRP")], name
        assert vba.children["_VBA_PROJECT"] == bytes.fromhex("cc61ffff000000")


@pytest.mark.parametrize(
    "damaged", [b"", b"nonsense", compound.write(Storage({"PROJECT": b""})), build(BOOK)[:2000]]
)
def test_a_damaged_project_is_refused_in_words(damaged: bytes) -> None:
    with pytest.raises(DamagedProjectError, match="damaged"):
        with_modules(damaged, [OURS])


def test_another_reader_finds_no_defect_in_the_file() -> None:
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(build(BOOK)), raise_defects=10) as file:
        assert ["VBA", "CrmButtons"] in file.listdir()
