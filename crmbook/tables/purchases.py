"""What each line of a purchase is worth: computed where it is missing, in one currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from crmbook.cells import Mask
from crmbook.cleaning.numbers import currency_code
from crmbook.detection.headings import is_gross
from crmbook.errors import Problem
from crmbook.figures import exact
from crmbook.language import _, many
from crmbook.settings import Settings
from crmbook.tables.framing import Framed, uncalculated

# What the euro replaced for good, at the rates fixed on that day: one of it in euros.
_FIXED = {"LTL": 1 / 3.4528, "LVL": 1 / 0.702804, "EEK": 1 / 15.6466}
_LATE = 31  # days without a purchase of anybody's: most firms have sold something
_MONTH = 30
_NOT_COUNTED = ("cancelled", "returned")


def valued(part: Framed, settings: Settings, currency: str) -> Framed:
    """The part with amounts as complete as they can be, in the firm's currency."""
    part = _without_cancelled(part)
    part = _with_amounts(part)
    part = _in_one_currency(part, settings, currency)
    return replace(part, problems=[*part.problems, *_returns(part), *_with_tax(part)])


def currency(parts: Sequence[Framed], settings: Settings) -> str:
    """The firm's currency: as set, else the one most amounts name, else the euro.

    Amounts in what the euro replaced speak for the euro.
    """
    if settings.given.get("currency"):
        return currency_code(settings.text("currency")) or settings.text("currency").upper()
    named: Counter[str] = Counter()
    silent = 0
    for part in parts:
        codes = _codes(part)
        if codes is None:
            silent += len(part.frame)
        else:
            named.update(codes.dropna().replace(dict.fromkeys(_FIXED, "EUR")))
            silent += int(codes.isna().sum())
    usual = settings.text("currency")
    code = max(named, key=lambda one: (named[one], one == usual), default=usual)
    n = named[code]
    return code if n > silent else usual


def late(parts: Sequence[Framed], as_of: date | None) -> list[Problem]:
    """A word when purchases end long before the day: who has not been typed yet seems silent."""
    known = [part for part in parts if as_of is not None and len(part.frame)]
    if not known or as_of is None:
        return []
    newest = max(known, key=lambda part: part.frame["date"].max())
    last = newest.frame["date"].max().date()
    days = (as_of - last).days
    if days <= _LATE + (_MONTH if _whole_months(newest.frame["date"]) else 0):
        return []
    text = many(
        "The last purchase is of {{last}}, {n} day before {{day}}: are later purchases missing? "
        "To look at the firm as it was then, add --as-of {{last}}.",
        "The last purchase is of {{last}}, {n} days before {{day}}: are later purchases missing? "
        "To look at the firm as it was then, add --as-of {{last}}.",
        days,
    ).format(last=last, day=as_of)
    where = (newest.frame["date"] == newest.frame["date"].max()).to_numpy()
    return [newest.at("date").problem(where, text, "late_data", "warning", all_named=False)]


def _whole_months(days: pd.Series[Any]) -> bool:
    """Months without days: the last one may go on to its end."""
    return bool((days.dt.day == 1).all())


# ── lines that do not count ──────────────────────────────────────────────────────────────────


def _without_cancelled(part: Framed) -> Framed:
    if "status" not in part.frame:
        return part
    gone = part.frame["status"].isin(_NOT_COUNTED).to_numpy(dtype=bool) & ~_credited(part)
    if not gone.any():
        return part
    text = many(
        "{n} cancelled or returned line was not counted.",
        "{n} cancelled or returned lines were not counted.",
        int(gone.sum()),
    )
    note = part.at("status").problem(gone, text, "cancelled", "note", all_named=False)
    return replace(_only(part, ~gone), problems=[*part.problems, note])


def _credited(part: Framed) -> Mask:
    """Returned lines below zero are credit notes: without them the sale they undo would count."""
    below = np.zeros(len(part.frame), dtype=bool)
    for name in {"amount", "quantity"} & set(part.frame):
        below |= part.frame[name].to_numpy(dtype=float) < 0
    return below & part.frame["status"].eq("returned").to_numpy(dtype=bool)


def _only(part: Framed, keep: Mask) -> Framed:
    return replace(
        part,
        frame=part.frame[keep].reset_index(drop=True),
        currencies=None
        if part.currencies is None
        else part.currencies[keep].reset_index(drop=True),
        unreadable={key: mask[keep] for key, mask in part.unreadable.items()},
        uncached={key: mask[keep] for key, mask in part.uncached.items()},
        details=None if part.details is None else part.details[keep].reset_index(drop=True),
    )


# ── amounts ──────────────────────────────────────────────────────────────────────────────────


def _with_amounts(part: Framed) -> Framed:
    """Amounts that are missing are price × quantity × (1 − discount), where those are known."""
    frame = part.frame
    amount = frame["amount"] if "amount" in frame else pd.Series(np.nan, frame.index)
    if "price" not in frame and "amount" not in frame:
        return replace(part, frame=frame.assign(amount=np.nan))
    bad = part.unreadable.get("amount", np.zeros(len(frame), dtype=bool))
    worked_out = _product(part)
    use = (amount.isna() & worked_out.notna()).to_numpy() & ~bad
    complete = amount.where(~use, worked_out)
    problems = [*_computed(part, use), *_still_missing(part, complete, bad)]
    return replace(part, frame=frame.assign(amount=complete), problems=[*part.problems, *problems])


def _product(part: Framed) -> pd.Series[Any]:
    frame = part.frame
    if "price" not in frame:
        return pd.Series(np.nan, frame.index)
    quantity = frame.get("quantity", 1.0)
    product = frame["price"] * quantity
    if "discount" not in frame:
        return product
    bad = part.unreadable.get("discount", np.zeros(len(frame), dtype=bool))
    return product * (1 - frame["discount"].fillna(0.0)).mask(bad)


def _computed(part: Framed, use: Mask) -> list[Problem]:
    if not use.any():
        return []
    n = int(use.sum())
    text = many(
        "{n} amount was worked out as price × quantity × (1 − discount).",
        "{n} amounts were worked out as price × quantity × (1 − discount).",
        n,
    )
    key = "amount" if "amount" in part.place.columns else "price"
    return [part.at(key).problem(use, text, "computed_amount", "note", all_named=False)]


def _still_missing(part: Framed, amount: pd.Series[Any], bad: Mask) -> list[Problem]:
    key = "amount" if "amount" in part.place.columns else "price"
    missing = amount.isna().to_numpy() & ~bad & ~part.unreadable.get(key, bad)
    if not missing.any() or missing.all():
        return []
    uncached = missing & part.uncached.get(key, np.zeros(len(missing), dtype=bool))
    empty = missing & ~uncached
    at, problems = part.at(key), []
    if uncached.any():
        problems.append(uncalculated(at, uncached))
    if empty.any():
        text = _("“{column}” is empty; the line counts as a purchase without an amount.")
        said = text.format(column=at.name)
        problems.append(at.problem(empty, said, "missing_amount", "warning"))
    return problems


def _returns(part: Framed) -> list[Problem]:
    below = (part.frame["amount"] < 0).to_numpy()
    if not below.any():
        return []
    text = many(
        "{n} amount below zero was read as a return and taken off.",
        "{n} amounts below zero were read as returns and taken off.",
        int(below.sum()),
    )
    key = "amount" if "amount" in part.place.columns else "price"
    return [part.at(key).problem(below, text, "returns", "note", all_named=False)]


def _with_tax(part: Framed) -> list[Problem]:
    found = part.place.columns.get("amount")
    if found is None or not is_gross(found.heading):
        return []
    text = _("“{heading}” includes VAT, so the revenue we show includes it too.")
    cell = f"{found.letter}{part.place.header_row}"
    said = text.format(heading=found.heading)
    return [Problem(part.place.sheet, cell, said, "amount_with_vat", "note")]


# ── currencies ───────────────────────────────────────────────────────────────────────────────


def _codes(part: Framed) -> pd.Series[Any] | None:
    """The currency each line names, in its own column or in the amount; missing: none."""
    column = part.frame.get("currency")
    if column is None:
        return part.currencies
    known = {text: currency_code(text) or text.upper() for text in column.dropna().unique()}
    codes = column.map(known).astype("str")  # of nothing but empty cells map makes numbers
    return codes if part.currencies is None else codes.fillna(part.currencies)


def _in_one_currency(part: Framed, settings: Settings, currency: str) -> Framed:
    codes = _codes(part)
    if codes is None:
        return part
    foreign = (codes.notna() & (codes != currency)).to_numpy(dtype=bool)
    if not foreign.any():
        return part
    rates = {**(_FIXED if currency == "EUR" else {}), **settings.rates()}
    factor = codes.map(rates).where(pd.Series(foreign), 1.0).astype(float)
    money = [key for key in ("amount", "price", "cost") if key in part.frame]
    changed = {key: part.frame[key] * factor for key in money}
    problems = [
        _foreign(part, (codes == code).to_numpy(dtype=bool), code, currency, rates.get(code))
        for code in codes[foreign].unique()
    ]
    return replace(part, frame=part.frame.assign(**changed), problems=[*part.problems, *problems])


def _foreign(part: Framed, where: Mask, code: str, currency: str, rate: float | None) -> Problem:
    n = int(where.sum())
    key = "currency" if "currency" in part.place.columns else "amount"
    if rate is not None:
        text = many(
            "{n} amount in {{code}} was turned into {{currency}} at {{rate}}.",
            "{n} amounts in {{code}} were turned into {{currency}} at {{rate}}.",
            n,
        ).format(code=code, currency=currency, rate=exact(rate))
        return part.at(key).problem(where, text, "converted_currency", "note", all_named=False)
    text = many(
        "{n} amount in {{code}} was left out. Set rate.{{code}} on the Settings sheet: "
        "what one {{code}} is worth in {{currency}}.",
        "{n} amounts in {{code}} were left out. Set rate.{{code}} on the Settings sheet: "
        "what one {{code}} is worth in {{currency}}.",
        n,
    ).format(code=code, currency=currency)
    return part.at(key).problem(where, text, "mixed_currency", all_named=False)
