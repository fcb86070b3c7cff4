"""Numbers as people type them: 1 234,56 · 1.234,56 € · (12,50) · 12,50- · EUR 12."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmbook.cells import Cells, Floats, Mask
from crmbook.cleaning.cleaned import Cleaned, Conventions, Slip, errors, slips
from crmbook.folding import fold

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "eurai": "EUR", "eurų": "EUR",
    "eiro": "EUR", "$": "USD", "us$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP",
    "zł": "PLN", "zl": "PLN", "pln": "PLN", "kr": "SEK", "sek": "SEK", "nok": "NOK",
    "dkk": "DKK", "chf": "CHF", "kč": "CZK", "czk": "CZK", "₽": "RUB", "rub": "RUB",
    "₴": "UAH", "uah": "UAH", "byn": "BYN", "lt": "LTL", "ltl": "LTL", "ls": "LVL",
    "lvl": "LVL", "eek": "EEK", "¥": "JPY", "jpy": "JPY", "cny": "CNY", "try": "TRY",
    "huf": "HUF", "ron": "RON", "bgn": "BGN", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_UNITS = frozenset(
    ("vnt", "vnt.", "gab", "gab.", "pcs", "pcs.", "pc", "st", "kg", "g", "l", "m", "m2", "h",
     "val", "val.", "st.", "min", "min.", "dienos", "dienas", "days", "%")
)  # fmt: skip

# Blanks and apostrophes that stand between thousands.
_BLANKS = str.maketrans(dict.fromkeys("\xa0\u202f\u2009\u2007\u2002\u2003\t'’ʼ`´", " "))
_MINUS = str.maketrans("−–‐‑", "----")
# The pattern of a number among words tries all ways to part them: a sentence would take it minutes.
_LONGEST = 40
_SIMPLE = re.compile(r"(-?)(\d+)(?:([.,])(\d+))?")
_BODY = re.compile(
    r"(?P<before>[^\d(+-]*?)\s*(?P<open>\()?\s*(?P<sign>[-+]?)\s*(?P<inner>[^\d(+.,-]*?)\s*"
    r"(?P<digits>\d[\d., ]*?|[.,]\d+)\s*(?P<trailing>-?)\s*(?P<unit>[^\d()-]*?)\s*"
    r"(?P<close>\))?\s*(?P<after>[^\d()-]*)"
)
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")


@dataclass(frozen=True)
class _Typed:
    """One text read as a number.

    decimal  the sign that was seen to part the cents, "" when the text does not tell
    doubt    "," or ".": three digits follow it, so it may part thousands or decimals
    """

    number: float
    currency: str = ""
    decimal: str = ""
    doubt: str = ""


def clean(cells: Cells, conventions: Conventions) -> Cleaned:
    """Numbers, with the currency a cell names beside them."""
    typed = [_typed(value) for value in cells.distinct]
    sign = _decimal_sign(typed)
    usual = sign or ("." if conventions.language == "en" else ",")
    texts = cells.spread([_settled(one, usual) for one in typed], fill=np.nan, dtype=np.float64)
    numbers: Floats = np.where(cells.has_number, cells.numbers, texts)
    wrong, failed = errors(cells), cells.filled & np.isnan(numbers)
    return Cleaned(
        pd.Series(numbers),
        slips(
            Slip("error_cell", wrong),
            Slip("not_a_number", failed & ~wrong),
            Slip("text_number", _where(cells, [one is not None for one in typed]), bad=False),
            Slip("unsure_number", _doubtful(cells, typed, sign), bad=False),
        ),
        _currencies(cells, typed),
    )


def whole(cells: Cells, conventions: Conventions) -> Cleaned:
    """Whole numbers."""
    cleaned = clean(cells, conventions)
    broken = (cleaned.series.notna() & (cleaned.series % 1 != 0)).to_numpy()
    values = cleaned.series.mask(broken)
    return Cleaned(values, [*cleaned.slips, *slips(Slip("not_whole", broken))])


def shares(cells: Cells, conventions: Conventions) -> Cleaned:
    """Parts of one: 0.1, 10 and "10 %" are all a tenth.

    A column with a number above 1 is one of percent, unless it has fractions below 1 too.
    """
    cleaned = clean(cells, conventions)
    percent = _where(cells, ["%" in str(value) for value in cells.distinct])
    values = cleaned.series
    plain = values[~percent].dropna()
    small_too = ((plain.abs() > 0) & (plain.abs() < 1)).any()
    limit = 1.0 if small_too or not (plain.abs() > 1).any() else 0.0
    parts = values.where(~(percent | (values.abs() > limit)), values / 100)
    too_much = (parts.abs() > 1).to_numpy()
    kept = [slip for slip in cleaned.slips if slip.kind != "text_number" or not percent.any()]
    return Cleaned(parts.mask(too_much), [*kept, *slips(Slip("not_a_share", too_much))])


_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|val|valand\w*|st|stund\w*)\b\.?\s*(.*)")
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minut\w*|minuč\w*)?\.?")
_CLOCK = re.compile(r"(\d+):(\d{2})(?::\d{2})?")


def minutes(cells: Cells, conventions: Conventions) -> Cleaned:
    """Minutes: 45, "45 min", "1:30", "1 h 30 min", "1,5 val."."""
    del conventions  # nothing in them matters here
    read = [_minutes(value) for value in cells.distinct]
    texts = cells.spread([np.nan if m is None else m for m in read], fill=np.nan, dtype=np.float64)
    numbers: Floats = np.where(cells.has_number, cells.numbers, texts)
    wrong = errors(cells)
    failed = cells.filled & np.isnan(numbers) & ~wrong
    return Cleaned(
        pd.Series(numbers), slips(Slip("error_cell", wrong), Slip("not_minutes", failed))
    )


def _minutes(value: object) -> float | None:
    text = fold(value) if isinstance(value, str) else ""
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60.0 + int(clock[2])
    total = 0.0
    if hours := _HOURS.fullmatch(text):
        total, text = 60 * _float(hours[1]), hours[2]
        if not text:
            return total
    found = _MINUTES.fullmatch(text)
    return total + _float(found[1]) if found else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _where(cells: Cells, found: Sequence[bool]) -> Mask:
    mask: Mask = cells.spread(found, fill=False, dtype=bool)
    return mask


def _typed(value: object) -> _Typed | None:
    if not isinstance(value, str):
        return None
    text = value.translate(_BLANKS).strip()
    if len(text) > _LONGEST:
        return None
    if "–" in text or "−" in text or "‑" in text or "‐" in text:
        text = text.translate(_MINUS)
    if text.endswith((",-", ".-")):  # "5,-" is five and no cents
        text = text[:-2]
    simple = _SIMPLE.fullmatch(text)
    if simple is None and " " in text and _GROUPED.fullmatch(text.lstrip("-").lstrip()):
        # blanks part the thousands, so a comma or a dot parts the decimals
        return _grouped(text)
    return _complex(text) if simple is None else _simple(simple)


def _simple(found: re.Match[str]) -> _Typed:
    sign, whole, mark, rest = found.groups()
    if not mark:
        return _Typed(float(sign + whole))
    number = float(f"{sign}{whole}.{rest}")
    if len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        return _Typed(number, doubt=mark)
    return _Typed(number, decimal=mark)


def _grouped(text: str) -> _Typed:
    joined = text.replace(" ", "")
    mark = "," if "," in joined else "." if "." in joined else ""
    return _Typed(float(joined.replace(",", ".")), decimal=mark)


def _complex(text: str) -> _Typed | None:
    """With a currency, a unit, brackets, a trailing minus or both signs."""
    found = _BODY.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    named = [found[part].strip() for part in ("before", "inner", "unit", "after")]
    named = [name for name in named if name]
    if len(named) > 1 or not all(_known(name, found) for name in named):
        return None
    digits = _digits(found["digits"])
    if digits is None:
        return None
    currency = _CURRENCIES.get(named[0].casefold().rstrip("."), "") if named else ""
    negative = bool(found["open"]) + (found["sign"] == "-") + bool(found["trailing"])
    if negative > 1:
        return None
    sign = -1 if negative else 1
    return _Typed(sign * digits.number, currency, digits.decimal, digits.doubt)


def _known(name: str, found: re.Match[str]) -> bool:
    folded = name.casefold()
    if folded.rstrip(".") in _CURRENCIES or folded in {".-", ",-"}:
        return True
    return folded in _UNITS and not found["before"].strip()


def _digits(text: str) -> _Typed | None:
    if " " in text:
        return _grouped(text) if _GROUPED.fullmatch(text) else _mixed_groups(text)
    if simple := _SIMPLE.fullmatch(text):
        return _simple(simple)
    if text[0] in ".,":
        return _Typed(float("0." + text[1:]), decimal=text[0]) if text[1:].isdigit() else None
    return _both_signs(text)


def _mixed_groups(text: str) -> _Typed | None:
    """Blanks that part nothing: "1 234.567,89" is a slip, "1 234 " was stripped before."""
    return None if text.strip() != text or " " in text else _both_signs(text)


def _both_signs(text: str) -> _Typed | None:
    """Thousands parted by one sign, decimals by the other: the last one parts the decimals."""
    last = max(text.rfind(","), text.rfind("."))
    mark, other = text[last], "." if text[last] == "," else ","
    whole, rest = text[:last], text[last + 1 :]
    if mark in whole:  # 1,234,567: nothing but thousands, or nonsense
        whole, rest, mark, other = text, "", other, mark
    groups = whole.split(other)
    if not rest.isdigit() and rest:
        return None
    if not groups[0].isdigit() or len(groups[0]) > 3 or not all(_three(g) for g in groups[1:]):
        return None
    return _Typed(float(f"{''.join(groups)}.{rest or 0}"), decimal=mark)


def _three(group: str) -> bool:
    return len(group) == 3 and group.isdigit()


def _decimal_sign(typed: Sequence[_Typed | None]) -> str:
    """The sign the column parts decimals with; "" when nothing in it tells, or both do."""
    commas = sum(1 for one in typed if one and one.decimal == ",")
    dots = sum(1 for one in typed if one and one.decimal == ".")
    if commas and dots:
        return "," if commas > 9 * dots else "." if dots > 9 * commas else ""
    return "," if commas else "." if dots else ""


def _settled(one: _Typed | None, sign: str) -> float:
    if one is None:
        return np.nan
    return one.number * 1000 if one.doubt and one.doubt != sign else one.number


def _doubtful(cells: Cells, typed: Sequence[_Typed | None], sign: str) -> Mask:
    doubts = [bool(one and one.doubt) and not sign for one in typed]
    return _where(cells, doubts)


def _currencies(cells: Cells, typed: Sequence[_Typed | None]) -> pd.Series[str] | None:
    """Cell by cell the currency it names; None when none names any."""
    named = [one.currency or None if one else None for one in typed]
    if not any(named):
        return None
    return pd.Series(pd.array(named, dtype="str").take(cells.codes, allow_fill=True))


def currency_code(text: str) -> str:
    """The three letters of a currency however it is written, "" when it is none we know."""
    return _CURRENCIES.get(text.strip().casefold().rstrip("."), "")
