"""Where reading, computing and writing meet: plan the whole result, look at it, carry it out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Each name is imported when it is first used: a refresh waits for nothing that letters or set-up need.
_HOMES = {
    "Adoption": "adopting",
    "Bought": "buying",
    "Calls": "calling",
    "Carded": "pointing",
    "Checkup": "asking",
    "Diagnosis": "doctor",
    "Equipped": "equipping",
    "Found": "asking",
    "Gallery": "letter_pages",
    "Made": "starting",
    "MonthPlan": "monthly",
    "Monthly": "monthly",
    "Plan": "refreshing",
    "Sent": "sending",
    "Setup": "installing",
    "Spot": "pointing",
    "Summary": "refreshing",
    "Who": "letters",
    "adopt": "adopting",
    "analyse": "reading",
    "asked_for": "buying",
    "bought": "buying",
    "card_at": "pointing",
    "carry_out": "refreshing",
    "carry_out_adoption": "adopting",
    "carry_out_month": "monthly",
    "check": "asking",
    "client": "asking",
    "demo": "starting",
    "equip": "equipping",
    "examine": "doctor",
    "gallery": "letter_pages",
    "label_letters": "letter_pages",
    "letters_sent": "sending",
    "lint_letters": "letter_pages",
    "make_letters": "letters",
    "month": "monthly",
    "new": "starting",
    "plan_adoption": "adopting",
    "plan_calls": "calling",
    "plan_letters": "letters",
    "plan_month": "monthly",
    "plan_refresh": "refreshing",
    "read": "reading",
    "refresh": "refreshing",
    "send_letters": "sending",
    "server_of": "sending",
    "set_up": "installing",
    "take_back": "installing",
}

if TYPE_CHECKING:
    from crmbook.workflow.adopting import Adoption, adopt, carry_out_adoption, plan_adoption
    from crmbook.workflow.asking import Checkup, Found, check, client
    from crmbook.workflow.buying import Bought, asked_for, bought
    from crmbook.workflow.calling import Calls, plan_calls
    from crmbook.workflow.doctor import Diagnosis, examine
    from crmbook.workflow.equipping import Equipped, equip
    from crmbook.workflow.installing import Setup, set_up, take_back
    from crmbook.workflow.letter_pages import Gallery, gallery, label_letters, lint_letters
    from crmbook.workflow.letters import Who, make_letters, plan_letters
    from crmbook.workflow.monthly import Monthly, MonthPlan, carry_out_month, month, plan_month
    from crmbook.workflow.pointing import Carded, Spot, card_at
    from crmbook.workflow.reading import analyse, read
    from crmbook.workflow.refreshing import Plan, Summary, carry_out, plan_refresh, refresh
    from crmbook.workflow.sending import Sent, letters_sent, send_letters, server_of
    from crmbook.workflow.starting import Made, demo, new

__all__ = [
    "Adoption",
    "Bought",
    "Calls",
    "Carded",
    "Checkup",
    "Diagnosis",
    "Equipped",
    "Found",
    "Gallery",
    "Made",
    "MonthPlan",
    "Monthly",
    "Plan",
    "Sent",
    "Setup",
    "Spot",
    "Summary",
    "Who",
    "adopt",
    "analyse",
    "asked_for",
    "bought",
    "card_at",
    "carry_out",
    "carry_out_adoption",
    "carry_out_month",
    "check",
    "client",
    "demo",
    "equip",
    "examine",
    "gallery",
    "label_letters",
    "letters_sent",
    "lint_letters",
    "make_letters",
    "month",
    "new",
    "plan_adoption",
    "plan_calls",
    "plan_letters",
    "plan_month",
    "plan_refresh",
    "read",
    "refresh",
    "send_letters",
    "server_of",
    "set_up",
    "take_back",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'crmbook.workflow' has no attribute {name!r}")
    found = getattr(import_module(f"crmbook.workflow.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
