"""What each client has done up to a day: the one table from which every analysis begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np
import pandas as pd

from crmbook.summaries import events
from crmbook.summaries.events import (
    answers,
    complaint_summaries,
    contact_summaries,
    minutes_by_owner,
    offer_summaries,
)
from crmbook.summaries.periods import (
    Period,
    earlier,
    month_to_date,
    months_before,
    months_upto,
)
from crmbook.summaries.products import ProductHistory, product_history
from crmbook.summaries.purchases import (
    client_summaries,
    purchase_documents,
    summaries_of_documents,
    totals_by_period,
)
from crmbook.summaries.rates import ENOUGH, Rate

__all__ = [
    "ENOUGH",
    "Period",
    "Rate",
    "Summaries",
    "Totals",
    "answers",
    "client_summaries",
    "complaint_summaries",
    "contact_summaries",
    "earlier",
    "minutes_by_owner",
    "month_to_date",
    "months_before",
    "months_upto",
    "offer_summaries",
    "period_totals",
    "purchase_documents",
    "repeat_rate",
    "retention",
    "totals_by_period",
]

_Group = Callable[[pd.DataFrame, date], pd.DataFrame]
# Columns that a history must have to be grouped at all.
_NO_HISTORY = {"client_id": "str", "date": "datetime64[us]"}
_COUNTS = (
    "purchases", "purchase_days", "purchases_12m", "purchases_prev_12m",
    "contacts_12m", "complaints_12m", "open_complaints", "open_offers",
)  # fmt: skip
_MONEY = ("spent", "spent_12m", "spent_prev_12m")
_MARGIN = ("margin_12m", "costed_12m")


@dataclass(frozen=True, eq=False)
class Summaries:
    """The histories of a firm grouped, on pandas, as they were on the evening of as_of.

    tables  the checked tables by name; a history that is missing counts as empty
    as_of   the last day that counts; rows of later days are left out everywhere
    """

    tables: Mapping[str, pd.DataFrame]
    as_of: date

    @cached_property
    def client_ids(self) -> pd.Index:
        """Every client of the client list, in its order, then buyers who are not on it."""
        listed = self.table("clients")["client_id"].drop_duplicates()
        buyers = self.table("purchases")["client_id"].drop_duplicates()
        unlisted = buyers[~buyers.isin(listed)].sort_values()
        found: pd.Index = pd.Index(pd.concat([listed, unlisted]), name="client_id")
        return found

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document, credit notes too: see purchases.purchase_documents."""
        return purchase_documents(self._lines(), self.as_of)

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """The documents that are purchases: client_id, date, lines, amount, cost, margin."""
        documents = self.documents
        bought = documents[documents["is_purchase"]]
        return bought.drop(columns="is_purchase").reset_index(drop=True)

    @cached_property
    def keeps_amounts(self) -> bool:
        """Some purchase has an amount; otherwise every column of money is missing."""
        return bool(self.documents["amount"].notna().any())

    @cached_property
    def keeps_costs(self) -> bool:
        return bool(self.documents["margin"].notna().any())

    @cached_property
    def clients(self) -> pd.DataFrame:
        """One row a client, index client_id, every client of client_ids, in that order.

        purchases, purchase_days, first_purchase, last_purchase, mean_gap, median_gap, spent,
        spent_12m, spent_prev_12m, purchases_12m, purchases_prev_12m, margin_12m, costed_12m
        are those of purchases.client_summaries. Who bought nothing spent 0, unless the firm keeps
        no amounts at all (keeps_amounts): then money is missing for everyone. The same with
        margin and keeps_costs.

        days_since    whole days from the last purchase to as_of; missing when there is none
        tenure_days   whole days from the first purchase to as_of
        last_contact, contacts_12m, minutes_12m; last_complaint, complaints_12m, open_complaints;
        open_offers, open_offers_amount: see events
        """
        bought = summaries_of_documents(self.documents, self.as_of).set_index("client_id")
        parts = [bought, *(part.set_index("client_id") for part in self._events())]
        whole = pd.concat([part.reindex(self.client_ids) for part in parts], axis=1)
        counts = {name: whole[name].fillna(0).astype("int64") for name in _COUNTS}
        money = {name: self._money(whole[name], whole["purchases"]) for name in _MONEY}
        margin = {name: self._margin(whole[name], whole["purchases"]) for name in _MARGIN}
        return whole.assign(
            **counts,
            **money,
            **margin,
            days_since=self._days_to_as_of(whole["last_purchase"]),
            tenure_days=self._days_to_as_of(whole["first_purchase"]),
        )

    @cached_property
    def products(self) -> ProductHistory:
        """The products of the firm, and who bought which on which day: see products."""
        lines, listed = self.table("purchases"), self.tables.get("products")
        return product_history(lines, listed, self.as_of)

    def totals(self, starts: Sequence[date], last: date) -> pd.DataFrame:
        """Revenue, margin and purchases by client and period: see purchases.totals_by_period."""
        return totals_by_period(self.documents, starts, last)

    def answers(self, question: str) -> pd.DataFrame:
        """The latest answers to a question of the feedback, by client: see events.answers."""
        return self._grouped("feedback", partial(answers, question=question), events.ANSWERS)

    def minutes_by_owner(self) -> pd.DataFrame:
        """Minutes of contact of 12 months by client and owner: see events.minutes_by_owner."""
        return self._grouped("contacts", minutes_by_owner, events.MINUTES)

    def table(self, name: str) -> pd.DataFrame:
        """A table, or an empty history when the firm has none."""
        if name in self.tables:
            return self.tables[name]
        return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in _NO_HISTORY.items()})

    def _lines(self) -> pd.DataFrame:
        """Purchase lines; a cost that is missing is the product's, times the quantity."""
        lines, products = self.table("purchases"), self.tables.get("products")
        known = products is not None and {"product_id", "cost"} <= set(products)
        if products is None or not known or not {"product", "quantity"} <= set(lines):
            return lines
        each = products.drop_duplicates("product_id").set_index("product_id")["cost"]
        # without a line or without a product pandas maps texts to texts
        listed = lines["product"].map(each).astype("float64") * lines["quantity"]
        return lines.assign(cost=lines["cost"].fillna(listed) if "cost" in lines else listed)

    def _events(self) -> list[pd.DataFrame]:
        return [
            self._grouped("contacts", contact_summaries, events.CONTACTS),
            self._grouped("complaints", complaint_summaries, events.COMPLAINTS),
            self._grouped("offers", offer_summaries, events.OFFERS),
        ]

    def _grouped(self, name: str, group: _Group, kinds: Mapping[str, str]) -> pd.DataFrame:
        """A history grouped by client; one that is not kept costs nothing."""
        if self.table(name).empty:
            columns = {"client_id": "str", **kinds}
            return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in columns.items()})
        return group(self.table(name), self.as_of)

    def _money(self, amounts: pd.Series, purchases: pd.Series) -> pd.Series:
        return _nothing_is(0.0 if self.keeps_amounts else np.nan, amounts, purchases)

    def _margin(self, margins: pd.Series, purchases: pd.Series) -> pd.Series:
        return _nothing_is(0.0 if self.keeps_costs else np.nan, margins, purchases)

    def _days_to_as_of(self, days: pd.Series) -> pd.Series:
        passed: pd.Series = (pd.Timestamp(self.as_of) - days).dt.days.astype(float)
        return passed


def _nothing_is(value: float, amounts: pd.Series, purchases: pd.Series) -> pd.Series:
    """Amounts, with a value for the clients who have no document at all."""
    return amounts.mask(purchases.isna(), value).astype(float)


@dataclass(frozen=True)
class Totals:
    """What a firm did in a period.

    revenue         credit notes taken off; missing (NaN) when the firm keeps no amounts
    purchases       documents with a positive net amount
    active_clients  clients with at least one purchase in the period
    new_clients     clients whose first purchase ever is in it
    """

    revenue: float
    purchases: int
    active_clients: int
    new_clients: int

    @property
    def average_purchase(self) -> float:
        """Revenue per purchase; missing without purchases."""
        return self.revenue / self.purchases if self.purchases else float("nan")


def period_totals(summaries: Summaries, start: date, end: date) -> Totals:
    """Totals of the days from start to end, both counting; days after as_of are empty."""
    documents = _between(summaries.documents, "date", start, end)
    purchases = documents[documents["is_purchase"]]
    first = summaries.clients["first_purchase"]
    return Totals(
        revenue=float(documents["amount"].sum()) if summaries.keeps_amounts else float("nan"),
        purchases=len(purchases),
        active_clients=int(purchases["client_id"].nunique()),
        new_clients=int(first.between(pd.Timestamp(start), pd.Timestamp(end)).sum()),
    )


def retention(summaries: Summaries, end: date | None = None, months: int = 12) -> Rate:
    """Of the clients who bought in the window before, those who bought in the window up to end.

    Windows are (end − months, end] and the one before it; end is as_of when None.
    """
    last = end or summaries.as_of
    now, before = months_upto(last, months), months_upto(last, months, skipped=months)
    earlier_buyers = _buyers(summaries, before)
    return Rate(int(earlier_buyers.isin(_buyers(summaries, now)).sum()), len(earlier_buyers))


def repeat_rate(summaries: Summaries, end: date | None = None, months: int = 12) -> Rate:
    """Of the clients who bought in (end − months, end], those who bought at least twice in it."""
    window = months_upto(end or summaries.as_of, months)
    bought = _between(summaries.purchases, "date", window.first, window.last)
    counts = bought["client_id"].value_counts()
    return Rate(int((counts >= 2).sum()), len(counts))


def _buyers(summaries: Summaries, period: Period) -> pd.Series:
    bought = _between(summaries.purchases, "date", period.first, period.last)
    return bought["client_id"].drop_duplicates()


def _between(frame: pd.DataFrame, column: str, first: date, last: date) -> pd.DataFrame:
    return frame[frame[column].between(pd.Timestamp(first), pd.Timestamp(last))]
