"""Markdown with a client's values in it: a value is never Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.letters.blocks import Heading, Image, List, Paragraph, Rule, Span, Table, said
from crmbook.letters.markdown import LinkError, PictureError, blocks, hide
from crmbook.letters.values import legible

HERE = Path()
HOSTILE = (
    "**bold**", "# heading", "- item", "1. item", "| a | b |", "[x](javascript:alert(1))", "<b>x</b>",
    "`code`", "![x](y.png)", "---", "> quote", "    code", "a\\*b", "&amp;", "{{ 7*7 }}", "<script>",
    "https://example.com", "*" * 10_000, "🎉",
)  # fmt: skip


def only(text: str) -> Paragraph:
    (block,) = blocks(text, HERE)
    assert isinstance(block, Paragraph)
    return block


def test_looks_lists_tables_lines_and_headings_are_understood() -> None:
    text = (
        "# A\n\n**b** *c* [d](https://e.lt)\n\n2. f\n3. g\n\n| h | i |\n|---|--:|\n| j | 1 |\n\n---"
    )
    assert blocks(text, HERE) == (
        Heading(1, (Span("A"),)),
        Paragraph((Span("b", bold=True), Span(" "), Span("c", italic=True), Span(" "), Span("d", link="https://e.lt"))),
        List(((Paragraph((Span("f"),)),), (Paragraph((Span("g"),)),)), ordered=True, start=2),
        Table(((Span("h"),), (Span("i"),)), (((Span("j"),), (Span("1"),)),), ("left", "right")),
        Rule(),
    )  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "around",
    ["{}", "a {} b", "**{}**", "- {}", "# {}", "| h |\n|---|\n| {} |", "[{}](https://a.lt)"],
)
def test_a_hostile_value_appears_literally(value: str, around: str) -> None:
    plain = blocks(around.format(hide("X")), HERE)
    made = blocks(around.format(hide(value)), HERE)
    assert repr(made) == repr(plain).replace("X", repr(value)[1:-1])


@given(st.text(min_size=1))
def test_any_value_is_one_text(value: str) -> None:
    shown = legible(value)
    made = blocks(f"a{hide(value)}b", HERE)
    assert made == (Paragraph((Span(f"a{shown}b"),)),)


@given(st.lists(st.text(), min_size=2, max_size=5))
def test_values_come_back_in_their_own_places(values: list[str]) -> None:
    text = " | ".join(map(hide, values))
    assert said(only(f"x {text}").spans) == "x " + " | ".join(map(legible, values))


def test_a_line_of_the_source_is_a_line_of_the_letter() -> None:
    assert only("Pagarbiai\n**Ona**").spans == (Span("Pagarbiai\n"), Span("Ona", bold=True))


def test_an_address_alone_is_a_link() -> None:
    spans = only("<mailto:labas@a.lt> <labas@b.lt> <https://c.lt>").spans
    assert [(each.text, each.link) for each in spans if each.link] == [
        ("labas@a.lt", "mailto:labas@a.lt"), ("labas@b.lt", "mailto:labas@b.lt"),
        ("https://c.lt", "https://c.lt"),
    ]  # fmt: skip


def test_html_is_text() -> None:
    assert said(only("<b>a</b> &amp; b").spans) == "<b>a</b> & b"


def test_a_paragraph_of_nothing_but_empty_values_leaves_no_gap() -> None:
    assert [
        said(b.spans) for b in blocks(f"a\n\n{hide('')}\n\nb", HERE) if isinstance(b, Paragraph)
    ] == ["a", "b"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//a.lt",
        "https://a b",
        "ftp://a",
    ],
)
def test_a_link_leads_to_the_web_a_mailbox_or_a_phone_only(link: str) -> None:
    with pytest.raises(LinkError, match="https://"):
        blocks(f"[x]({hide(link)})", HERE)


@pytest.mark.parametrize("link", ["https://a.lt/?q=(1)", "mailto:a@b.lt", "tel:+37060000000"])
def test_a_link_may_be_a_value(link: str) -> None:
    assert only(f"[x]({hide(link)})").spans == (Span("x", link=link),)


def test_a_picture_lies_beside_the_template(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    assert blocks("![Logo](logo.png)", tmp_path) == (Image(tmp_path / "logo.png", "Logo"),)


@pytest.mark.parametrize(
    "name", ["../logo.png", "https://a.lt/x.png", "none.png", "/etc/passwd", "notes.txt"]
)
def test_a_picture_from_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(PictureError, match="folder of the template"):
        blocks(f"![x]({name})", tmp_path)


def test_a_value_can_t_choose_a_picture(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    with pytest.raises(PictureError):
        blocks(f"![x]({hide('logo.png')})", tmp_path)
