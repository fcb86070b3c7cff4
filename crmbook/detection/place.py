"""Where a table stands in a workbook: its sheet, its heading row, which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crmbook.detection.headings import Reason
from crmbook.language import _

OR = " | "  # parts the headings of one column on sheets that call it otherwise
ACROSS = "(→)"  # how the settings say that the months stand across
ABOVE = "(↑"  # and that the client stands on a line above the purchases, in a column: "(↑A)"


@dataclass(frozen=True)
class Found:
    """A column of ours, found: number counts from 0, sure goes from 0 to 1."""

    number: int
    letter: str
    heading: str
    sure: float
    reason: Reason

    def why(self) -> str:
        """The reason in a word or two, for the owner."""
        return {
            "heading": _("heading"),
            "similar heading": _("similar heading"),
            "content": _("what the cells hold"),
            "settings": _("as set"),
            "across": _("months across"),
            "above": _("the line above"),
        }[self.reason]


@dataclass(frozen=True)
class Place:
    """One table on one sheet. Rows count from 1, as Excel shows them; both ends included.

    header_row  the row of headings
    last_row    the last row that may hold data; None: to the end of the sheet
    columns     column key → where it was found
    details     columns about the client in a history: a phone, a town beside each purchase
    unused      letter → heading of the columns that are none of ours
    open_end    an Excel table without a totals row: rows typed right below it belong to it
    across      column number → day: what the cells under a heading that is a month count for
    parts       "year", "month", "day" → the columns of a day that stands in several
    score       how much speaks for this table here
    """

    table: str
    sheet: str
    header_row: int
    columns: Mapping[str, Found]
    details: Mapping[str, Found] = field(default_factory=dict)
    unused: Mapping[str, str] = field(default_factory=dict)
    last_row: int | None = None
    open_end: bool = False
    across: Mapping[int, date] = field(default_factory=dict)
    parts: Mapping[str, Found] = field(default_factory=dict)
    score: float = 0.0

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def headings(self) -> Mapping[str, str]:
        return {key: found.heading for key, found in self.columns.items()}

    @property
    def sure(self) -> float:
        """How sure the least sure of the columns that matter is."""
        matter = {"client_id", "client_name", "name", "date", "amount"}
        return min((f.sure for key, f in self.columns.items() if key in matter), default=0.0)

    def alike(self, other: Place) -> bool:
        """The same columns under the same headings: two years of one list."""
        return self.table == other.table and self.headings == other.headings


@dataclass(frozen=True)
class Region:
    """A block of a sheet that may be a table: its headings and its first rows.

    first_column  the number, from 0, of the first heading
    head          first data rows, each from first_column on
    above         the rows right above the headings
    """

    sheet: str
    header_row: int
    first_column: int
    headings: Sequence[str]
    head: Sequence[Sequence[object]]
    last_row: int | None = None
    open_end: bool = False
    name: str = ""  # of the Excel table, if it is one
    above: Sequence[Sequence[object]] = ()
