"""Revenue, or purchases, month by month over two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmbook.reports import periods, words
from crmbook.summaries.periods import earlier

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings


def last_and_before(findings: Findings) -> pd.DataFrame:
    """One row for each of the last 12 full months: caption, now, before (a year earlier).

    Revenue, or the number of purchases when the firm keeps no amounts; missing before the month
    of the first purchase, where nobody knows.
    """
    import pandas as pd

    last = periods.last_full_month(findings.as_of)
    months = [earlier(last, back) for back in range(11, -1, -1)]
    by_month = _by_month(findings)
    return pd.DataFrame(
        {
            "caption": [words.month_name(month.last) for month in months],
            "now": [_of(by_month, month.first.year, month.first.month) for month in months],
            "before": [_of(by_month, month.first.year - 1, month.first.month) for month in months],
        }
    )


def _by_month(findings: Findings) -> pd.Series:
    documents = findings.summaries.documents
    month = documents["date"].dt.year * 12 + documents["date"].dt.month
    if findings.summaries.keeps_amounts:
        return documents.groupby(month)["amount"].sum()
    return documents.groupby(month).size()


def _of(by_month: pd.Series, year: int, month: int) -> float:
    number = year * 12 + month
    return float(by_month.get(number, 0.0)) if number >= by_month.index.min() else float("nan")
