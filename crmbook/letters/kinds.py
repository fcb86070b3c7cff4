"""Kinds of letters, and which of them a client must have agreed to."""

from __future__ import annotations

MARKETING = "marketing"  # the purpose, as kept in the consents

# Lithuanian law counts asking for an opinion of the goods as marketing too.
MARKETING_KINDS = frozenset(
    {"win-back", "invitation", "promotion", "feedback", "newsletter", "other"}
)
# An offer is one that the client asked for; one that nobody asked for is a promotion.
SERVICE_KINDS = frozenset(
    {"thank-you", "birthday", "name-day", "notice", "apology", "farewell", "welcome", "offer"}
)
KINDS = MARKETING_KINDS | SERVICE_KINDS
