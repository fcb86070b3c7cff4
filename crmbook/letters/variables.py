"""Which fields a template uses, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """A field that a template reads.

    name       dotted; of the members of a list too: "offers.price" for offer.price in a loop over offers
    part       of a Word document: "header", "footer" …; a partial's file; "" in the letter itself
    paragraph  number of the paragraph, or of the line in a text file
    """

    name: str
    part: str
    paragraph: int
