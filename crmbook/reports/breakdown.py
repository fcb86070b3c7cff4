"""Clients by what the client list says of them: industry, town, the firm's own segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import words
from crmbook.reports.counting import Figure, divided, parts_of_last, with_sum
from crmbook.reports.layout import Field, Page
from crmbook.reports.scores import GROUPS, Scores, scores_of
from crmbook.sheet import Cell, Value, address
from crmbook.summaries.rates import ENOUGH

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 12  # groups; the rest are one row
REVENUE = "revenue_window_now"


@dataclass(frozen=True)
class Group:
    """caption is what the cell says, and what its formulas look for; clients are marked True."""

    caption: str
    clients: pd.Series


def add(page: Page, findings: Findings) -> None:
    """A block for each column that puts clients into groups; nothing for one that does not."""
    scores = scores_of(findings)
    for key in GROUPS:
        groups = _groups(scores[key]) if key in scores else []
        if len(groups) > 1 and groups[0].clients.sum() > 1:
            name = schema.table("clients").column(key).names()
            page.section(_("Clients by: {column}").format(column=name))
            page.block(_Breakdown(scores, key, groups, page.row).fields(name))
            page.space()


def _groups(values: pd.Series) -> list[Group]:
    """The largest first; case makes no other group, as in Excel's own comparisons."""
    given = values.fillna("").astype("str")
    folded = given.str.casefold()
    sizes = folded[folded != ""].value_counts()
    found = sorted(sizes.index, key=lambda group: (-int(sizes[group]), str(group)))
    return [Group(str(given[folded == each].mode().iloc[0]), folded == each) for each in found]


@dataclass(frozen=True)
class _Breakdown:
    """A block of groups, whose headings will stand in the row top.

    A formula finds its group by the cell beside it: no text of the owner's gets into a formula.
    """

    scores: Scores
    key: str
    groups: Sequence[Group]
    top: int

    @property
    def shown(self) -> Sequence[Group]:
        return self.groups[: -len(self.rest) or None]

    @property
    def rest(self) -> Sequence[Group]:
        return self.groups[MOST:] if len(self.groups) > MOST + 1 else []

    @cached_property
    def area(self) -> str:
        return self.scores.area(self.key)

    @cached_property
    def unknown(self) -> pd.Series:
        return self.scores[self.key].isna()

    def fields(self, name: str) -> list[Field]:
        number = with_sum(self._numbers(), self.top, 1)
        enough = len(self.unknown) >= ENOUGH
        captions = [*self._captions(), Cell(_("Everybody"), "label")]
        return [
            Field(name, captions, "text", 14, 19),
            Field(_("Clients"), [each.cell("integer") for each in number], "integer", most=10),
            *([self._parts(_("Part of clients"), number, 1)] if enough else []),
            *(self._money(number, 3 if enough else 2) if REVENUE in self.scores else []),
        ]

    def _captions(self) -> list[Value | Cell]:
        made: list[Value | Cell] = [Cell(each.caption, "text") for each in self.shown]
        if self.rest:
            said = many("{n} smaller group", "{n} smaller groups", len(self.rest))
            made.append(Cell(said, "note"))
        return [*made, Cell(_("Not known"), "note")] if self.unknown.any() else made

    def _numbers(self) -> list[Figure]:
        made = [
            Figure(int(each.clients.sum()), f"SUMPRODUCT(--({self.area}={address(row, 0)}))")
            for row, each in enumerate(self.shown, start=self.top + 1)
        ]
        if self.rest:
            number = sum(int(each.clients.sum()) for each in self.rest)
            made.append(Figure(number, f"COUNTA({self.area})-SUM({self._above(1)})"))
        if self.unknown.any():
            made.append(Figure(int(self.unknown.sum()), f"COUNTBLANK({self.area})"))
        return made

    def _money(self, number: Sequence[Figure], column: int) -> list[Field]:
        """Revenue of the window from this column on: in all, as a part, and a client's mean."""
        findings = self.scores.findings
        revenue = with_sum(self._revenue(column), self.top, column)
        means = [
            divided(one, address(row, column), other, address(row, 1))
            for row, (one, other) in enumerate(zip(revenue, number, strict=True), self.top + 1)
        ]
        months = int(findings.settings.number("window_months"))
        heading = many("Revenue, last {n} month", "Revenue, last {n} months", months)
        return [
            Field(words.in_currency(heading, findings), [each.cell("integer") for each in revenue], "integer", 12, 14),
            *([self._parts(_("Part of revenue"), revenue, column)] if column == 3 else []),
            Field(_("A client’s mean"), [each.cell("integer") for each in means], "integer", 10, 12),
        ]  # fmt: skip

    def _revenue(self, column: int) -> list[Figure]:
        spent, money = self.scores[REVENUE], self.scores.area(REVENUE)
        made = [
            Figure(
                float(spent[each.clients].sum()),
                f"SUMPRODUCT(--({self.area}={address(row, 0)}),{money})",
            )
            for row, each in enumerate(self.shown, start=self.top + 1)
        ]
        if self.rest:
            known = f'SUMPRODUCT(--({self.area}<>""),{money})'
            total = sum(float(spent[each.clients].sum()) for each in self.rest)
            made.append(Figure(total, f"{known}-SUM({self._above(column)})"))
        if self.unknown.any():
            total = float(spent[self.unknown].sum())
            made.append(Figure(total, f'SUMPRODUCT(--({self.area}=""),{money})'))
        return made

    def _above(self, column: int) -> str:
        """The cells of the groups that are shown."""
        return f"{address(self.top + 1, column)}:{address(self.top + len(self.shown), column)}"

    def _parts(self, heading: str, figures: Sequence[Figure], column: int) -> Field:
        parts = parts_of_last(figures, self.top, column)
        return Field(heading, [each.cell("percent") for each in parts], "percent", most=10)
