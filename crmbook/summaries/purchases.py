"""Purchases grouped by document and by client, in words that every frame library understands.

The same expressions run on pandas (what crmbook uses by itself), on DuckDB relations and on Dask
and Spark frames, so that histories may outgrow Excel: what goes in comes back as the same kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from crmbook.summaries.frames import Lazy, as_given, known, lazy, text, upto, with_columns
from crmbook.summaries.periods import midnight, months_upto

# Less than half a cent is what adding 0.1, 0.2 and −0.3 leaves, not a purchase.
HALF_A_CENT = 0.005
CANCELLED = "cancelled"
RETURNED = "returned"


def purchase_documents(lines: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a document up to as_of, credit notes too.

    lines  client_id, date and, where known, document, amount, cost, status: one row a line

    Lines of one client with the same document number in the same year are one document: many
    firms begin with number 1 again every January. Lines without a number are one document a day.
    Cancelled lines do not count, nor do lines marked as returned that are not below zero.

    date         the document's first day
    lines        how many lines
    amount       net amount; missing when no line has one
    cost         missing unless every line has one; margin is amount − cost
    is_purchase  the net amount is positive, or there is none (a visit counts as a purchase);
                 a credit note, or goods returned in full, is not a purchase
    """
    return as_given(lines, _documents(lines_that_count(lines, as_of)))


def client_summaries(purchases: IntoFrameT, as_of: date) -> IntoFrameT:
    """One row a client who has purchase lines up to as_of; see purchase_documents for the lines.

    12 months are (as_of − 12 months, as_of] by the calendar, the previous ones end where they begin.

    purchases                      documents with a positive net amount
    purchase_days                  different days among them
    first_purchase, last_purchase  missing for a client who has only credit notes
    mean_gap, median_gap           days between purchase days; missing with fewer than two of them
    spent                          credit notes taken off; missing when no amount is known
    spent_12m, spent_prev_12m      the same in the window; 0 when nothing was bought in it
    purchases_12m, purchases_prev_12m  purchases in the windows
    margin_12m                     of the documents whose cost is known; missing when none is
    costed_12m                     revenue of those documents, to tell how much margin_12m covers
    """
    documents = _documents(lines_that_count(purchases, as_of))
    return as_given(purchases, _clients(documents, as_of))


def summaries_of_documents(documents: IntoFrameT, as_of: date) -> IntoFrameT:
    """The same as client_summaries, from documents already made."""
    return as_given(documents, _clients(lazy(documents), as_of))


def totals_by_period(documents: IntoFrameT, starts: Sequence[date], last: date) -> IntoFrameT:
    """One row a client and period with documents in it.

    starts  first days of the periods, rising; each lasts until the next begins, the last one
            until ``last``, which counts
    period  the number of the period, from 0

    revenue, margin (missing when unknown), purchases.
    """
    frame = lazy(documents)
    date_ = nw.col("date")
    inside = frame.filter(date_ >= midnight(starts[0]), date_ <= midnight(last))
    begun = [(date_ >= midnight(start)).cast(nw.Int64) for start in starts]
    numbered = inside.with_columns(
        period=nw.sum_horizontal(*begun) - 1, bought=nw.col("is_purchase").cast(nw.Int64)
    )
    grouped = numbered.group_by("client_id", "period").agg(
        revenue=nw.col("amount").sum(),
        priced=nw.col("amount").count(),
        margin=nw.col("margin").sum(),
        costed=nw.col("margin").count(),
        purchases=nw.col("bought").sum(),
    )
    return as_given(
        documents,
        grouped.select(
            "client_id",
            "period",
            known("revenue", nw.col("priced") > 0),
            known("margin", nw.col("costed") > 0),
            nw.col("purchases").cast(nw.Int64),
        ),
    )


# ── lines to documents ───────────────────────────────────────────────────────────────────────


def lines_that_count(lines: Any, as_of: date) -> Lazy:  # noqa: ANN401  # any library's frame
    """Lines that count, with every column that a document is made of."""
    frame = with_columns(upto(lines, as_of), amount=nw.Float64, cost=nw.Float64)
    if "status" not in frame.collect_schema().names():
        return frame
    status = text("status")
    # A returned line with its amount below zero is the credit note itself: it is netted.
    returned = (status == RETURNED) & ~(nw.col("amount").fill_null(0.0) < 0)
    return frame.filter(~(status == CANCELLED), ~returned)


def _documents(lines: Lazy) -> Lazy:
    keys, lines = _document_keys(lines)
    amount = nw.col("amount")
    grouped = lines.group_by(keys).agg(
        nw.col("date").min(),
        nw.len().alias("lines"),
        amount.sum(),
        nw.col("cost").sum(),
        amount.count().alias("priced"),
        nw.col("cost").count().alias("costed"),
    )
    priced, costed = nw.col("priced") > 0, nw.col("costed") == nw.col("lines")
    worth = grouped.with_columns(known("amount", priced), known("cost", costed))
    return worth.select(
        "client_id",
        "date",
        "lines",
        "amount",
        "cost",
        margin=amount - nw.col("cost"),
        is_purchase=amount.is_null() | (amount >= HALF_A_CENT),
    )


def _document_keys(lines: Lazy) -> tuple[list[str], Lazy]:
    """Lines with the keys that make a document: its number and year, or else the day."""
    day = nw.col("date").dt
    whole_day = day.year() * 10_000 + day.month() * 100 + day.day()
    if "document" not in lines.collect_schema().names():
        return ["client_id", "when"], lines.with_columns(when=whole_day)
    number = text("document")
    when = nw.when(number == "").then(whole_day).otherwise(day.year())
    return ["client_id", "document", "when"], lines.with_columns(document=number, when=when)


# ── documents to clients ─────────────────────────────────────────────────────────────────────


def _clients(documents: Lazy, as_of: date) -> Lazy:
    money = _money(documents, as_of)
    rhythm = _rhythm(documents.filter(nw.col("is_purchase")))
    counts = ["purchases", "purchases_12m", "purchases_prev_12m"]
    joined = money.join(rhythm, on="client_id", how="left")
    whole = [nw.col(name).fill_null(0).cast(nw.Int64) for name in [*counts, "purchase_days"]]
    return joined.with_columns(whole).select(
        "client_id", "purchases", "purchase_days", "first_purchase", "last_purchase",
        "mean_gap", "median_gap", "spent", "spent_12m", "spent_prev_12m",
        "purchases_12m", "purchases_prev_12m", "margin_12m", "costed_12m",
    )  # fmt: skip


def _money(documents: Lazy, as_of: date) -> Lazy:
    """What each client spent and how often they bought, in all and in the two windows."""
    now, before = months_upto(as_of, 12), months_upto(as_of, 12, skipped=12)
    in_12m = nw.col("date") >= midnight(now.first)
    in_prev = (nw.col("date") >= midnight(before.first)) & ~in_12m
    amount, margin, bought = nw.col("amount"), nw.col("margin"), nw.col("is_purchase")
    marked = documents.with_columns(
        bought=bought.cast(nw.Int64),
        in_12m=in_12m.cast(nw.Int64),
        bought_12m=(bought & in_12m).cast(nw.Int64),
        bought_prev=(bought & in_prev).cast(nw.Int64),
        amount_12m=nw.when(in_12m).then(amount),
        amount_prev=nw.when(in_prev).then(amount),
        margin_12m=nw.when(in_12m).then(margin),
        costed_12m=nw.when(in_12m & ~margin.is_null()).then(amount),
    )
    grouped = marked.group_by("client_id").agg(
        purchases=nw.col("bought").sum(),
        purchases_12m=nw.col("bought_12m").sum(),
        purchases_prev_12m=nw.col("bought_prev").sum(),
        documents_12m=nw.col("in_12m").sum(),
        priced=amount.count(),
        costed=margin.count(),
        costs_12m=nw.col("margin_12m").count(),
        spent=amount.sum(),
        spent_12m=nw.col("amount_12m").sum(),
        spent_prev_12m=nw.col("amount_prev").sum(),
        margin_12m=nw.col("margin_12m").sum(),
        costed_12m=nw.col("costed_12m").sum(),
    )
    return _without_guesses(grouped)


def _without_guesses(money: Lazy) -> Lazy:
    """A sum over nothing known is missing, not 0; a sum over a window without purchases is 0."""
    priced = nw.col("priced") > 0
    bought_nothing = (nw.col("documents_12m") == 0) & (nw.col("costed") > 0)
    costed = (nw.col("costs_12m") > 0) | bought_nothing
    spent = [known(name, priced) for name in ("spent", "spent_12m", "spent_prev_12m")]
    # DuckDB's sum over nothing is missing, pandas' is 0.
    filled = money.with_columns(
        nw.col(name).fill_null(0.0)
        for name in ("spent_12m", "spent_prev_12m", "margin_12m", "costed_12m")
    )
    return filled.with_columns(*spent, known("margin_12m", costed), known("costed_12m", costed))


def _rhythm(purchases: Lazy) -> Lazy:
    """First and last purchase day and the gaps between the days of each client."""
    days = purchases.group_by("client_id", "date").agg(nw.len().alias("same_day"))
    return (
        _gaps(days)
        .group_by("client_id")
        .agg(
            purchase_days=nw.col("date").count(),
            first_purchase=nw.col("date").min(),
            last_purchase=nw.col("date").max(),
            mean_gap=nw.col("gap").mean(),
            median_gap=nw.col("gap").median(),
        )
    )


def _gaps(days: Lazy) -> Lazy:
    """Days since the client's previous purchase day; missing on the first."""
    if days.implementation.is_dask():
        return _gaps_by_part(days)
    previous = nw.col("date").shift(1).over("client_id", order_by="date")
    passed = days.with_columns(passed=nw.col("date") - previous)
    minutes = nw.col("passed").dt.total_minutes().cast(nw.Float64)
    return passed.select("client_id", "date", gap=minutes / 1440)


def _gaps_by_part(days: Lazy) -> Lazy:
    """Dask knows no order inside groups: bring each client's days together, then go part by part."""
    together = days.to_native().shuffle(on="client_id")
    return lazy(together.map_partitions(lambda part: _gaps(lazy(part)).to_native()))
