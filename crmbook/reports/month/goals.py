"""What the owner wants of a number: the row of the goals that speaks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crmbook.folding import fold
from crmbook.reports import words

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period


@dataclass(frozen=True)
class Goal:
    """due: the day by which it is to be reached; None when the row names none."""

    target: float
    due: date | None


def goal_of(findings: Findings, month: Period, caption: str, *, is_share: bool) -> Goal | None:
    """The goal nearest in time whose measure is this number; those whose day has passed are over.

    A share may be typed as 75 or 0.75.
    """
    goals = _open_goals(findings, month)
    found = goals[measured_by(goals, month, caption)].sort_values("due", kind="stable")
    if found.empty:
        return None
    first = found.iloc[0]
    target = float(first["target"])
    due = None if first["due"] != first["due"] else first["due"].date()  # NaT differs from itself
    return Goal(target / 100 if is_share and target > 1 else target, due)


def measured_by(goals: pd.DataFrame, month: Period, caption: str) -> pd.Series:
    """Which goals have this number as their measure.

    A measure is a number's whole caption, or what stands before its comma: "Revenue" with a day in the
    month is the month's, with a later one that of the last 12 months.
    """
    import pandas as pd

    measured = goals["measure"].map(fold)
    name, _comma, stretch = (fold(part) for part in caption.partition(","))
    said = stretch == fold(words.month(month.last))
    in_month = goals["due"] <= pd.Timestamp(month.last)
    by_name = (measured == name) & ((in_month == said) if stretch else True)
    found: pd.Series = (measured == fold(caption)) | by_name
    return found


def _open_goals(findings: Findings, month: Period) -> pd.DataFrame:
    """Those with a number to reach, of this month or later, or of no day."""
    import pandas as pd

    columns = {"measure": "str", "target": "float64", "due": "datetime64[us]"}
    table = findings.tables.get("goals")
    if table is None:
        return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in columns.items()})
    goals = table.reindex(columns=list(columns)).astype(columns)
    goals = goals[goals["target"].notna() & goals["measure"].notna()]
    return goals[~(goals["due"] < pd.Timestamp(month.first))]
