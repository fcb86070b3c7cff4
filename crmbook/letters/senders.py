"""Who signs a letter: the employee responsible for the client, else whom the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmbook.folding import fold
from crmbook.letters.columns import plain, records

if TYPE_CHECKING:
    from crmbook.findings import Findings

Sender = dict[str, str | None]


def senders(findings: Findings, client_ids: Sequence[str]) -> list[Sender]:
    """name, role, email, phone, one a client; an employee without e-mail or phone has the firm's."""
    team = _team(findings)
    owners = findings.clients["owner"].loc[list(client_ids)]
    known = {
        owner: team.get(fold(owner)) or _in_general(findings, owner) for owner in owners.unique()
    }
    return [known[owner] for owner in owners]


def _team(findings: Findings) -> dict[str, Sender]:
    """Folded name → who still works for the firm."""
    people = findings.tables.get("team")
    if people is None:
        return {}
    wanted = people.reindex(columns=["employee", "role", "email", "phone", "active"])
    columns = {str(name): plain(wanted[name]) for name in wanted}
    office = _office(findings)
    return {
        fold(one["employee"]): {
            "name": one["employee"], "role": one["role"],
            "email": one["email"] or office["email"], "phone": one["phone"] or office["phone"],
        }
        for one in records(columns)
        if one["active"] is not False
    }  # fmt: skip


def _in_general(findings: Findings, owner: str) -> Sender:
    """Who signs for the firm; without one, whoever is responsible, though nothing else is known."""
    settings = findings.settings
    name = settings.text("sender_name")
    role = settings.text("sender_role") if name else ""
    return {"name": name or owner or None, "role": role or None, **_office(findings)}


def _office(findings: Findings) -> dict[str, str | None]:
    settings = findings.settings
    return {name: settings.text(f"company_{name}") or None for name in ("email", "phone")}
