"""A letter to one client: the template with the client's words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crmbook.language import Language

if TYPE_CHECKING:
    from crmbook.letters.blocks import Block
    from crmbook.letters.template import Template


@dataclass(frozen=True)
class Letter:
    """What goes to one client, not yet in any format.

    channel  "email" or "post": the first of the template's that reaches the client; "" when none does
    to       postal lines; email is "" when there is none
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

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body as blocks; none for a Word template."""
        raise NotImplementedError


def compose(template: Template, context: Mapping[str, Any]) -> Letter:
    """The letter of one client. Raises TemplateError for a field without a value."""
    raise NotImplementedError
