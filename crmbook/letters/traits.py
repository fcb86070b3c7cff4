"""What an audience can be chosen by: columns of the clients and of the results, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from crmbook.analyses import loyalty, silence
from crmbook.errors import UsageError
from crmbook.folding import squeezed
from crmbook.language import LANGUAGES, _, speaking
from crmbook.letters.fields import CLIENT_COLUMNS
from crmbook.letters.rewriting import did_you_mean

if TYPE_CHECKING:
    from crmbook.findings import Findings

_RESULTS: Mapping[str, tuple[str, ...]] = {
    "silence": (
        "status", "p_silent", "p_active", "value_at_risk", "days_since", "typical_gap",
        "expected_next", "silent_from",
    ),
    "loyalty": ("segment", "loyal", "recency", "frequency", "monetary", "referrals"),
    "abc": ("abc", "xyz", "abc_margin", "share"),
    "satisfaction": ("rating", "recommend", "satisfied"),
    "value": ("revenue_12m", "margin_12m", "trend_word"),
}  # fmt: skip
_SUMMARIES = (
    "purchases", "purchases_12m", "spent", "spent_12m", "first_purchase", "last_purchase",
    "tenure_days", "last_contact", "contacts_12m", "open_offers", "open_complaints", "complaints_12m",
)  # fmt: skip
_DERIVED = ("client_id", "birthday_in", "name_day_in", "member", "products")

TRAITS = (
    *(column.key for column in CLIENT_COLUMNS),
    *(key for columns in _RESULTS.values() for key in columns),
    *_SUMMARIES,
    *_DERIVED,
)


def trait(name: str) -> str:
    """The trait of a name: its own, or a heading of the client list in any language."""
    key = _names().get(squeezed(name))
    if key is None:
        text = _("There is no “{name}” to choose clients by.").format(name=name)
        raise UsageError(f"{text} {did_you_mean(name, TRAITS)}".strip())
    return key


@cache
def _names() -> dict[str, str]:
    known = {squeezed(key): key for key in TRAITS}
    for column in CLIENT_COLUMNS:
        for name in column.names:
            known.setdefault(squeezed(name), column.key)
    return known


@dataclass(frozen=True, eq=False)
class Traits:
    """Name → column, index client_id, every client.

    birthday_in, name_day_in  days until the next one, 0 on the day itself
    member                    has moved loyalty points
    products                  names of all that the client bought, by commas
    """

    findings: Findings

    def __getitem__(self, key: str) -> pd.Series:
        """The column; all missing where the firm does not keep it."""
        everyone = self.findings.clients.index
        if key in _DERIVED:
            return self._derived(key)
        frame = self._frame(key)
        if key not in frame:
            return pd.Series(pd.NA, everyone, dtype="object")
        return frame[key].reindex(everyone)

    def value(self, key: str, text: str) -> str:
        """The key behind a choice, a status or a segment, in whatever language it is named."""
        choices = self._choices(key)
        if choices and squeezed(text) not in choices:
            allowed = sorted(set(choices.values()))
            said = _("“{name}” is never “{value}”; it is one of: {allowed}.")
            raise UsageError(said.format(name=key, value=text, allowed=", ".join(allowed)))
        return choices.get(squeezed(text), text)

    def _frame(self, key: str) -> pd.DataFrame:
        for name, columns in _RESULTS.items():
            if key in columns:
                return self.findings[name]
        return self.findings.summaries.clients if key in _SUMMARIES else self.findings.clients

    def _choices(self, key: str) -> dict[str, str]:
        if key in {"status", "segment"}:
            return _captions(key)
        column = next((each for each in CLIENT_COLUMNS if each.key == key), None)
        return {
            squeezed(name): option.key
            for option in (column.choices if column else ())
            for name in (option.key, *option.names, *option.aliases)
        }

    def _derived(self, key: str) -> pd.Series:
        everyone = self.findings.clients.index
        if key == "client_id":
            return everyone.to_series()
        if key == "member":
            points = self.findings.tables.get("points")
            members = set() if points is None else set(points["client_id"])
            return pd.Series(everyone.isin(members), everyone)
        if key == "products":
            return self._products()
        return self._days_until({"birthday_in": "birth_date", "name_day_in": "name_day"}[key])

    def _products(self) -> pd.Series:
        lines = self.findings.summaries.table("purchases").reindex(
            columns=["client_id", "date", "product"]
        )
        until = lines[lines["date"] <= pd.Timestamp(self.findings.as_of)].dropna(subset="product")
        each = until.drop_duplicates(["client_id", "product"])
        joined = each.groupby("client_id")["product"].agg(",".join)
        return joined.reindex(self.findings.clients.index)

    def _days_until(self, column: str) -> pd.Series:
        """Whole days to the next such day of the year; one of 29 February is on 1 March."""
        days = pd.to_datetime(self[column])
        today = pd.Timestamp(self.findings.as_of)
        this_year = _in_year(days, today.year)
        following = this_year.where(this_year >= today, _in_year(days, today.year + 1))
        return (following - today).dt.days


def _in_year(days: pd.Series, year: int) -> pd.Series:
    """The same days of another year."""
    known = days.dropna()
    leap_day = (known.dt.month == 2) & (known.dt.day == 29)
    moved = leap_day & (not pd.Timestamp(year, 1, 1).is_leap_year)
    parts = pd.DataFrame(
        {
            "year": year,
            "month": known.dt.month.mask(moved, 3),
            "day": known.dt.day.mask(moved, 1),
        }
    )
    return pd.to_datetime(parts).reindex(days.index)


def _captions(key: str) -> dict[str, str]:
    of_status = key == "status"
    keys = silence.STATUSES if of_status else loyalty.SEGMENTS
    found = {squeezed(each): each for each in keys}
    for language in LANGUAGES:
        with speaking(language):
            caption = silence.caption if of_status else loyalty.caption
            found |= {squeezed(caption(each)): each for each in keys}
    return found
