"""Many letters of one Word document in one file to print."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

if TYPE_CHECKING:
    from conftest import Convert
    from letters.word.conftest import Word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NAMES = ("Ona", "Jonas", "Eglė")


def contexts(names: Sequence[str] = NAMES) -> list[dict[str, Any]]:
    return [{"client": {"name": name}} for name in names]


def printed(word: Word, body: str, **more: Any) -> zipfile.ZipFile:  # noqa: ANN401  # as docx
    made = io.BytesIO()
    word.template(body, **more).render_many(contexts(), made)
    return zipfile.ZipFile(made)


def document(archive: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(archive.read("word/document.xml"))


def test_every_letter_is_a_section_that_counts_its_own_pages(word: Word) -> None:
    root = document(printed(word, word.p("{{ client.name }}")))
    sections = list(root.iter(f"{W}sectPr"))
    assert [each.findall(f"{W}pgNumType")[0].get(f"{W}start") for each in sections] == ["1"] * 3
    assert sections[-1] in list(root[0])


def test_no_paragraph_is_added_between_letters_that_end_with_one(word: Word) -> None:
    root = document(printed(word, word.p("{{ client.name }}") + word.p("Pagarbiai")))
    assert len(list(root.iter(f"{W}p"))) == 6


def test_a_letter_that_ends_with_a_table_gets_a_paragraph_to_end_its_section(word: Word) -> None:
    body = word.table(word.row(word.p("{{ client.name }}")), columns=1)
    archive = printed(word, body)
    kinds = [etree.QName(each).localname for each in document(archive)[0]]
    assert kinds == ["tbl", "p", "tbl", "p", "tbl", "sectPr"]


def test_each_letter_keeps_its_own_header(word: Word) -> None:
    archive = printed(word, word.p("a"), header="{{ client.name }}")
    rels = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    targets = {
        each.get("Id"): f"word/{each.get('Target', '').removeprefix('/word/')}" for each in rels
    }
    headers = [targets[each.get(R_ID)] for each in document(archive).iter(f"{W}headerReference")]
    assert [re.findall(r">(\w+)</w:t>", archive.read(h).decode()) for h in headers] == [
        [n] for n in NAMES
    ]
    assert all(h.replace("word/", "word/_rels/") + ".rels" in archive.namelist() for h in headers)


def test_a_header_that_is_the_same_for_all_is_there_once(word: Word) -> None:
    archive = printed(
        word, word.p("{{ client.name }}"), header="{% if client.name %}UAB Rytas{% endif %}"
    )
    found = [name for name in archive.namelist() if "header" in name and "_rels" not in name]
    assert found == ["word/header1.xml"]


def test_nothing_points_to_a_part_that_is_not_there(word: Word) -> None:
    archive = printed(word, word.p("a"), header="{{ client.name }}")
    rels = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    named = {each.get("PartName", "").lstrip("/") for each in types} - {""}
    targets = {f"word/{each.get('Target', '').removeprefix('/word/')}" for each in rels}
    assert named | targets <= set(archive.namelist())


def test_drawings_and_bookmarks_of_letters_are_told_apart(word: Word) -> None:
    mark = (
        '<w:bookmarkStart w:id="0" w:name="spot"/><w:bookmarkEnd w:id="0"/>'
        "<w:r><w:instrText> REF spot </w:instrText></w:r>"
    )
    root = document(printed(word, f"<w:p>{word.picture()}{mark}</w:p>"))
    drawings = [each.get("id") for each in root.iter("{*}docPr")]
    names = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    assert drawings == ["1", "2", "3"]
    assert names == ["spot000001", "spot000002", "spot000003"]
    assert [(each.text or "").split()[1] for each in root.iter(f"{W}instrText")] == names


def test_a_list_begins_anew_in_every_letter(word: Word) -> None:
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"{word.run('{{ client.name }}')}</w:p>"
    )
    archive = printed(word, item)
    used = [each.get(f"{W}val") for each in document(archive).iter(f"{W}numId")]
    numbering = etree.fromstring(archive.read("word/numbering.xml"))
    known = {each.get(f"{W}numId") for each in numbering.iter(f"{W}num")}
    assert len(set(used)) == 3
    assert set(used) <= known


def test_footnotes_of_letters_are_told_apart(word: Word) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{word.p("{{ client.name }}")}</w:footnote></w:footnotes>'
    )
    path = word.write(f'{word.p("a")}<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    word.add(path, "footnotes", notes)
    made = io.BytesIO()
    word.open(path).render_many(contexts(), made)
    archive = zipfile.ZipFile(made)
    used = [each.get(f"{W}id") for each in document(archive).iter(f"{W}footnoteReference")]
    root = etree.fromstring(archive.read("word/footnotes.xml"))
    said = {each.get(f"{W}id"): "".join(map(str, each.itertext())) for each in root}
    assert [said[each] for each in used] == list(NAMES)
    assert said["-1"] == ""


def test_the_pages_of_all_become_the_pages_of_the_letter(word: Word) -> None:
    footer = '<w:p><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    assert b" SECTIONPAGES " in printed(word, word.p("a"), footer=footer).read("word/footer1.xml")


def test_the_same_letters_have_the_same_bytes(word: Word) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    template = word.template(word.p("{{ client.name }}"), header="{{ client.name }}")
    template.render_many(contexts(), first)
    template.render_many(contexts(), second)
    assert first.getvalue() == second.getvalue()


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_shows_a_page_a_letter_with_its_header(word: Word, soffice: Convert) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = word.path.with_name("print.docx")
    template = word.template(
        word.split("Labas, {{ client.name }}!"), header="Kam: {{ client.name }}"
    )
    template.render_many(contexts(), path)
    made = subprocess.run(
        ["pdftotext", "-layout", soffice(path), "-"], check=True, capture_output=True
    )
    pages = made.stdout.decode().split("\f")[:-1]
    assert [re.findall(r"Kam: (\w+)|Labas, (\w+)!", page) for page in pages] == [
        [(name, ""), ("", name)] for name in NAMES
    ]
