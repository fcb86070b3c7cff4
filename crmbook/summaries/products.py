"""Who bought which product on which day: codes and names matched, returns taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from crmbook.folding import plain
from crmbook.summaries.frames import as_given
from crmbook.summaries.purchases import HALF_A_CENT, lines_that_count


@dataclass(frozen=True, eq=False)
class ProductHistory:
    """The products of a firm, numbered from 0, and the days on which each client bought them.

    products  one row a product, by its number: name (as listed, else as it is spelt most often),
              group (its category, else the product itself), category and lasts_days as listed
    days      one row a client, product (number) and day on which it was bought, in that order;
              amount is missing where none is known
    numbers   folded name or code → number of the product
    """

    products: pd.DataFrame
    days: pd.DataFrame
    numbers: Mapping[str, int]

    @property
    def names(self) -> pd.Series:
        return self.products["name"]


def product_history(
    lines: pd.DataFrame, listed: pd.DataFrame | None, as_of: date
) -> ProductHistory:
    """The products of purchase lines up to as_of, by what the list of products calls them.

    Names that differ in case, blanks and quotes are one product, and so are a listed code and its
    name. A return takes off what the client bought of the product last before it.
    """
    if "product" not in lines:
        return ProductHistory(_nothing_listed().assign(group=""), _nothing_bought(), {})
    counted = as_given(lines, lines_that_count(lines, as_of))
    spelt = counted["product"]
    catalogue = _catalogue(listed)
    numbers, products = _numbered(spelt, catalogue)
    known = numbers >= 0
    days = _days(counted[known], numbers[known])
    return ProductHistory(products.drop(columns="key"), days, _by_text(products, catalogue))


def _nothing_listed() -> pd.DataFrame:
    kinds = {"name": "str", "category": "str", "lasts_days": "float64"}
    return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in kinds.items()})


def _nothing_bought() -> pd.DataFrame:
    kinds = {"client_id": "str", "product": "int64", "date": "datetime64[us]", "amount": "float64"}
    return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in kinds.items()})


# ── which product is meant ───────────────────────────────────────────────────────────────────


def _catalogue(listed: pd.DataFrame | None) -> pd.DataFrame:
    """The listed products with their key: the folded name, else the folded code; code_key beside."""
    wanted = ["product_id", "name", *_nothing_listed().columns.drop("name")]
    rows = pd.DataFrame() if listed is None else listed
    rows = rows.reindex(columns=wanted).astype(dict.fromkeys(wanted[:-1], object))
    rows = rows.dropna(subset=["product_id", "name"], how="all")
    code = rows["product_id"].fillna("").astype("str").map(plain).astype("str")
    name = rows["name"].fillna(rows["product_id"]).astype("str")
    return rows.assign(name=name, key=name.map(plain).astype("str"), code_key=code)


def _numbered(spelt: pd.Series, catalogue: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of the product of each line, -1 where none is named, and the products."""
    codes, texts = pd.factorize(spelt)
    of_code = dict(zip(catalogue["code_key"], catalogue["key"], strict=True))
    folded = [plain(str(text)) for text in texts]
    # a text that is the name of one product and the code of another is the name
    names = set(catalogue["key"])
    keys = [key if key in names else of_code.get(key, key) for key in folded]
    numbers, known = pd.factorize(np.array(keys, dtype=object))
    numbers = np.where(np.array(keys, dtype=object) == "", -1, numbers)
    spellings = pd.DataFrame({
        "key": keys, "name": [" ".join(str(text).split()) for text in texts],
        "lines": np.bincount(codes[codes >= 0], minlength=len(texts)),
    })  # fmt: skip
    of_line = np.append(numbers, -1)[codes]  # a missing text has the code -1, the last
    return of_line, _described(pd.Index(known), spellings, catalogue)


def _described(keys: pd.Index, spellings: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    often = spellings.sort_values("lines", ascending=False, kind="stable")
    spelt = often.drop_duplicates("key").set_index("key")["name"].reindex(keys)
    listed = catalogue.drop_duplicates("key").set_index("key").reindex(keys)
    name = listed["name"].fillna(spelt).astype("str")
    category = listed["category"].astype("str").where(listed["category"].notna())
    described = pd.DataFrame({
        "key": keys, "name": name, "group": category.fillna(name), "category": category,
        "lasts_days": listed["lasts_days"].astype("float64"),
    })  # fmt: skip
    return described.reset_index(drop=True)


def _by_text(products: pd.DataFrame, catalogue: pd.DataFrame) -> dict[str, int]:
    number = {key: place for place, key in enumerate(products["key"])}
    codes = zip(catalogue["code_key"], catalogue["key"], strict=True)
    return {code: number[key] for code, key in codes if key in number} | number


# ── days on which it was bought ──────────────────────────────────────────────────────────────


def _days(lines: pd.DataFrame, products: np.ndarray) -> pd.DataFrame:
    clients, ids = pd.factorize(lines["client_id"])
    size = _size(lines)
    found = pd.DataFrame({
        "client": clients, "product": products, "date": lines["date"].to_numpy(), "size": size,
        "amount": lines["amount"].astype("float64").to_numpy(),
    })  # fmt: skip
    grouped = found.groupby(["client", "product", "date"], as_index=False)
    days = grouped.agg(size=("size", "sum"), amount=("amount", "max"))
    kept = _without_returns(days)
    whole = kept.assign(
        client_id=pd.Index(ids).take(kept["client"]),
        amount=kept["size"].where(kept["amount"].notna()),
    )
    return whole[["client_id", "product", "date", "amount"]].reset_index(drop=True)


def _size(lines: pd.DataFrame) -> np.ndarray:
    """How much was bought, or taken back when below zero: money, else pieces, else one."""
    size = lines["amount"].astype("float64")
    if "quantity" in lines:
        size = size.fillna(lines["quantity"].astype("float64"))
    return size.fillna(1.0).to_numpy()


def _without_returns(days: pd.DataFrame) -> pd.DataFrame:
    """What is left of each day after later returns have taken off theirs, the nearest first."""
    if not (days["size"] < 0).any():
        return days[days["size"] >= HALF_A_CENT]
    newest = days.iloc[::-1]
    who = [newest["client"], newest["product"]]
    # Walking back, what is still to be taken off is max(0, what it was − what was bought).
    balance = (-newest["size"]).groupby(who).cumsum()
    to_take = balance - balance.groupby(who).cummin().clip(upper=0)
    before = to_take.groupby(who).shift(1).fillna(0.0)
    left = newest.assign(size=newest["size"] - before).iloc[::-1]
    return left[(left["size"] >= HALF_A_CENT)]
