"""What is due: promises, complaints, silent clients, offers, occasions; who does it, in what order."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from crmbook.language import Language, spoken
from crmbook.reports import clients, other_signals, plays, signs

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

# Order of importance; a smaller rank is done first.
RANKS = {
    "promise": 1, "complaint": 2, "opinion": 3, "silent_a": 4, "soon_a": 4, "offer": 5, "silent": 6,
    "signal": 7, "quiet_a": 7, "lost_a": 8, "birthday": 9, "name_day": 9, "unreachable": 10,
}  # fmt: skip
PROMISE_DAYS = 14  # a promise without a day is due after two weeks
OFFER_DAYS = 14  # an offer is expiring when it has less than this to run
OFFER_OLD_DAYS = 60  # after that it is no longer open but forgotten
OPINION_DAYS = 180
OCCASION_DAYS = 7
UNHAPPY_RATING, UNHAPPY_RECOMMEND = 2, 6

COLUMNS = (
    "client_id", "kind", "owner", "value", "day", "due", "text", "reference", "row",
    "action", "channel", "template",
)  # fmt: skip
_TEXTS = ("client_id", "kind", "owner", "text", "reference", "action", "channel", "template")


def duties(findings: Findings) -> pd.DataFrame:
    """All that is due, the most important first.

    What nobody is responsible for goes to the manager of the settings; owner "" when there is none.

    client_id, kind (a key of RANKS), owner, due; rank
    value  money at stake; missing when not known
    day    of the promise, complaint, offer …
    text, reference  what was promised or complained about; the number of the offer
    row    in the owner's sheet
    action, channel, template  of the play, where there is one: what to do, keys of channel and letter
    """
    return _duties(findings, spoken())


@lru_cache(maxsize=1)
def _duties(findings: Findings, language: Language) -> pd.DataFrame:  # noqa: ARG001  # texts are in it
    """The same for the to-do list, the overview and the screen: asked for three times a run."""
    import pandas as pd

    found = [made for make in _MAKERS if (made := make(findings)) is not None and len(made)]
    if not found:
        return pd.DataFrame(columns=[*COLUMNS, "rank"])
    whole = pd.concat([_shaped(made) for made in found], ignore_index=True)
    return _ordered(findings, whole[whole["client_id"].isin(findings.clients.index)])


def _shaped(made: pd.DataFrame) -> pd.DataFrame:
    """The columns every duty has; dates as dates even where none is known."""
    import pandas as pd

    made = made.reindex(columns=list(COLUMNS))
    days = {name: pd.to_datetime(made[name]).astype("datetime64[us]") for name in ("day", "due")}
    texts = {name: made[name].astype(object) for name in _TEXTS}
    return made.assign(
        **days, **texts, value=made["value"].astype(float), row=made["row"].astype(float)
    )


def _ordered(findings: Findings, whole: pd.DataFrame) -> pd.DataFrame:
    owners = clients.owners(findings, whole["client_id"]).set_axis(whole.index)
    at_risk = findings["silence"]["value_at_risk"].reindex(whole["client_id"]).set_axis(whole.index)
    named = whole["owner"].where(whole["owner"].notna() & (whole["owner"] != ""), owners)
    whole = whole.assign(
        owner=named.mask(named == "", findings.settings.text("manager")),
        value=whole["value"].fillna(at_risk),
        rank=whole["kind"].map(RANKS),
        at_stake=plays.at_stake(findings).reindex(whole["client_id"]).set_axis(whole.index),
    )
    by = ["rank", "value", "at_stake", "due", "client_id"]
    return whole.sort_values(
        by, ascending=[True, False, False, True, True], na_position="last", ignore_index=True
    )


def _history(findings: Findings, name: str, *columns: str) -> pd.DataFrame | None:
    """Rows of a history up to as_of with these columns, empty where the firm has none of them."""
    import pandas as pd

    history = findings.tables.get(name)
    if history is None or "date" not in history:
        return None
    history = history[history["date"] <= pd.Timestamp(findings.as_of)]
    return history.reindex(columns=["client_id", "date", "row", "owner", *columns])


def _today(findings: Findings) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(findings.as_of)


def _promises(findings: Findings) -> pd.DataFrame | None:
    """What was promised to a client, is due and not marked as done."""
    import pandas as pd

    contacts = _history(findings, "contacts", "follow_up", "due", "done", "kind")
    if contacts is None:
        return None
    due = pd.to_datetime(contacts["due"]).fillna(contacts["date"] + pd.Timedelta(days=PROMISE_DAYS))
    today = _today(findings)
    promised = contacts["follow_up"].notna() | contacts["due"].notna()
    waiting = ~contacts["done"].astype("boolean").fillna(value=False).astype(bool)
    late = (due <= today) & (due > today - pd.Timedelta(days=365))
    made = contacts.assign(due=due, text=contacts["follow_up"], day=contacts["date"])
    return made[promised & waiting & late].assign(kind="promise")


def _complaints(findings: Findings) -> pd.DataFrame | None:
    complaints = _history(findings, "complaints", "about", "status", "resolved_on", "complaint_id")
    if complaints is None:
        return None
    resolved = (complaints["status"] == "resolved") | (
        complaints["status"].isna() & complaints["resolved_on"].notna()
    )
    made = complaints.assign(
        kind="complaint", day=complaints["date"], due=_today(findings),
        text=complaints["about"], reference=complaints["complaint_id"],
    )  # fmt: skip
    return made[~resolved]


def _opinions(findings: Findings) -> pd.DataFrame | None:
    """Unhappy words nobody has answered."""
    import pandas as pd

    feedback = _history(
        findings, "feedback", "rating", "recommend", "text", "action_taken", "told_client_on"
    )
    if feedback is None:
        return None
    latest = feedback.sort_values("date").drop_duplicates("client_id", keep="last")
    unhappy = (latest["rating"] <= UNHAPPY_RATING) | (latest["recommend"] <= UNHAPPY_RECOMMEND)
    unanswered = latest["action_taken"].isna() & latest["told_client_on"].isna()
    fresh = latest["date"] > _today(findings) - pd.Timedelta(days=OPINION_DAYS)
    due = pd.Timestamp(plays.working_days_after(findings.as_of, 2))
    made = latest.assign(kind="opinion", day=latest["date"], due=due)
    return made[unhappy & unanswered & fresh]


def _late(findings: Findings) -> pd.DataFrame | None:
    """Silent clients; of class A also the quiet, the lost, and those who will soon be silent."""
    import pandas as pd

    found = findings["silence"]
    of_a = findings["abc"]["abc"].reindex(found.index) == "A"
    kind = found["status"].where(~of_a, found["status"] + "_a")
    kind = kind.mask(_soon_silent(findings, of_a), "soon_a")
    kind = kind[kind.isin(RANKS)]
    kind = kind[signs.silence_reading(findings, kind.index) != "rejected"]
    play = plays.chosen(findings, kind.index)
    return pd.DataFrame({
        "client_id": kind.index, "kind": kind.to_numpy(), "owner": play["owner"].to_numpy(),
        "day": found["silent_from"].reindex(kind.index).to_numpy(),
        "due": plays.due_days(findings, kind.index),
        **{name: play[name].to_numpy() for name in ("action", "channel", "template")},
    })  # fmt: skip


def _soon_silent(findings: Findings, chosen: pd.Series) -> pd.Series:
    """Which of the chosen will count as silent before their play would be due.

    Who buys every week is always a few days from being silent: a client who is not yet quiet must be past
    the usual gap, and the day no further ahead than half of it.
    """
    import pandas as pd

    found, today = findings["silence"], pd.Timestamp(findings.as_of)
    ahead = found[chosen & (found["silent_from"] > today)]
    wait = plays.chosen(findings, ahead.index)["wait_days"]
    last = [plays.working_days_after(findings.as_of, days) for days in wait]
    soon = ahead["silent_from"] <= pd.to_datetime(pd.Series(last, wait.index))
    left = (ahead["silent_from"] - today).dt.days
    gap = ahead["typical_gap"]
    overdue = (ahead["days_since"] >= gap) & (left <= gap / 2)
    on_time = ahead["status"].isin(("active", "returned"))
    late = (ahead["status"] == "quiet") | (on_time & overdue)
    return (soon & late).reindex(found.index, fill_value=False)


def _signals(findings: Findings) -> pd.DataFrame | None:
    """What else has changed, of clients who still buy in their rhythm."""
    import pandas as pd

    due = pd.Timestamp(other_signals.due(findings))
    return other_signals.by_client(findings).assign(kind="signal", due=due)


def _offers(findings: Findings) -> pd.DataFrame | None:
    """Open offers that are about to run out, or just have."""
    import pandas as pd

    offers = _history(findings, "offers", "status", "amount", "valid_until", "offer_id", "product")
    if offers is None:
        return None
    today = _today(findings)
    ends = pd.to_datetime(offers["valid_until"]).fillna(offers["date"] + pd.Timedelta(days=30))
    running_out = (ends <= today + pd.Timedelta(days=OFFER_DAYS)) & (
        ends >= today - pd.Timedelta(days=OFFER_OLD_DAYS)
    )
    made = offers.assign(
        kind="offer", day=ends, due=ends.where(ends > today, today), value=offers["amount"],
        reference=offers["offer_id"], text=offers["product"],
    )  # fmt: skip
    return made[(offers["status"] == "open") & running_out]


def _birthdays(findings: Findings) -> pd.DataFrame | None:
    return _occasions(findings, "birth_date", "birthday")


def _name_days(findings: Findings) -> pd.DataFrame | None:
    return _occasions(findings, "name_day", "name_day")


def _occasions(findings: Findings, column: str, kind: str) -> pd.DataFrame | None:
    """Days of the year that come within a week."""
    import pandas as pd

    listed = findings.tables["clients"]
    if column not in listed or listed[column].dtype.kind != "M":
        return None
    week = pd.date_range(findings.as_of, periods=OCCASION_DAYS, freq="D")
    coming = {(day.month, day.day): day for day in week}
    known = listed[listed[column].notna()]
    due = pd.Series(
        [coming.get(pair) for pair in zip(known[column].dt.month, known[column].dt.day, strict=True)],
        index=known.index, dtype="datetime64[us]",
    )  # fmt: skip
    return pd.DataFrame({"client_id": known["client_id"], "kind": kind, "due": due, "day": due})[
        due.notna()
    ]


def _unreachable(findings: Findings) -> pd.DataFrame | None:
    """Clients of class A and B without a phone number and an e-mail address."""
    import pandas as pd

    listed = findings.tables["clients"]
    ways = [name for name in ("phone", "email") if name in listed]
    if not ways:
        return None
    without = listed.loc[listed[ways].isna().all(axis=1), "client_id"]
    abc = findings["abc"]["abc"].reindex(without)
    without = without[abc.isin(["A", "B"]).to_numpy()]
    due = pd.Timestamp(plays.working_days_after(findings.as_of, 10))
    return pd.DataFrame({"client_id": without, "kind": "unreachable", "due": due})


_MAKERS: tuple[Callable[[Findings], pd.DataFrame | None], ...] = (
    _promises, _complaints, _opinions, _late, _signals, _offers, _birthdays, _name_days, _unreachable,
)  # fmt: skip
