"""How often a client does something, held against the client's own past."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from scipy.special import betainc  # scipy.stats takes a second to load

WINDOW = 90  # days that are held against the time before them
FEWEST = 5  # earlier days with such an act from which a habit is spoken of
COMPLAINTS = "complaints"  # the measure of which more is the signal, not less
FEWEST_COMPLAINTS = 2
UNLIKELY = 0.02  # of 50 clients without a change, one looks like this by chance
REDUCED_TO = 0.5  # of the usual: a smaller change is not worth a word
FIRM_ACTS = 1.0  # the firm's pace counts as much as one more act of the client's own would
FIRM_NOTED = 5.0  # acts of all the others before it shows that the firm notes less than it did

COLUMNS = ("client_id", "signal", "grade", "now", "usual", "n", "since", "began", "chance")


def habits(acts: pd.DataFrame, first_seen: pd.Series, as_of: date) -> pd.DataFrame:
    """One row a client and measure whose habit has changed beyond chance.

    Acts of a client are counted by days and taken to come by chance at a steady pace. What is known of the
    pace is a gamma distribution, of the client's own acts and days and of one act at the firm's
    pace; what may then be expected is negative binomial (Poisson with a gamma pace). Where all
    the other clients together act less than they did, less is expected of this one too: a firm
    that is closed, or notes less, makes nobody silent.

    signal  the measure
    grade   "absent": nothing for so long; "reduced": fewer in the last 90 days, at most half;
            "more": complaints above the usual
    now, usual   absent: days since the last one, days between two; else how many in 90 days
    n       days with such an act of which the usual is known
    since   the last one
    began   the day since which the signal is as it is
    chance  how probable so little, or so much, is without a change
    """
    own = acts[["measure", "client_id", "date"]].drop_duplicates()
    clients = _counted(own, first_seen, as_of)
    complained = clients.index.get_level_values("measure") == COMPLAINTS
    others, complaints = clients[~complained], own[own["measure"] == COMPLAINTS]
    noted = _noted(others)
    absent, reduced = _absent(others, noted), _reduced(others, noted, as_of)
    above = _above(clients[complained], _firm_days(complaints, first_seen, as_of))
    found = pd.concat([absent, reduced.drop(absent.index, errors="ignore"), above])
    kinds = {"now": "float64", "usual": "float64", "n": "int64", "chance": "float64"}
    shaped = found.reset_index().rename(columns={"measure": "signal"})
    return shaped[list(COLUMNS)].astype(kinds)


def _counted(own: pd.DataFrame, first_seen: pd.Series, as_of: date) -> pd.DataFrame:
    """One row a measure and client who ever did it: n, days, last; before, days_before, now; all in days."""
    today = pd.Timestamp(as_of)
    begun = first_seen.reindex(own["client_id"]).set_axis(own.index).fillna(own["date"])
    start = begun.clip(lower=own.groupby("measure")["date"].transform("min"))
    # the act that begins the time looked at says nothing of how often they come
    later = own["date"] > start
    recent = own["date"] > today - pd.Timedelta(days=WINDOW)
    marked = own.assign(start=start, n=later, before=later & ~recent, now=later & recent)
    clients = marked.groupby(["measure", "client_id"]).agg(
        start=("start", "min"), last=("date", "max"), n=("n", "sum"), before=("before", "sum"),
        now=("now", "sum"),
    )  # fmt: skip
    reach = (today - clients["start"]).dt.days
    return clients.assign(
        days=(clients["last"] - clients["start"]).dt.days,
        days_before=(reach - WINDOW).clip(lower=0),
        reach=reach,
        waited=(today - clients["last"]).dt.days,
    )


def _firm_days(own: pd.DataFrame, first_seen: pd.Series, as_of: date) -> float:
    """Days of all clients together since such acts are noted at all."""
    if own.empty:
        return 0.0
    return float((pd.Timestamp(as_of) - first_seen.clip(lower=own["date"].min())).dt.days.sum())


def _pace(
    clients: pd.DataFrame, n: str, days: str, firm_days: float | None = None
) -> tuple[pd.Series, pd.Series]:
    """Acts and days that the pace of each client is known from, the firm's share among them."""
    whole = _of_all(clients["reach"]) if firm_days is None else max(firm_days, 1.0)
    firm = _of_all(clients["n"]) / whole
    return clients[n] + FIRM_ACTS, clients[days] + FIRM_ACTS / firm


def _of_all(numbers: pd.Series) -> pd.Series:
    """The sum over all clients of the same measure, 1 at least."""
    return numbers.groupby(level="measure").transform("sum").clip(lower=1.0)


def _noted(clients: pd.DataFrame) -> pd.Series:
    """How much all the others act, to what they used to: 1 for as much or more."""
    acts, days = _pace(clients, "before", "days_before")
    known = clients["days_before"] > 0
    expected, now = (WINDOW * acts / days).where(known, 0.0), clients["now"].where(known, 0)
    of_all = pd.DataFrame({"now": now, "usual": expected}).groupby(level="measure").transform("sum")
    others, usual = of_all["now"] - now, of_all["usual"] - expected
    return ((others + FIRM_NOTED) / (usual + FIRM_NOTED)).clip(upper=1.0)


def _absent(clients: pd.DataFrame, noted: pd.Series) -> pd.DataFrame:
    acts, days = _pace(clients, "n", "days")
    chance = (days / (days + clients["waited"] * noted)) ** acts
    turns_after = days * (UNLIKELY ** (-1 / acts) - 1) / noted
    # a pace nobody knows yet has no day that a calendar could name
    turned = np.ceil(turns_after.clip(upper=clients["waited"]))
    found = clients.assign(
        grade="absent", chance=chance, now=clients["waited"], usual=days / acts, since=clients["last"],
        began=clients["last"] + pd.to_timedelta(turned, unit="D"),
    )  # fmt: skip
    return found[(clients["n"] >= FEWEST) & (chance <= UNLIKELY)]


def _reduced(clients: pd.DataFrame, noted: pd.Series, as_of: date) -> pd.DataFrame:
    acts, days = _pace(clients, "before", "days_before")
    # of a negative binomial, at most so many: I(p; acts, now + 1)
    chance = betainc(acts, clients["now"] + 1, days / (days + WINDOW * noted))
    usual = WINDOW * acts / days
    found = clients.assign(
        grade="reduced", chance=chance, usual=usual, n=clients["before"], since=clients["last"],
        began=pd.Timestamp(as_of) - pd.Timedelta(days=WINDOW),
    )  # fmt: skip
    less = clients["now"] <= REDUCED_TO * usual
    return found[(clients["before"] >= FEWEST) & less & (chance <= UNLIKELY)]


def _above(clients: pd.DataFrame, firm_days: float) -> pd.DataFrame:
    """More complaints than usual; most clients have none, so that two may be many."""
    acts, days = _pace(clients, "before", "days_before", firm_days)
    # at least so many: I(1 - p; now, acts), and for none it is sure
    at_least = betainc(clients["now"].clip(lower=1), acts, WINDOW / (days + WINDOW))
    chance = np.where(clients["now"] > 0, at_least, 1.0)
    found = clients.assign(
        grade="more", chance=chance, usual=WINDOW * acts / days, n=clients["before"],
        since=clients["last"], began=clients["last"],
    )  # fmt: skip
    return found[(clients["now"] >= FEWEST_COMPLAINTS) & (chance <= UNLIKELY)]
