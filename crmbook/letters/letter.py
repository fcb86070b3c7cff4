"""A letter to one client: the template with the client's words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from crmbook.language import Language
from crmbook.letters.environment import environment
from crmbook.letters.markdown import blocks, hide
from crmbook.letters.program import Program, Source
from crmbook.letters.template import Template
from crmbook.letters.values import legible
from crmbook.letters.wording import tied

if TYPE_CHECKING:
    from crmbook.letters.blocks import Block

_POSTAL = ("name", "contact_person", "address", "city", "country")


@dataclass(frozen=True)
class Letter:
    """What goes to one client, not yet in any format.

    channel  "email" or "post": the client's own way when the template knows it, else the first of
             the template's that reaches the client; "" when none does
    to       postal lines; email is "" when there is none
    context  as given, with letter.subject filled in
    body     Markdown with the client's values hidden in it (see markdown.hide); "" for a Word template
    """

    client_id: str
    name: str
    language: Language
    channel: str
    to: tuple[str, ...]
    email: str
    subject: str
    context: Mapping[str, Any] = field(repr=False)
    template: Template = field(repr=False)
    body: str = field(default="", repr=False)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body as blocks; none for a Word template."""
        return blocks(self.body, self.template.path.parent)


def addressed(template: Template, context: Mapping[str, Any]) -> Letter:
    """To whom and by which way, without a word in it yet: whether it may go is decided on this."""
    client = context["client"]
    return Letter(
        client_id=client["id"],
        name=client["name"],
        language=template.language,
        channel=_channel(template, client),
        to=tuple(client[key] for key in _POSTAL if client.get(key)),
        email=client["email"] or "",
        subject="",
        context=context,
        template=template,
    )


def compose(template: Template, context: Mapping[str, Any]) -> Letter:
    """The letter of one client. Raises TemplateError for a field without a value."""
    subject, body = programs(template)
    # A subject is a header of an e-mail: it has one line.
    title = " ".join(subject.render(context).split())
    whole = {**context, "letter": {**context["letter"], "subject": title}}
    return replace(
        addressed(template, whole),
        subject=title,
        body="" if template.is_word else body.render(whole),
    )


@lru_cache(maxsize=64)
def programs(template: Template) -> tuple[Program, Program]:
    """Subject and body, compiled once; the body of a Word template is compiled elsewhere."""
    tongue, folders, name = template.language, template.folders, template.path.name
    return (
        Program(
            environment(tongue, escape=legible),
            Source(name, template.subject, template.subject_line),
        ),
        Program(
            environment(tongue, escape=hide, folders=folders),
            Source(name, tied(template.body), template.body_line),
        ),
    )


def _channel(template: Template, client: Mapping[str, Any]) -> str:
    reached = {"email": client.get("email"), "post": client.get("address")}
    possible = [channel for channel in template.channels if reached[channel]]
    preferred = client.get("preferred_channel")
    return preferred if preferred in possible else next(iter(possible), "")
