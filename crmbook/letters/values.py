"""A value of a client as text that every format can show."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What XML forbids, what no reader shows, and what we mark places in a template with.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff"
    "\ue000-\ue00f\U000f0000-\U0010ffff]"
)
# Signs that turn the direction of all that follows, and signs nobody sees. Those that only stand
# beside a letter stay: U+200E, U+200F and U+061C keep the punctuation of a Hebrew or Arabic name in its
# place, U+200C and U+200D join its letters and emoji.
_INVISIBLE = re.compile(
    "[\u202a-\u202e\u2066-\u2069\xad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def legible(value: object) -> str:
    r"""The text of a value: its lines end with \n, tabs stay, what is not seen is gone."""
    return _INVISIBLE.sub("", _UNSHOWN.sub("", _BREAKS.sub("\n", str(value))))


def phone(value: object) -> str | None:
    """A number that no line breaks: +370 612 34567."""
    return "\N{NO-BREAK SPACE}".join(str(value).split()) if value else None
