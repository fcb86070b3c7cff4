"""Why a product is the next one, in a sentence with its numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from crmbook.analyses.next_product.affinities import BOTH, BUYERS
from crmbook.analyses.next_product.clocks import LATEST_GAPS, OWN_GAPS, REPEATERS, WIDEST
from crmbook.language import _, many

Row = Mapping[Hashable, Any]


def caption(state: str) -> str:
    """How a state of a clock is called."""
    captions = {
        "overdue": _("Overdue"), "due": _("Due"), "not_yet": _("Not yet"), "stopped": _("Stopped"),
    }  # fmt: skip
    return captions[state]


def definitions() -> dict[str, str]:
    """State or word → what it means, in the spoken language."""
    gaps = many("{n} gap", "{n} gaps", OWN_GAPS)
    return {
        "due": _("Today is within the client’s usual gap for this product: its middle half, and a quarter of the gap at least to each side."),
        "overdue": _("The usual gap has passed. After three times as long the product counts as given up and is not listed."),
        "basis": _("Whose gaps: the client’s own from {gaps} on, the latest {latest} at most; else the days the product lasts by your list; else those of other clients, when {repeaters} or more, and half of its buyers, bought it again. Gaps that differ more than {widest} times within their middle half are no rhythm.").format(gaps=gaps, latest=LATEST_GAPS, repeaters=REPEATERS, widest=round(WIDEST)),
        "lift": _("How many times oftener both are bought than by chance, compared with clients who buy about as many products. Shown only from {buyers} buyers and {both} of both on, and when the lower end of its interval is above 1 for all pairs shown together, with 95 %.").format(buyers=BUYERS, both=BOTH),
    }  # fmt: skip


def clock_reason(clock: Row) -> str:
    """Of a row of clocks: Usually every 28 days (21–35; 7 gaps of their own). Last bought on …."""
    every = many("Usually every {n} day", "Usually every {n} days", round(clock["gap"]))
    spread = f"{round(clock['gap_low'])}–{round(clock['gap_high'])}"
    told = f"{every} ({spread}; {_basis(clock)})."
    told += " " + _("Last bought on {day}.").format(day=clock["last_bought"].strftime("%Y-%m-%d"))
    if clock["visits_since"] and clock["state"] == "overdue":
        told += " " + many(
            "Has bought {n} time since, without it.",
            "Has bought {n} times since, without it.",
            int(clock["visits_since"]),
        )
    return told


def _basis(clock: Row) -> str:
    if clock["basis"] == "own":
        return many("{n} gap of their own", "{n} gaps of their own", int(clock["n"]))
    if clock["basis"] == "listed":
        return _("as your list of products says")
    return many("as {n} other client", "as {n} other clients", int(clock["clients_behind"]))


def suggestion_reason(because: str, product: str, both: int, n: int) -> str:
    """12 of 15 clients who buy coffee also buy filters; this client does not."""
    text = _("{both} of {n} clients who buy {because} also buy {product}; this client does not.")
    return text.format(both=int(both), n=int(n), because=because, product=product)
