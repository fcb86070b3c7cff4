"""Contacts, complaints, offers and feedback grouped by client, in words that every frame library understands.

Rows after as_of do not count. 12 months are (as_of − 12 months, as_of] by the calendar.
"""

from __future__ import annotations

from datetime import date

import narwhals as nw
from narwhals.typing import IntoFrameT

from crmbook.summaries.frames import Lazy, as_given, known, upto, with_columns
from crmbook.summaries.periods import midnight, months_upto

# What each grouping gives, besides client_id: an empty history need not be grouped to be known.
CONTACTS = {"last_contact": "datetime64[us]", "contacts_12m": "int64", "minutes_12m": "float64"}
COMPLAINTS = {
    "last_complaint": "datetime64[us]", "complaints_12m": "int64", "open_complaints": "int64",
}  # fmt: skip
OFFERS = {"open_offers": "int64", "open_offers_amount": "float64"}
MINUTES = {"owner": "str", "minutes": "float64"}
ANSWERS = {
    "on": "datetime64[us]", "latest": "float64", "before": "float64", "before_n": "int64", "n": "int64",
}  # fmt: skip


def contact_summaries(contacts: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a client with contacts: last_contact, contacts_12m, minutes_12m.

    minutes_12m  missing when no contact of the 12 months has its minutes noted
    """
    return as_given(
        contacts,
        _in_12m(with_columns(upto(contacts, as_of), minutes=nw.Float64), as_of)
        .with_columns(minutes=nw.when(nw.col("in_12m") == 1).then(nw.col("minutes")))
        .group_by("client_id")
        .agg(
            last_contact=nw.col("date").max(),
            contacts_12m=nw.col("in_12m").sum(),
            minutes_12m=nw.col("minutes").sum(),
            timed=nw.col("minutes").count(),
        )
        .select(
            "client_id",
            "last_contact",
            nw.col("contacts_12m").cast(nw.Int64),
            known("minutes_12m", nw.col("timed") > 0),
        ),
    )


def minutes_by_owner(contacts: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a client and owner with minutes noted in the 12 months: minutes; owner "" if unknown."""
    frame = with_columns(upto(contacts, as_of), minutes=nw.Float64, owner=nw.String)
    noted = frame.filter(
        ~nw.col("minutes").is_null(), nw.col("date") >= midnight(months_upto(as_of, 12).first)
    )
    return as_given(
        contacts,
        noted.with_columns(nw.col("owner").fill_null(""))
        .group_by("client_id", "owner")
        .agg(minutes=nw.col("minutes").sum()),
    )


def complaint_summaries(complaints: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a client who complained: last_complaint, complaints_12m, open_complaints.

    A complaint is open unless its status is "resolved", or it has no status and a day of resolution.
    """
    frame = with_columns(upto(complaints, as_of), status=nw.String, resolved_on=nw.Datetime("us"))
    done = (nw.col("status") == "resolved") | (
        nw.col("status").is_null() & ~nw.col("resolved_on").is_null()
    )
    marked = _in_12m(frame, as_of).with_columns(
        open=nw.when(done.fill_null(value=False)).then(nw.lit(0)).otherwise(nw.lit(1))
    )
    return as_given(
        complaints,
        marked.group_by("client_id")
        .agg(
            last_complaint=nw.col("date").max(),
            complaints_12m=nw.col("in_12m").sum(),
            open_complaints=nw.col("open").sum(),
        )
        .with_columns(nw.col("complaints_12m", "open_complaints").cast(nw.Int64)),
    )


def offer_summaries(offers: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a client with an open offer: open_offers, open_offers_amount (missing if none has one)."""
    frame = with_columns(upto(offers, as_of), status=nw.String, amount=nw.Float64)
    grouped = (
        frame.filter(nw.col("status") == "open")
        .group_by("client_id")
        .agg(
            open_offers=nw.col("date").count(),
            open_offers_amount=nw.col("amount").sum(),
            priced=nw.col("amount").count(),
        )
    )
    count, amount = nw.col("open_offers").cast(nw.Int64), nw.col("priced") > 0
    return as_given(offers, grouped.select("client_id", count, known("open_offers_amount", amount)))


def answers(feedback: IntoFrameT, as_of: date, question: str) -> IntoFrameT:
    """One row a client who answered: the latest answer to a question against the earlier ones.

    question  a column of numbers, "rating" or "recommend"
    latest    the answer; several on the same day count with their mean
    on        its day
    before    mean of the answers of earlier days, before_n how many; missing and 0 without any
    n         all answers
    """
    frame = with_columns(upto(feedback, as_of), **{question: nw.Float64})
    given = frame.filter(~nw.col(question).is_null())
    last = given.group_by("client_id").agg(on=nw.col("date").max())
    answer, is_last = nw.col(question), nw.col("date") == nw.col("on")
    parted = given.join(last, on="client_id", how="left").with_columns(
        latest=nw.when(is_last).then(answer), before=nw.when(~is_last).then(answer)
    )
    grouped = parted.group_by("client_id").agg(
        on=nw.col("on").max(),
        latest=nw.col("latest").mean(),
        before=nw.col("before").mean(),
        before_n=nw.col("before").count(),
        n=answer.count(),
    )
    return as_given(feedback, grouped.with_columns(nw.col("before_n", "n").cast(nw.Int64)))


def _in_12m(frame: Lazy, as_of: date) -> Lazy:
    first = midnight(months_upto(as_of, 12).first)
    return frame.with_columns(in_12m=(nw.col("date") >= first).cast(nw.Int64))
