"""Open offers beside what the same client paid or was offered for the same product before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from crmbook.folding import fold

if TYPE_CHECKING:
    from crmbook.summaries import Summaries

# Prices are rounded: less than half a per cent is no change.
SAME_SHARE = 0.005
_OFFER = (
    "offer_id", "client_id", "date", "product", "list_price", "discount", "amount", "status",
    "valid_until", "payment_term", "delivery_term", "owner", "row",
)  # fmt: skip
_PURCHASE = ("client_id", "date", "product", "quantity", "price", "discount", "amount", "status")
_SAME = ["client_id", "key"]


def priced_offers(summaries: Summaries) -> pd.DataFrame:
    """One row an open offer: its columns and row, price of one, and the last time the client had the product.

    An offer is open when its status says so, or nothing, and its last day is not over.

    price     of one, discount taken off; today's price list stands in for a list price that is not named
    last_price, last_discount, last_on  of the last purchase or earlier offer with a price, else with a
              discount; last_was "purchase" or "offer", missing when there is nothing to compare with
    last_payment, last_delivery  the last terms
    change    share by which the price is higher than the last; missing when either is not known
    """
    offers = _offers(summaries)
    whole = _with_last(_open(offers, summaries), _history(summaries, offers))
    last = whole["last_price"].astype("float64")
    return whole.assign(change=whole["price"].astype("float64") / last.where(last > 0) - 1)


def _table(summaries: Summaries, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows up to as_of, with those columns, missing where the firm does not keep them."""
    known = summaries.table(table).reindex(columns=list(columns))
    return known[known["date"] <= pd.Timestamp(summaries.as_of)].assign(
        key=_keys(known["product"], summaries), product=product_names(known["product"], summaries)
    )


def _offers(summaries: Summaries) -> pd.DataFrame:
    """Offers, with the price of one where they name a list price."""
    offers = _table(summaries, "offers", _OFFER)
    kept = 1 - offers["discount"].astype("float64").fillna(0)
    return offers.assign(price=offers["list_price"].astype("float64") * kept)


def _open(offers: pd.DataFrame, summaries: Summaries) -> pd.DataFrame:
    """Those that run; today's price list stands in where an offer names no price."""
    is_open = offers["status"].isna() | (offers["status"] == "open")
    day = pd.Timestamp(summaries.as_of)
    runs = ~(pd.to_datetime(offers["valid_until"]) < day)
    current = offers[is_open & runs]
    listed = (
        current["list_price"].astype("float64").fillna(current["key"].map(_price_list(summaries)))
    )
    kept = 1 - current["discount"].astype("float64").fillna(0)
    return current.assign(list_price=listed, price=listed * kept)


def _history(summaries: Summaries, offers: pd.DataFrame) -> pd.DataFrame:
    """What each client paid or was offered: client_id, key, date, price, discount, terms, was."""
    bought = _table(summaries, "purchases", _PURCHASE)
    bought = bought[~bought["status"].isin(["cancelled", "returned"]).to_numpy(dtype=bool)]
    amount, quantity = (bought[name].astype("float64") for name in ("amount", "quantity"))
    listed = bought["price"].astype("float64") * (
        1 - bought["discount"].astype("float64").fillna(0)
    )
    paid = (amount / quantity).where((amount > 0) & (quantity > 0), listed)
    lines = bought.assign(price=paid, was="purchase")
    earlier = pd.concat([offers.assign(was="offer"), lines], ignore_index=True)
    wanted = [*_SAME, "date", "price", "discount", "payment_term", "delivery_term", "was"]
    return earlier.reindex(columns=wanted).dropna(subset=[*_SAME, "date"])


def _with_last(current: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Each offer with the last earlier price, else the last discount, and the last terms."""
    numbered = current.reset_index(drop=True)
    priced = _latest(numbered, history[history["price"].notna()])
    discounted = _latest(numbered, history[history["discount"].notna()])
    deal = priced.where(priced["on"].notna(), discounted)
    has_terms = history["payment_term"].notna() | history["delivery_term"].notna()
    terms = _latest(numbered, history[has_terms])
    return numbered.assign(
        last_price=deal["price"],
        last_discount=deal["discount"],
        last_on=deal["on"],
        last_was=deal["was"],
        last_payment=terms["payment_term"],
        last_delivery=terms["delivery_term"],
    )


def _latest(offers: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The last row before each offer's day for its client and product, in the offers' order."""
    # A column that is empty throughout would be one of numbers.
    texts = dict.fromkeys(_SAME, object)
    asked = offers[[*_SAME, "date"]].reset_index(names="n").dropna(subset="key")
    found = pd.merge_asof(
        asked.astype(texts).sort_values("date"),
        history.assign(on=history["date"]).astype(texts).sort_values("date", kind="stable"),
        on="date",
        by=_SAME,
        allow_exact_matches=False,
    )
    return found.set_index("n").reindex(offers.index)


def _keys(products: pd.Series, summaries: Summaries) -> pd.Series:
    """One key for a product, whether its number or its name was written."""
    return products.map({text: fold(text) for text in products.dropna().unique()}).replace(
        _other_names(summaries)
    )


def product_names(products: pd.Series, summaries: Summaries) -> pd.Series:
    """What a product is called, where its number was written."""
    listed = summaries.tables.get("products")
    if listed is None or "name" not in listed:
        return products
    called = listed.dropna(subset="name").drop_duplicates("product_id")
    return products.map(called.set_index("product_id")["name"]).fillna(products)


def _other_names(summaries: Summaries) -> dict[str, str]:
    """Folded number → folded name."""
    listed = summaries.tables.get("products")
    if listed is None or "name" not in listed:
        return {}
    known = listed.dropna(subset=["product_id", "name"]).drop_duplicates("product_id")
    return dict(zip(map(fold, known["product_id"]), map(fold, known["name"]), strict=True))


def _price_list(summaries: Summaries) -> dict[str, float]:
    """Key of a product → its price now."""
    listed = summaries.tables.get("products")
    if listed is None or "price" not in listed:
        return {}
    keys = _keys(listed["name" if "name" in listed else "product_id"], summaries)
    return dict(zip(keys, listed["price"].astype("float64"), strict=True))
