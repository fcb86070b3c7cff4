"""Clients whom other clients sent: since when they buy, and whether the sender was thanked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crmbook.summaries.kept import keeps, kept

if TYPE_CHECKING:
    from crmbook.summaries import Summaries


def referrals(summaries: Summaries) -> pd.DataFrame | None:
    """One row a client with a sender, None when nobody has one.

    client_id, referred_by
    first_purchase, spent_12m  of the client sent; missing and 0 for who has bought nothing
    thanked_on  the sender's first gift since that purchase; missing without one, or when gifts are not kept
    """
    if not keeps(summaries, "clients", "referred_by"):
        return None
    listed = summaries.tables["clients"].drop_duplicates("client_id")
    sent = listed.loc[listed["referred_by"].notna(), ["client_id", "referred_by"]]
    bought = summaries.clients[["first_purchase", "spent_12m"]].reindex(sent["client_id"])
    whole = sent.assign(
        first_purchase=bought["first_purchase"].to_numpy(), spent_12m=bought["spent_12m"].to_numpy()
    )
    return whole.assign(thanked_on=_thanked_on(summaries, whole)).reset_index(drop=True)


def _thanked_on(summaries: Summaries, sent: pd.DataFrame) -> pd.Series:
    gifts = kept(summaries, "gifts")
    nobody = pd.Series(pd.NaT, sent.index, dtype="datetime64[us]")
    if gifts is None or gifts.empty:
        return nobody
    own = gifts[["client_id", "date"]].rename(columns={"client_id": "referred_by", "date": "on"})
    pairs = sent.reset_index(names="n").merge(own, on="referred_by")
    since = pairs[pairs["on"] >= pairs["first_purchase"]]
    return since.groupby("n")["on"].min().reindex(sent.index).astype("datetime64[us]")
