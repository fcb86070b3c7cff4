"""Where every client stood on the evening of an earlier day, as the report of that day would have said."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings


def silence_on(findings: Findings, day: date) -> pd.DataFrame:
    """The silence of that day, one row a client: judged anew by the rows up to it, not looked up.

    So a month begins where the report of the month before it ended.
    """
    if day == findings.as_of:
        return findings["silence"]
    return _judged(findings, day)


@lru_cache(maxsize=4)
def _judged(findings: Findings, day: date) -> pd.DataFrame:
    """Asked for by several pages, and a model is fitted each time."""
    from crmbook.analyses import silence
    from crmbook.summaries import Summaries

    then = Summaries(findings.tables.until(day), day)
    return silence.analyse(then, findings.settings)
