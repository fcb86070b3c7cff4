"""Real logs, computed a second time in plain pandas, written apart: the answers agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmbook.analyses import abc, loyalty, value
from crmbook.settings import Settings
from crmbook.summaries import Summaries, period_totals, repeat_rate, retention

DEFAULT = Settings.of({})
LOGS = {
    "cdnow_sample": date(1998, 6, 30),
    "wholesale_eu": date(2011, 12, 9),
    "grocery": date(2007, 12, 30),
}
HALFWAY = {
    "cdnow_sample": date(1997, 9, 30),
    "wholesale_eu": date(2011, 3, 31),
    "grocery": date(2006, 12, 31),
}
DAYS = [(name, day) for days in (LOGS, HALFWAY) for name, day in days.items()]


@dataclass(frozen=True)
class Log:
    """A log as it was read, up to a day, and what crmbook makes of it."""

    rows: pd.DataFrame
    as_of: pd.Timestamp
    summaries: Summaries

    @property
    def daily(self) -> pd.DataFrame:
        """The client's purchases: a log without document numbers has one a day, of positive amount."""
        days = self.rows.groupby(["customer_id", "date"], as_index=False)["amount"].sum(min_count=1)
        bought: pd.DataFrame = days[days["amount"].isna() | (days["amount"] > 0)]
        return bought

    @property
    def year(self) -> pd.DataFrame:
        rows = self.rows
        return rows[rows["date"] > self.as_of - pd.DateOffset(years=1)]


@pytest.fixture(params=DAYS, ids=[f"{name}-{day}" for name, day in DAYS])
def log(request: pytest.FixtureRequest, shared: Path) -> Log:
    name, day = request.param
    rows = pd.read_csv(shared / "data" / f"{name}.csv", dtype={"customer_id": "str"})
    rows["date"] = pd.to_datetime(rows["date"])
    purchases = rows.rename(columns={"customer_id": "client_id"})
    upto = rows[rows["date"] <= pd.Timestamp(day)]
    return Log(upto, pd.Timestamp(day), Summaries({"purchases": purchases}, day))


def agree(ours: pd.Series, theirs: pd.Series, fill: float = 0) -> None:
    """The same for every client, also for those whom only we list."""
    theirs = theirs.reindex(ours.index)
    np.testing.assert_allclose(
        ours.fillna(fill).astype(float), theirs.fillna(fill).astype(float), rtol=1e-9, atol=1e-6
    )


def test_purchases_and_days_since_agree(log: Log) -> None:
    clients, daily = log.summaries.clients, log.daily.groupby("customer_id")["date"]
    agree(clients["purchases"], daily.count())
    agree(clients["days_since"], (log.as_of - daily.max()).dt.days, fill=-1)
    agree(clients["tenure_days"], (log.as_of - daily.min()).dt.days, fill=-1)


def test_gaps_agree(log: Log) -> None:
    daily = log.daily.sort_values("date")
    gaps = daily.groupby("customer_id")["date"].diff().dt.days.groupby(daily["customer_id"])
    agree(log.summaries.clients["median_gap"], gaps.median(), fill=-1)
    agree(log.summaries.clients["mean_gap"], gaps.mean(), fill=-1)


def test_what_was_spent_agrees(log: Log) -> None:
    ours = log.summaries.clients
    spent = log.rows.groupby("customer_id")["amount"].sum(min_count=1)
    agree(ours["spent"], spent)
    agree(ours["spent_12m"], log.year.groupby("customer_id")["amount"].sum(min_count=1))
    earlier = log.rows[log.rows["date"] <= log.as_of - pd.DateOffset(years=1)]
    earlier = earlier[earlier["date"] > log.as_of - pd.DateOffset(years=2)]
    agree(ours["spent_prev_12m"], earlier.groupby("customer_id")["amount"].sum(min_count=1))


def test_money_is_missing_only_where_the_log_has_none(log: Log) -> None:
    ours = log.summaries.clients["spent_12m"]
    assert ours.isna().all() == log.rows["amount"].isna().all()
    assert ours.isna().any() == log.rows["amount"].isna().any()


def test_totals_of_the_last_month_agree(log: Log) -> None:
    first = log.as_of.replace(day=1)
    ours = period_totals(log.summaries, first.date(), log.as_of.date())
    month = log.rows[log.rows["date"] >= first]
    assert np.nan_to_num(ours.revenue) == pytest.approx(np.nan_to_num(month["amount"].sum()))
    daily = log.daily
    bought = daily[daily["date"] >= first]
    assert (ours.purchases, ours.active_clients) == (len(bought), bought["customer_id"].nunique())
    assert ours.new_clients == (daily.groupby("customer_id")["date"].min() >= first).sum()


def test_retention_and_repeat_rate_agree(log: Log) -> None:
    daily, a_year = log.daily, pd.DateOffset(months=12)
    now = daily[daily["date"] > log.as_of - a_year]
    before = daily[(daily["date"] <= log.as_of - a_year) & (daily["date"] > log.as_of - a_year * 2)]
    buyers, past = set(now["customer_id"]), set(before["customer_id"])
    assert (retention(log.summaries).count, retention(log.summaries).n) == (
        len(buyers & past),
        len(past),
    )
    times = now.groupby("customer_id").size()
    assert (repeat_rate(log.summaries).count, repeat_rate(log.summaries).n) == (
        (times > 1).sum(),
        len(times),
    )


def test_abc_classes_agree(log: Log) -> None:
    ours = abc.analyse(log.summaries, DEFAULT)["abc"]
    revenue = log.year.groupby("customer_id")["amount"].sum()
    ranked = sorted((-amount, client) for client, amount in revenue.items() if amount > 0)
    whole, reached, theirs = -sum(amount for amount, _client in ranked), 0.0, {}
    for amount, client in ranked:
        theirs[client] = "A" if reached < 0.80 * whole else "B" if reached < 0.95 * whole else "C"
        reached -= amount
    assert {client: name for client, name in ours.items() if name} == theirs


def test_variation_agrees(log: Log) -> None:
    ours = abc.analyse(log.summaries, DEFAULT)
    edges = [log.as_of - pd.DateOffset(months=back) for back in range(12, -1, -1)]
    measure = "visit" if log.rows["amount"].isna().all() else "amount"
    rows = log.year.assign(visit=1.0)
    rows["month"] = pd.cut(rows["date"], edges, labels=False)
    if measure == "visit":
        rows = rows.drop_duplicates(["customer_id", "date"])
    table = rows.pivot_table(measure, "customer_id", "month", "sum", fill_value=0.0)
    table = table.reindex(columns=range(12), fill_value=0.0)
    since = log.daily.groupby("customer_id")["date"].min()
    months, told = dict(ours["months"]), dict(ours["variation"].dropna())
    for client, variation in told.items():
        lived = table.loc[str(client)].to_numpy()[max(0, first_month(since[str(client)], edges)) :]
        assert len(lived) == months[client]
        assert variation == pytest.approx(lived.std() / lived.mean())
    assert told


def first_month(day: pd.Timestamp, edges: list[pd.Timestamp]) -> int:
    """In which of the months, from 0, a day is; below 0 when it is before them."""
    return sum(day > edge for edge in edges) - 1


def test_trends_agree(log: Log) -> None:
    ours = value.analyse(log.summaries, DEFAULT)["trend"]
    rows = log.rows if log.rows["amount"].notna().any() else log.daily.assign(amount=1.0)
    three, six = (log.as_of - pd.DateOffset(months=months) for months in (3, 6))
    last = rows[rows["date"] > three].groupby("customer_id")["amount"].sum()
    before = (
        rows[(rows["date"] > six) & (rows["date"] <= three)].groupby("customer_id")["amount"].sum()
    )
    theirs = last.reindex(ours.index).fillna(0) / before.reindex(ours.index)
    agree(ours, theirs.replace(np.inf, np.nan), fill=-1)


def test_segments_agree(log: Log) -> None:
    """The rules once more, client by client."""
    ours = loyalty.analyse(log.summaries, DEFAULT)
    histories = {client: sorted(days) for client, days in log.daily.groupby("customer_id")["date"]}
    gaps = {
        client: (days[-1] - days[0]).days / (len(days) - 1)
        for client, days in histories.items()
        if len(days) > 1
    }
    firm = max(7.0, float(np.median(list(gaps.values()))))
    top = champions(log)
    for client, segment in dict(ours["segment"]).items():
        days = histories.get(str(client), [])
        assert segment == segment_of(days, log.as_of, firm, is_top=client in top), client


def champions(log: Log) -> set[str]:
    """Who is in the top fifth of the year's buyers by amount, or by visits where none is kept."""
    now = log.daily[log.daily["date"] > log.as_of - pd.DateOffset(months=12)]
    if log.rows["amount"].isna().all():
        worth = now.groupby("customer_id").size().astype(float)
        least = np.ceil(np.percentile(worth, 80))
    else:
        spent = log.year.groupby("customer_id")["amount"].sum()
        worth = spent[spent.index.isin(now["customer_id"])]
        least = np.percentile(worth, 80)
    return set(worth[worth >= least - 1e-9].index)


def segment_of(days: list[pd.Timestamp], as_of: pd.Timestamp, firm: float, *, is_top: bool) -> str:
    if not days:
        return "never"
    if (as_of - days[0]).days <= 1.5 * firm:
        return "new"
    if len(days) == 1:
        return "bought_once"
    usual = max(7.0, ((days[-1] - days[0]).days + 2 * firm) / (len(days) - 1 + 2))
    return of_late(len(days) >= 3, (as_of - days[-1]).days / usual, is_top=is_top)


def of_late(often: bool, late: float, *, is_top: bool) -> str:
    if late > 5:
        return "lost"
    if late > 2.5:
        return "at_risk" if often else "hibernating"
    if late > 1.5:
        return "needs_attention"
    if not often:
        return "promising"
    return "champions" if is_top else "loyal"
