"""Letters as HTML: an e-mail and a gallery."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from crmbook.letters import html

if TYPE_CHECKING:
    from letters.formats.conftest import Write


def body(page: str) -> etree._Element:
    return next(etree.fromstring(page, etree.HTMLParser()).iter("body"))


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "]]>",
        "&lt;",
        "a' b",
    ],
)
def test_a_hostile_value_appears_literally_wherever_it_stands(write: Write, value: str) -> None:
    letter = write("Labas\n\n{{ client.name }}", name=value, subject="{{ client.name }}")
    for page in (html.email(letter), html.gallery([letter], value)):
        root = etree.fromstring(page, etree.HTMLParser())
        assert value in "".join(map(str, root.itertext()))
        assert not list(root.iter("script", "img"))


def test_the_page_tells_its_language(write: Write) -> None:
    assert '<html lang="lv">' in html.email(write("Labdien", language="lv"))


def test_the_words_after_the_greeting_stand_beside_the_subject(write: Write) -> None:
    made = html.email(write("Gerbiamieji,\n\nturime **naujieną**."))
    assert body(made)[0].text == "turime naujieną."


def test_an_e_mail_sets_no_colours_that_a_dark_one_would_clash_with(write: Write) -> None:
    made = html.email(write("# a\n\n- b\n\n| c |\n|---|\n| d |"))
    assert not re.search(r'(style="|;)(color|background)', made)


def test_a_picture_of_an_e_mail_comes_with_it(write: Write, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    assert '<img src="cid:logo.png" alt="Logo"' in html.email(write("![Logo](logo.png)"))


def test_a_gallery_needs_nothing_from_elsewhere(write: Write, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    made = html.gallery([write("![Logo](logo.png)\n\nLabas")], "Laiškai")
    assert 'src="data:image/png;base64,iVBORw=="' in made
    assert not re.search(r"(src|href)=\"(?!data:)", made)


def test_the_firm_s_own_layout_wins(write: Write, tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "email.html").write_text(
        "<main>{{ body }}</main>{{ subject }}", encoding="utf-8"
    )
    made = html.email(write("**a**", subject="b & c"))
    assert made.startswith("<main><p")
    assert made.endswith("</main>b &amp; c")


def test_a_value_turns_no_line_around(write: Write) -> None:
    letter = write("{{ client.name }} owes nothing", name="O\u202en\u2066a\u200b")
    assert "Ona owes nothing" in html.email(letter)
