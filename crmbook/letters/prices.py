"""Open offers beside what the same client paid or was offered for the same product before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook.folding import fold
from crmbook.letters.offer import PricedOffer

if TYPE_CHECKING:
    from crmbook.findings import Findings

__all__ = ["PricedOffer", "open_offers"]

_OFFER = (
    "offer_id", "client_id", "date", "product", "list_price", "discount", "amount", "status",
    "valid_until", "payment_term", "delivery_term",
)  # fmt: skip
_PURCHASE = ("client_id", "date", "product", "quantity", "price", "discount", "amount", "status")
_SAME = ["client_id", "key"]


def open_offers(findings: Findings, client_ids: Iterable[str]) -> dict[str, list[PricedOffer]]:
    """Client → open offers, the newest first, each with the last price and terms of its product.

    An offer is open when its status says so, or nothing, and its last day is not over.
    """
    offers = _offers(findings)
    current = _open(offers, findings)
    current = current[current["client_id"].isin(list(client_ids))]
    whole = _with_last(current, _history(findings, offers))
    currency = findings.settings.text("currency")
    found: dict[str, list[PricedOffer]] = {}
    for row in whole.sort_values("date", ascending=False, kind="stable").to_dict("records"):
        found.setdefault(str(row["client_id"]), []).append(_offer(row, currency))
    return found


def _table(findings: Findings, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows up to as_of, with those columns, missing where the firm does not keep them."""
    known = findings.summaries.table(table).reindex(columns=list(columns))
    return known[known["date"] <= pd.Timestamp(findings.as_of)].assign(
        key=_keys(known["product"], findings), product=product_names(known["product"], findings)
    )


def _offers(findings: Findings) -> pd.DataFrame:
    """Offers, with the price of one where they name a list price."""
    offers = _table(findings, "offers", _OFFER)
    kept = 1 - offers["discount"].astype("float64").fillna(0)
    return offers.assign(price=offers["list_price"].astype("float64") * kept)


def _open(offers: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Those that run; today's price list stands in where an offer names no price."""
    is_open = offers["status"].isna() | (offers["status"] == "open")
    day = pd.Timestamp(findings.as_of)
    runs = ~(pd.to_datetime(offers["valid_until"]) < day)
    current = offers[is_open & runs]
    listed = (
        current["list_price"].astype("float64").fillna(current["key"].map(_price_list(findings)))
    )
    kept = 1 - current["discount"].astype("float64").fillna(0)
    return current.assign(list_price=listed, price=listed * kept)


def _history(findings: Findings, offers: pd.DataFrame) -> pd.DataFrame:
    """What each client paid or was offered: client_id, key, date, price, discount, terms, was."""
    bought = _table(findings, "purchases", _PURCHASE)
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


def _keys(products: pd.Series, findings: Findings) -> pd.Series:
    """One key for a product, whether its number or its name was written."""
    return products.map({text: fold(text) for text in products.dropna().unique()}).replace(
        _other_names(findings)
    )


def product_names(products: pd.Series, findings: Findings) -> pd.Series:
    """What a product is called, where its number was written."""
    listed = findings.tables.get("products")
    if listed is None or "name" not in listed:
        return products
    called = listed.dropna(subset="name").drop_duplicates("product_id")
    return products.map(called.set_index("product_id")["name"]).fillna(products)


def _other_names(findings: Findings) -> dict[str, str]:
    """Folded number → folded name."""
    listed = findings.tables.get("products")
    if listed is None or "name" not in listed:
        return {}
    known = listed.dropna(subset=["product_id", "name"]).drop_duplicates("product_id")
    return dict(zip(map(fold, known["product_id"]), map(fold, known["name"]), strict=True))


def _price_list(findings: Findings) -> dict[str, float]:
    """Key of a product → its price now."""
    listed = findings.tables.get("products")
    if listed is None or "price" not in listed:
        return {}
    keys = _keys(listed["name" if "name" in listed else "product_id"], findings)
    return dict(zip(keys, listed["price"].astype("float64"), strict=True))


def _offer(row: dict[Any, Any], currency: str) -> PricedOffer:
    return PricedOffer(
        client_id=str(row["client_id"]),
        number=_text(row["offer_id"]),
        product=_text(row["product"]),
        offered_on=row["date"].date(),
        list_price=_number(row["list_price"]),
        discount=_number(row["discount"]),
        price=_number(row["price"]),
        amount=_number(row["amount"]),
        valid_until=None if pd.isna(row["valid_until"]) else row["valid_until"].date(),
        payment_term=_text(row["payment_term"]),
        delivery_term=_text(row["delivery_term"]),
        last_price=_number(row["last_price"]),
        last_discount=_number(row["last_discount"]),
        last_payment=_text(row["last_payment"]),
        last_delivery=_text(row["last_delivery"]),
        last_on=None if pd.isna(row["last_on"]) else row["last_on"].date(),
        last_was=_text(row["last_was"]) or "",
        currency=currency,
    )


def _number(value: Any) -> float | None:  # noqa: ANN401  # a cell
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str | None:  # noqa: ANN401  # a cell
    return None if pd.isna(value) else str(value)
