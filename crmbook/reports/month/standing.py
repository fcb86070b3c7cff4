"""Where every client stood on the evening of a day, as the report of that day would have said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from crmbook.reports import plays, signs

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

EXCUSED = "excused"  # late, and the owner has looked into it and rejected it


# Asked for by several pages, and a model is fitted for every day but the last.
@lru_cache(maxsize=4)
def silence_on(findings: Findings, day: date) -> pd.DataFrame:
    """The silence of a day, one row a client: judged anew by the rows up to it, not looked up.

    So a month begins where the report of the month before it ended.

    status  as of silence(); EXCUSED for a silence that the owner had rejected by then
    """
    then = findings if day == findings.as_of else _judged(findings, day)
    silence = then["silence"]
    late = silence.index[silence["status"].isin(plays.LATE)]
    rejected = late[signs.silence_reading(then, late) == "rejected"]
    return silence.assign(status=silence["status"].mask(silence.index.isin(rejected), EXCUSED))


def _judged(findings: Findings, day: date) -> Findings:
    """What was known on that day, of silence only."""
    from crmbook.analyses import silence
    from crmbook.summaries import Summaries

    tables = findings.tables.until(day)
    summaries = Summaries(tables, day)
    found = {"silence": silence.analyse(summaries, findings.settings)}
    return replace(findings, tables=tables, summaries=summaries, results=found, as_of=day)
