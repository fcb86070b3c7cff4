"""The owner's Word document, filled for a client."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crmbook.letters.environment import TemplateError
from crmbook.letters.values import legible
from crmbook.letters.word import compile as compiled
from crmbook.letters.word.package import Limits, Package
from crmbook.letters.word.part import as_xml

if TYPE_CHECKING:
    from letters.word.conftest import Word

ONA: dict[str, Any] = {"client": {"name": "Ona", "vip": True, "lines": ["Kava", "Arbata"]}}
JONAS: dict[str, Any] = {"client": {"name": "Jonas", "vip": False, "lines": []}}


# ── tags ──


def test_a_tag_split_over_many_runs_is_one_tag(word: Word) -> None:
    assert word.text(word.split("Labas, {{ client.name }}!"), ONA) == ["Labas, Ona!"]


def test_a_tag_takes_the_look_of_the_run_where_it_begins(word: Word) -> None:
    made = word.fill(f"<w:p>{word.bold('{{ cli')}{word.run('ent.name }} sveiki')}</w:p>", ONA)
    assert re.search(r"<w:b/></w:rPr><w:t[^>]*>Ona</w:t>", made)


def test_word_s_own_quotes_in_a_tag_are_quotes(word: Word) -> None:
    assert word.text(word.p("{{ client.email|default(„nėra“) }}"), {"client": {}}) == ["nėra"]


def test_braces_outside_tags_stay(word: Word) -> None:
    assert word.text(word.p("{ PAGE } 100 %, } {"), ONA) == ["{ PAGE } 100 %, } {"]


def test_a_condition_inside_a_paragraph_keeps_the_looks_of_its_runs(word: Word) -> None:
    body = f"<w:p>{word.run('Jei {% if client.vip %}a ')}{word.bold('b')}{word.run(' c{% endif %} d')}</w:p>"
    assert word.text(body, ONA) == ["Jei a b c d"]
    assert word.text(body, JONAS) == ["Jei  d"]
    assert re.search(r"<w:b/></w:rPr><w:t[^>]*>b</w:t>", word.fill(body, ONA))


def test_conditions_in_conditions_may_share_runs(word: Word) -> None:
    body = (
        f"<w:p>{word.run('{% if client.vip %}A{% if client.name %}')}"
        f"{word.bold('B{% endif %}{% else %}C')}{word.run('{% endif %}D')}</w:p>"
    )
    assert word.text(body, ONA) == ["ABD"]
    assert word.text(body, JONAS) == ["CD"]


def test_a_remark_in_the_template_is_not_in_the_letter(word: Word) -> None:
    assert word.text(word.p("{# ask Ona #}") + word.p("Labas{# x #}"), ONA) == ["Labas"]


# ── paragraphs and rows ──


@pytest.mark.parametrize("p", ["p ", " "])
def test_a_condition_around_paragraphs_leaves_no_empty_ones(word: Word, p: str) -> None:
    body = (
        word.p("a") + word.p(f"{{%{p}if client.vip %}}") + word.p("VIP")
        + word.p(f"{{%{p}else %}}") + word.p("ne VIP") + word.p(f"{{%{p}endif %}}") + word.p("z")
    )  # fmt: skip
    assert word.text(body, ONA) == ["a", "VIP", "z"]
    assert word.text(body, JONAS) == ["a", "ne VIP", "z"]


def test_a_paragraph_loop_in_one_paragraph_repeats_the_paragraph(word: Word) -> None:
    body = word.p("{%p for line in client.lines %}{{ line }}{%p endfor %}")
    assert word.text(body, ONA) == ["Kava", "Arbata"]


def test_rows_that_hold_only_tags_make_a_row_loop(word: Word) -> None:
    body = word.table(
        word.row(word.p("Prekė"), columns := word.p("")),
        word.row(word.p("{%tr for line in client.lines %}"), columns),
        word.row(word.p("{{ loop.index }}"), word.p("{{ line }}")),
        word.row(word.p("{%tr endfor %}"), columns),
        columns=2,
    ) + word.p("z")
    assert word.text(body, ONA) == ["Prekė", "", "1", "Kava", "2", "Arbata", "z"]
    assert word.text(body, JONAS) == ["Prekė", "", "z"]


def test_a_loop_from_the_first_cell_to_the_last_repeats_the_row(word: Word) -> None:
    body = word.table(
        word.row(word.p("{% for line in client.lines %}{{ line }}"), word.p("x{% endfor %}")),
        columns=2,
    ) + word.p("z")
    assert word.text(body, ONA) == ["Kava", "x", "Arbata", "x", "z"]


def test_a_cell_that_lost_its_paragraphs_keeps_an_empty_one(word: Word) -> None:
    cell = word.p("{% if client.vip %}") + word.p("VIP") + word.p("{% endif %}")
    made = word.fill(word.table(word.row(cell), columns=1) + word.p("z"), JONAS)
    assert "</w:tcPr><w:p/></w:tc>" in made


def test_a_table_that_lost_its_rows_goes(word: Word) -> None:
    body = word.table(
        word.row(word.p("{% for line in client.lines %}{{ line }}{% endfor %}")), columns=1
    )
    body = (
        word.table(word.row(word.p("{%tr for line in client.lines %}{{ line }}{%tr endfor %}")))
        + body
    )
    assert word.fill(body + word.p("z"), JONAS).count("<w:tbl>") == 1


def test_both_wordings_of_a_text_box_are_filled(word: Word) -> None:
    box = f"<w:txbxContent>{word.p('{{ client.name }}')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert word.fill(body, ONA).count(">Ona<") == 2


def test_headers_and_footers_are_filled(word: Word) -> None:
    made = {
        part: word.fill(word.p("a"), ONA, part, header="{{ client.name }}", footer=word.p("{{ client.name }}"))
        for part in ("header1", "footer1")
    }  # fmt: skip
    assert all(">Ona<" in xml for xml in made.values())


# ── values ──


@pytest.mark.parametrize(
    "value",
    ["{{ 7*7 }}", "<script>alert(1)</script>", "a ]]> b", "=cmd|' /C calc'!A0", "R&D <b>",
     "x" * 10_000, "🎉 ąčęėįšųūž", "{% raw %}", "&amp;"],
)  # fmt: skip
def test_a_hostile_value_appears_literally(word: Word, value: str) -> None:
    assert word.text(word.p("{{ client.name }}"), {"client": {"name": value}}) == [value]


def test_lines_become_line_breaks_and_control_characters_go(word: Word) -> None:
    context = {"client": {"name": "a\r\nb\x0bc\x00\x07d\x1b"}}
    assert word.text(word.p("{{ client.name }}"), context) == ["a|b|cd"]


def test_tabs_become_tabs(word: Word) -> None:
    assert "<w:tab/>" in word.fill(word.p("{{ client.name }}"), {"client": {"name": "a\tb"}})


def test_blanks_around_a_value_are_kept(word: Word) -> None:
    made = word.fill(f"<w:p>{word.run(' {{ client.name }} ')}</w:p>", ONA)
    assert '<w:t xml:space="preserve"> Ona </w:t>' in made


@given(st.text())
def test_any_value_makes_sound_xml_that_says_the_same(value: str) -> None:
    run = etree.fromstring(f'<w:r xmlns:w="w"><w:t>{as_xml(value)}</w:t></w:r>')
    signs = {"{w}br": "\n", "{w}tab": "\t"}
    assert "".join(signs.get(str(e.tag), e.text or "") for e in run) == legible(value)


# ── refusals ──


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ client.phone }}", r"paragraph 2.*client\.phone"),
        ("{{ clinet.name }}", r"paragraph 2.*clinet\.name.*client\.name"),
        ("{{ client.name", r"paragraph 2.*half a tag"),
        ("{% if client.vip %} ir", r"never closed"),
        ("{% endif %}", r"closes nothing"),
        ("{% include 'x' %}", r"no tag “include”"),
        ("{{ client.name + }}", r"paragraph 2"),
    ],
)
def test_a_slip_is_told_with_paragraph_and_tag(word: Word, body: str, says: str) -> None:
    context = {"client": {"name": "Ona", "vip": True, "phone": None}}
    with pytest.raises(TemplateError, match=f"(?s)win-back.lt.docx, .*{says}"):
        word.fill(word.p("Labas") + word.p(body), context)


def test_an_unfilled_footer_names_the_footer(word: Word) -> None:
    with pytest.raises(TemplateError, match="footer, paragraph 1"):
        word.fill(word.p("a"), {"client": {"phone": None}}, footer=word.p("{{ client.phone }}"))


def test_a_tag_that_reaches_beyond_its_paragraph_needs_one_of_its_own(word: Word) -> None:
    body = word.p("Labas {% if client.vip %}") + word.p("VIP") + word.p("{% endif %}")
    with pytest.raises(TemplateError, match="a paragraph of its own"):
        word.template(body)


def test_a_tag_in_a_field_code_is_refused(word: Word) -> None:
    body = '<w:p><w:r><w:instrText> HYPERLINK "{{ client.name }}" </w:instrText></w:r></w:p>'
    with pytest.raises(TemplateError, match="can't be filled"):
        word.template(body)


def test_tracked_changes_are_refused(word: Word) -> None:
    with pytest.raises(TemplateError, match="Accept All Changes"):
        word.template(f'<w:p><w:del w:id="1">{word.run("brangu")}</w:del></w:p>')


def test_macros_are_refused(word: Word) -> None:
    with pytest.raises(TemplateError, match="macros"):
        word.template(
            word.p("a"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"
        )


def test_a_strict_document_is_refused(word: Word) -> None:
    strict = '<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    with pytest.raises(TemplateError, match="Strict Open XML"):
        word.template(word.p("a"), more={"word/document.xml": strict})


def test_entities_are_refused(word: Word) -> None:
    header = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:hdr xmlns:w="w">&a;</w:hdr>'
    )
    with pytest.raises(TemplateError, match="declares"):
        word.template(word.p("a"), more={"word/header1.xml": header})


def test_a_zip_bomb_is_refused_before_it_is_unpacked(word: Word) -> None:
    path = word.write(word.p("a"), more={"word/media/zero.bin": bytes(3 << 20)})
    with pytest.raises(TemplateError, match="too large"):
        Package(path, Limits(unpacked=1 << 20))


def test_a_member_larger_than_it_says_is_refused(word: Word) -> None:
    path = word.write(word.p("a"), more={"word/media/zero.bin": bytes(3 << 20)})
    data = path.read_bytes().replace(struct.pack("<L", 3 << 20), struct.pack("<L", 10))
    path.write_bytes(data)
    with pytest.raises(TemplateError, match="damaged"):
        Package(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", b"<html>"])
def test_what_is_no_word_document_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(data)
    with pytest.raises(TemplateError, match=r"letter\.docx"):
        compiled(path)


def test_the_owner_s_remarks_stay_with_the_owner(word: Word) -> None:
    path = word.write(
        f'<w:p><w:commentRangeStart w:id="0"/>{word.run("a")}'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    word.add(path, "comments", "<w:comments>brangus klientas</w:comments>")
    with zipfile.ZipFile(io.BytesIO(word.open(path).render(ONA))) as archive:
        assert "word/comments.xml" not in archive.namelist()
        assert not any(b"comment" in archive.read(name) for name in archive.namelist())


# ── the file ──


def test_the_same_letter_has_the_same_bytes(word: Word) -> None:
    template = word.template(word.p("{{ client.name }}"))
    assert template.render(ONA) == template.render(ONA)


def test_all_that_is_no_tag_is_copied(word: Word) -> None:
    template = word.template(word.p("{{ client.name }}"))
    with (
        zipfile.ZipFile(io.BytesIO(template.render(ONA))) as made,
        zipfile.ZipFile(word.path) as own,
    ):
        assert sorted(made.namelist()) == sorted(own.namelist())
        for name in set(own.namelist()) - {"word/document.xml"}:
            assert made.read(name) == own.read(name)


def test_a_template_that_was_saved_anew_is_read_anew(word: Word) -> None:
    assert word.text(word.p("vienas"), ONA) == ["vienas"]
    assert word.text(word.p("du {{ client.name }}"), ONA) == ["du Ona"]


def test_variables_are_told_with_part_and_paragraph(word: Word) -> None:
    body = word.p("{% for line in client.lines %}") + word.p("{{ line }}") + word.p("{% endfor %}")
    found = word.template(body, footer=word.p("{{ company.name }}")).variables()
    assert [(each.name, each.part, each.paragraph) for each in found] == [
        ("client.lines", "", 1), ("client.lines", "", 2), ("company.name", "footer", 1),
    ]  # fmt: skip


def test_a_letter_is_written_in_the_language_of_its_context(word: Word) -> None:
    body = word.p("{{ client.spent|money }}")
    spoken = [
        word.text(body, {"client": {"spent": 1234.5}, "letter": {"language": language}})
        for language in ("lt", "en")
    ]
    assert spoken == [["1\xa0234,50\xa0€"], ["€1,234.50"]]


def test_a_value_turns_no_line_around(word: Word) -> None:
    context = {"client": {"name": "O\u202en\u2066a\u200b"}}
    assert word.text(word.p("{{ client.name }} owes nothing"), context) == ["Ona owes nothing"]
