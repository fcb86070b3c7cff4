"""A letter to one client."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmbook.findings import Findings
from crmbook.letters import template
from crmbook.letters.blocks import Paragraph, said
from crmbook.letters.context import contexts
from crmbook.letters.environment import TemplateError
from crmbook.letters.letter import Letter, compose
from crmbook.letters.template import Template, shipped

Find = Callable[..., Findings]
Write = Callable[..., Template]

CLIENTS = "client_id  name  kind  email  address  city  preferred_channel\n17  {name}  person  {email}  {address}  Vilnius  {channel}"


def written(findings: Findings, source: Template) -> Letter:
    (context,) = contexts(findings, ["17"], source, given={})
    return compose(source, context)


def clients(name: str = "Ona", email: str = "-", address: str = "-", channel: str = "-") -> str:
    return CLIENTS.format(name=name, email=email, address=address, channel=channel)


@pytest.mark.parametrize(
    "name",
    ["**Ona**", "# Ona", "[Ona](http://x)", "<b>Ona</b>", "{{ 7*7 }}", "- Ona", "1. Ona", "| a | b |", "]]>", "![x](y.png)",
     "Ona & Co", "😀 Ona", "=cmd|'x'!A1", "x" * 10_000],
)  # fmt: skip
def test_a_value_is_never_markdown(find: Find, write: Write, name: str) -> None:
    letter = written(
        find(clients=clients(name)),
        write("kind: offer\n\nDear {{ client.name }}\n\n{{ client.name }}"),
    )
    first, second = letter.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (said(first.spans), said(second.spans)) == (f"Dear {name}", name)


def test_a_subject_is_one_line_whatever_the_values_are(find: Find, write: Write) -> None:
    source = write("kind: offer\nsubject: For {{ client.name }}\n\nText")
    findings = find(clients=clients("Ona"))
    (context,) = contexts(findings, ["17"], source, given={})
    context["client"] |= {"name": "Ona\r\nBcc: all@example.com\u2028x\x00"}
    assert compose(source, context).subject == "For Ona Bcc: all@example.com x"


def test_the_subject_can_be_repeated_in_the_text(find: Find, write: Write) -> None:
    letter = written(
        find(), write("kind: offer\nsubject: For {{ client.name }}\n\n{{ letter.subject }}")
    )
    assert letter.context["letter"]["subject"] == "For Ona Pavyzdienė"
    assert said(letter.blocks[0].spans) == "For Ona Pavyzdienė"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("has", "channel"),
    [
        ({"email": "ona@example.com", "address": "Gatvė 1"}, "email"),
        ({"address": "Gatvė 1"}, "post"),
        ({"email": "ona@example.com", "address": "Gatvė 1", "channel": "post"}, "post"),
        ({"email": "ona@example.com", "channel": "post"}, "email"),
        ({}, ""),
    ],
)
def test_a_letter_goes_the_clients_own_way_if_it_can(
    find: Find, write: Write, has: dict[str, str], channel: str
) -> None:
    source = write("kind: offer\nchannels: email, post\nsubject: x\n\nText")
    assert written(find(clients=clients(**has)), source).channel == channel


def test_an_envelope_has_the_lines_that_are_known(find: Find, write: Write) -> None:
    letter = written(find(clients=clients(address="Gatvė 1")), write("kind: offer\n\nText"))
    assert letter.to == ("Ona", "Gatvė 1", "Vilnius")


def test_a_slip_is_told_with_the_line_of_the_file(find: Find, write: Write) -> None:
    with pytest.raises(TemplateError) as refused:
        written(find(), write("kind: offer\nsubject: x\n\nDear\n\nCall {{ client.phone }}"))
    assert (refused.value.place, refused.value.client) == ("line 6", "17 Ona Pavyzdienė")


@pytest.mark.parametrize("language", ["en", "lt", "lv"])
def test_the_letter_that_simply_asks_is_whole(
    find: Find, language: str, golden: Callable[[str, str], None]
) -> None:
    settings = {
        "company": "UAB Rytas", "company_code": "300000000", "company_address": "Gatvė 1, Vilnius",
        "company_email": "info@example.com", "sender_name": "Rasa Bandomoji", "sender_role": "manager",
        "company_phone": "+370 600 00000",
    }  # fmt: skip
    purchases = "client_id  date  product  amount\n17  2026-01-05  Coffee  20"
    source = template.find("win-back", language, (shipped(),))  # type: ignore[arg-type]
    letter = written(find(settings, purchases=purchases, clients=clients("Ona Pavyzdienė")), source)
    text = "\n\n".join(said(block.spans) for block in letter.blocks if isinstance(block, Paragraph))
    golden(f"letters/win-back.{language}.txt", f"{letter.subject}\n\n{text}\n")
