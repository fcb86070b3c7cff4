"""What clients buy together oftener than chance, and what one of them does not buy yet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse, special

if TYPE_CHECKING:
    from crmbook.summaries import Summaries
    from crmbook.summaries.products import ProductHistory

BUYERS = 10  # of a product, before a share of them is said
BOTH = 5  # clients who buy both
SURE = 0.05  # the chance that any of the pairs shown is there by chance
BLOCK = 500  # products whose pairs are counted at once: what bounds the memory
MOST_PARTNERS = 20  # of a product, the likeliest
MOST_SUGGESTED = 3  # to a client

Matrix = Any  # a sparse matrix or array; scipy has no types for them


@lru_cache(maxsize=1)  # the same for every sheet and command of a run
def affinities(summaries: Summaries) -> pd.DataFrame:
    """One row an ordered pair: buyers of a product who buy another oftener than chance.

    product, other  names; of_product and of_other are their numbers of buyers, both buy both
    expected   how many would buy both by chance, of clients who buy about as many products
    lift       both ÷ expected, of the clients who buy two products or more
    lift_low   the lower end of its interval (Clopper and Pearson's, 1934, for the share of the
               product's buyers who buy the other), so wide that with 95 % no pair shown is chance

    Only pairs with ten buyers of the product, five of both, and lift_low above 1; by lift_low.
    Who buys much buys everything: that alone is no affinity, so clients are compared with those
    who buy about as many products (as Mantel and Haenszel, 1959, compare like with like).
    """
    found = _pairs(summaries.products)
    names = summaries.products.names
    return found.assign(
        product=found["product"].map(names), other=found["other"].map(names)
    ).astype({"product": "str", "other": "str"})


@lru_cache(maxsize=1)
def suggestions(summaries: Summaries) -> pd.DataFrame:
    """Up to three products a client does not buy and similar clients do, the surest first.

    client_id, product  what to offer; because: the product they buy
    of_because, both    clients who buy that, and of them those who buy the product too
    lift, lift_low      as in affinities
    """
    history = summaries.products
    pairs = _pairs(history).groupby("product").head(MOST_PARTNERS)
    bought = history.days[["client_id", "product"]].drop_duplicates()
    offered = bought.merge(pairs, on="product").rename(
        columns={"product": "because", "other": "product", "of_product": "of_because"}
    )
    new = offered.merge(bought, on=["client_id", "product"], how="left", indicator="known")
    new = new[new["known"] == "left_only"].sort_values(
        ["client_id", "lift_low", "both"], ascending=[True, False, False], kind="stable"
    )
    best = new.drop_duplicates(["client_id", "product"]).groupby("client_id").head(MOST_SUGGESTED)
    named = {key: best[key].map(history.names).astype("str") for key in ("product", "because")}
    wanted = ["client_id", "product", "because", "of_because", "both", "lift", "lift_low"]
    return best.assign(**named)[wanted].reset_index(drop=True)


@lru_cache(maxsize=1)
def _pairs(history: ProductHistory) -> pd.DataFrame:
    """The pairs of affinities, products by their numbers."""
    owns = _who_buys_what(history)
    often = np.flatnonzero(owns.sum(axis=0) >= BOTH)
    counted = _counted(owns[:, often], _breadth_class(owns))
    counted = counted.assign(product=often[counted["product"]], other=often[counted["other"]])
    bases = int((owns.sum(axis=0) >= BUYERS).sum())
    return _sure(counted, bases * (len(often) - 1))


def _who_buys_what(history: ProductHistory) -> Matrix:
    """Clients × products, 1 where the client buys the product."""
    pairs = history.days[["client_id", "product"]].drop_duplicates()
    clients, ids = pd.factorize(pairs["client_id"])
    place = (clients, pairs["product"].to_numpy())
    ones = np.ones(len(pairs))
    return sparse.csr_array((ones, place), shape=(len(ids), len(history.products)))


def _breadth_class(owns: Matrix) -> np.ndarray:
    """0 for who buys one product and tells nothing of pairs; 2–3: 1, 4–7: 2, 8–15: 3 and so on."""
    classes: np.ndarray = np.log2(np.maximum(owns.sum(axis=1), 1)).astype(int)
    return classes


def _counted(owns: Matrix, breadth: np.ndarray) -> pd.DataFrame:
    """Every ordered pair that enough clients buy both of: how many do, and how many would by chance."""
    of_one = owns.sum(axis=0).astype("int64")
    telling, breadth = owns[breadth > 0], breadth[breadth > 0]
    classes, clients = np.unique(breadth, return_counts=True)
    counts = np.array([telling[breadth == each].sum(axis=0) for each in classes])
    by_class = counts.reshape(len(classes), owns.shape[1])  # of a firm with one product: none
    share = by_class / clients[:, None]
    transposed, found = telling.T.tocsr(), [_nothing()]
    for start in range(0, owns.shape[1], BLOCK):
        both = (transposed[start : start + BLOCK] @ telling).tocoo()
        one, other, n = both.row + start, both.col, both.data
        enough = (n >= BOTH) & (one != other) & (of_one[one] >= BUYERS)
        one, other, n = one[enough], other[enough], n[enough]
        found.append(pd.DataFrame({
            "product": one, "other": other, "of_product": of_one[one], "of_other": of_one[other],
            "both": n.astype("int64"),
            "expected": np.einsum("cp,cp->p", by_class[:, one], share[:, other]),
            "telling": by_class[:, one].sum(axis=0),
        }))  # fmt: skip
    return pd.concat(found[1:] or found, ignore_index=True)


def _nothing() -> pd.DataFrame:
    columns = ("product", "other", "of_product", "of_other", "both", "expected", "telling")
    return pd.DataFrame({key: pd.Series(dtype="int64") for key in columns})


def _sure(pairs: pd.DataFrame, looked_at: int) -> pd.DataFrame:
    """The pairs whose lift is above 1 beyond chance, though many were looked at."""
    n, both = pairs["telling"], pairs["both"]
    # Bonferroni (Dunn, 1961): of a thousand pairs fifty would otherwise stand out by chance.
    low = special.betaincinv(both, n - both + 1, SURE / max(1, looked_at))
    judged = pairs.assign(lift=both / pairs["expected"], lift_low=low * n / pairs["expected"]).drop(
        columns="telling"
    )
    shown = judged[judged["lift_low"] > 1]
    return shown.sort_values(["lift_low", "both"], ascending=False, kind="stable").reset_index(
        drop=True
    )
