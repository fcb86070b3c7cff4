"""The purchase days of every client, each once, in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.errors import UsageError
from crmbook.language import _

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_EPOCH = pd.Timestamp("1970-01-01")
_DAY = pd.Timedelta(days=1)
_FARTHEST = 100_000  # days from 1970: the year 2243


def day_number(day: pd.Timestamp) -> int:
    """Whole days since 1970."""
    return int((day.normalize() - _EPOCH) // _DAY)


def day_numbers(dates: pd.Series) -> Integers:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def dates_of(numbers: Floats) -> NDArray[np.datetime64]:
    """Dates of day numbers; missing where the number is, and no later than a date can mean anything."""
    known = np.isfinite(numbers)
    whole = np.clip(np.where(known, numbers, 0), -_FARTHEST, _FARTHEST).astype(np.int64)
    return np.where(known, whole.astype("datetime64[D]"), np.datetime64("NaT")).astype(
        "datetime64[us]"
    )


def moments(dates: pd.Series) -> pd.Series:
    """Dates of any kind as those of the clock on the wall, without a time zone."""
    try:
        found = pd.to_datetime(dates)
    except ValueError as error:
        text = _("The column “{column}” holds something that is no date: {reason}")
        raise UsageError(text.format(column=dates.name, reason=error)) from error
    return found if found.dt.tz is None else found.dt.tz_localize(None)


@dataclass(frozen=True)
class Histories:
    """Purchase days sorted by client and day, each client's day once.

    clients  the clients' ids, sorted, also of those who bought nothing yet
    client   position in clients, one for each purchase day
    day      day number
    money    net amount of the day; missing where the firm keeps none
    """

    clients: pd.Index
    client: Integers
    day: Integers
    money: Floats

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def is_first(self) -> NDArray[np.bool_]:
        first = np.ones(len(self.client), dtype=bool)
        first[1:] = self.client[1:] != self.client[:-1]
        return first

    def upto(self, day: int) -> Histories:
        known = self.day <= day
        return Histories(self.clients, self.client[known], self.day[known], self.money[known])

    def only(self, chosen: Integers) -> Histories:
        """The histories of the clients at these positions, which rise."""
        position = np.full(len(self), -1)
        position[chosen] = np.arange(len(chosen))
        kept = position[self.client] >= 0
        clients = self.clients[chosen]
        return Histories(clients, position[self.client[kept]], self.day[kept], self.money[kept])

    def count_after(self, day: int, horizon: Floats) -> Floats:
        """Purchase days of every client in (day, day + horizon], both in calendar days."""
        after = self.day > day
        client = self.client[after]
        within = self.day[after] <= day + horizon[client]
        return np.bincount(client[within], minlength=len(self)).astype(float)

    def next_after(self, day: int) -> Floats:
        """The day of every client's next purchase after a day; infinite where there is none."""
        after = np.flatnonzero(self.day > day)
        clients, first = np.unique(self.client[after], return_index=True)
        following = np.full(len(self), np.inf)
        following[clients] = self.day[after[first]]
        return following


def read_histories(
    purchases: pd.DataFrame, as_of: pd.Timestamp, everyone: pd.Index | None = None
) -> Histories:
    """Net the lines of a day; a day is a purchase unless its returns outweigh it.

    purchases  client_id and date; amount may be absent or missing. Rows without a client or a date are
               left out, and rows after as_of are not looked at, but their clients are kept.
    everyone   the clients wanted, in their order; None: those of the purchases, sorted
    """
    known = purchases.loc[purchases["client_id"].notna() & purchases["date"].notna()]
    codes, clients = _codes(known["client_id"], everyone)
    days = day_numbers(moments(known["date"]))
    past = (days <= day_number(as_of)) & (codes >= 0)
    amount = (
        known["amount"].to_numpy(dtype=float, na_value=np.nan)
        if "amount" in known
        else np.full(len(known), np.nan)
    )
    return _net(clients, codes[past], days[past], amount[past])


def _codes(ids: pd.Series, everyone: pd.Index | None) -> tuple[Integers, pd.Index]:
    if everyone is not None:
        return everyone.get_indexer(pd.Index(ids)).astype(np.int64), everyone.rename("client_id")
    codes, clients = pd.factorize(ids)
    order = _order(clients)
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places[codes], pd.Index(clients[order], name="client_id")


def _order(ids: pd.Index) -> Integers:
    try:
        return np.argsort(ids.to_numpy(), kind="stable")
    except TypeError:  # numbers and texts side by side have no order: each kind by itself
        return np.argsort(
            np.array([f"{type(each).__name__} {each}" for each in ids]), kind="stable"
        )


def _net(clients: pd.Index, codes: Integers, days: Integers, amount: Floats) -> Histories:
    order = np.lexsort((days, codes))
    codes, days, amount = codes[order], days[order], amount[order]
    start = np.ones(len(codes), dtype=bool)
    start[1:] = (codes[1:] != codes[:-1]) | (days[1:] != days[:-1])
    line_of = np.cumsum(start) - 1
    count = int(start.sum())
    counted = np.isfinite(amount)
    money = np.bincount(line_of, np.where(counted, amount, 0.0), minlength=count).astype(float)
    priced = np.bincount(line_of, counted, minlength=count) > 0
    returned = np.bincount(line_of, counted & (amount < 0), minlength=count) > 0
    bought = ~(priced & returned & (money <= 0))
    money = np.where(priced, money, np.nan)
    return Histories(clients, codes[start][bought], days[start][bought], money[bought])
