"""Which clients moved in the month: came, fell silent, were lost, came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.language import _
from crmbook.reports.counting import stamps
from crmbook.reports.month.standing import silence_on

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.summaries.periods import Period

ON_TIME = "on_time"  # new, active, returned: nobody waits for them
LATE = ("quiet", "silent", "lost")  # in the order in which a client passes through them
STATES = (ON_TIME, *LATE)
CAME = "came"  # had never bought before the month


@dataclass(frozen=True)
class Movements:
    """Every client who had bought by the end of the month, index client_id.

    start  CAME, or of STATES: as on the evening before the month
    end    of STATES: as on its last evening
    bought  whether they bought in the month
    """

    start: pd.Series
    end: pd.Series
    bought: pd.Series

    def who(self, start: tuple[str, ...], end: tuple[str, ...]) -> pd.Index:
        """The clients who went from one of these to one of those."""
        found: pd.Index = self.start.index[self.start.isin(start) & self.end.isin(end)]
        return found

    @property
    def new(self) -> pd.Index:
        return self.who((CAME,), STATES)

    @property
    def back(self) -> pd.Index:
        """Bought after they had been silent or lost."""
        return self._buying(self.who(("silent", "lost"), (ON_TIME,)))

    @property
    def in_time(self) -> pd.Index:
        """Bought after they had been quiet only."""
        return self._buying(self.who(("quiet",), (ON_TIME,)))

    @property
    def excused(self) -> pd.Index:
        """Late at the start, not at the end, and bought nothing: rejected by the owner, or by a new estimate."""
        here = self.who(LATE, (ON_TIME,))
        return here.difference(self._buying(here), sort=False)

    def _buying(self, ids: pd.Index) -> pd.Index:
        return ids[self.bought.reindex(ids).to_numpy()]

    @property
    def lost(self) -> pd.Index:
        return self.who((CAME, ON_TIME, "quiet", "silent"), ("lost",))

    @property
    def silent(self) -> pd.Index:
        return self.who((CAME, ON_TIME, "quiet"), ("silent",))


def movements(findings: Findings, month: Period) -> Movements:
    """Both evenings judged alike: the month ends where the next one begins."""
    import pandas as pd

    end = silence_on(findings, month.last)["status"]
    end = end[end != "never"].map(_state)
    before = silence_on(findings, month.before)["status"]
    before = before[before != "never"].map(_state)
    days = findings.summaries.purchases[["client_id", "date"]]
    buyers = days.loc[days["date"].between(*stamps(month)), "client_id"]
    bought = pd.Series(end.index.isin(buyers), end.index)
    return Movements(before.reindex(end.index).fillna(CAME), end, bought)


def _state(status: str) -> str:
    return status if status in LATE else ON_TIME


def captions() -> Mapping[str, str]:
    """State → how it is called."""
    from crmbook.reports import words

    return {ON_TIME: _("On time"), **{key: words.statuses()[key] for key in LATE}}
