"""Repurchase clocks and co-purchase, beside the plain merge and pivot of pandas and mlxtend's apriori.

python benchmarks/next_product.py             100,000 purchases of 2,000 products
python benchmarks/next_product.py 1000000     of so many purchases

Each in a process of its own: CPU seconds and peak memory, importing and making the data included;
the first row is the data alone. mlxtend is compared where it is installed.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import find_spec

from measuring import Cost, least, python, table

DATA = """
import sys
import numpy as np
import pandas as pd
n, chance = int(sys.argv[1]), np.random.default_rng(7)
clients = max(1, n // 50)
lines = pd.DataFrame({
    "client_id": pd.Series([f"C-{i:06d}" for i in (clients * chance.random(n) ** 1.6).astype(int)], dtype="str"),
    "date": pd.Timestamp("2026-03-31") - pd.to_timedelta(chance.integers(0, 1461, n), "D"),
    "product": pd.Series([f"Product {i}" for i in (2000 * chance.random(n) ** 2).astype(int)], dtype="str"),
    "amount": chance.gamma(2, 40, n).round(2),
})
"""
OURS = """
from datetime import date
from crmbook.analyses import next_product
from crmbook.settings import Settings
from crmbook.summaries import Summaries
summaries = Summaries({"purchases": lines}, date(2026, 3, 31))
"""
CLOCKS = OURS + "next_product.clocks(summaries)"
TOGETHER = OURS + "next_product.suggestions(summaries)"
ALL = OURS + "next_product.analyse(summaries, Settings.of({}))"
GAPS = """
days = lines[["client_id", "product", "date"]].drop_duplicates().sort_values("date")
gaps = days.groupby(["client_id", "product"])["date"].diff().dt.days
gaps.groupby([days["client_id"], days["product"]]).agg(["median", "size"])
"""
MERGE = """
pairs = lines[["client_id", "product"]].drop_duplicates()
both = pairs.merge(pairs, on="client_id").groupby(["product_x", "product_y"]).size()
"""
PIVOT = """
owns = pd.crosstab(lines["client_id"], lines["product"]).clip(upper=1)
both = owns.T @ owns
"""
APRIORI = """
from mlxtend.frequent_patterns import association_rules, fpgrowth
owns = pd.crosstab(lines["client_id"], lines["product"]).astype(bool)
often = fpgrowth(owns, min_support=10 / len(owns), max_len=2, use_colnames=True)
association_rules(often, metric="lift", min_threshold=1)
"""


def main(n: str) -> None:
    wanted = {
        "the data alone": DATA,
        "crmbook: everything": DATA + ALL,
        "crmbook: clocks": DATA + CLOCKS,
        "crmbook: what similar clients buy": DATA + TOGETHER,
        "pandas: gaps by groupby": DATA + GAPS,
        "pandas: pairs by merge, counts only": DATA + MERGE,
        "pandas: pairs by crosstab, counts only": DATA + PIVOT,
    }
    if find_spec("mlxtend"):
        wanted["mlxtend: fpgrowth and rules"] = DATA + APRIORI
    rows: list[tuple[str, Cost]] = [
        (name, least(partial(python, code, n), 2)) for name, code in wanted.items()
    ]
    table(rows, "crmbook: everything")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "100000")
