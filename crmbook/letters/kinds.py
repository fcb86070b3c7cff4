"""Kinds of letters, and which of them a client must have agreed to."""

from __future__ import annotations

MARKETING = "marketing"  # the purpose, as kept in the consents

# Lithuanian law counts asking for an opinion of the goods as marketing too.
MARKETING_KINDS = frozenset({"win-back", "invitation", "offer", "feedback", "newsletter", "other"})
SERVICE_KINDS = frozenset(
    {"thank-you", "birthday", "name-day", "notice", "apology", "farewell", "welcome"}
)
KINDS = MARKETING_KINDS | SERVICE_KINDS
