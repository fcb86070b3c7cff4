"""Frames of any library, taken in and handed back as the same kind."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from crmbook.summaries.periods import midnight

Lazy = nw.LazyFrame[Any]


def lazy(frame: Any) -> Lazy:  # noqa: ANN401  # any library's frame
    found: Lazy = nw.from_native(frame).lazy()
    return found


def as_given(given: IntoFrameT, result: Lazy) -> IntoFrameT:
    """The result as the same kind of frame as was given."""
    eager = isinstance(nw.from_native(cast("Any", given)), nw.DataFrame)
    native: IntoFrameT = (result.collect() if eager else result).to_native()
    return native


def upto(frame: Any, as_of: date) -> Lazy:  # noqa: ANN401  # any library's frame
    """Rows up to as_of, which counts; their dates without the time of day."""
    days = lazy(frame).with_columns(nw.col("date").cast(nw.Datetime("us")).dt.truncate("1d"))
    return days.filter(nw.col("date") <= midnight(as_of))


def with_columns(frame: Lazy, **kinds: Any) -> Lazy:  # noqa: ANN401  # a narwhals type
    """Columns that are absent are there and empty."""
    there = set(frame.collect_schema().names())
    absent = {name: kind for name, kind in kinds.items() if name not in there}
    return frame.with_columns(nw.lit(None, kind).alias(name) for name, kind in absent.items())


def known(name: str, condition: nw.Expr) -> nw.Expr:
    """The column where the condition holds, missing elsewhere."""
    return nw.when(condition).then(nw.col(name)).alias(name)


def text(name: str) -> nw.Expr:
    """The column as text, "" where it is missing; pandas before 3 would make a missing one "nan"."""
    column = nw.col(name)
    return nw.when(column.is_null()).then(nw.lit("")).otherwise(column.cast(nw.String)).alias(name)
