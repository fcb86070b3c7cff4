"""Who gets a letter: an expression over clients and results, an event's guests, or a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crmbook.findings import Findings


def chosen(findings: Findings, expression: str) -> list[str]:
    """The clients for whom an expression is true, in the order of findings.clients.

    ``status == "silent" and abc == "A"``; raises UsageError for what it does not understand.
    """
    raise NotImplementedError


def listed(findings: Findings, client_ids: Sequence[str]) -> list[str]:
    """Those clients, each once; UsageError for one who does not exist."""
    raise NotImplementedError


def invited(findings: Findings, event_id: str) -> list[str]:
    """The clients on an event's invitation list; UsageError when there is no such event."""
    raise NotImplementedError
