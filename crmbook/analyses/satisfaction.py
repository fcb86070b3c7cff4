"""What clients say of us, apart from loyalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crmbook.figures import number
from crmbook.language import _, many

if TYPE_CHECKING:
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries

# Jones and Sasser, "Why satisfied customers defect", Harvard Business Review, 1995.
QUADRANTS = {
    (True, True): "loyalist",
    (True, False): "mercenary",
    (False, True): "hostage",
    (False, False): "defector",
}


def analyse(summaries: Summaries, settings: Settings) -> pd.DataFrame:
    """One row a client, index client_id; everything is missing for who was never asked.

    rating           latest answer, 1–5; several on one day count with their mean
    rated_on, rating_age_days  its day, and whole days from it to as_of
    ratings          how many ratings up to as_of; 0 for none
    rating_trend     rating − mean of the ratings of earlier days; trend_n says of how many;
                     missing and 0 when there are none
    recommend        latest answer, 0–10; recommended_on its day, recommends how many
    satisfied        rating ≥ satisfied_rating; missing without a rating (boolean)
    stale            the latest rating is older than rating_stale_days; False without a rating.
                     A rating is a view at a moment: a stale one is not counted in the shares
    recommend_stale  the same for recommend
    """
    everyone = summaries.clients.index
    rated = summaries.answers("rating").set_index("client_id").reindex(everyone)
    asked = summaries.answers("recommend").set_index("client_id").reindex(everyone)
    age, oldest = _days_since(rated["on"], summaries), settings.number("rating_stale_days")
    return pd.DataFrame(
        {
            "rating": rated["latest"].astype(float),
            "rated_on": rated["on"],
            "rating_age_days": age,
            "ratings": _count(rated["n"]),
            "rating_trend": (rated["latest"] - rated["before"]).astype(float),
            "trend_n": _count(rated["before_n"]),
            "recommend": asked["latest"].astype(float),
            "recommended_on": asked["on"],
            "recommends": _count(asked["n"]),
            "satisfied": _satisfied(rated["latest"], settings),
            "stale": age > oldest,
            "recommend_stale": _days_since(asked["on"], summaries) > oldest,
        },
        index=everyone,
    )


def quadrants(satisfaction: pd.DataFrame, loyalty: pd.DataFrame) -> pd.Series:
    """loyalist, mercenary, hostage or defector by client; "" without a rating that is not stale."""
    satisfied, loyal = _both(satisfaction, loyalty)
    rules = [satisfied.eq(yes).fillna(value=False) & loyal.eq(bond) for yes, bond in QUADRANTS]
    chosen = np.select([rule.to_numpy(dtype=bool) for rule in rules], list(QUADRANTS.values()), "")
    return pd.Series(chosen, satisfaction.index, dtype="str", name="quadrant")


def definitions(settings: Settings) -> dict[str, str]:
    """Satisfied, the four quadrants and unknown, in the spoken language."""
    words = {
        "rating": number(settings.number("satisfied_rating"), 2),
        "days": many("{n} day", "{n} days", int(settings.number("rating_stale_days"))),
    }
    told = {
        "satisfied": _("The client's latest rating is {rating} or more, of 5."),
        "loyalist": _("Satisfied and loyal: thank them, ask them to recommend you."),
        "mercenary": _(
            "Satisfied, but not loyal: they may buy elsewhere; give them a reason to return."
        ),
        "hostage": _(
            "Loyal, but not satisfied: they stay for want of a choice; put right what hurts."
        ),
        "defector": _("Neither satisfied nor loyal: ask what went wrong."),
        "unknown": _("Never rated, or the rating is older than {days}: ask them."),
    }
    return {key: sentence.format(**words) for key, sentence in told.items()}


def _both(satisfaction: pd.DataFrame, loyalty: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    loyal = loyalty["loyal"].reindex(satisfaction.index, fill_value=False)
    return _fresh(satisfaction), loyal.astype(bool)


def _fresh(satisfaction: pd.DataFrame) -> pd.Series:
    return satisfaction["satisfied"].mask(satisfaction["stale"])


def _satisfied(rating: pd.Series, settings: Settings) -> pd.Series:
    satisfied = (rating >= settings.number("satisfied_rating")).astype("boolean")
    return satisfied.mask(rating.isna())


def _days_since(days: pd.Series, summaries: Summaries) -> pd.Series:
    passed: pd.Series = (pd.Timestamp(summaries.as_of) - days).dt.days.astype(float)
    return passed


def _count(numbers: pd.Series) -> pd.Series:
    return numbers.fillna(0).astype("int64")
