"""What a letter may say of a client: plain dicts, one a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.letters.template import Template

Context = dict[str, Any]


class Field(NamedTuple):
    """A field's kind and meaning, in the spoken language."""

    kind: str
    meaning: str


FIELDS: dict[str, str] = {}  # dotted name → kind: text, date, money, number, yes_no, list …


def contexts(
    findings: Findings,
    client_ids: Sequence[str],
    template: Template,
    *,
    given: Mapping[str, object],
    event: str | None = None,
    campaign: str = "",
) -> list[Context]:
    """One dict a client, in the order of client_ids; what is not known is None.

    given     what the clerk gave for template.asks
    event     an event_id
    campaign  the template's name when ""
    """
    raise NotImplementedError
