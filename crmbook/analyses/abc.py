"""Who brings most of the revenue and of the margin, and how regularly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmbook.figures import number, percent
from crmbook.language import _, many
from crmbook.summaries.periods import months_before

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

CLASSES = ("A", "B", "C")
REGULARITIES = ("X", "Y", "Z")

# Six months and three purchases are the least that a deviation can be told from.
FEWEST_MONTHS = 6
FEWEST_PURCHASES = 3


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:
    """One row a client, index client_id, the largest revenue first; equal ones by client_id.

    The window is (as_of − window_months, as_of] by the calendar.

    revenue           net amount in the window; missing when the firm keeps no amounts
    share             of the revenue of all clients whose revenue is positive; 0 for the others
    cumulative_share  share of the client and of all larger ones; missing without revenue
    abc               "A" as long as the larger clients together have less than abc_a: the client who
                      crosses the threshold belongs to the upper class; "B" up to abc_b, "C" the rest;
                      "" when revenue is 0, below it, or unknown
    margin, margin_share, abc_margin  the same by margin, of the documents whose cost is known
    variation         standard deviation ÷ mean of the monthly revenue (months counted back from as_of,
                      those without purchases are 0, those before the first purchase do not count;
                      purchases instead of revenue when the firm keeps no amounts); missing with
                      fewer than 6 months or 3 purchases in the window
    months            the months it was computed from
    xyz               "X" up to xyz_x, "Y" up to xyz_y, "Z" above; "" when variation is missing
    """
    starts = month_starts(summaries.as_of, int(settings.number("window_months")))
    months = summaries.totals(starts, summaries.as_of)
    worth = _worth(summaries, months, settings)
    return worth.join(_regularity(summaries, months, starts, settings))


def month_starts(as_of: date, months: int) -> list[date]:
    """First days of the months counted back from as_of, the earliest first."""
    ends = [months_before(as_of, back) for back in range(months, 0, -1)]
    return [end + timedelta(days=1) for end in ends]


def pareto(amounts: pd.Series, upto_a: float, upto_b: float) -> pd.DataFrame:
    """share, cumulative_share and class of amounts, the index of amounts kept.

    The largest comes first, equal ones by index; amounts that are 0, negative or missing have no class.
    """
    positive = amounts[amounts > 0].sort_index().sort_values(ascending=False, kind="stable")
    share = positive / positive.sum()
    reached = share.cumsum()
    # Rounded, since a sum of shares may miss the threshold by a hair.
    before = (reached - share).round(9)
    classes = pd.Series(np.select([before < upto_a, before < upto_b], ["A", "B"], "C"), share.index)
    return pd.DataFrame(
        {
            "share": share.reindex(amounts.index, fill_value=0.0).where(amounts.notna()),
            "cumulative_share": reached.clip(upper=1.0).reindex(amounts.index),
            "class": classes.reindex(amounts.index, fill_value="").astype("str"),
        }
    )


def definitions(settings: Settings) -> dict[str, str]:
    """Class → its definition with the thresholds filled in, in the spoken language."""
    words = {
        "a": percent(settings.number("abc_a")),
        "b": percent(settings.number("abc_b")),
        "x": number(settings.number("xyz_x"), 2),
        "y": number(settings.number("xyz_y"), 2),
        "months": many("{n} month", "{n} months", int(settings.number("window_months"))),
    }
    told = {
        "A": _(
            "The largest clients who together bring {a} of the revenue of the last {months};"
            " the one who crosses the line belongs to A."
        ),
        "B": _("The next ones, until {b} is reached."),
        "C": _("All others with revenue."),
        "": _("No revenue in the last {months}."),
        "X": _("Regular: monthly revenue deviates from its mean by at most {x} of the mean."),
        "Y": _("Varying: by more than {x} and at most {y} of the mean."),
        "Z": _("Irregular: by more than {y} of the mean."),
    }
    return {key: sentence.format(**words) for key, sentence in told.items()}


def _worth(summaries: Summaries, months: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    limits = settings.number("abc_a"), settings.number("abc_b")
    everyone = summaries.clients.index
    by_client = months.groupby("client_id")
    sums = by_client[["revenue", "margin"]].sum(min_count=1).reindex(everyone)
    bought_nothing = by_client.size().reindex(everyone).isna()
    revenue = _zero_where(sums["revenue"], bought_nothing & summaries.keeps_amounts)
    margin = _zero_where(sums["margin"], bought_nothing & summaries.keeps_costs)
    by_revenue, by_margin = pareto(revenue, *limits), pareto(margin, *limits)
    worth = pd.DataFrame(
        {
            "revenue": revenue,
            "share": by_revenue["share"],
            "cumulative_share": by_revenue["cumulative_share"],
            "abc": by_revenue["class"],
            "margin": margin,
            "margin_share": by_margin["share"],
            "abc_margin": by_margin["class"],
        }
    )
    return worth.sort_index().sort_values("revenue", ascending=False, kind="stable")


def _regularity(
    summaries: Summaries, months: pd.DataFrame, starts: list[date], settings: Settings
) -> pd.DataFrame:
    """variation, months and xyz of every client."""
    clients = summaries.clients
    measure = "revenue" if summaries.keeps_amounts else "purchases"
    lived = _months_lived(clients["first_purchase"], starts)
    # Numbers before the first purchase can only be credit notes: they are no month of the client's.
    before = len(starts) - lived.reindex(months["client_id"]).to_numpy()
    within = months[months["period"].to_numpy() >= before]
    monthly = within[measure].astype(float)
    parts = within[["client_id", "purchases"]].assign(once=monthly, squared=monthly**2)
    sums = parts.groupby("client_id").sum().reindex(clients.index, fill_value=0)
    n = lived.where(lived > 0)
    mean = sums["once"] / n
    deviation = np.sqrt((sums["squared"] / n - mean**2).clip(lower=0))
    enough = (lived >= FEWEST_MONTHS) & (sums["purchases"] >= FEWEST_PURCHASES) & (mean > 0)
    variation = (deviation / mean.where(mean > 0)).where(enough)
    return pd.DataFrame({"variation": variation, "months": lived, "xyz": _xyz(variation, settings)})


def _months_lived(first_purchase: pd.Series, starts: list[date]) -> pd.Series:
    """In how many of the months the client was one already; the month of the first purchase counts."""
    bounds = np.array(starts, dtype="datetime64[us]")
    begun = np.searchsorted(bounds, first_purchase.to_numpy("datetime64[us]"), side="right") - 1
    lived = len(starts) - np.maximum(begun, 0)
    return pd.Series(lived, first_purchase.index).where(first_purchase.notna(), 0).astype("int64")


def _xyz(variation: pd.Series, settings: Settings) -> pd.Series:
    # Rounded, so that 0.5 computed is 0.5 set.
    rounded = variation.round(9)
    rules = [
        rounded.isna(),
        rounded <= settings.number("xyz_x"),
        rounded <= settings.number("xyz_y"),
    ]
    return pd.Series(np.select(rules, ["", "X", "Y"], "Z"), variation.index, dtype="str")


def _zero_where(amounts: pd.Series, condition: pd.Series) -> pd.Series:
    return amounts.mask(condition, 0.0).astype(float)
