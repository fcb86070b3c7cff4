"""What keeps a sheet with months across from being read, as sentences with their remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crmbook.detection.calendar import Unclear, Why
from crmbook.errors import Problem
from crmbook.language import _
from crmbook.sheet import address


def problem(title: str, unclear: Unclear) -> Problem:
    """The cell where the months begin, and what to change."""
    seen = [" ".join(text.split()) for text in unclear.seen]
    ends = {"first": seen[0], "last": seen[-1]} if seen else {}
    text = _SAID[unclear.why]().format(seen=", ".join(seen), **ends)
    return Problem(title, address(unclear.row, unclear.column), text, f"months_{unclear.why}")


_SAID: Mapping[Why, Callable[[], str]] = {
    "no_year": lambda: _(
        "Months stand across ({first} … {last}), but nothing says of which year. Write the year into "
        "the headings, such as 2025-01, or into the name of the sheet, and run again."
    ),
    "twice": lambda: _(
        "Months stand across ({first} … {last}), but one of them stands twice. Leave one column of "
        "amounts for each month, each with its year, such as 2025-01, and run again."
    ),
    "no_amount": lambda: _(
        "Months stand across, and under each of them: {seen}. None of these says that it is an amount. "
        "Call the columns of amounts “Amount” and run again."
    ),
    "too_long": lambda: _(
        "Amounts stand across by quarter or year ({first} … {last}). That is too rough to see when "
        "clients buy: take the amounts by month, or better the list of single purchases."
    ),
    "sums": lambda: _(
        "The rows below “{seen}” add up to it, so clients and what they bought stand in one column. "
        "In Excel choose Design, Report Layout, Show in Tabular Form for the pivot table, take "
        "the subtotals off, paste it as values once more and run again."
    ),
    "gone": lambda: _(
        "The months that stood across when the workbook was adopted are not there any more. "
        "Put their headings back or run: crmbook adopt."
    ),
    "pivot": lambda: _(
        "This is a pivot table, and the purchases it sums up were not found in the workbook. Add the "
        "sheet of purchases; or copy the pivot table, paste it as values on a sheet of its own and "
        "run again."
    ),
    "turned": lambda: _(
        "Months stand below one another and clients across. Copy the table in Excel, choose Paste "
        "Special, Transpose, so that clients stand below one another, and run again."
    ),
    "whose": lambda: _(
        "Months stand across, but nothing says that “{seen}” holds clients. If it does, write "
        "“Client” above the names and run again."
    ),
}
