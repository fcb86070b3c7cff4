"""Silence beside what a user would pick instead: the shared harness, its baselines and crmbook in one run.

python benchmarks/silence.py                     every shared log, whole: who is silent, how sure, how many
python benchmarks/silence.py --sample 200 10     the same in ten samples of 200 clients
python benchmarks/silence.py --speed             CPU seconds and memory from 200 to 1,000,000 clients

The first needs the folder of real logs beside the checkout; with the `lifetimes` package installed (it
needs autograd and dill) its BG/NBD, MBG/NBD and Pareto/NBD are baselines too.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.analyses.silence import silence

SHARED = Path(__file__).parents[2] / "shared"
SIZES = (200, 1_000, 10_000, 100_000, 1_000_000)
AS_OF = pd.Timestamp("2026-03-31")
PROBABILITIES = ("ratio + backtest LR", "BG/NBD 1-P(alive)", "BG/NBD", "MBG/NBD", "MBG/CNBD-k")
SHOWN = ("logloss", "brier", "ece", "auc", "auc_c", "mae", "bias", "p10", "p20")
FITTERS = {
    "BG/NBD": "BetaGeoFitter",
    "MBG/NBD": "ModifiedBetaGeoFitter",
    "Pareto/NBD": "ParetoNBDFitter",
}
PENALTIES = (0.001, 0.01, 0.1, 1.0)  # the first at which the package converges
WINDOWS = ("50", "80", "90")
Floats = NDArray[np.float64]
Predict = Callable[[pd.DataFrame, pd.Timestamp, pd.DataFrame], pd.DataFrame]


def crmbook(log: pd.DataFrame, cutoff: pd.Timestamp, ask: pd.DataFrame) -> pd.DataFrame:
    """One call for each kind of horizon: a client may be asked about more than once."""
    purchases = log.rename(columns={"customer_id": "client_id"})
    kind = ask.groupby("customer_id").cumcount()
    answers = [_judged(purchases, cutoff, part) for _kind, part in ask.groupby(kind)]
    return pd.concat(answers).loc[ask.index]


def _judged(purchases: pd.DataFrame, cutoff: pd.Timestamp, ask: pd.DataFrame) -> pd.DataFrame:
    each = ask.set_index("customer_id")["horizon"]
    horizon = float(each.iloc[0]) if (each == each.iloc[0]).all() else each
    found = silence(purchases, cutoff, horizon_days=horizon).loc[ask["customer_id"]]
    columns = {"p_silent": found["p_silent"], "expected": found["expected_purchases"]}
    return pd.DataFrame(columns).set_index(ask.index)


def lifetimes(fitter: str) -> Predict:
    """A model of the `lifetimes` package.

    Only its Pareto/NBD has a chance of buying nothing; of the others a Poisson count's stands in.
    """

    def predict(log: pd.DataFrame, cutoff: pd.Timestamp, ask: pd.DataFrame) -> pd.DataFrame:
        package = importlib.import_module("lifetimes")
        facts = importlib.import_module("lifetimes.utils").summary_data_from_transaction_data(
            log, "customer_id", "date", observation_period_end=cutoff
        )
        model = _fitted(package, fitter, facts)
        of = facts.loc[ask["customer_id"]].to_numpy().T
        days = ask["horizon"].to_numpy()
        expected = np.asarray(model.conditional_expected_number_of_purchases_up_to_time(days, *of))
        chance = getattr(model, "conditional_probability_of_n_purchases_up_to_time", None)
        silent = np.exp(-expected) if chance is None else _each(chance, days, of)
        columns = {"p_silent": np.clip(silent, 0, 1), "expected": expected}
        return pd.DataFrame(columns, index=ask.index)

    return predict


def _fitted(package: ModuleType, fitter: str, facts: pd.DataFrame) -> Any:  # noqa: ANN401  # of a package without types
    for penalty in PENALTIES:
        model = getattr(package, fitter)(penalizer_coef=penalty)
        try:
            model.fit(facts["frequency"], facts["recency"], facts["T"])
        except package.utils.ConvergenceError:
            continue
        return model
    raise SystemExit(f"{fitter} of lifetimes does not converge at any of {PENALTIES}.")


def _each(chance: Callable[..., Any], days: Floats, of: Floats) -> Floats:
    """P(no purchase), one client at a time: the package takes one horizon at a time."""
    rows = zip(days, *of, strict=True)
    found = np.array([float(chance(0, day, *facts)) for day, *facts in rows])
    known: Floats = np.nan_to_num(found, nan=0.5)
    return known


def harness() -> ModuleType:
    path = SHARED / "tools" / "silence_eval.py"
    if not path.exists():
        raise SystemExit(f"The harness and the logs are not beside the checkout ({path}).")
    spec = importlib.util.spec_from_file_location("silence_eval", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} can't be read as a module.")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def methods(evaluation: ModuleType) -> dict[str, Predict]:
    baselines: dict[str, Predict] = {name: evaluation.BASE[name] for name in PROBABILITIES}
    try:
        importlib.import_module("lifetimes")
    except ImportError as error:
        print(f"Without the lifetimes package: {error}")
    else:
        for name, fitter in FITTERS.items():
            baselines[f"lifetimes {name}"] = lifetimes(fitter)
    return {**baselines, "crmbook": crmbook}


def compare(sample: int, times: int) -> None:
    evaluation = harness()
    sets: Mapping[str, Any] = {
        **evaluation.SETS,
        **json.loads((SHARED / "data" / "handout_sets.json").read_text()),
    }
    tables, held = [], []
    for name, settings in sets.items():
        log = evaluation.load(name, str(SHARED / "data"))
        logs = [evaluation.subsample(log, sample, n) if sample else log for n in range(times)]
        rows = [_evaluated(evaluation, part, settings) for part in logs]
        table = evaluation.summary(pd.concat(rows, ignore_index=True))
        tables.append(table.assign(log=name).set_index("log", append=True))
        held.append(pd.DataFrame([windows(part, settings) for part in logs]).sum())
        held[-1].name = name
    _show(pd.concat(tables).reorder_levels(["log", "fam", "method"]))
    shares = pd.DataFrame(held)
    print("\nShare of next purchases that came within their windows, of clients who came back")
    print(
        shares.div(shares["came back"], axis=0)
        .assign(n=shares["came back"])
        .round(3)[["n", *WINDOWS]]
    )


def windows(log: pd.DataFrame, settings: Mapping[str, Any]) -> dict[str, float]:
    """How many clients of three purchases or more came back, and how many of them within each window."""
    held = dict.fromkeys(("came back", *WINDOWS), 0.0)
    for cut in settings["cuts"]:
        past = log[log["date"] <= cut].rename(columns={"customer_id": "client_id"})
        later = log[log["date"] > cut].groupby("customer_id")["date"].min()
        known = silence(past, cut)
        known = known[known["purchases"] >= 3].join(later.rename("came"), how="inner")
        held["came back"] += len(known)
        for width in WINDOWS:
            ends = known[f"next_{width}_low"], known[f"next_{width}_high"]
            held[width] += float(known["came"].between(*ends).sum())
    return held


def _evaluated(
    evaluation: ModuleType, log: pd.DataFrame, settings: Mapping[str, Any]
) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the baselines divide by nothing
        found: pd.DataFrame = evaluation.run_set(log, settings, methods(evaluation), 3)
    return found


def _show(table: pd.DataFrame) -> None:
    pd.set_option("display.width", 200)
    print(table[list(SHOWN)].round(3).to_string())
    ours = table.xs("crmbook", level="method")
    best = table.drop("crmbook", level="method").groupby(level=["log", "fam"])
    print("\ncrmbook less the best baseline (log-loss, MAE: lower is better; AUC: higher)")
    difference = pd.DataFrame(
        {
            "logloss": ours["logloss"] - best["logloss"].min(),
            "auc": ours["auc"] - best["auc"].max(),
            "mae %": (ours["mae"] / best["mae"].min() - 1) * 100,
            "|bias| - BG/NBD's": ours["bias"].abs()
            - table.xs("BG/NBD", level="method")["bias"].abs(),
            "ece - BG/NBD": ours["ece"] - table.xs("BG/NBD", level="method")["ece"],
        }
    )
    print(difference.round(4).to_string())


def invented(clients: int) -> pd.DataFrame:
    """Three years of an invented firm: about seven purchases a client, amounts and all."""
    chance = np.random.default_rng(5)
    times = np.clip(chance.geometric(0.09, clients), 1, 80)
    who = np.repeat(np.arange(clients), times)
    start = np.concatenate([[0], np.cumsum(times)[:-1]])
    gaps = chance.gamma(1.5, 1 / np.repeat(chance.gamma(1.5, 1 / 40, clients), times))
    gaps[start] = chance.integers(0, 900, clients)
    total = np.cumsum(gaps)
    days = total - np.repeat(total[start] - gaps[start], times)
    kept = days < 1095
    dates = AS_OF - pd.Timedelta(days=1095) + pd.to_timedelta(days[kept].astype(int), "D")
    amounts = chance.gamma(2, 20, int(kept.sum()))
    return pd.DataFrame({"client_id": who[kept], "date": dates, "amount": amounts})


def speed(clients: int) -> None:
    import resource  # not on Windows

    purchases = invented(clients)
    silence(purchases.head(100), AS_OF)  # what is imported and compiled once is not counted
    begun = time.process_time()
    silence(purchases, AS_OF)
    taken = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{clients:>10,}{len(purchases):>12,}{taken:>10.2f}{peak:>10.0f}", flush=True)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one-size"]:
        speed(int(arguments[1]))
    elif arguments[:1] == ["--speed"]:
        most = int(arguments[1]) if len(arguments) > 1 else SIZES[-1]
        print(f"{'clients':>10}{'purchases':>12}{'CPU s':>10}{'peak MB':>10}", flush=True)
        for size in (size for size in SIZES if size <= most):  # a process each: memory is its own
            subprocess.run([sys.executable, __file__, "--one-size", str(size)], check=True)
    else:
        sample = [int(text) for text in arguments[1:3]] if arguments[:1] == ["--sample"] else [0, 1]
        compare(*sample)


if __name__ == "__main__":
    main(sys.argv[1:])
