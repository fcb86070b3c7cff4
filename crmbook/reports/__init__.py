"""What the owner reads: one file a sheet, each a title and a sheet built from the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from crmbook.registry import OPTIONAL_REPORTS, REPORTS

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.settings import Settings
    from crmbook.sheet import Sheet


def titles() -> Mapping[str, str]:
    """Report → the title its sheet would like, in the language spoken."""
    return {name: import_module(f"{__name__}.{name}").title() for name in REPORTS}


def is_off(settings: Settings, report: str) -> bool:
    """The owner's settings leave this sheet out."""
    return report in OPTIONAL_REPORTS and not settings.yes(f"report_{report}")


def build(findings: Findings, step: Callable[[str], None] | None = None) -> list[Sheet]:
    """Every sheet that has something to show, in the registry's order; step hears each title."""
    made = []
    for name in REPORTS:
        if is_off(findings.settings, name):
            continue
        if step is not None:
            step(findings.titles[name])
        made.append(import_module(f"{__name__}.{name}").build(findings))
    return [sheet for sheet in made if sheet is not None]
