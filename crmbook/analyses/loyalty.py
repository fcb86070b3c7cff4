"""Named segments from recency, frequency and value, and who is loyal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from crmbook.figures import number
from crmbook.language import _, many

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

# In the order of the sheet; the rules that tell them apart are in _rules.
SEGMENTS = (
    "champions",  # loyal, on time, and among those who buy most
    "loyal",  # bought often enough, on time
    "promising",  # bought a few times, on time
    "new",  # the first purchase was not long ago
    "needs_attention",  # a little late
    "at_risk",  # used to be loyal, very late
    "bought_once",  # once, long ago
    "hibernating",  # bought a few times, very late
    "lost",  # so late that they are hardly coming back
    "never",  # no purchase
)

# A client with one gap of 3 days is not late on day 8 of a firm whose clients return after 60:
# the firm's usual gap counts as so many gaps of the client's own.
POOLED_GAPS = 2
# Who comes daily is not late after a weekend.
SHORTEST_GAP = 7.0
# Until somebody has bought twice, a season is our guess.
GUESSED_GAP = 90.0
TOP_SHARE = 0.2


class Definition(NamedTuple):
    """What a segment is called, who belongs to it, and what to do."""

    caption: str
    definition: str
    advice: str


@dataclass(frozen=True)
class Thresholds:
    """The limits that part the segments, from the settings and from the firm's own data.

    usual_gap   days between purchases in the firm: median over clients with two purchase days
                or more of their mean gap; GUESSED_GAP when there is no such client
    recent_days  as the owner set it, None when judged by the client's own usual gap
    on_time, late, gone  multiples of the client's usual gap: up to on_time a purchase is recent,
                up to late the client needs attention, beyond gone the client is lost
    loyal_purchases     purchases that make a client loyal; a client sent counts as one
    frequent_purchases  purchases of 12 months that make a champion, None when they do not matter
    large_spent         amount of 12 months that makes a champion, None when no amounts are kept
    """

    usual_gap: float
    recent_days: float | None
    on_time: float
    late: float
    gone: float
    loyal_purchases: int
    frequent_purchases: int | None
    large_spent: float | None

    @property
    def new_days(self) -> float:
        """A first purchase is recent for so many days."""
        return self.recent_days or self.on_time * self.usual_gap


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:
    """One row a client, index client_id; every client has exactly one segment.

    purchases      documents with a positive net amount, up to as_of
    purchases_12m  of those in (as_of − 12 months, as_of]; spent_12m likewise, returns netted,
                   missing when the firm keeps no amounts
    days_since     whole days from the last purchase to as_of; missing for who never bought
    usual_gap      days between the client's purchase days: mean of the own gaps, with the firm's
                   usual gap counted as two more; at least 7
    lateness       days_since in usual gaps (or in recent_days / on_time, when the owner set it)
    recency, frequency, monetary  1–5: the fifth of the firm's buyers in which the client stands by
                   days_since, purchases_12m and spent_12m; 5 is best; who stands equal gets the
                   same; missing for who never bought, monetary also without amounts
    referrals      clients whose "referred by" names this client
    segment        a key of SEGMENTS
    loyal          has bought twice or more, purchases + referrals ≥ loyal_purchases, not new, and
                   is not later than "late_gaps": a bond is returning and recommending
    """
    limits = thresholds(summaries, settings)
    clients = _measured(summaries, limits)
    rules = _rules(clients, limits)
    segment = np.select(list(rules.values()), list(rules), default="lost")
    loyal = rules["loyal"] | rules["champions"] | (rules["needs_attention"] & clients["frequent"])
    shown = clients.assign(segment=pd.Series(segment, clients.index, dtype="str"), loyal=loyal)
    return shown[
        [
            "purchases", "purchases_12m", "days_since", "spent_12m", "usual_gap", "lateness",
            "recency", "frequency", "monetary", "referrals", "segment", "loyal",
        ]
    ]  # fmt: skip


def thresholds(summaries: Summaries, settings: Settings) -> Thresholds:
    """The limits in force: the owner's, and where there is none, from the firm's own data."""
    clients = summaries.clients
    bought = clients[clients["purchases_12m"] > 0]
    spent = bought["spent_12m"].dropna()
    frequent = int(settings.number("frequent_purchases")) or None
    if spent.empty and frequent is None:
        frequent = _count_of_the_top(bought["purchases_12m"])
    return Thresholds(
        usual_gap=_firm_gap(clients),
        recent_days=settings.number("recent_days") or None,
        on_time=settings.number("on_time_gaps"),
        late=settings.number("late_gaps"),
        gone=settings.number("gone_gaps"),
        loyal_purchases=max(2, int(settings.number("loyal_purchases"))),
        frequent_purchases=frequent,
        large_spent=_amount_of_the_top(spent),
    )


def definitions(summaries: Summaries, settings: Settings) -> dict[str, Definition]:
    """Segment → caption, definition with the limits filled in, advice; in the spoken language."""
    limits = thresholds(summaries, settings)
    words = _limits_in_words(limits, settings.text("currency"))
    told, advice = _definitions(limits), _advice()
    return {
        key: Definition(caption(key), told[key].format(**words), advice[key]) for key in SEGMENTS
    }


def caption(segment: str) -> str:
    """What a segment is called, in the spoken language."""
    return {
        "champions": _("Champions"),
        "loyal": _("Loyal"),
        "promising": _("Promising"),
        "new": _("New"),
        "needs_attention": _("Need attention"),
        "at_risk": _("At risk"),
        "bought_once": _("Bought once"),
        "hibernating": _("Hibernating"),
        "lost": _("Lost"),
        "never": _("Never bought"),
    }[segment]


def loyalty_in_words(summaries: Summaries, settings: Settings) -> str:
    """The formula of loyalty, in the spoken language."""
    limits = thresholds(summaries, settings)
    words = _limits_in_words(limits, settings.text("currency"))
    return _(
        "Loyal: {loyal} or more, where a client sent to you counts as a purchase; at least two of them"
        " the client's own, the first over {new_days} ago, the last at most {late} ago."
        " Satisfaction plays no part in it."
    ).format(**words)


def usual_gap_in_words(summaries: Summaries, settings: Settings) -> str:
    """What the usual gap is, in the spoken language."""
    words = _limits_in_words(thresholds(summaries, settings), settings.text("currency"))
    return _(
        "Usual gap: the client's mean time between purchases, with the firm's usual one"
        " ({usual_gap}) counted as two gaps more, so that a single gap decides little."
    ).format(**words)


# ── measures ─────────────────────────────────────────────────────────────────────────────────


def _measured(summaries: Summaries, limits: Thresholds) -> pd.DataFrame:
    clients = summaries.clients
    bought = clients["purchases"] > 0
    gap = _usual_gaps(clients, limits)
    referrals = _referrals(summaries)
    return clients.assign(
        usual_gap=gap,
        lateness=clients["days_since"] / _yardstick(gap, limits),
        recency=fifths(-clients["days_since"].where(bought)),
        frequency=fifths(clients["purchases_12m"].where(bought)),
        monetary=fifths(clients["spent_12m"].where(bought)),
        referrals=referrals,
        frequent=clients["purchases"] + referrals >= limits.loyal_purchases,
    )


def fifths(values: pd.Series) -> pd.Series:
    """1–5 by the fifth in which a value stands among all; 5 holds the largest, equal values stand equal.

    By the middle of the rank, so that one client alone, or all alike, get 3; missing stays missing.
    """
    n = values.notna().sum()
    # Rounded, since a share of ranks times 5 may miss a whole number by a hair.
    standing = ((values.rank(method="average") - 0.5) / max(n, 1) * 5).round(9)
    return pd.Series(np.floor(standing) + 1, values.index)


def _usual_gaps(clients: pd.DataFrame, limits: Thresholds) -> pd.Series:
    """The client's mean gap, pooled towards the firm's; missing for who never bought."""
    gaps = (clients["purchase_days"] - 1).clip(lower=0)
    own = clients["mean_gap"].fillna(0.0) * gaps
    pooled = (own + POOLED_GAPS * limits.usual_gap) / (gaps + POOLED_GAPS)
    return pooled.clip(lower=SHORTEST_GAP).where(clients["purchases"] > 0)


def _yardstick(gap: pd.Series, limits: Thresholds) -> pd.Series:
    """Days that make one unit of lateness: the owner's limit, when set, is the end of "on time"."""
    if limits.recent_days is None:
        return gap
    return gap.where(gap.isna(), limits.recent_days / limits.on_time)


def _firm_gap(clients: pd.DataFrame) -> float:
    gaps = clients["mean_gap"].dropna()
    return max(SHORTEST_GAP, float(gaps.median())) if len(gaps) else GUESSED_GAP


def _referrals(summaries: Summaries) -> pd.Series:
    """How many other clients name this one as the one who sent them, by id, else by name."""
    listed = summaries.table("clients")
    everyone = summaries.clients.index
    if "referred_by" not in listed:
        return pd.Series(0, index=everyone, dtype="int64")
    sender = listed["referred_by"].where(
        listed["referred_by"].isin(everyone), listed["referred_by"].map(_ids_by_name(listed))
    )
    sent = sender[sender != listed["client_id"]].value_counts()
    return sent.reindex(everyone, fill_value=0).astype("int64")


def _ids_by_name(listed: pd.DataFrame) -> pd.Series:
    """Name → client_id, of the names that only one client has."""
    if "name" not in listed:
        return pd.Series(dtype="str")
    named = listed.dropna(subset=["name"]).drop_duplicates("name", keep=False)
    return named.set_index("name")["client_id"]


def _amount_of_the_top(spent: pd.Series) -> float | None:
    """What the top fifth of the year's buyers spent at least; infinite when nobody stands out."""
    if spent.empty:
        return None
    limit = float(spent.quantile(1 - TOP_SHARE))
    return limit if limit > spent.median() else float("inf")


def _count_of_the_top(purchases: pd.Series) -> int | None:
    if purchases.empty:
        return None
    limit = float(purchases.quantile(1 - TOP_SHARE))
    # Nobody reaches one more than the most when all are alike.
    return int(np.ceil(limit)) if limit > purchases.median() else int(purchases.max()) + 1


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def _rules(clients: pd.DataFrame, limits: Thresholds) -> Mapping[str, pd.Series]:
    """Segment → who fits; the first that fits holds, and "lost" takes the rest."""
    n, late = clients["purchases"], clients["lateness"]
    new = (n > 0) & (clients["tenure_days"] <= limits.new_days)
    often, on_time = clients["frequent"], late <= limits.on_time
    repeating = (n >= 2) & ~new
    return {
        "never": n == 0,
        "new": new,
        "bought_once": (n == 1) & ~new,
        "champions": repeating & on_time & often & _buys_most(clients, limits),
        "loyal": repeating & on_time & often & ~_buys_most(clients, limits),
        "promising": repeating & on_time & ~often,
        "needs_attention": repeating & ~on_time & (late <= limits.late),
        "at_risk": repeating & (late > limits.late) & (late <= limits.gone) & often,
        "hibernating": repeating & (late > limits.late) & (late <= limits.gone) & ~often,
    }


def _buys_most(clients: pd.DataFrame, limits: Thresholds) -> pd.Series:
    enough = pd.Series(data=True, index=clients.index)
    if limits.large_spent is not None:
        enough &= clients["spent_12m"] >= limits.large_spent
    if limits.frequent_purchases is not None:
        enough &= clients["purchases_12m"] >= limits.frequent_purchases
    return enough


# ── words ────────────────────────────────────────────────────────────────────────────────────


def _definitions(limits: Thresholds) -> dict[str, str]:
    told = _usual_definitions(limits)
    if limits.loyal_purchases > 2:
        return told
    nobody = _("Nobody, since 2 purchases already make a client loyal.")
    return {**told, "promising": nobody, "hibernating": nobody}


def _usual_definitions(limits: Thresholds) -> dict[str, str]:
    return {
        "champions": _champions(limits),
        "loyal": _(
            "{loyal} or more (a client sent to you counts as one), the last one at most {on_time} ago."
        ),
        "promising": _("{few}, the last one at most {on_time} ago."),
        "new": _("The first purchase was at most {new_days} ago."),
        "needs_attention": _("{two} or more, the last one over {on_time} and at most {late} ago."),
        "at_risk": _("{loyal} or more, the last one over {late} and at most {gone} ago."),
        "bought_once": _("One purchase, over {new_days} ago."),
        "hibernating": _("{few}, the last one over {late} and at most {gone} ago."),
        "lost": _("{two} or more, the last one over {gone} ago."),
        "never": _("No purchase so far."),
    }


def _champions(limits: Thresholds) -> str:
    if limits.large_spent == float("inf"):
        return _("Loyal, and among those who spend most; now nobody stands out.")
    if limits.large_spent is None and limits.frequent_purchases is None:
        return _("Loyal, and bought in the last 12 months.")
    if limits.frequent_purchases is None:
        return _("Loyal, and spent {large_spent} or more in the last 12 months.")
    if limits.large_spent is None:
        return _("Loyal, with {frequent} or more in the last 12 months.")
    return _("Loyal, with {frequent} or more, worth {large_spent} or more, in the last 12 months.")


def _advice() -> dict[str, str]:
    return {
        "champions": _("Thank them in person, ask what they need next, ask them to recommend you."),
        "loyal": _("Keep the rhythm and the quality; show them what else you have."),
        "promising": _("Give them a reason for the next purchase; learn their needs."),
        "new": _("Welcome them, and see to it that the second purchase follows."),
        "needs_attention": _("Get in touch before they drift away: ask how they are served."),
        "at_risk": _("Call them now: find out what changed and what would bring them back."),
        "bought_once": _("Remind them of yourself once, with what went with their purchase."),
        "hibernating": _("Write now and then; do not spend much time."),
        "lost": _("Ask once why they left; learn from it, then let them be."),
        "never": _("Find out whether they are still interested, or take them off the list."),
    }


def _limits_in_words(limits: Thresholds, currency: str) -> dict[str, str]:
    spent = limits.large_spent if limits.large_spent is not None else float("nan")
    return {
        "loyal": many("{n} purchase", "{n} purchases", limits.loyal_purchases),
        "two": many("{n} purchase", "{n} purchases", 2),
        "few": _few(limits.loyal_purchases - 1),
        "frequent": many("{n} purchase", "{n} purchases", limits.frequent_purchases or 0),
        "large_spent": f"{number(spent, 2)} {currency}" if np.isfinite(spent) else "",
        "new_days": _days(limits.new_days),
        "usual_gap": _days(limits.usual_gap),
        "on_time": _lateness(limits, limits.on_time),
        "late": _lateness(limits, limits.late),
        "gone": _lateness(limits, limits.gone),
    }


def _few(most: int) -> str:
    if most <= 2:
        return many("{n} purchase", "{n} purchases", most)
    return _("From 2 to {most} purchases").format(most=most)


def _lateness(limits: Thresholds, ratio: float) -> str:
    """A limit of lateness: in days when the owner set them, else in the client's usual gaps."""
    if limits.recent_days is not None:
        return _days(limits.recent_days * ratio / limits.on_time)
    return _("{number} usual gaps").format(number=number(ratio, 2))


def _days(days: float) -> str:
    return many("{n} day", "{n} days", int(days))
