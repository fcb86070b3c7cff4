"""A template prints values, and can do nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crmbook.letters.environment import TemplateError, environment
from crmbook.letters.program import Program, Source

CONTEXT: Mapping[str, Any] = {
    "client": {
        "id": "17",
        "name": "Ona Pavyzdienė",
        "phone": None,
        "since": date(2020, 1, 2),
        "interests": ["wine"],
    },
    "company": {"name": "UAB Rytas", "currency": "EUR"},
    "offers": [{"product": "Coffee", "price": 1234.5}, {"product": "Tea", "price": 8.0}],
    "event": None,
    "given": {"benefit": None},
}


def rendered(text: str, folder: Path | None = None, context: Mapping[str, Any] = CONTEXT) -> str:
    sandbox = environment("en", folders=() if folder is None else (folder,))
    return Program(sandbox, Source("letter.en.md", text)).render(context)


def refusal(text: str, folder: Path | None = None) -> TemplateError:
    with pytest.raises(TemplateError) as refused:
        rendered(text, folder)
    return refused.value


# ── values ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    ["{{ 7*7 }}", "{% include 'x' %}", "<script>alert(1)</script>", "]]>", "=cmd|'/c calc'!A1", "😀 ėž",
     "{{ client.phone }}", "x" * 10_000],
)  # fmt: skip
def test_a_value_is_printed_as_it_is_and_never_read_as_a_template(value: str) -> None:
    client = {**CONTEXT["client"], "name": value}
    assert rendered("Hello {{ client.name }}!", context={"client": client}) == f"Hello {value}!"


def test_control_characters_of_a_value_are_gone() -> None:
    client = {**CONTEXT["client"], "name": "O\x00n\x1ba\x07"}
    assert rendered("{{ client.name }}", context={"client": client}) == "Ona"


def test_a_value_is_made_fit_for_where_it_is_printed() -> None:
    sandbox = environment("en", escape=lambda value: f"[{value}]")
    program = Program(
        sandbox, Source("letter.en.md", '{{ client.name }} {{ "a" ~ client.name }} {{ "x"|upper }}')
    )
    assert program.render(CONTEXT) == "[Ona Pavyzdienė] [aOna Pavyzdienė] [X]"


def test_what_a_macro_prints_is_made_fit_once() -> None:
    sandbox = environment("en", escape=lambda value: f"[{value}]")
    text = "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}{{ bold(client.name) }}"
    assert (
        Program(sandbox, Source("letter.en.md", text)).render(CONTEXT) == "<b>[Ona Pavyzdienė]</b>"
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ client.since }}", "2\N{NO-BREAK SPACE}January 2020"),
        ("{{ client.since.year }}", "2020"),
        ("{{ offers[0].price }}", "1,234.5"),
        ("{{ offers[0].price|money }}", "€1,234.50"),
        ("{{ (offers|last).product }}", "Tea"),
        ('{{ client.interests|join(", ") }}', "wine"),
        ('{{ client.phone|default("none") }}', "none"),
        ('{{ client.phone|upper|default("none") }}', "none"),
        ('{{ "yes" if client.phone }}', ""),
        ("{% if client.phone %}call{% endif %}", ""),
        ("{% if event.name %}come{% endif %}", ""),
        ('{{ offers|map(attribute="price")|sum }}', "1,242.5"),
        ("{% for offer in offers %}{{ loop.index }} {{ offer.product }}{% if not loop.last %}, {% endif %}{% endfor %}",
         "1 Coffee, 2 Tea"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ 7*7 }}", "49"),
    ],
)  # fmt: skip
def test_a_tag_prints(text: str, printed: str) -> None:
    assert rendered(text) == printed


def test_money_is_in_the_currency_of_the_firm() -> None:
    context = {**CONTEXT, "company": {"currency": "GBP"}}
    assert rendered("{{ offers[1].price|money }}", context=context) == "£8.00"


@pytest.mark.parametrize(
    "tag", ["{{ client.phone|default(„none“) }}", "{{ client.phone|default(“none”) }}",
            "{{ client.phone|default(‘none’) }}", '{{ client.phone|default(„none") }}',
            "{{\u00a0client.phone|default('none')\u00a0}}"],
)  # fmt: skip
def test_quotes_as_word_types_them_are_read_as_quotes(tag: str) -> None:
    assert rendered(f"„{tag}“") == "„none“"


def test_typographic_quotes_inside_plain_ones_stay() -> None:
    assert rendered('{{ client.phone|default("„Rytas“") }}') == "„Rytas“"


# ── what is not filled in ────────────────────────────────────────────────────────────────────


def test_an_unfilled_field_names_template_line_text_client_and_field() -> None:
    error = refusal("Hello\n\nCall {{ client.phone }} today")
    assert (error.template, error.place, error.number) == ("letter.en.md", "line 3", 3)
    assert (error.variable, error.around) == ("client.phone", "Call {{ client.phone }} today")
    assert error.client == "17 Ona Pavyzdienė"
    assert "“client.phone” is not known" in str(error)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ client.phone|upper }}", "client.phone"),
        ('{{ "Tel. " ~ client.phone }}', "client.phone"),
        ("{{ event.name }}", "event.name"),
        ("{{ offers[5].price }}", "offers[5].price"),
        ('{{ client.phone if client.name else "x" }}', "client.phone"),
        ("{% for offer in offers %}{{ offer.prise }}{% endfor %}", "offer.prise"),
        ("{{ client.phone or event.name }}", "client.phone or event.name"),
        ("{% set x %}{{ client.phone }}{% endset %}", "client.phone"),
    ],
)
def test_an_unfilled_field_is_named_however_it_is_used(text: str, field: str) -> None:
    assert refusal(text).variable == field


def test_what_the_clerk_did_not_give_says_how_to_give_it() -> None:
    assert '--set benefit="…"' in refusal("{{ given.benefit }}").remedy


def test_what_stands_in_the_settings_says_which_row() -> None:
    with pytest.raises(TemplateError, match="Company address"):
        rendered("{{ company.address }}", context={"company": {"address": None}})


@pytest.mark.parametrize(
    "text",
    [
        "{{ client.phnoe }}",
        "{% if client.phnoe %}x{% endif %}",
        "{% for x in client.phnoe %}{% endfor %}",
    ],
)
def test_a_field_that_no_letter_has_is_never_taken_for_an_empty_one(text: str) -> None:
    error = refusal(text)
    assert error.variable == "client.phnoe"
    assert "client.phone" in error.remedy


# ── what a template can't do ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "{{ client.__class__ }}",
        "{{ client.name.__class__.__mro__ }}",
        "{{ client.name.upper() }}",
        "{{ client.items() }}",
        '{{ "{0.__class__}".format(client) }}',
        "{{ client|attr('name') }}",
        "{{ self.__init__ }}",
        "{{ lipsum() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ namespace(x=1) }}",
        "{{ dict(a=1) }}",
        "{{ client.name|safe }}",
        "{{ client.name|pprint }}",
        "{{ client.name|map('upper') }}",
        "{% autoescape false %}{{ client.name }}{% endautoescape %}",
        "{% filter upper %}x{% endfilter %}",
        "{% do client.clear() %}",
        "{{ range.__self__ }}",
        "{{ client }}",
        "{{ offers }}",
        "{{ {'a': 1} }}",
    ],
)
def test_a_template_can_not_run_code(text: str) -> None:
    assert refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(1000000000) %}x{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
        '{{ "a" * 1000000000 }}',
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        '{{ "%1000000000d" % 3 }}',
        "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}x{% endmacro %}{{ f(60) }}",
        "{% for x in offers recursive %}{{ loop(offers) }}{% endfor %}",
        '{% set a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" %}'
        + "{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}" * 12,
        '{% set a = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" %}' + "{% set a = a + a + a + a %}" * 20,
        "{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a == [a, a] }}",
        "{% for a in range(19999) %}" + "x" * 1000 + "{% endfor %}",
        '{{ "b"|replace("b", "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")'
        + '|replace("c", "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")' * 6 + " }}",
        "{{ 2.5|number(1000000000) }}",
        "{% for a in range(60) %}{% set b = 10000000 * 10000000000 * 100000000 %}{% endfor %}",
        '{{ "x"|center(1000000000) }}',
        "{{" * 100_000,
        "{%" * 100_000 + "x %}",
        "{{ " + "(" * 20_000 + ")" * 20_000 + " }}",
    ],
)  # fmt: skip
def test_a_template_can_not_loop_for_ever_or_eat_memory(text: str) -> None:
    began = time.process_time()
    assert refusal(text)
    assert time.process_time() - began < 1


def test_a_letter_of_many_lines_is_within_the_limits() -> None:
    text = "{% for a in range(1000) %}{% for offer in offers %}{{ offer.product }} {% endfor %}{% endfor %}"
    assert rendered(text).count("Tea") == 1000


def test_a_limit_is_for_each_letter_by_itself() -> None:
    program = Program(
        environment("en"), Source("letter.en.md", "{% for a in range(9000) %}x{% endfor %}")
    )
    assert [len(program.render({})) for _letter in range(4)] == [9000] * 4


# ── partials ─────────────────────────────────────────────────────────────────────────────────


def partial(folder: Path, name: str, text: str) -> None:
    (folder / "partials").mkdir(exist_ok=True)
    (folder / "partials" / f"{name}.en.md").write_text(text, encoding="utf-8")


def test_a_partial_is_found_by_its_name(tmp_path: Path) -> None:
    partial(tmp_path, "sign-off", "Regards, {{ company.name }}")
    assert rendered('Hello\n{% include "sign-off" %}', tmp_path) == "Hello\nRegards, UAB Rytas"


def test_an_unfilled_field_of_a_partial_names_the_partial(tmp_path: Path) -> None:
    partial(tmp_path, "sign-off", "Regards\n{{ client.phone }}")
    error = refusal('Hello\n\n{% include "sign-off" %}', tmp_path)
    assert (error.template, error.place) == ("partials/sign-off.en.md", "line 2")


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "partials/../../secret", "secret.en.md", ""]
)
def test_nothing_outside_the_partials_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.en.md").write_text("secret", encoding="utf-8")
    partial(tmp_path, "a", "a")
    said = f"There is no partial “{name}” in the language of the letter."
    assert refusal(f'{{% include "{name}" %}}', tmp_path).what == said


def test_a_text_many_times_over_is_refused_for_its_own_sign() -> None:
    assert refusal('{{ "a" * 10 ** 9 }}').what == "“*” is for numbers."
    assert "“**”" in refusal("{{ 10 ** 9 }}").what


def test_which_partial_is_included_is_never_up_to_a_value(tmp_path: Path) -> None:
    assert "in quotes" in refusal("{% include client.name %}", tmp_path).what


def test_partials_that_include_each_other_are_refused(tmp_path: Path) -> None:
    partial(tmp_path, "a", '{% include "b" %}')
    partial(tmp_path, "b", '{% include "a" %}')
    error = refusal('Hello\n{% include "a" %}', tmp_path)
    assert "a → b → a" in error.what
    assert error.template == "partials/b.en.md"


# ── slips ────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_filter_is_told_with_the_nearest() -> None:
    assert "Did you mean “upper”?" in str(
        refusal("{% if client.phone %}{{ client.name|uper }}{% endif %}")
    )


def test_a_tag_that_is_not_closed_is_told_with_its_line() -> None:
    assert refusal("Hello\n{% if client.name %}\nyes").place == "line 3"


def test_the_place_of_a_slip_is_named_as_the_caller_counts() -> None:
    from crmbook.letters.program import Place

    source = Source(
        "offer.lt.docx",
        "a\n{{ client.phone }}",
        place=lambda line: Place("header", f"paragraph {line + 5}"),
    )
    with pytest.raises(TemplateError) as refused:
        Program(environment("lt"), source).render(CONTEXT)
    assert (refused.value.part, refused.value.place) == ("header", "paragraph 7")


# ── lines ────────────────────────────────────────────────────────────────────────────────────


def test_a_line_of_tags_alone_leaves_no_line() -> None:
    text = "a\n{% for offer in offers %}\n- {{ offer.product }}\n  {% if true %} {% endif %}  \n{% endfor %}\n\nb"
    assert rendered(text) == "a\n- Coffee\n- Tea\n\nb"


def test_a_line_that_ends_with_a_tag_keeps_its_end(tmp_path: Path) -> None:
    partial(tmp_path, "sign-off", "Regards")
    text = 'a{% if true %}b{% endif %}\n\nc\n\n{% include "sign-off" %}\n\nd{# note #}\ne'
    assert rendered(text, tmp_path) == "ab\n\nc\n\nRegards\n\nd\ne"


def test_lines_keep_their_numbers_whatever_tags_they_hold() -> None:
    assert (
        refusal(
            "{% if true %}\na{% if true %}b{% endif %}\n{% endif %}\n\n{{ client.phone }}"
        ).number
        == 5
    )
