"""Slips in templates are told before any letter is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crmbook.letters.lint import lint, lint_folders
from crmbook.letters.template import Template, shipped

Write = Callable[..., Template]

SERVICE = "kind: welcome\nsubject: Hello\n\n"


def kinds(template: Template) -> list[str]:
    return [problem.kind for problem in lint([template]) if problem.kind != "missing_language"]


def said(template: Template) -> str:
    return "\n".join(str(problem) for problem in lint([template]))


def test_our_own_letters_have_nothing_to_mend() -> None:
    assert [
        str(problem) for problem in lint_folders((shipped(),)) if problem.weight == "error"
    ] == []


@pytest.mark.parametrize(
    "tag",
    [
        "{{ client.phnoe }}",
        "{% if client.phnoe %}x{% endif %}",
        "{% for line in history.lines %}{{ line.prodct }}{% endfor %}",
        "{{ history.lines[0].prodct }}",
        "{{ (offers|first).prodct }}",
        "{% set one = client %}{{ one.phnoe }}",
        "{% with one = client %}{{ one.phnoe }}{% endwith %}",
        "{{ clinet.name }}",
        "{{ client.name.first }}",
        "{{ client.notes }}",
        "{{ client.children }}",
        '{{ "x" if client.phnoe else "y" }}',
        "{{ client.since.yaer }}",
    ],
)
def test_an_unknown_field_is_told(write: Write, tag: str) -> None:
    assert "unknown_field" in kinds(write(SERVICE + tag))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ client.phone }}",
        "{{ client.since.year }}",
        "{% for line in history.lines %}{{ loop.index }} {{ line.product }}{% endfor %}",
        "{% for line in history.lines if line.amount > 5 %}{{ line.product }}{% endfor %}",
        '{% for line in history.lines|sort(attribute="amount") %}{{ line.date.year }}{% endfor %}',
        "{% set one = client %}{{ one.phone }}",
        "{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold(client.name) }}",
        "{% for n in range(3) %}{{ n }}{% endfor %}",
        '{% if "wine" in client.interests %}x{% endif %}',
        "{% for name, value in given|items %}{{ name }}{% endfor %}",
    ],
)
def test_a_known_field_is_not_told_however_it_is_reached(write: Write, tag: str) -> None:
    assert kinds(write(SERVICE + tag)) == []


def test_a_problem_names_file_and_line_and_what_was_meant(write: Write) -> None:
    text = said(write(SERVICE + "Hello\n\nCall {{ client.phnoe }}"))
    assert "letter.en.md:6: There is no “client.phnoe”. Did you mean “client.phone”?" in text


def test_a_problem_of_a_partial_names_the_partial_and_is_told_once(write: Write) -> None:
    template = write(
        SERVICE + '{% include "foot" %}{% include "foot" %}', foot="Regards\n{{ sender.nmae }}"
    )
    assert said(template).count("partials/foot.en.md:2: There is no “sender.nmae”") == 1


def test_a_partial_in_a_loop_knows_what_the_loop_is_over(write: Write) -> None:
    template = write(
        SERVICE + '{% for offer in offers %}{% include "row" %}{% endfor %}',
        row="{{ offer.price }}",
    )
    assert kinds(template) == []


def test_a_slip_in_the_subject_is_told_with_the_line_of_the_header(write: Write) -> None:
    assert "letter.en.md:2:" in said(write("kind: welcome\nsubject: {{ client.nmae }}\n\nText"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kind: welcome\nsubject: x\nasks: benefit\n\nText", "unused_ask"),
        (
            "kind: welcome\nsubject: x\nasks: benefit\n\n{{ given.benefit }} {{ given.until }}",
            "not_asked",
        ),
        ("kind: welcome\n\nText", "no_subject"),
        ("kind: newsletter\nsubject: x\n\nText", "no_unsubscribe"),
        ("kind: welcome\nsubject: x\n\n{{ client.name|uper }}", "not_readable"),
        ("kind: welcome\nsubject: x\n\n{% if client.name %}", "not_readable"),
        ('kind: welcome\nsubject: x\naudience: statsu == "silent"\n\nText', "wrong_audience"),
    ],
)
def test_a_slip_is_told_by_its_kind(write: Write, text: str, kind: str) -> None:
    assert kinds(write(text)) == [kind]


def test_a_printed_letter_needs_no_subject(write: Write) -> None:
    assert kinds(write("kind: welcome\nchannels: post\n\nText")) == []


@pytest.mark.parametrize(
    "way", ['{% include "unsubscribe" %}', "Write to {{ letter.unsubscribe }}"]
)
def test_marketing_that_tells_the_way_out_is_in_order(write: Write, way: str) -> None:
    template = write(
        f"kind: newsletter\nsubject: x\n\nText {way}", unsubscribe="{{ letter.unsubscribe }}"
    )
    assert kinds(template) == []


def test_a_letter_says_the_same_of_the_client_in_every_language(write: Write) -> None:
    english = write(SERVICE + "{{ client.name }} {{ history.points }}")
    latvian = write(SERVICE + "{{ client.name }}", language="lv")
    told = [problem for problem in lint([english, latvian]) if problem.kind == "languages_differ"]
    assert [problem.sheet for problem in told] == ["letter.lv.md"]
    assert "history.points" in told[0].text


def test_a_language_that_is_missing_is_noted(write: Write) -> None:
    (problem,) = lint([write(SERVICE + "Text")])
    assert (problem.kind, problem.weight) == ("missing_language", "note")
    assert "lt, lv" in problem.text


def test_a_broken_header_does_not_hide_the_slips_of_other_letters(tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text("knid: offer\n\nText", encoding="utf-8")
    (tmp_path / "b.en.md").write_text(SERVICE + "{{ client.phnoe }}", encoding="utf-8")
    found = [problem.kind for problem in lint_folders((tmp_path,))]
    assert found == ["not_readable", "unknown_field", "missing_language"]
