"""Numbers of a month beside those of the month before and of a year ago, each with its meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from crmbook.language import _
from crmbook.reports import periods, words
from crmbook.reports.layout import Field
from crmbook.sheet import Cell, Format, Value
from crmbook.summaries.rates import ENOUGH, Rate

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.reports.layout import Page
    from crmbook.summaries.periods import Period

When = Literal["now", "before", "year_ago"]
WHENS: tuple[When, ...] = ("now", "before", "year_ago")
Three = dict[When, Value]
LATE = 3  # days into a period on which a table may begin and still tell of it


@dataclass(frozen=True)
class Line:
    """A number three times.

    n     how many the number of the month is made of; None where it is a count itself
    link  to the rows, where there is one place to look
    """

    caption: str
    meaning: str
    three: Three = field(default_factory=dict)
    n: int | None = None
    look: Format = "integer"
    link: str | None = None


def lines(page: Page, month: Period, told: Sequence[Line]) -> None:
    """The numbers as a block; what nobody kept at the time stays empty."""
    spans = periods.months(month.last)
    page.block([
        Field(_("Number"), [_caption(line) for line in told], "wrapped"),
        *(Field(words.month(getattr(spans, when).last), [_cell(line, when) for line in told], "integer") for when in WHENS),
        Field(_("n"), [line.n for line in told], "integer",
              note=_("How many the number is made of: the fewer, the less it says.")),
        Field(_("What it means"), [line.meaning for line in told], "note", rest=True),
    ])  # fmt: skip
    page.space()


def _caption(line: Line) -> Cell:
    return Cell(line.caption, "link" if line.link else "wrapped", link=line.link)


def _cell(line: Line, when: When) -> Cell:
    value = line.three.get(when)
    return Cell(value, "text_right" if isinstance(value, str) else line.look)


def three(
    spans: periods.Compared, make: Callable[[Period], Value], since: pd.Timestamp | None = None
) -> Three:
    """A number of each stretch of time; None of one that began before the table did.

    since  the first day of which the firm keeps rows; missing when it keeps none
    """
    return {
        when: make(getattr(spans, when))
        for when in WHENS
        if when == "now" or is_told(getattr(spans, when), since)
    }


def is_told(period: Period, since: pd.Timestamp | None) -> bool:
    return since is not None and since <= _stamp(period) + timedelta(days=LATE)


def _stamp(period: Period) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(period.first)


def part(count: int, whole: int) -> Value:
    """A share from ten on, below that "3 of 7"; nothing of none."""
    if not whole:
        return None
    if whole >= ENOUGH:
        return count / whole
    return _("{part} of {whole}").format(part=count, whole=whole)


def counted(count: int, whole: int) -> str:
    """Where the share lies, as the end of a definition: 11 of 22; likely 31–69 %."""
    said = _("{part} of {whole}").format(part=words.number(count), whole=words.number(whole))
    interval = Rate(count, whole).likely
    if interval is None:
        return f"{said}."
    low, high = (words.percent(edge) for edge in interval)
    return _("{counted}; likely {low}–{high}.").format(counted=said, low=low, high=high)


def median(days: pd.Series) -> Value:
    """Nothing of none."""
    return float(days.median()) if days.notna().any() else None
