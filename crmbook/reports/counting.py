"""Sums and counts over Scores, as numbers and as formulas at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports import words
from crmbook.reports.scores import Scores
from crmbook.sheet import Cell, Format, address
from crmbook.summaries.periods import Period
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Figure:
    """A number and the formula that gives it, without "="; None where nothing can be said."""

    value: float | str | None = None
    formula: str | None = None

    def cell(self, look: Format) -> Cell:
        return Cell(self.value, look, f"={self.formula}" if self.formula else None)


UNKNOWN = Figure()


@dataclass(frozen=True)
class Shown:
    """A key, and what the sheet shows for it."""

    key: str | bool
    caption: str

    @property
    def quoted(self) -> str:
        return '"' + self.caption.replace('"', '""') + '"'


@dataclass(frozen=True)
class Counting:
    """Sums and counts over columns of Scores, as numbers and as formulas at once."""

    scores: Scores

    def total(self, key: str) -> Figure:
        return Figure(_plain(self.scores[key].sum()), f"SUM({self.scores.area(key)})")

    def buyers(self, key: str, least: int = 1) -> Figure:
        """Clients with so many in a column, or more."""
        formula = f'COUNTIF({self.scores.area(key)},">={least}")'
        return Figure(int((self.scores[key] >= least).sum()), formula)

    def both(self, one: str, other: str) -> Figure:
        """Clients with something in both columns."""
        area = self.scores.area
        formula = f'COUNTIFS({area(one)},">=1",{area(other)},">=1")'
        return Figure(int(((self.scores[one] >= 1) & (self.scores[other] >= 1)).sum()), formula)

    def equal(self, key: str, shown: Shown) -> Figure:
        """Clients whose column says this."""
        found = int(self._is(key, shown).sum())
        return Figure(found, f"COUNTIF({self.scores.area(key)},{shown.quoted})")

    def total_where(self, key: str, which: str, shown: Shown) -> Figure:
        """The sum of a column over the clients whose other column says this."""
        area = self.scores.area
        found = _plain(self.scores[key][self._is(which, shown)].sum())
        return Figure(found, f"SUMIF({area(which)},{shown.quoted},{area(key)})")

    def late(self, status: Shown) -> Figure:
        """Clients of a status, without those whose silence the owner rejected."""
        return self._without_rejected(self.equal("status", status), status)

    def late_total(self, key: str, status: Shown) -> Figure:
        """The sum of a column over the same clients."""
        return self._without_rejected(self.total_where(key, "status", status), status, key)

    def _without_rejected(self, whole: Figure, status: Shown, key: str = "") -> Figure:
        if "reading" not in self.scores:
            return whole
        rejected = Shown("rejected", words.readings()["rejected"])
        area = self.scores.area
        theirs = self._is("status", status) & self._is("reading", rejected)
        told = f"{area('status')},{status.quoted},{area('reading')},{rejected.quoted}"
        if not key:
            return less(whole, Figure(int(theirs.sum()), f"COUNTIFS({told})"))
        total = _plain(self.scores[key][theirs].sum())
        return less(whole, Figure(total, f"SUMIFS({area(key)},{told})"))

    def _is(self, key: str, shown: Shown) -> pd.Series:
        return (self.scores[key] == shown.key).fillna(value=False).astype(bool)

    def pair(self, key: str, value: str, other: str, second: str) -> Figure:
        """Clients of whom two columns say this."""
        both = (self.scores[key] == value) & (self.scores[other] == second)
        area = self.scores.area
        return Figure(int(both.sum()), f'COUNTIFS({area(key)},"{value}",{area(other)},"{second}")')

    def pair_total(self, key: str, one: str, value: str, other: str, second: str) -> Figure:
        """The sum of a column over the clients of whom two others say this."""
        both, area = (self.scores[one] == value) & (self.scores[other] == second), self.scores.area
        formula = f'SUMIFS({area(key)},{area(one)},"{value}",{area(other)},"{second}")'
        return Figure(_plain(self.scores[key][both].sum()), formula)

    def answered(self, key: str) -> Figure:
        """Clients whose column says anything."""
        return Figure(int(self.scores[key].notna().sum()), f"COUNTA({self.scores.area(key)})")

    def within(self, key: str, period: Period) -> Figure:
        """Clients whose day in a column falls into a period."""
        days, area = self.scores[key], self.scores.area(key)
        first, last = (d.strftime("DATE(%Y,%-m,%-d)") for d in (period.first, period.last))
        found = int(days.between(*stamps(period)).sum())
        return Figure(found, f'COUNTIFS({area},">="&{first},{area},"<="&{last})')

    def largest(self, key: str, count: int) -> Figure:
        """The sum of the largest values."""
        ranks = ",".join(str(n + 1) for n in range(count))
        formula = f"SUMPRODUCT(LARGE({self.scores.area(key)},{{{ranks}}}))"
        return Figure(_plain(self.scores[key].nlargest(count).sum()), formula)

    def known(self, key: str) -> Figure:
        return Figure(int(self.scores[key].notna().sum()), f"COUNT({self.scores.area(key)})")


def _plain(value: float) -> float:
    """A Python number: Excel's writer knows no NumPy. Counts stay whole."""
    return value.item() if hasattr(value, "item") else value


def stamps(period: Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    import pandas as pd

    return pd.Timestamp(period.first), pd.Timestamp(period.last)


def added(figures: Sequence[Figure]) -> Figure:
    """The sum of figures; the formula stands in brackets, ready to be divided."""
    values = [figure.value for figure in figures if isinstance(figure.value, (int, float))]
    return Figure(sum(values), f"({'+'.join(str(figure.formula) for figure in figures)})")


def less(whole: Figure, part: Figure) -> Figure:
    """A figure without a part of it; in brackets as a sum is."""
    if not isinstance(whole.value, (int, float)) or not isinstance(part.value, (int, float)):
        return UNKNOWN
    return Figure(whole.value - part.value, f"({whole.formula}-{part.formula})")


def ratio(part: Figure, whole: Figure) -> Figure:
    """A part of a whole; of fewer than ten, "3 of 7" instead of a percentage."""
    if not isinstance(part.value, (int, float)) or not isinstance(whole.value, (int, float)):
        return UNKNOWN
    if whole.value <= 0:
        return UNKNOWN
    return Figure(part.value / whole.value, f"{part.formula}/{whole.formula}")


def divided(one: Figure, here: str, other: Figure, there: str) -> Figure:
    """One by another that stand in cells of the sheet; nothing where the other is 0."""
    if not isinstance(one.value, (int, float)) or not isinstance(other.value, (int, float)):
        return UNKNOWN
    return Figure(one.value / other.value, f"{here}/{there}") if other.value else UNKNOWN


def with_sum(figures: Sequence[Figure], top: int, column: int) -> list[Figure]:
    """Figures that will stand under the heading in this cell, and their sum below them."""
    area = f"{address(top + 1, column)}:{address(top + len(figures), column)}"
    return [*figures, Figure(added(figures).value, f"SUM({area})")]


def parts_of_last(figures: Sequence[Figure], top: int, column: int) -> list[Figure]:
    """Each figure of a column as a part of its last."""
    whole, last = figures[-1], address(top + len(figures), column)
    return [
        divided(each, address(row, column), whole, last)
        for row, each in enumerate(figures, start=top + 1)
    ]


def share(part: Figure, whole: Figure) -> Figure:
    """The same of clients: of fewer than ten it is "3 of 7", not a percentage."""
    if not isinstance(whole.value, (int, float)) or not whole.value or whole.value >= ENOUGH:
        return ratio(part, whole)
    text = _("{part} of {whole}")
    said = text.format(part=part.value, whole=whole.value)
    pieces = text.format(part=f'"&{part.formula}&"', whole=f'"&{whole.formula}&"')
    return Figure(said, f'"{pieces}"'.removeprefix('""&').removesuffix('&""'))
