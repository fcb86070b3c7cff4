"""The analyses from 1,000 to 1,000,000 purchases: the cost grows no faster than the purchases.

python benchmarks/analyses.py               summaries and each analysis, CPU seconds
python benchmarks/analyses.py 100000        up to so many purchases
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module

import numpy as np
import pandas as pd

from crmbook.registry import ANALYSES
from crmbook.settings import Settings
from crmbook.summaries import Summaries

AS_OF = date(2026, 3, 31)
LINES_A_CLIENT = 50


def purchases(n: int) -> pd.DataFrame:
    """Invented lines of four years: few clients buy much, many little; documents of two lines."""
    chance = np.random.default_rng(7)
    clients = max(1, n // LINES_A_CLIENT)
    who = (clients * chance.random(n) ** 1.6).astype(int)
    ago = pd.to_timedelta(chance.integers(0, 1461, n), "D")
    return pd.DataFrame(
        {
            "client_id": pd.Series([f"C-{number:06d}" for number in who], dtype="str"),
            "date": pd.Timestamp(AS_OF) - ago,
            "document": pd.Series([f"S-{number // 2}" for number in range(n)], dtype="str"),
            "amount": chance.gamma(2, 40, n).round(2),
        }
    )


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def costs(n: int) -> Iterator[float]:
    summaries, settings = Summaries({"purchases": purchases(n)}, AS_OF), Settings.of({})
    yield cpu(lambda: summaries.clients)
    for name in ANALYSES:
        analyse = import_module(f"crmbook.analyses.{name}").analyse
        yield cpu(partial(analyse, summaries, settings))


def main(most: int) -> None:
    list(costs(100))  # what is imported and compiled once is not counted
    names = ("summaries", *ANALYSES, "together")
    print(f"{'purchases':>10}" + "".join(f"{name:>13}" for name in names))
    n = 1_000
    while n <= most:
        taken = list(costs(n))
        print(f"{n:10,}" + "".join(f"{seconds:13.3f}" for seconds in (*taken, sum(taken))))
        n *= 10


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
