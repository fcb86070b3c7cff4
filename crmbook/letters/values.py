"""A value of a client as text that every format can show."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What XML forbids, what no reader shows, and what we mark places in a template with.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff"
    "\ue000-\ue00f\U000f0000-\U0010ffff]"
)


def legible(value: object) -> str:
    r"""The text of a value: its lines end with \n, tabs stay, control characters are gone."""
    return _UNSHOWN.sub("", _BREAKS.sub("\n", str(value)))
