"""Open offers beside what the same client paid or was offered for the same product before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook.letters.offer import PricedOffer
from crmbook.summaries.prices import priced_offers

if TYPE_CHECKING:
    from crmbook.findings import Findings

__all__ = ["PricedOffer", "open_offers"]


def open_offers(findings: Findings, client_ids: Iterable[str]) -> dict[str, list[PricedOffer]]:
    """Client → open offers, the newest first, each with the last price and terms of its product.

    An offer is open when its status says so, or nothing, and its last day is not over.
    """
    whole = priced_offers(findings.summaries)
    whole = whole[whole["client_id"].isin(list(client_ids))]
    currency = findings.settings.text("currency")
    found: dict[str, list[PricedOffer]] = {}
    for row in whole.sort_values("date", ascending=False, kind="stable").to_dict("records"):
        found.setdefault(str(row["client_id"]), []).append(_offer(row, currency))
    return found


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
