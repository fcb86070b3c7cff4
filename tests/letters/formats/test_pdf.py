"""Letters as PDF."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from crmbook.letters import pdf

pytest.importorskip("typst")
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

    from letters.formats.conftest import Write


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_a_letter_has_its_address_its_date_its_words_and_its_foot(write: Write) -> None:
    (page,) = pages(pdf.document([write("Labas, **{{ client.name }}**!")]))
    for text in (
        "Antakalnio g. 17-25",
        "2026 m. lapkričio 22 d.",
        "Labas, Ona Pavyzdienė!",
        "000000000",
    ):
        assert text in page


def test_every_letter_of_a_file_begins_a_page_and_counts_its_own(write: Write) -> None:
    long = write("žodis " * 1200)
    made = pages(pdf.document([long, write("trumpas"), long]))
    assert [page.rstrip().endswith("\n2") for page in made] == [False, True, False, False, True]


def test_a_file_of_many_letters_holds_them_all_in_their_order(write: Write) -> None:
    letters = [write("Labas", name=f"Klientas {n}") for n in range(60)]
    made = pages(pdf.document(letters))
    assert [f"Klientas {n}\n" in page for n, page in enumerate(made)] == [True] * 60


def test_the_same_letters_have_the_same_bytes(write: Write) -> None:
    letters = [write("Labas", name=f"Klientas {n}") for n in range(55)]
    assert pdf.document(letters) == pdf.document(letters)
    assert list(pdf.documents(letters[:2])) == list(pdf.documents(letters[:2]))


@pytest.mark.parametrize(
    "value",
    [
        "#panic()",
        "$x$ *b* _i_",
        "\\ #let a = 1",
        '"] #read("x")',
        "{{ 7*7 }}",
        "<script>",
        "]]>",
        "=cmd|x",
    ],
)
def test_a_hostile_value_appears_literally(write: Write, value: str) -> None:
    (page,) = pages(pdf.document([write("{{ client.name }} galas", name=value)]))
    assert f"{value} galas" in page


def test_a_word_longer_than_the_page_is_wide_stays_on_the_page(write: Write) -> None:
    made = pages(pdf.document([write("{{ client.name }}", name="x" * 10_000)]))
    assert sum(page.count("x") for page in made[:1]) > 1_000
    assert len(made) > 2


def test_blocks_of_every_kind_are_typeset(write: Write, tmp_path: Path) -> None:
    from crmbook.letters import word_from_markdown

    (tmp_path / "logo.png").write_bytes(PNG)
    letter = write(
        "# A\n\n![Logo](logo.png)\n\n1. b\n   - c\n\n| d | e |\n|---|:-:|\n| f | g |\n\n---\n\n[h](https://a.lt)"
    )
    (page,) = pages(pdf.document([letter]))
    assert all(sign in page for sign in "Abcdefgh")
    assert word_from_markdown.document([letter])


def test_without_typst_the_remedy_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(pdf.NoTypesetterError, match=r'pip install "crmbook\[pdf\]"'):
        pdf.document([write("Labas")])


def test_a_layout_of_the_firm_that_is_wrong_is_named(write: Write, tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "letter.typ").write_text("#nothing-here", encoding="utf-8")
    with pytest.raises(pdf.LayoutError, match=r"letter\.typ.*unknown variable"):
        pdf.document([write("Labas")])


def test_a_layout_reads_no_file_outside_its_folder(write: Write, tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "letter.typ").write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(pdf.LayoutError):
        pdf.document([write("Labas")])


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_a_value_turns_no_line_around(write: Write) -> None:
    (page,) = pages(pdf.document([write("{{ client.name }} owes nothing", name="O\u202en\u2066a")]))
    assert "Ona owes nothing" in page
