"""A signal in a sentence: what is seen, what would be usual, of how many; and what it does not mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from crmbook.figures import number
from crmbook.language import _, many
from crmbook.schema.signs import SIGNAL_OPTIONS
from crmbook.signals import answers, habits, unanswered


class _Seen(NamedTuple):
    """What a sentence is made of; numbers that are missing are 0."""

    signal: str
    grade: str
    now: float
    usual: float
    n: int
    words: str


def sentences(evidence: pd.DataFrame) -> pd.Series:
    """What each signal says, in the language spoken; the index of evidence kept."""
    known = evidence[list(_Seen._fields)].fillna({"now": 0.0, "usual": 0.0, "n": 0})
    told = [_TOLD[row.grade](row) for row in map(_Seen._make, known.itertuples(index=False))]
    return pd.Series(told, evidence.index, dtype="str")


def caption(signal: str) -> str:
    """How a signal is called; KeyError when there is none of that key."""
    return str(_names()[signal])


def _names() -> Mapping[str, object]:
    return {option.key: option.names for option in SIGNAL_OPTIONS}


def grades() -> Mapping[str, str]:
    """Grade → how it is called, the strongest first."""
    return {
        "absent": _("Absent"),
        "more": _("More than usual"),
        "unanswered": _("Unanswered"),
        "slower": _("Slower"),
        "reduced": _("Reduced"),
        "noted": _("Noted"),
    }


def _of(seen: _Seen) -> str:
    """Of how many it is told, kept on one line."""
    return f"(n\u00a0=\u00a0{number(seen.n)})"


def _absent(seen: _Seen) -> str:
    ago = many("the last {n} day ago", "the last {n} days ago", round(seen.now))
    every = many("usually every {n} day", "usually every {n} days", max(1, round(seen.usual)))
    return f"{caption(seen.signal)}: {ago}, {every} {_of(seen)}."


def _counted(seen: _Seen) -> str:
    text = _("{what}: {now} in the last {days} days, usual would be {usual} {n}.")
    return text.format(
        what=caption(seen.signal), now=number(seen.now), days=habits.WINDOW,
        usual=number(seen.usual, 1 if seen.usual < 10 else 0), n=_of(seen),
    )  # fmt: skip


def _slower(seen: _Seen) -> str:
    now = many("lately {n} day", "lately {n} days", round(seen.now))
    usual = many("usually {n} day", "usually {n} days", round(seen.usual))
    return f"{caption(seen.signal)}: {now}, {usual} {_of(seen)}."


def _unanswered(seen: _Seen) -> str:
    text = _("{what}: {now} in a row; before them {answered} of {n} were answered.")
    return text.format(
        what=caption(seen.signal), now=number(seen.now), answered=number(seen.usual * seen.n),
        n=number(seen.n),
    )  # fmt: skip


def _noted(seen: _Seen) -> str:
    return _("{what}: “{words}”.").format(what=caption(seen.signal), words=seen.words)


_TOLD: Mapping[str, Callable[[_Seen], str]] = {
    "absent": _absent, "more": _counted, "unanswered": _unanswered, "slower": _slower,
    "reduced": _counted, "noted": _noted,
}  # fmt: skip


def definitions() -> Mapping[str, str]:
    """Grade → what it means, with the numbers it is judged by, in the language spoken."""
    chance = number(1 / habits.UNLIKELY)
    told = {
        "absent": _(
            "Nothing for so long that among {chance} clients who have not changed about one looks like this."
        ),
        "reduced": _(
            "At most half of the usual in the last {days} days, and as unlikely by chance as that."
        ),
        "more": _("{least} or more in the last {days} days, and as unlikely by chance as that."),
        "slower": _(
            "The last {last} answers to what you wrote all took longer than usual, half of them twice as long."
        ),
        "unanswered": _(
            "{least_offers} or more offers in a row expired without a yes or a no, and as unlikely by chance as that."
        ),
        "noted": _(
            "Words of the list of warning words stand in a text. Nobody has understood the text: read it."
        ),
    }
    words = {
        "chance": chance, "days": habits.WINDOW, "least": habits.FEWEST_COMPLAINTS,
        "last": answers.LAST, "least_offers": unanswered.FEWEST,
    }  # fmt: skip
    return {grade: text.format(**words) for grade, text in told.items()}


def usual() -> str:
    """Where the usual comes from, and from how many it is told."""
    return _(
        "The usual is the client’s own: the days on which they got in touch of themselves, by whatever channel, up to now, and one more at the pace of the firm’s other clients. Nothing is said of fewer than {n} earlier days or answers, or {offers} earlier offers. When all clients together are heard of less, because you were closed or noted less, less is expected of each."
    ).format(n=habits.FEWEST, offers=unanswered.FEWEST_EARLIER)


def caution() -> str:
    """What a signal does not mean."""
    return _(
        "A signal is no feeling and no verdict: people go on holiday, change jobs and telephones, or simply need nothing. Ask before you act; nothing is sent, closed or deleted because of a signal. What we do ourselves, a call or a letter of ours, never ends a client’s silence."
    )
