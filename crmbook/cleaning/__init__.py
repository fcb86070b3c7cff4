"""A column of cells becomes a column of checked values, whatever its owner typed."""

from __future__ import annotations

from crmbook import schema
from crmbook.cells import Cells
from crmbook.cleaning import dates, numbers, words
from crmbook.cleaning.cleaned import Cleaned, Conventions, Slip

__all__ = ["Cleaned", "Conventions", "Slip", "clean"]

_BY_KIND = {
    "id": words.ids,
    "text": words.text,
    "phone": words.text,
    "email": words.email,
    "yes_no": words.yes_no,
    "number": numbers.clean,
    "money": numbers.clean,
    "integer": numbers.whole,
    "share": numbers.shares,
    "minutes": numbers.minutes,
}
# Nobody who is a client is born after this two-digit year in this century.
_BIRTH_CENTURY = 20
# What happened may be known by its month; a birthday or a last day may not.
_WHOLE_MONTHS = ("date", "since")


def clean(cells: Cells, column: schema.Column, conventions: Conventions) -> Cleaned:
    """The cells of a column as its kind wants them, and what there is to say of them."""
    if column.kind == "choice":
        return words.choice(cells, column)
    if column.kind == "date":
        century = _BIRTH_CENTURY if column.key == "birth_date" else 60
        return dates.clean(
            cells, conventions, century=century, whole_months=column.key in _WHOLE_MONTHS
        )
    return _BY_KIND[column.kind](cells, conventions)
