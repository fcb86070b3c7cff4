"""Word's „typographic“ quotes inside a tag, read as the plain ones that were meant."""

from __future__ import annotations

import re

# A tag does not reach over the beginning of another: what is never closed is soon passed by.
_TAG = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\}", re.DOTALL)
_DOUBLE = "„“”‟″«»"
_SINGLE = "‚‘’‛′‹›"
# Word puts them between words by itself; Jinja knows only the plain blank.
_BLANKS = "\u00a0\u2007\u202f\u200b\ufeff"


def straightened(source: str) -> str:
    """The source with plain quotes and blanks in its tags; the text around them stays."""
    return _TAG.sub(lambda tag: straight(tag[0]), source)


def straight(tag: str) -> str:
    """A quote opens or closes a text; what stands inside a text is not touched."""
    made: list[str] = []
    closing = ""
    for sign in tag:
        kind = _kind(sign)
        if closing:
            ends = sign in closing and made[-1] != "\\"
            made.append(kind if ends else sign)
            closing = "" if ends else closing
        elif kind:
            made.append(kind)
            # „nėra" is often closed by the key that stands on the keyboard.
            closing = sign if sign == kind else kind + (_DOUBLE if kind == '"' else _SINGLE)
        else:
            made.append(" " if sign in _BLANKS else sign)
    return "".join(made)


def _kind(sign: str) -> str:
    """The plain quote that a sign means; "" when it is no quote."""
    if sign in _DOUBLE or sign == '"':
        return '"'
    return "'" if sign in _SINGLE or sign == "'" else ""
