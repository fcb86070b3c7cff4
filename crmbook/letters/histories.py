"""What each client bought, as a letter may tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook.letters.columns import plain, records, whole
from crmbook.summaries import points
from crmbook.summaries.prices import product_names
from crmbook.summaries.purchases import CANCELLED

if TYPE_CHECKING:
    from crmbook.findings import Findings

MOST_LINES = 10
_LINE = ("date", "product", "quantity", "amount")


def histories(findings: Findings, client_ids: Sequence[str]) -> list[dict[str, Any]]:
    """purchases, first_purchase, last_purchase … points, one dict a client."""
    ids = list(client_ids)
    summed, judged = findings.summaries.clients.loc[ids], findings["silence"].loc[ids]
    lines = _lines(findings, ids)
    columns: dict[str, Sequence[Any]] = {
        "purchases": whole(summed["purchases"]),
        "first_purchase": plain(summed["first_purchase"]),
        "last_purchase": plain(summed["last_purchase"]),
        "days_since": whole(summed["days_since"]),
        "typical_gap": whole(judged["typical_gap"]),
        "purchases_12m": whole(summed["purchases_12m"]),
        "spent_12m": plain(summed["spent_12m"]),
        "last_product": plain(_last_product(lines).reindex(ids)),
        "favourite_product": plain(_favourite(lines).reindex(ids)),
        "points": plain(points.balances(findings.summaries).reindex(ids)),
        "lines": _last_lines(lines, ids),
    }
    return records(columns)


def _lines(findings: Findings, ids: Sequence[str]) -> pd.DataFrame:
    """The lines of those clients up to as_of, the newest first, products by name."""
    bought = findings.summaries.table("purchases").reindex(columns=["client_id", *_LINE, "status"])
    own = bought[bought["client_id"].isin(ids) & (bought["date"] <= pd.Timestamp(findings.as_of))]
    valid = own[(own["status"] != CANCELLED).to_numpy(dtype=bool)]
    named = valid.assign(product=product_names(valid["product"], findings.summaries))
    return named.sort_values("date", ascending=False, kind="stable")


def _last_product(lines: pd.DataFrame) -> pd.Series:
    """Of the last day the dearest."""
    named = lines[lines["product"].notna() & ~(lines["amount"] <= 0)]
    dearest = named.sort_values(["date", "amount"], ascending=False, kind="stable")
    return dearest.drop_duplicates("client_id").set_index("client_id")["product"]


def _favourite(lines: pd.DataFrame) -> pd.Series:
    """What was bought on most days; of equals, what was bought later."""
    days = lines.dropna(subset="product").drop_duplicates(["client_id", "product", "date"])
    counted = days.groupby(["client_id", "product"], sort=False)["date"].agg(["size", "max"])
    first = counted.reset_index().sort_values(["size", "max"], ascending=False, kind="stable")
    return first.drop_duplicates("client_id").set_index("client_id")["product"]


def _last_lines(lines: pd.DataFrame, ids: Sequence[str]) -> list[list[dict[str, Any]]]:
    last = lines.groupby("client_id", sort=False).head(MOST_LINES)
    rows = records({name: plain(last[name]) for name in _LINE})
    found: dict[str, list[dict[str, Any]]] = {}
    for client, row in zip(last["client_id"], rows, strict=True):
        found.setdefault(client, []).append(row)
    return [found.get(client, []) for client in ids]
