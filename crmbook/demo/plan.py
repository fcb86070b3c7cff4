"""Which invented client buys in which pattern, and on which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crmbook.demo.dice import Dice

Pattern = Literal[
    "steady", "silent", "lost", "one_time", "new", "seasonal", "growing", "fading", "irregular",
    "never",
]  # fmt: skip
Mark = Literal[
    "big", "satisfied_not_loyal", "loyal_not_satisfied", "returns", "complains", "twin", "drifts",
    "no_word", "away", "asks_less", "answers_slowly", "leaves_offers", "complains_often", "mourns", "owes",
    "wants_quiet", "reminded",
]  # fmt: skip
# What the first steady clients do besides buying, one each.
SIGNS: tuple[Mark, ...] = (
    "no_word", "asks_less", "answers_slowly", "leaves_offers", "complains_often", "mourns", "owes",
    "wants_quiet", "away",
)  # fmt: skip

# Of a hundred clients.
SHARES: dict[Pattern, int] = {
    "steady": 30, "silent": 7, "lost": 8, "one_time": 16, "new": 9, "seasonal": 7, "growing": 7,
    "fading": 7, "irregular": 6, "never": 3,
}  # fmt: skip
AGAIN = (0, 0, 1, 0, 2, 0)  # purchases of new clients after the first
SPREAD = 0.3  # of a gap: people are no clocks
RHYTHMS = (7, 14, 21, 28, 28, 35, 45, 60, 75, 90)


@dataclass(frozen=True)
class Plan:
    """What was planted.

    pattern   steady     keeps an own rhythm of 7 to 90 days until now
              silent     a big client with a clear rhythm, who stopped 2 to 3 gaps ago
              lost       stopped more than 8 gaps ago
              one_time   bought once, long ago
              new        first bought in the last 60 days
              seasonal   buys in November and December only
              growing, fading   buys ever more often and more, or ever less
              irregular  now and then, without a rhythm
              never      is in the list of clients and never bought
    gap_days  the rhythm, where there is one; at the latest day for growing and fading ones
    days      days of purchase, in order
    marks     big: buys much; returns: sent something back; complains: complained lately;
              satisfied_not_loyal, loyal_not_satisfied; twin: another client's name, spelt otherwise;
              drifts: goes on buying, but the staple not any more;
              no_word: used to call, and does not although we do; away: the same, and the owner knows
              why; asks_less, answers_slowly, leaves_offers: than the client used to;
              complains_often: three times lately; mourns, owes, wants_quiet: so says a note;
              reminded: silent since the season, called before the next, and came back
    """

    client_id: str
    pattern: Pattern
    gap_days: int | None
    days: tuple[date, ...]
    marks: frozenset[Mark]

    @property
    def last_purchase(self) -> date | None:
        return self.days[-1] if self.days else None


def plans(letter: str, as_of: date, clients: int, years: int, dice: Dice) -> dict[str, Plan]:
    began = as_of - timedelta(days=round(365.25 * years))
    found: dict[str, Plan] = {}
    seen: Counter[Pattern] = Counter()
    for number, pattern in enumerate(dice.shuffled(_patterns(clients)), start=1):
        client_id = f"{letter}-{number:04d}"
        gap, days = _days(pattern, seen[pattern], began, as_of, dice)
        signs = SIGNS[seen[pattern] :][:1] if pattern == "steady" else ()
        marks = _marks(pattern, dice) | _drifting(pattern, number, days)
        marks |= _reminded(pattern, seen[pattern])
        seen[pattern] += 1
        # what a sign is seen from is planted as a whole: other opinions would blur it
        marks = (marks - {"loyal_not_satisfied", "complains"}) | {*signs} if signs else marks
        found[client_id] = Plan(client_id, pattern, gap, days, marks)
    return _with_twins(found)


def _patterns(clients: int) -> list[Pattern]:
    """So many of each pattern as its share says; the steady ones fill up."""
    some: list[Pattern] = []
    for pattern, share in SHARES.items():
        if pattern != "steady":
            some += [pattern] * max(1, clients * share // 100)
    some = some[: max(0, clients - 1)]
    steady: list[Pattern] = ["steady"] * (clients - len(some))
    return some + steady


def _marks(pattern: Pattern, dice: Dice) -> frozenset[Mark]:
    likely: dict[Mark, float] = {
        "big": {"silent": 1.0, "steady": 0.25}.get(pattern, 0.0),
        "satisfied_not_loyal": 0.3 if pattern in {"one_time", "lost"} else 0.0,
        "loyal_not_satisfied": 0.2 if pattern == "steady" else 0.0,
        "returns": 0.15 if pattern in {"steady", "growing", "irregular"} else 0.0,
        "complains": {"fading": 0.6, "silent": 0.3, "steady": 0.08}.get(pattern, 0.0),
    }
    return frozenset(mark for mark, share in likely.items() if dice.happens(share))


def _drifting(pattern: Pattern, number: int, days: tuple[date, ...]) -> frozenset[Mark]:
    """Every third of the steady ones with a long history."""
    drifts = pattern == "steady" and number % 3 == 1 and len(days) > 12
    return frozenset({"drifts"} if drifts else ())


def _reminded(pattern: Pattern, place: int) -> frozenset[Mark]:
    return frozenset({"reminded"} if pattern == "seasonal" and place == 0 else ())


def _with_twins(found: dict[str, Plan]) -> dict[str, Plan]:
    """Every second of those who never bought is somebody else, written down twice."""
    twins = [plan for plan in found.values() if plan.pattern == "never"][::2]
    return found | {it.client_id: replace(it, marks=it.marks | {"twin"}) for it in twins}


# ── days ─────────────────────────────────────────────────────────────────────────────────────


def _days(
    pattern: Pattern, place: int, began: date, as_of: date, dice: Dice
) -> tuple[int | None, tuple[date, ...]]:
    """Rhythm and days of the client in that place among those of the pattern, from 0."""
    gap = RHYTHMS[place % len(RHYTHMS)]
    if pattern == "never":
        return None, ()
    if pattern == "one_time":
        return None, (_open(dice.day(began, as_of - timedelta(days=120))),)
    if pattern == "seasonal":
        return None, _seasons(began, as_of, dice)
    if pattern == "new":
        return None, _new(as_of, AGAIN[place % len(AGAIN)], dice)
    if pattern == "irregular":
        first = as_of - timedelta(days=dice.whole(5, 60))
        return None, _back_from(first, _since(began, as_of, dice), lambda _: dice.between(5, 130))
    return _rhythmic(pattern, gap, began, as_of, dice)


def _rhythmic(
    pattern: Pattern, gap: int, began: date, as_of: date, dice: Dice
) -> tuple[int, tuple[date, ...]]:
    since = _since(began, as_of, dice)
    if pattern == "silent":
        gap = dice.one_of((10, 14, 21, 28))
        quiet = dice.between(2.0, 3.0) * gap
    elif pattern == "lost":
        gap = dice.one_of((10, 14, 21, 28))
        quiet = dice.between(9, 14) * gap
        since = began
    else:
        quiet = dice.between(0.05, 0.85) * gap
    if pattern in {"growing", "fading"}:
        gap = dice.one_of((7, 10, 14)) if pattern == "growing" else dice.one_of((60, 75, 90))
        quiet, since = dice.between(0.1, 0.7) * gap, began
    slope = {"growing": 6.0, "fading": 0.25}.get(pattern, 1.0)
    whole = (as_of - since).days

    def next_gap(day: date) -> float:
        """Looking back: the gaps of a growing client were longer, of a fading one shorter."""
        age = (as_of - day).days / whole
        return dice.about(gap * slope**age, SPREAD)

    return gap, _back_from(as_of - timedelta(days=round(quiet)), since, next_gap)


def _since(began: date, as_of: date, dice: Dice) -> date:
    """Most clients are there from the beginning, some joined later."""
    half = began + (as_of - began) / 2
    return began if dice.happens(0.6) else dice.day(began, half)


def _back_from(last: date, since: date, gap: Callable[[date], float]) -> tuple[date, ...]:
    days = [last]
    while (day := days[-1] - timedelta(days=max(2, round(gap(days[-1]))))) >= since:
        days.append(day)
    return tuple(sorted({_open(day) for day in days}))


def _seasons(began: date, as_of: date, dice: Dice) -> tuple[date, ...]:
    days: list[date] = []
    for year in range(began.year, as_of.year + 1):
        first, last = date(year, 11, 10), date(year, 12, 20)
        days += [dice.day(first, last) for _ in range(dice.whole(3, 5))]
    return tuple(sorted({_open(day) for day in days if began <= day <= as_of}))


def _new(as_of: date, times: int, dice: Dice) -> tuple[date, ...]:
    first = as_of - timedelta(days=dice.whole(5, 58))
    again = [dice.day(first, as_of) for _ in range(times)]
    return tuple(sorted({_open(day) for day in (first, *again)}))


def _open(day: date) -> date:
    """The firm is closed on Sundays."""
    return day - timedelta(days=1) if day.isoweekday() == 7 else day
