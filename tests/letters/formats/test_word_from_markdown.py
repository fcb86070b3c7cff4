"""Markdown letters as Word documents."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from crmbook.letters import word_from_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Convert
    from letters.formats.conftest import Write

    from crmbook.letters.letter import Letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(letters: Sequence[Letter], name: str = "document") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(word_from_markdown.document(letters))) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def said(root: etree._Element) -> list[str]:
    return ["".join(each.text or "" for each in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


@pytest.mark.parametrize(
    "value",
    ["{{ 7*7 }}", "<w:p/>", "a ]]> b", "R&D", '" onload="', "x" * 10_000, "🎉"],
)
def test_a_hostile_value_appears_literally(write: Write, value: str) -> None:
    letter = write("{{ client.name }}", name=value, subject="{{ client.name }}")
    assert (
        said(part([letter])).count(value) >= 2
    )  # in the subject and the words; the window may cut it


def test_the_speller_is_told_the_language(write: Write) -> None:
    styles = part([write("Labdien", language="lv")], "styles")
    assert [each.get(f"{W}val") for each in styles.iter(f"{W}lang")] == ["lv-LV"]


def test_a_letter_in_another_language_says_so_in_its_runs(write: Write) -> None:
    root = part([write("Labas"), write("Labdien", language="lv")])
    assert {each.get(f"{W}val") for each in root.iter(f"{W}lang")} == {"lv-LV"}


def test_the_address_keeps_its_place_however_long_it_is(write: Write) -> None:
    short, long = (
        [each.get(f"{W}val", "") for each in part([write("a", name=name)]).iter(f"{W}trHeight")]
        for name in ("Ona", "ilgas vardas " * 50)
    )
    millimetres = sum(map(int, long[:2])) / 56.7 + 20
    assert short == long
    assert 62 < millimetres < 63  # the window of a DL envelope ends 90 mm from the top


def test_every_letter_counts_its_own_pages(write: Write) -> None:
    root = part([write("a"), write("b"), write("c")])
    assert [each.get(f"{W}start") for each in root.iter(f"{W}pgNumType")] == ["1", "1", "1"]


def test_a_list_that_counts_begins_anew(write: Write) -> None:
    letter = write("1. a\n\nb\n\n1. c")
    used = [each.get(f"{W}val") for each in part([letter]).iter(f"{W}numId")]
    assert used == ["2", "3"]


def test_a_link_is_a_link(write: Write) -> None:
    made = word_from_markdown.document([write("[a](https://a.lt/?b=1&c=2)")])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        rels = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    assert "https://a.lt/?b=1&c=2" in [each.get("Target") for each in rels]


def test_the_same_letters_have_the_same_bytes(write: Write) -> None:
    letters = [write("# a\n\n- b"), write("c")]
    assert word_from_markdown.document(letters) == word_from_markdown.document(letters)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_shows_a_page_a_letter(write: Write, soffice: Convert, tmp_path: Path) -> None:
    from pypdf import PdfReader

    path = tmp_path / "letters.docx"
    body = "Labas, {{ client.name }}\n\n| a | b |\n|---|--:|\n| c | 1 |\n\n1. d\n   - e"
    path.write_bytes(word_from_markdown.document([write(body, name=n) for n in ("Ona", "Jonas")]))
    pages = [page.extract_text() for page in PdfReader(soffice(path)).pages]
    assert ["Labas, Ona" in pages[0], "Labas, Jonas" in pages[1], len(pages)] == [True, True, 2]


def test_a_value_turns_no_line_around(write: Write) -> None:
    letter = write("{{ client.name }} owes nothing", name="O\u202en\u2066a\u200b")
    assert "Ona owes nothing" in said(part([letter]))
