"""Names to modules, in the order they are computed and shown."""

from __future__ import annotations

ANALYSES = (
    "loyalty",  # named segments from recency, frequency and value
    "abc",  # who brings most of the revenue and of the margin, and how regularly
    "satisfaction",  # what clients say of us, apart from loyalty
    "silence",  # later than their own rhythm
    "signals",  # what clients do besides buying, against their own past
    "value",  # revenue, margin and cost to serve of the last 12 months, and the trend
    "next_product",  # what each client needs again, and what similar clients buy
)

REPORTS = (
    "overview",  # twelve numbers, three things to decide
    "todo",  # who should do what today, for whom
    "silence",  # who has gone quiet, by value at risk
    "segments",  # how many clients are loyal, new, fading, lost
    "abc",  # the few clients who bring most of the revenue
    "satisfied_loyal",  # satisfied and loyal are two different things
    "next_product",  # what to offer whom: due again, or bought by similar clients
    "quality",  # what to mend, what was left out, how it was computed
    "scores",  # one row a client: the table behind every other sheet
)

# Sheets that a setting can leave out; the others hold what these and the summary stand on.
OPTIONAL_REPORTS = ("todo", "silence", "segments", "abc", "satisfied_loyal", "next_product")
