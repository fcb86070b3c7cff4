"""What clients do besides buying, held against their own past: signals, never verdicts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from crmbook.rhythm.contacts import from_them
from crmbook.signals import evidence as seen
from crmbook.signals.acts import acts
from crmbook.signals.answers import answers, usual_times
from crmbook.signals.evidence import GRADES, SIGNALS

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

__all__ = ["GRADES", "SIGNALS", "analyse", "evidence"]


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # every analysis is called alike
    """One row a client, index client_id, every client; what each signal is seen from: see evidence.

    signals       how many, those that the owner rejected left out
    first         the weightiest, of SIGNALS; "" for none
    grade         the strongest, of GRADES; "" for none
    contacts, enquiries  "absent", "reduced" or "": whether the client still gets in touch, and asks
    they_acted    day of the client's latest purchase, contact, complaint, visit or word of feedback
    we_contacted  day of our latest contact; one of which nobody noted who began it is ours
    contacts_since  days on which we contacted the client since they acted; they end no silence
    our_days, their_days  median days to answer in the last 365, ours and theirs; missing without any;
                  our_answers, their_answers of how many
    """
    everyone, signals = summaries.clients.index, evidence(summaries)
    by_client = signals.groupby("client_id")
    strength = signals["grade"].map({grade: place for place, grade in enumerate(GRADES)})
    strongest = strength.groupby(signals["client_id"]).min().map(dict(enumerate(GRADES)))
    clients = pd.DataFrame(
        {
            "signals": by_client.size().reindex(everyone, fill_value=0),
            "first": _text(by_client["signal"].first(), everyone),
            "grade": _text(strongest, everyone),
            "contacts": _graded(signals, "contacts", everyone),
            "enquiries": _graded(signals, "enquiries", everyone),
        },
        index=everyone,
    )
    times = usual_times(_replies(summaries), summaries.as_of).reindex(everyone)
    counts = {
        name: times[name].fillna(0).astype("int64") for name in ("our_answers", "their_answers")
    }
    return clients.join(_clocks(summaries)).join(times.assign(**counts))


@lru_cache(maxsize=1)
def evidence(summaries: Summaries) -> pd.DataFrame:
    """One row a client and signal, with what it is held against and the rows it is seen from.

    Asked for by several sheets of a run; see signals.evidence.
    """
    return seen.evidence(summaries.tables, _acts(summaries), _replies(summaries), summaries.as_of)


@lru_cache(maxsize=1)
def _acts(summaries: Summaries) -> pd.DataFrame:
    return acts(summaries.tables, summaries.as_of)


@lru_cache(maxsize=1)
def _replies(summaries: Summaries) -> pd.DataFrame:
    return answers(summaries.tables, summaries.as_of)


def _text(found: pd.Series, everyone: pd.Index) -> pd.Series:
    whole = found.reindex(everyone).astype(object)
    return whole.where(whole.notna(), "").astype("str")


def _graded(signals: pd.DataFrame, signal: str, everyone: pd.Index) -> pd.Series:
    return _text(signals[signals["signal"] == signal].set_index("client_id")["grade"], everyone)


def _clocks(summaries: Summaries) -> pd.DataFrame:
    """they_acted, we_contacted and contacts_since of every client, over all channels."""
    word = _acts(summaries).groupby("client_id")["date"].max().reindex(summaries.clients.index)
    acted = pd.concat([summaries.clients["last_purchase"], word], axis=1).max(axis=1)
    ours = _ours(summaries)
    before = ours["date"] <= acted.reindex(ours["client_id"]).set_axis(ours.index)
    since = ours[~before]
    return pd.DataFrame(
        {
            "they_acted": acted.astype("datetime64[us]"),
            "we_contacted": ours.groupby("client_id")["date"].max().reindex(acted.index),
            "contacts_since": since.groupby("client_id").size().reindex(acted.index, fill_value=0),
        }
    )


def _ours(summaries: Summaries) -> pd.DataFrame:
    """client_id and date of our contacts up to as_of, each day once."""
    contacts = summaries.table("contacts")
    ours = contacts[~from_them(contacts)][["client_id", "date"]]
    days = ours.assign(date=ours["date"].astype("datetime64[us]").dt.normalize())
    return days[days["date"] <= pd.Timestamp(summaries.as_of)].drop_duplicates()
