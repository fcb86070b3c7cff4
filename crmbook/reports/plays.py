"""What to do about a client who is late, by which channel and letter, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _
from crmbook.schema.plays import ANY
from crmbook.sheet import Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

LATE = ("silent", "quiet", "lost")  # statuses that ask for something to be done
DAYS_FOR_A = 2  # the few who bring most do not wait
USUAL_DAYS = 10
MOST_DAYS = 365


@dataclass(frozen=True)
class Play:
    """What to do about the clients of a segment and status; "any" stands for all of them.

    wait_days  working days in which it should be done; None leaves it to the built-in play
    channel, template, owner  "" leaves the choice to the client's own channel, no letter, their owner
    """

    segment: str
    status: str
    action: str = ""
    wait_days: int | None = None
    channel: str = ""
    template: str = ""
    owner: str = ""


def built_in() -> list[Play]:
    """Asking first, then an invitation; an offer is for the owner to choose, never the first thing."""
    call, once = plays(), _("Ask how the first purchase has served them; no selling.")
    leader = _("The leader calls in person: ask how things are and what is needed. No offer yet.")
    before = _("Get in touch before they fall silent: ask when they plan to order next.")
    return [
        Play("champions", "silent", leader, 2, "phone", "win-back"),
        Play("bought_once", "silent", once, 10, "", "feedback-request"),
        Play(ANY, "silent", call["silent"], 5, "", "win-back"),
        Play(ANY, "quiet", call["quiet"], 10, "", "feedback-request"),
        Play(ANY, "lost", call["lost"], 20, "", "win-back-invitation"),
        Play(ANY, "active", before, 7),
        Play(ANY, "returned", before, 7),
    ]


def rows() -> list[dict[str, Value]]:
    """The same for the sheet of a new workbook."""
    return [{key: value or None for key, value in asdict(play).items()} for play in built_in()]


def plays() -> Mapping[str, str]:
    """Status → what to do. Never a discount first: asking costs nothing and tells more."""
    return {
        "silent": _(
            "Call in person: ask how things are and what is needed. An offer comes after that."
        ),
        "quiet": _("Get in touch with something useful for them; ask when they plan to order."),
        "lost": _("One personal call or letter to win back; then note the reason and let go."),
    }


def short() -> Mapping[str, str]:
    """The same in two or three words, for a list."""
    return {
        "silent": _("Call in person"),
        "quiet": _("Get in touch"),
        "lost": _("Win back or let go"),
    }


# ── whose play is which ──────────────────────────────────────────────────────────────────────


def chosen(findings: Findings, ids: pd.Index) -> pd.DataFrame:
    """The play of each client, index client_id: action, wait_days, channel, template, owner.

    The owner's row that fits best: segment and status, status, segment, anybody. Clients whom no row fits,
    and days that a row leaves empty, are as in the built-in plays.
    """
    import pandas as pd

    status = findings["silence"]["status"].reindex(ids)
    segment = findings["loyalty"]["segment"].reindex(ids)
    own, usual = _by_place(_of_the_owner(findings)), _by_place(built_in())
    places = list(zip(segment, status, strict=True))
    # few pairs of segment and status stand for all clients
    found = {
        place: asdict(_filled(_best(own, *place), _best(usual, *place)))
        for place in dict.fromkeys(places)
    }
    columns = [key for key in Play.__dataclass_fields__ if key not in {"segment", "status"}]
    return pd.DataFrame([found[place] for place in places], index=ids, columns=columns)


@lru_cache(maxsize=1)  # the same for every sheet of a run
def _of_the_owner(findings: Findings) -> Sequence[Play]:
    """The rows of the owner's sheet; none where there is no such sheet."""
    table = findings.tables.get("plays")
    if table is None:
        return []
    rows = table.reindex(columns=list(Play.__dataclass_fields__)).astype(object)
    whole = rows.where(rows.notna(), "").to_dict("records")
    return [
        Play(**{str(k): v for k, v in row.items()} | {"wait_days": _whole(row["wait_days"])})
        for row in whole
    ]


def _whole(days: object) -> int | None:
    """Whole days from nought to a year: nobody plans further, and a day before today is no day to act."""
    return min(max(round(days), 0), MOST_DAYS) if isinstance(days, (int, float)) else None


def _by_place(known: Iterable[Play]) -> dict[tuple[str, str], Play]:
    """Of two rows for the same clients the upper one counts."""
    found: dict[tuple[str, str], Play] = {}
    for play in known:
        found.setdefault((play.segment, play.status), play)
    return found


def _best(known: Mapping[tuple[str, str], Play], segment: str, status: str) -> Play | None:
    places = ((segment, status), (ANY, status), (segment, ANY), (ANY, ANY))
    return next((known[place] for place in places if place in known), None)


def _filled(own: Play | None, usual: Play | None) -> Play:
    """The owner's row; the days of the built-in one where it names none."""
    usual = usual or Play(ANY, ANY, wait_days=USUAL_DAYS)
    if own is None:
        return usual
    days = usual.wait_days if own.wait_days is None else own.wait_days
    return replace(own, wait_days=days)


def by_status(findings: Findings) -> Mapping[str, str]:
    """Status → what to do about clients of no special segment, for those who are late."""
    own, usual = _by_place(_of_the_owner(findings)), _by_place(built_in())
    return {
        status: _filled(_best(own, ANY, status), _best(usual, ANY, status)).action
        for status in LATE
    }


# ── by when ──────────────────────────────────────────────────────────────────────────────────


def due_days(findings: Findings, ids: pd.Index) -> list[date]:
    """The day each play is due: of class A soon, and before the client counts as silent."""
    abc = findings["abc"]["abc"].reindex(ids).fillna("")
    turns = findings["silence"]["silent_from"].reindex(ids)
    waits = chosen(findings, ids)["wait_days"]
    days = [
        working_days_after(findings.as_of, min(wait, DAYS_FOR_A) if each == "A" else wait)
        for wait, each in zip(waits, abc, strict=True)
    ]
    return [
        _before(turn.date(), day, findings.as_of) if each == "A" and turn == turn else day  # noqa: PLR0124  # NaT differs from itself
        for day, each, turn in zip(days, abc, turns, strict=True)
    ]


def _before(turn: date, day: date, today: date) -> date:
    """Not later than the working day before the turn, where that is still to come."""
    last = turn - timedelta(days=1)
    while last.weekday() >= 5:
        last -= timedelta(days=1)
    return min(day, max(last, today)) if turn > today else day


def working_days_after(day: date, count: int) -> date:
    """Monday to Friday; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def at_stake(findings: Findings) -> pd.Series:
    """What is the more pressing the larger it is: money at risk, or purchases in a firm without amounts."""
    found = findings["silence"]
    return found["value_at_risk"].fillna(found["p_silent"] * found["expected_12m"])


# ── by which way ─────────────────────────────────────────────────────────────────────────────


def channels(
    findings: Findings, ids: pd.Series | pd.Index, wanted: Sequence[object] = ()
) -> list[str | None]:
    """How to reach each client: as wanted where they can be reached so, else as they prefer.

    wanted  keys of channels, one a client; what is no text leaves it to the client
    """
    clients, names = findings.clients.reindex(ids), _names()
    usual = _preferred(clients, names)
    if not len(wanted):
        return usual
    return [
        names[key] if isinstance(key, str) and key in names and reachable else other
        for key, reachable, other in zip(wanted, _reachable(clients, wanted), usual, strict=True)
    ]


def _reachable(clients: pd.DataFrame, wanted: Sequence[object]) -> list[bool]:
    """Without a number nobody is called, without an address nobody is written to."""
    known = {key: clients[key].notna().tolist() for key in ("phone", "email") if key in clients}
    nobody = [False] * len(clients)
    return [
        known.get(str(key), nobody)[n] if key in {"phone", "email"} else True
        for n, key in enumerate(wanted)
    ]


def _preferred(clients: pd.DataFrame, names: Mapping[str, str]) -> list[str | None]:
    made: list[str | None] = [None] * len(clients)
    for column, channel in (("preferred_channel", ""), ("phone", "phone"), ("email", "email")):
        if column in clients:
            known = zip(clients[column].notna(), clients[column], strict=True)
            found = [names.get(channel or str(value)) if there else None for there, value in known]
            made = [one or other for one, other in zip(made, found, strict=True)]
    return made


def _names() -> Mapping[str, str]:
    """Channel key → its name in the language spoken."""
    options = schema.table("clients").column("preferred_channel").choices
    return {option.key: str(option.names) for option in options}


def letters() -> Mapping[str, str]:
    """Template key → its name in the language spoken."""
    options = schema.table("plays").column("template").choices
    return {option.key: str(option.names) for option in options}
