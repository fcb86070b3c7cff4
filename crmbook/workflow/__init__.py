"""Where reading, computing and writing meet: plan the whole result, look at it, carry it out."""

from __future__ import annotations

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
