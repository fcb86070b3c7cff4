"""Columns of a frame as the plain values that a letter is filled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def plain(column: pd.Series) -> list[Any]:
    """Days without a time, None where nothing is known."""
    values = column.dt.date if pd.api.types.is_datetime64_any_dtype(column) else column
    return [v if known else None for v, known in zip(values.tolist(), column.notna(), strict=True)]


def whole(column: pd.Series) -> list[int | None]:
    """Numbers without decimals."""
    return [None if value is None else round(value) for value in plain(column)]


def records(columns: Mapping[str, Sequence[object]]) -> list[dict[str, Any]]:
    """One dict a row."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
